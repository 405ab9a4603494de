"""Character and syllable n-grams of a whole batch as hashed features: arrays in, arrays out, no Python per turn.

Feature hashing (Weinberger et al. 2009): an n-gram is a bucket of a table. The same code serves training and checking,
so that both see the same features.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from checker.matching.syllables import syllable_codes
from checker.tables import NOISE, PAUSE, STOPS, TURN_END
from checker.text import Batch

Codes = npt.NDArray[np.uint16]
Offsets = npt.NDArray[np.int64]
Buckets = npt.NDArray[np.uint32]

BITS = 18
BUCKETS = 1 << BITS
LONG_CLAUSE = 22
"""Clauses of more characters, as in speech without punctuation, are cut into windows."""
WINDOW = 14
STRIDE = 7
LAST = 30
"""How much of the turn before is heard: its end, where the question stands."""
_END = ord(TURN_END)


@dataclass(frozen=True, slots=True)
class Stream:
    """One view of a batch: the codes of all turns, each turn led and closed by `TURN_END`.

    `origin` is the offset of each code in the joined text as given; it ascends.
    """

    name: str
    orders: tuple[int, ...]
    codes: Codes
    origin: Offsets

    def buckets(self) -> Iterator[Buckets]:
        """For each order n: the bucket of the n-gram that begins at each place, 0 where none does. Shape (codes,)."""
        codes = self.codes.astype(np.uint32)
        ends = np.cumsum(self.codes == _END, dtype=np.int64)
        hashed = codes + np.uint32(0x9E37 * (len(self.name) + 1))
        for order in range(1, max(self.orders) + 1):
            if order > 1:
                hashed = hashed[:-1] * np.uint32(0x01000193) ^ codes[order - 1 :]
            if order in self.orders:
                yield self._mixed(hashed, _within_turn(self.codes, ends, order))

    def _mixed(self, hashed: Buckets, valid: npt.NDArray[np.bool_]) -> Buckets:
        mixed = hashed * np.uint32(0x85EBCA6B)
        mixed ^= mixed >> np.uint32(13)
        mixed *= np.uint32(0xC2B2AE35)
        result = np.zeros(len(self.codes), dtype=np.uint32)
        result[: len(mixed)] = np.where(valid, np.maximum(mixed >> np.uint32(32 - BITS), 1), 0)
        return result

    def turn_places(self) -> tuple[Offsets, Offsets]:
        """Where the n-grams of each turn begin and end: from its leading mark to before the next turn's. Shape (turns,)."""
        ends = np.flatnonzero(self.codes == _END)
        return ends[:-1], ends[1:]

    def last_places(self, count: int) -> tuple[Offsets, Offsets]:
        """The last places of each turn, at most `count`. Shape (turns,)."""
        starts, ends = self.turn_places()
        return np.maximum(starts, ends - count), ends

    def places_of(self, starts: Offsets, ends: Offsets) -> tuple[Offsets, Offsets]:
        """The places of spans given as offsets of the joined text."""
        return np.searchsorted(self.origin, starts), np.searchsorted(self.origin, ends)


@dataclass(frozen=True, slots=True)
class Segments:
    """Clauses, and windows of long clauses: their turn and span in the joined text as given. Shape (segments,)."""

    turn: Offsets
    start: Offsets
    end: Offsets


def _within_turn(codes: Codes, ends: Offsets, order: int) -> npt.NDArray[np.bool_]:
    """Whether the n-gram at each place has no turn end but at its own ends, and is not made of ends alone."""
    last = max(0, len(codes) - order + 1)
    first_is_end = codes[:last] == _END
    if order == 1:
        alone: npt.NDArray[np.bool_] = ~first_is_end
        return alone
    interior = ends[order - 2 : order - 2 + last] - ends[:last]
    both = first_is_end & (codes[order - 1 : order - 1 + last] == _END)
    result: npt.NDArray[np.bool_] = (interior == 0) & ~both
    return result


def streams(batch: Batch) -> tuple[Stream, Stream]:
    """Characters with punctuation, and syllables of the normal form."""
    written = np.flatnonzero(batch.folded != ord(NOISE))
    characters = _led(_without_digits(batch.folded[written]), written)
    syllables = _led(_without_digits(syllable_codes()[batch.normal]), batch.origin)
    return Stream("characters", (1, 2, 3, 4), *characters), Stream("syllables", (2, 3, 4), *syllables)


def _without_digits(codes: Codes) -> Codes:
    """All digits as one: which number is said does not matter."""
    digits = (codes >= ord("0")) & (codes <= ord("9"))
    return np.where(digits, np.uint16(ord("0")), codes)


def _led(codes: Codes, origin: Offsets) -> tuple[Codes, Offsets]:
    return np.concatenate(([np.uint16(_END)], codes)), np.concatenate(([-1], origin))


def segments(batch: Batch) -> Segments:
    """The clauses of all turns; long ones as overlapping windows."""
    marks = np.isin(batch.folded, [ord(mark) for mark in STOPS + PAUSE + TURN_END])
    ends = np.flatnonzero(marks)
    starts = np.concatenate(([0], ends[:-1] + 1)) if len(ends) else ends
    worded = np.cumsum(batch.folded != ord(NOISE), dtype=np.int64)
    filled = (ends > starts) & (worded[np.maximum(ends - 1, 0)] > worded[starts] - (batch.folded[starts] != ord(NOISE)))
    starts, ends = starts[filled], ends[filled]
    lengths = ends - starts
    counts = np.where(lengths > LONG_CLAUSE, -(-(lengths - WINDOW) // STRIDE) + 1, 1)
    index = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    first = np.repeat(starts, counts) + index * STRIDE
    whole = np.repeat(counts == 1, counts)
    last = np.where(whole, np.repeat(ends, counts), np.minimum(first + WINDOW, np.repeat(ends, counts)))
    turn = np.searchsorted(batch.starts, first, side="right") - 1
    return Segments(turn, first, last)
