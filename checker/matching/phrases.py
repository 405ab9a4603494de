"""The lexicon's phrases in the normal form: found by the anchors of their templates, in one automaton pass."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from checker.lexicon import Entry, Lexicon
from checker.lexicon.templates import Template, parse
from checker.matching.anchors import anchors_of
from checker.matching.hit import Hit, Use
from checker.matching.lazily import Lazily
from checker.tables import PAUSE
from checker.text import HESITATIONS, Batch, Text, segmenter

WORD_MAX = 2
"""Phrases of so many characters are found only where they are words by themselves."""
PAUSE_TOLERANT_MIN = 6
"""Phrases of so many characters may hold one pause that the phrase itself does not have."""
WINDOW = 60
"""How far a template may reach on either side of its anchor, in characters."""
PARTICLES = "啊呀呢吧了啦哈嘛呗的哟喽咯么哩滴哒嘞"
LEADS = ("那", "这", "都", "就", "哎呀", "哎哟", "可", "真的", "好了", "我说", "反正", "那就", "那你", "你", "您")
"""Particles after, and light words before, a phrase that still leave it a whole clause."""


@dataclass(frozen=True, slots=True)
class Target:
    """What an anchor in the automaton stands for."""

    entry: Entry
    use: Use
    template: Template


class PhraseMatcher:
    """Finds the phrases of a lexicon; built once, shared by all checks."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._uses = [(entry, use, source) for entry in lexicon.entries for use, source in _sources(entry)]
        self._anchors = anchors_of("phrases", [source for *_, source in self._uses], parse)
        self._targets = Lazily(self._target)

    def _target(self, number: int) -> Target:
        entry, use, source = self._uses[number]
        return Target(entry, use, parse(source))

    def find(self, batch: Batch) -> dict[int, list[Hit]]:
        """All hits of all texts, by the number of the text; hits inside a harmless longer wording are among them."""
        places = self._anchors.find(batch)
        complete = self._anchors.complete[places.templates]
        words, targets = batch.normal_text, self._targets
        hits: dict[int, dict[tuple[str, Use, int, int], Hit]] = {}
        for number, turn, start, end, whole in zip(*(column.tolist() for column in (*places, complete)), strict=True):
            target = targets[number]
            span = (start, end) if whole else target.template.around(words, start, end)
            hit = _hit(target, batch, turn, *span) if span else None
            if hit is not None:
                hits.setdefault(turn, {})[hit.entry.rule, hit.use, hit.start, hit.end] = hit
        return {turn: list(found.values()) for turn, found in hits.items()}


def _sources(entry: Entry) -> Iterator[tuple[Use, str]]:
    yield from (("phrase", source) for source in entry.phrases)
    yield from (("unless", source) for source in entry.unless)
    yield from (("when", source) for source in entry.when)
    yield from (("asked", source) for source in entry.asked)


def _hit(target: Target, batch: Batch, turn: int, start: int, end: int) -> Hit | None:
    """The hit of a target whose template stands at these offsets of the joined normal form, if it counts there."""
    template, first, last = target.template, batch.origins[start], batch.origins[end - 1] + 1
    if last - first > end - start and not _unbroken(template, batch, turn, batch.origins[start:end]):
        return None
    if end - start <= WORD_MAX and not _is_word(batch, start, end):
        return None
    at = target.entry.at
    if at != "anywhere" and target.use == "phrase" and not stands_at(at, batch.text(turn), first, last):
        return None
    return Hit(target.entry, target.use, turn, first, last, "template" if template.has_slots else "exact", 1.0)


def _unbroken(template: Template, batch: Batch, turn: int, places: Sequence[int]) -> bool:
    """Whether no pause runs through the hit at these places but those the template has, unless it is long or separators
    stand throughout.
    """
    folded = batch.folded_of(turn)
    gaps = [folded[place + 1 : after] for place, after in pairwise(places) if after > place + 1]
    pauses = sum(PAUSE in gap for gap in gaps)
    hidden = len(gaps) >= max(2, len(places) - 2)
    return hidden or pauses <= template.breaks + (len(places) >= PAUSE_TOLERANT_MIN)


def _is_word(batch: Batch, start: int, end: int) -> bool:
    """Whether [start, end) of the joined normal form begins and ends at word boundaries."""
    low, high = batch.clause_of(start, end)
    boundaries = segmenter().boundaries(batch.normal_text[low:high])
    return start - low in boundaries and end - low in boundaries


def stands_at(place: str, text: Text, start: int, end: int) -> bool:
    """Whether [start, end) of the text as given is a whole clause, begins or ends one, or is all that is said."""
    if place == "anywhere":
        return True
    before, after = text.folded[max(0, start - WINDOW) : start], text.folded[end : end + WINDOW]
    begins = _open_before(before, whole=place == "utterance")
    ends = _open_after(after, whole=place == "utterance")
    return {"clause": begins and ends, "utterance": begins and ends, "start": begins, "end": ends}[place]


def _open_before(before: str, *, whole: bool) -> bool:
    clause = re.split(r"[。？！；，“”‘’（）【】《》]", before)[-1]
    words = clause.replace(" ", "")
    light = not words or words in LEADS or all(character in HESITATIONS + "啊" for character in words)
    return light and (not whole or len(before.strip(" 。，！？；")) == len(clause.strip()))


def _open_after(after: str, *, whole: bool) -> bool:
    rest = after.lstrip(" " + PARTICLES)
    return not rest.strip(" 。，！？；”’") if whole else not rest or rest[0] in "。？！；，”’）】"
