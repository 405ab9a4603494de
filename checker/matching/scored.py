"""What the detector makes of a batch: clauses, turns, and what the network has read of them."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

import numpy as np
import numpy.typing as npt

from checker.matching.ngrams import Grams, Segments

Floats = npt.NDArray[np.float64]
Offsets = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the network has read so far: for each turn the logarithms of its shares (`shares`), and whether there are any (`done`)."""

    shares: Floats
    done: npt.NDArray[np.bool_]

    @classmethod
    def none(cls, turns: int, classes: int) -> Reading:
        """Nothing yet of so many turns."""
        return cls(np.zeros((turns, classes)), np.zeros(turns, dtype=np.bool_))

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
        own = slice(*self.segments.turn.searchsorted((turn, turn + 1)).tolist())
        gravest = (-self.clause_logits[own, -1]).argsort(kind="stable")[:most]
        starts, ends = self.grams.characters.places_of(self.segments.start[own], self.segments.end[own])
        return (starts + ends)[gravest] // 2
