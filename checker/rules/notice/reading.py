"""How each element of a notice is read off what the clerk told: spans that tell it, spans that only sound like it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from checker.model import ElementStatus
from checker.rules.notice.cues import Cues, Patterns
from checker.rules.notice.quantities import Span
from checker.rules.notice.talk import Talk, masked

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found for one element, before it is compared with a service guide."""

    status: ElementStatus
    told: tuple[Place, ...] = ()
    vague: tuple[Place, ...] = ()
    limits: tuple[Span, ...] = ()
    signals: Mapping[str, float] = field(default_factory=dict)


def places(pattern: re.Pattern[str] | Patterns, text: str) -> tuple[Place, ...]:
    """Where a pattern stands."""
    return tuple(found.span() for found in pattern.finditer(text))


def read_plain(talk: Talk, text: str, cues: Cues) -> Reading:
    """An element that is told by words alone; an empty formula tells nothing even where it holds such words."""
    clear = masked(text, cues.vague)
    answers = (place for place in places(cues.answer, clear) if _asked(talk, place, cues))
    return decided(tuple(sorted((*places(cues.told, clear), *answers))), places(cues.vague, text))


def _asked(talk: Talk, place: Place, cues: Cues) -> bool:
    """Whether the citizen had just asked for the element; what only looks like it is no such question."""
    return bool(cues.label.search(masked(talk.question_before(place[0]), cues.none)))


def decided(told: tuple[Place, ...], vague: tuple[Place, ...], **signals: float) -> Reading:
    """Told where anything tells it, partial where only empty formulas stand, else missing."""
    status: ElementStatus = "told" if told else "partial" if vague else "missing"
    return Reading(status, told, vague, signals=signals)
