"""Speech as recognised: phrases that sound right and are spelled wrong (不鬼我管), and those with fillers or doubled characters inside.

The phrases are respelled as syllables and looked for in the syllables of the text, in which fillers and doubling are left
out. A hit keeps at least half of the phrase's characters, and none of those that differ may belong to a word of its own:
步行, 布置 and 人社部 are words, 不鬼 is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from checker.lexicon import Entry, Lexicon
from checker.lexicon.templates import Template, parse
from checker.matching.anchors import Anchors, anchors_of
from checker.matching.hit import Hit, Use
from checker.matching.lazily import Lazily
from checker.matching.phrases import stands_at
from checker.matching.syllables import spell, syllable_codes
from checker.tables import TURN_END
from checker.text import STOP, Batch, Text, ends_clause, segmenter

LENGTH_MIN = 3
"""Shorter phrases sound like too much else."""
KEPT_MIN = 0.5
"""The share of the hit's characters that must be the phrase's own; two of three in phrases of three."""
FILLERS = ("那个", "这个", "就是", "什么")
_WINDOW = 40


@dataclass(frozen=True, slots=True)
class Target:
    """A template as written and as it sounds."""

    entry: Entry
    use: Use
    template: Template
    sound: Template


class HomophoneMatcher:
    """Finds forbidden phrases by their sound; built once, shared by all checks."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._uses = [(entry, use, source) for entry in lexicon.of("forbidden") for use, source in _sources(entry)]
        self._targets = Lazily(self._target)

    @cached_property
    def _anchors(self) -> Anchors:
        """Made when it is first needed: not every channel is looked through by sound."""
        return anchors_of("sounds", [source for *_, source in self._uses], _sounding)

    def _target(self, number: int) -> Target:
        entry, use, source = self._uses[number]
        return Target(entry, use, parse(source), parse(source).spelled(_sound))

    def find(self, batch: Batch, wanted: npt.NDArray[np.bool_]) -> dict[int, list[Hit]]:
        """Hits of the wanted texts (shape (texts,)) that the exact phrases do not already give, by the number of the text."""
        if not wanted.any():
            return {}
        codes, places = _reduced(batch, wanted)
        matches = self._anchors.automaton.find(codes)
        hits: dict[int, list[Hit]] = {}
        for anchor, start, end in matches.tolist():
            turn = int(batch.turn_of(places[start : start + 1])[0])
            text, first = batch.text(turn), batch.normal_starts[turn]
            for number in self._anchors.templates_of(anchor):
                target = self._targets[number]
                span = _span(target.sound, codes, start, end)
                hit = _hit(target, text, turn, (places[slice(*span)] - first).tolist()) if span else None
                if hit is not None:
                    hits.setdefault(turn, []).append(hit)
        return hits


def _sources(entry: Entry) -> Iterator[tuple[Use, str]]:
    yield from (("phrase", source) for source in entry.phrases)
    yield from (("unless", source) for source in entry.unless)


def _sounding(source: str) -> Template | None:
    """A template as it sounds; none where it has slots, whose filling has no sound of its own."""
    template = parse(source)
    return None if template.has_slots else template.spelled(_sound)


@lru_cache(maxsize=8192)
def _sound(literal: str) -> str:
    """A literal part in syllables, without fillers and doubling, as the text is searched."""
    for filler in FILLERS:
        literal = literal.replace(filler, "") or literal
    return re.sub(r"(.)\1+", r"\1", spell(literal))


def _reduced(batch: Batch, wanted: npt.NDArray[np.bool_]) -> tuple[npt.NDArray[np.uint16], npt.NDArray[np.int64]]:
    """The syllables of the wanted texts without fillers and doubling, and their places in the batch's normal form."""
    places = np.flatnonzero(wanted.repeat(batch.normal_lengths))
    characters = batch.normal[places]
    kept = np.ones(len(places), dtype=np.bool_)
    for filler in FILLERS:
        first = np.flatnonzero((characters[:-1] == ord(filler[0])) & (characters[1:] == ord(filler[1])))
        kept[first] = kept[first + 1] = False
    places = places[kept]
    codes = syllable_codes()[batch.normal[places]]
    single = np.ones(len(codes), dtype=np.bool_)
    single[1:] = (codes[1:] != codes[:-1]) | (codes[1:] == ord(TURN_END)) | (codes[1:] < 0x80)
    return codes[single], places[single]


def _span(sound: Template, codes: npt.NDArray[np.uint16], start: int, end: int) -> tuple[int, int] | None:
    """The span of the whole template around its anchor."""
    if sound.complete:
        return start, end
    low = max(0, start - _WINDOW)
    window = codes[low : end + _WINDOW].astype("<u2").tobytes().decode("utf-16-le", "surrogatepass")
    for match in sound.expression.finditer(window):
        if match.start() + low <= start and end <= match.end() + low:
            return match.start() + low, match.end() + low
    return None


def _hit(target: Target, text: Text, turn: int, places: Sequence[int]) -> Hit | None:
    """The hit at these places of the normal form, if it sounds like the phrase and is neither the phrase nor other words."""
    if len(places) < LENGTH_MIN:
        return None
    template = target.template
    heard = "".join(text.normal[place] for place in places)
    foreign = [place for place in places if text.normal[place] not in template.characters]
    if len(places) - len(foreign) < max(KEPT_MIN * len(places), 2):
        return None
    whole = text.normal[places[0] : places[-1] + 1]
    if not foreign and (whole == heard and template.expression.fullmatch(whole)):
        return None
    if foreign and _other_word(text.normal, foreign, places):
        return None
    start, end = text.origin[places[0]], text.origin[places[-1]] + 1
    if foreign and len(places) <= LENGTH_MIN and _ends_clause(text.folded[start:end]):
        return None
    if target.use == "phrase" and not stands_at(target.entry.at, text, start, end):
        return None
    confidence = round(0.95 - 0.25 * len(foreign) / len(places), 2)
    return Hit(target.entry, target.use, turn, start, end, "homophone" if foreign else "noise", confidence)


def _ends_clause(folded: str) -> bool:
    """Whether a clause ends within: 拿着听筒别放，我瞄一眼 is no 别烦我; longer phrases may be heard across a pause."""
    return any(ends_clause()[ord(character)] for character in folded)


def _other_word(normal: str, foreign: Sequence[int], places: Sequence[int]) -> bool:
    """Whether a character that differs belongs to a dictionary word of two characters or more."""
    low = normal.rfind(STOP, 0, places[0]) + 1
    high = normal.find(STOP, places[-1])
    sentence = normal[low : high if high >= 0 else len(normal)]
    return any(
        end - start > 1 and any(start <= place - low < end for place in foreign)
        for start, end in segmenter().words(sentence)
    )
