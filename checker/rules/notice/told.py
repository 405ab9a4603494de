"""Where a paper of a guide was told, or said to be unnecessary."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from checker.rules.notice.needless import negated
from checker.rules.notice.phrases import folded
from checker.rules.notice.talk import plain

Place = tuple[int, int]

_VERBATIM = 6
_AFFAIR = "手续"
"""不用办建设用地手续 is no word on the paper of it."""


@dataclass(frozen=True, slots=True)
class Told:
    """Where a material of the guide was told, or said to be unnecessary; neither where it was not mentioned."""

    name: str
    place: Place | None = None
    denied: Place | None = None


def told_or_denied(material: str, places: Iterable[Place], text: str) -> Told:
    """A material by the places that name it: told where one does not say it to be needless."""
    needless: Place | None = None
    for start, end in places:
        if not negated(text, start, end):
            return Told(material, (start, end))
        needless = needless or (None if text.endswith(_AFFAIR, start, end) else (start, end))
    return Told(material, denied=needless)


def verbatim(material: str, text: str) -> Place | None:
    """Where a material stands word for word and is not said to be needless; a short name may be part of another."""
    words = plain(folded(material))
    start = text.find(words) if len(words) >= _VERBATIM else -1
    place = (start, start + len(words))
    return None if start < 0 or negated(text, *place) else place
