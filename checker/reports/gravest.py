"""What goes into a report that has not room for all: the gravest first, in input order among equals."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from itertools import accumulate
from typing import Any

from checker.model import SEVERITIES

RANKS = len(SEVERITIES) + 2


def rank(finding: Mapping[str, Any]) -> int:
    """How grave a finding is: violations by severity before all others; 0 is left for what has no finding."""
    return SEVERITIES.index(finding["severity"]) + 2 if finding["status"] == "violation" else 1


class Gravest:
    """Things weighed one by one; a few bytes are kept of each."""

    def __init__(self) -> None:
        self._sizes = array("I")
        self._ranks = array("B")

    def add(self, size: int, rank: int) -> None:
        """Weigh one more thing."""
        self._sizes.append(size)
        self._ranks.append(rank)

    def kept(self, limit: int) -> bytearray:
        """1 for every thing within the limit, in the unit of the sizes, and 0 for the others."""
        totals = [0] * RANKS
        for size, rank in zip(self._sizes, self._ranks, strict=True):
            totals[rank] += size
        before = [0, *accumulate(reversed(totals))][:RANKS]
        room = [limit - used for used in reversed(before)]
        kept = bytearray()
        for size, rank in zip(self._sizes, self._ranks, strict=True):
            room[rank] -= size
            kept.append(room[rank] >= 0)
        return kept
