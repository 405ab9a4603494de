"""Questions to many spans at once, each answered by bisection: a turn may hold thousands of hits."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate


class Cover:
    """Fixed spans [start, end), asked whether one of them covers another."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        self._reach = list(accumulate((end for _, end in ordered), max))

    def covers(self, start: int, end: int) -> bool:
        """Whether a span begins at or before `start` and ends at or after `end`."""
        place = bisect_right(self._starts, start)
        return place > 0 and self._reach[place - 1] >= end

    def exceeds(self, start: int, end: int) -> bool:
        """Whether a span covers [start, end) and is longer."""
        return self.covers(start, end + 1) or self.covers(start - 1, end)


class Disjoint:
    """Spans taken one after the other, none of which may share a character with another."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def take(self, start: int, end: int) -> bool:
        """Take the span if it is free."""
        place = bisect_left(self._starts, start)
        if place and self._ends[place - 1] > start:
            return False
        if place < len(self._starts) and self._starts[place] < end:
            return False
        self._starts.insert(place, start)
        self._ends.insert(place, end)
        return True
