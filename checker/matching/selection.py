"""Which of the hits of one turn stand: harmless longer wordings and polite expressions win, then the longest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from checker.matching.hit import Hit
from checker.model import SEVERITIES


@dataclass(frozen=True, slots=True)
class Dropped:
    """A hit that was let go before it was judged, and why."""

    hit: Hit
    reason: str


def select(hits: Sequence[Hit]) -> tuple[list[Hit], list[Dropped]]:
    """Forbidden hits that stand, in order and without overlap, and those that were let go."""
    phrases = [hit for hit in hits if hit.use == "phrase"]
    candidates = [hit for hit in phrases if hit.entry.kind == "forbidden"]
    if not candidates:
        return [], []
    excused = [hit for hit in hits if hit.use == "unless"]
    polite = [hit for hit in phrases if hit.entry.kind == "courtesy"]
    kept: list[Hit] = []
    dropped: list[Dropped] = []
    for hit in sorted(candidates, key=_precedence):
        wider = _excuse(hit, excused, polite)
        if wider:
            dropped.append(Dropped(hit, wider))
        elif not any(hit.overlaps(other) for other in kept):
            kept.append(hit)
    return sorted(kept, key=_position), dropped


def _position(hit: Hit) -> tuple[int, int]:
    return hit.start, hit.end


def _precedence(hit: Hit) -> tuple[float, int, int, int]:
    """Surer before less sure, longer before shorter, graver before lighter, earlier before later."""
    return -hit.confidence, hit.start - hit.end, -SEVERITIES.index(hit.entry.severity), hit.start


def _excuse(hit: Hit, excused: Iterable[Hit], polite: Iterable[Hit]) -> str:
    for other in excused:
        if other.entry.rule == hit.entry.rule and other.covers(hit):
            return "属于无害的较长说法"
    for other in polite:
        if other.covers(hit) and not hit.covers(other):
            return "属于文明用语的一部分"
    return ""


def courteous(hits: Sequence[Hit]) -> list[Hit]:
    """The polite expressions that stand, in order and without overlap, the longest first."""
    kept: list[Hit] = []
    polite = [hit for hit in hits if hit.use == "phrase" and hit.entry.kind == "courtesy"]
    excused = [hit for hit in hits if hit.use == "unless"]
    for hit in sorted(polite, key=_precedence):
        if not _excuse(hit, excused, ()) and not any(hit.overlaps(other) for other in kept):
            kept.append(hit)
    return sorted(kept, key=_position)
