"""Typed evasion: pinyin and initials (bzd, gun, 自ji看), look-alike characters and emoji, in place of forbidden words.

A text that holds any of them is respelled, every character leading back to the text as given, and looked through again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np

from checker.lexicon.folder import shipped
from checker.lexicon.schema import TomlFile
from checker.matching.hit import Hit
from checker.matching.homophones import HomophoneMatcher
from checker.matching.phrases import PhraseMatcher
from checker.text import Batch, normal_character, tables

CONFIDENCE = 0.85
_SYLLABLES_MAX = 6


@dataclass(frozen=True, slots=True)
class Respelling:
    """A text rewritten, and for each of its characters where in the text as given what it stands for begins and ends."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    changed: frozenset[int]


@cache
def _rules() -> Mapping[str, Mapping[str, str]]:
    data: Mapping[str, Mapping[str, str]] = TomlFile(shipped() / "evasion.toml").data
    return data


@cache
def _suspicious() -> re.Pattern[str]:
    """What may be respelled: a run of letters, or a look-alike."""
    look_alikes = sorted(map(re.escape, _rules()["look_alikes"]), key=len, reverse=True)
    return re.compile(f"[A-Za-zＡ-Ｚａ-ｚ]{{1,24}}|{'|'.join(look_alikes)}")


@cache
def _sample_characters() -> dict[str, str]:
    """Syllable → one character that is read so."""
    names = [str(name) for name in tables()["names"]]
    samples: dict[str, str] = {}
    for code, number in enumerate(tables()["syllable"].tolist()):
        if number:
            samples.setdefault(names[number], chr(code))
    return samples


def respell(raw: str) -> Respelling | None:
    """The text with its evasions spelled out, or None where there is none."""
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    changed: set[int] = set()
    done = 0
    for found in _suspicious().finditer(raw):
        place, end = found.span()
        words = _spelled_out(raw, found)
        if words:
            characters += raw[done:place] + words
            starts += [*range(done, place), *[place] * len(words)]
            ends += [*range(done + 1, place + 1), *[end] * len(words)]
            changed.update(range(len(characters) - len(words), len(characters)))
            done = end
    if not changed:
        return None
    characters += raw[done:]
    starts += range(done, len(raw))
    ends += range(done + 1, len(raw) + 1)
    return Respelling("".join(characters), starts, ends, frozenset(changed))


def _spelled_out(raw: str, found: re.Match[str]) -> str:
    """What a run of letters or a look-alike stands for; empty where for itself."""
    run = found[0]
    known = _rules()["look_alikes"].get(run)
    if known:
        return known
    letters = "".join(map(normal_character, run))
    follows = raw[found.end() : found.end() + 1]
    known = _rules()["letters"].get(letters)
    if known:
        return "" if follows.isdigit() else known
    if len(letters) == 1:
        beside = bool(follows) and "\u4e00" <= follows <= "\u9fff" and run.islower()
        return _rules()["initials"].get(letters, "") if beside else ""
    return "".join(_sample_characters()[syllable] for syllable in _split(letters))


@lru_cache(maxsize=4096)
def _split(letters: str) -> tuple[str, ...]:
    """The letters as a row of pinyin syllables, the longest first; empty where they are none."""
    samples, rest = _sample_characters(), letters
    found: list[str] = []
    while rest and len(found) < _SYLLABLES_MAX:
        head = next((rest[:size] for size in range(min(6, len(rest)), 1, -1) if rest[:size] in samples), None)
        if head is None:
            return ()
        found.append(head)
        rest = rest[len(head) :]
    return () if rest else tuple(found)


def find_evasions(
    batch: Batch, wanted: Sequence[int], phrases: PhraseMatcher, homophones: HomophoneMatcher
) -> dict[int, list[Hit]]:
    """Hits in the respelled forms of the wanted texts that rest on something respelled, by the number of the text."""
    respelled = {turn: respelling for turn in wanted if (respelling := respell(batch.raws[turn]))}
    if not respelled:
        return {}
    turns = list(respelled)
    inner = Batch([respelled[turn].text for turn in turns])
    found = phrases.find(inner)
    for number, some in homophones.find(inner, np.ones(len(turns), dtype=np.bool_)).items():
        found.setdefault(number, []).extend(some)
    hits: dict[int, list[Hit]] = {}
    for number, some in found.items():
        turn = turns[number]
        back = [moved for hit in some if (moved := _moved(hit, turn, respelled[turn])) is not None]
        if back:
            hits[turn] = back
    return hits


def _moved(hit: Hit, turn: int, respelling: Respelling) -> Hit | None:
    """The hit at its place in the text as given; None where nothing in it was respelled."""
    if hit.entry.kind != "forbidden" or respelling.changed.isdisjoint(range(hit.start, hit.end)):
        return None
    start, end = respelling.starts[hit.start], respelling.ends[hit.end - 1]
    return hit._replace(turn=turn, start=start, end=end, how="noise", confidence=CONFIDENCE)
