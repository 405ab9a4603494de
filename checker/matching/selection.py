"""Which of the hits of one turn stand: harmless longer wordings and polite expressions win, then the longest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

from checker.matching.hit import Hit
from checker.matching.spans import Cover, Disjoint
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
    longer = _longer_wordings(hits)
    polite = Cover((hit.start, hit.end) for hit in phrases if hit.entry.kind == "courtesy")
    taken = Disjoint()
    kept: list[Hit] = []
    dropped: list[Dropped] = []
    for hit in sorted(candidates, key=_precedence):
        if _covered(hit, longer):
            dropped.append(Dropped(hit, "属于无害的较长说法"))
        elif polite.exceeds(hit.start, hit.end):
            dropped.append(Dropped(hit, "属于文明用语的一部分"))
        elif taken.take(hit.start, hit.end):
            kept.append(hit)
    return sorted(kept, key=_position), dropped


def courteous(hits: Sequence[Hit]) -> list[Hit]:
    """The polite expressions that stand, in order and without overlap, the longest first."""
    polite = [hit for hit in hits if hit.use == "phrase" and hit.entry.kind == "courtesy"]
    if not polite or len(hits) == 1:
        return polite
    longer = _longer_wordings(hits)
    standing = sorted([hit for hit in polite if not _covered(hit, longer)], key=_position)
    if all(before.end <= after.start for before, after in pairwise(standing)):
        return standing
    taken = Disjoint()
    return sorted([hit for hit in sorted(standing, key=_precedence) if taken.take(hit.start, hit.end)], key=_position)


def _longer_wordings(hits: Sequence[Hit]) -> dict[str, Cover]:
    """The harmless longer wordings that were found, by the rule they excuse."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for hit in hits:
        if hit.use == "unless":
            spans.setdefault(hit.entry.rule, []).append((hit.start, hit.end))
    return {rule: Cover(some) for rule, some in spans.items()}


def _covered(hit: Hit, longer: dict[str, Cover]) -> bool:
    cover = longer.get(hit.entry.rule)
    return cover is not None and cover.covers(hit.start, hit.end)


_position = attrgetter("start", "end")


def _precedence(hit: Hit) -> tuple[float, int, int, int]:
    """Surer before less sure, longer before shorter, graver before lighter, earlier before later."""
    return -hit.confidence, hit.start - hit.end, -SEVERITIES.index(hit.entry.severity), hit.start
