"""What the detector makes of a batch: clauses, turns, and what the network has read of them."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

import numpy as np
import numpy.typing as npt

from checker.matching.ngrams import Grams, Segments

Floats = npt.NDArray[np.float64]
Offsets = npt.NDArray[np.int64]

LIKELY = 0.5
"""From this probability of a fault on it is likelier than not to stand in the piece that the network read."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the network has read so far. For each turn the logarithms of its shares (`shares`), whether there are any (`done`), and
    between which places of the n-grams the gravest piece of it stands (`first`, `last`).
    """

    shares: Floats
    done: npt.NDArray[np.bool_]
    first: Offsets
    last: Offsets

    @classmethod
    def none(cls, turns: int, classes: int) -> Reading:
        """Nothing yet of so many turns."""
        places = np.zeros((2, turns), dtype=np.int64)
        return cls(np.zeros((turns, classes)), np.zeros(turns, dtype=np.bool_), places[0], places[1])

    def fill(self, turns: Offsets, shares: Floats, first: Offsets, last: Offsets) -> None:
        """Keep what was read of some turns."""
        self.shares[turns], self.first[turns], self.last[turns], self.done[turns] = shares, first, last, True

    def fault(self, turn: int) -> float:
        """How likely a fault in a turn is by the network alone; 0 where it has not read it."""
        return exp(self.shares[turn, -1]) if self.done[turn] else 0.0


@dataclass(frozen=True, slots=True)
class Scored:
    """What the detector makes of a batch before the lexicon is heard.

    `logits` has a row for each turn and a column for each class; `fault` is the segment with the gravest clause of each turn and
    `taboo` that which weighs most as a repaired taboo, or -1; `clause_logits` has a row for each segment and a column for either, the
    fault last. `previous` and `channels` are what the turns were scored with; `reading` is filled in as the network reads.
    """

    logits: Floats
    segments: Segments
    fault: Offsets
    taboo: Offsets
    clause_logits: Floats
    grams: Grams
    previous: Offsets
    channels: Offsets
    reading: Reading

    def gravest_places(self, turn: int, most: int) -> Offsets:
        """Where among the n-grams at most so many clauses of a turn that weigh most as faults have their middle."""
        first, middles = self._middles(turn)
        gravest = (-self.clause_logits[first : first + len(middles), -1]).argsort(kind="stable")[:most]
        return middles[gravest]

    def seen_fault(self, turn: int) -> int:
        """The segment with the gravest clause of a turn, -1 where there is none; where the network holds a piece of it for a fault, of
        those in that piece.
        """
        reading, fault = self.reading, int(self.fault[turn])
        if reading.fault(turn) < LIKELY:
            return fault
        first, middles = self._middles(turn)
        within = first + np.flatnonzero((middles >= reading.first[turn]) & (middles < reading.last[turn]))
        return int(within[self.clause_logits[within, -1].argmax()]) if len(within) else fault

    def _middles(self, turn: int) -> tuple[int, Offsets]:
        """The first segment of a turn, and where its segments have their middle among the n-grams."""
        first, last = self.segments.turn.searchsorted((turn, turn + 1)).tolist()
        own = slice(first, last)
        starts, ends = self.grams.characters.places_of(self.segments.start[own], self.segments.end[own])
        return first, (starts + ends) // 2
