"""The n-grams of a batch, hashed into the rows of one table: characters 1–4 with punctuation, syllables 2–4.

Both views stand one after the other in one array, so that a short draft costs as few array operations as a long batch.
Where a text is heard as words, n-grams of words are hashed the same way.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt

from checker.matching.syllables import syllable_codes
from checker.tables import NOISE, TURN_END
from checker.text import Batch, ends_clause, fold_codes

Codes = npt.NDArray[np.uint16]
Offsets = npt.NDArray[np.int64]
Rows = npt.NDArray[np.uint32]

BITS = 18
BUCKETS = 1 << BITS
ROWS = 2 * BUCKETS
"""Buckets of characters, then buckets of syllables. Row 0 stands for no n-gram."""
ORDERS = 4
SHORT = 2
"""The orders up to this one are heard of the turn before, and decide the category."""
LONG_CLAUSE = 22
"""Clauses of more characters, as in speech without punctuation, are cut into windows."""
WINDOW = 14
STRIDE = 7
LAST = 30
"""How much of the turn before is heard: its end, where the question stands."""
_END = ord(TURN_END)
_FNV_PRIME = np.uint32(0x01000193)
_MIX, _SHIFT, _MIX_AGAIN, _REST = np.uint32(0x85EBCA6B), np.uint32(13), np.uint32(0xC2B2AE35), np.uint32(32 - BITS)
_LENGTHS = np.arange(1, ORDERS + 1)[:, None]
_ZERO, _NONE = np.zeros(1, dtype=np.int64), np.full(1, -1, dtype=np.int64)
_MARK = np.array([_END], dtype=np.uint16)
_SALTS = (np.uint32(0x9E37 * 11), np.uint32(0x9E37 * 10))
"""Characters and syllables are hashed apart; words have a table of their own."""


@dataclass(frozen=True, slots=True)
class Segments:
    """Clauses, and windows of long clauses: their turn and span in the joined text as given. Shape (segments,)."""

    turn: Offsets
    start: Offsets
    end: Offsets


@dataclass(frozen=True)
class TurnPlaces:
    """The places of all turns; each turn is led and closed by `TURN_END`, and `ends` is where those stand. Shape (turns + 1,)."""

    ends: Offsets

    def turn_places(self) -> tuple[Offsets, Offsets]:
        """Where the n-grams of each turn begin and end: from its leading mark to before the next turn's. Shape (turns,)."""
        return self.ends[:-1], self.ends[1:]

    def last_places(self, count: int) -> tuple[Offsets, Offsets]:
        """The last places of each turn, at most `count`. Shape (turns,)."""
        return np.maximum(self.ends[:-1], self.ends[1:] - count), self.ends[1:]


@dataclass(frozen=True)
class View(TurnPlaces):
    """The places of the characters or of the syllables among all places.

    `origin` is the offset of each place in the joined text as given; it ascends.
    """

    first: int
    origin: Offsets

    def places_of(self, starts: Offsets, ends: Offsets) -> tuple[Offsets, Offsets]:
        """The places of spans given as offsets of the joined text."""
        return self.origin.searchsorted(starts) + self.first, self.origin.searchsorted(ends) + self.first


class Grams:
    """The n-grams of all turns of a batch. Places count over both views."""

    def __init__(self, batch: Batch) -> None:
        written = (batch.folded != ord(NOISE)).nonzero()[0]
        self.codes: Codes = np.concatenate(
            (_MARK, _without_digits()[batch.folded[written]], _MARK, _syllables()[batch.normal])
        )
        self._is_end = self.codes == _END
        self._ends = ends = self._is_end.nonzero()[0]
        count = len(batch) + 1
        self.syllables_from = len(written) + 1
        self.characters = View(ends[:count], 0, np.concatenate((_NONE, written)))
        self.syllables = View(ends[count:], self.syllables_from, np.concatenate((_NONE, batch.origin)))

    @property
    def views(self) -> tuple[View, View]:
        """Characters, and syllables."""
        return self.characters, self.syllables

    @cached_property
    def rows(self) -> Rows:
        """For each order n, the row of the n-gram that begins at each place, 0 where none does. Shape (ORDERS, places)."""
        salted = self.codes.astype(np.uint32)
        salted[: self.syllables_from] += _SALTS[0]
        salted[self.syllables_from :] += _SALTS[1]
        hashed = _hashed(self.codes, salted, ORDERS)
        hashed[:, self.syllables_from :] += np.uint32(BUCKETS)
        hashed *= _room(self._is_end, self._ends) >= _LENGTHS
        hashed[0] *= self._alone
        return hashed

    @property
    def _alone(self) -> npt.NDArray[np.bool_]:
        """The places whose character counts by itself: no ends, no syllables."""
        alone: npt.NDArray[np.bool_] = ~self._is_end
        alone[self.syllables_from :] = False
        return alone


class Tokens:
    """The n-grams of turns given as tokens: one code for each word, or each character that is none, led and closed as in Grams."""

    def __init__(self, codes: Codes, orders: int) -> None:
        is_end = codes == _END
        self.places = TurnPlaces(is_end.nonzero()[0])
        self.rows: Rows = _hashed(codes, codes.astype(np.uint32), orders)
        """For each order, the row of the n-gram that begins at each place, 0 where none does. Shape (orders, places)."""
        self.rows *= _room(is_end, self.places.ends) >= _LENGTHS[:orders]
        self.rows[0] *= ~is_end


def _hashed(codes: Codes, salted: Rows, orders: int) -> Rows:
    """The bucket of the n-gram of each order that begins at each place, wherever it ends. Shape (orders, places)."""
    hashed = np.zeros((orders, len(codes)), dtype=np.uint32)
    hashed[0] = salted
    for order in range(1, orders):
        np.multiply(hashed[order - 1, :-order], _FNV_PRIME, out=hashed[order, :-order])
        hashed[order, :-order] ^= codes[order:]
    _mix(hashed)
    return hashed


def _room(is_end: npt.NDArray[np.bool_], ends: Offsets) -> Offsets:
    """How long an n-gram may be that begins at each place: up to the next turn end, but not made of ends alone."""
    places = np.arange(len(is_end))
    following = np.concatenate((ends, [len(is_end)]))[is_end.cumsum()]
    room: Offsets = following - places + 1
    room[is_end] -= 1
    return room


def short_rows(words: str) -> Rows:
    """The rows of the n-grams of characters up to SHORT of one text, as `Grams` has them; for a few words that is quicker."""
    written = fold_codes(words)
    written = _without_digits()[written[written != ord(NOISE)]]
    if not len(written):
        return np.empty(0, dtype=np.uint32)
    codes = np.concatenate((_MARK, written, _MARK)).astype(np.uint32)
    alone = codes + _SALTS[0]
    hashed = np.concatenate((alone[1:-1], alone[:-1] * _FNV_PRIME ^ codes[1:]))
    _mix(hashed)
    return hashed


def _mix(hashed: Rows) -> None:
    """Spread hashes over the buckets, row 0 left out, in place."""
    hashed *= _MIX
    hashed ^= hashed >> _SHIFT
    hashed *= _MIX_AGAIN
    hashed >>= _REST
    np.maximum(hashed, 1, out=hashed)


@cache
def _without_digits() -> Codes:
    """Every code as itself, all digits as one: which number is said does not matter."""
    table = np.arange(0x10000, dtype=np.uint16)
    table[ord("0") : ord("9") + 1] = ord("0")
    return table


@cache
def _syllables() -> Codes:
    """The syllable of every code of the normal form, all digits as one."""
    return _without_digits()[syllable_codes()]


def segments(batch: Batch) -> Segments:
    """The clauses of all turns; long ones as overlapping windows."""
    ends = ends_clause()[batch.folded].nonzero()[0]
    starts = np.concatenate((_ZERO, ends[:-1] + 1)) if len(ends) else ends
    worded = np.concatenate((_ZERO, (batch.folded != ord(NOISE)).cumsum()))
    filled = worded[ends] > worded[starts]
    starts, ends = starts[filled], ends[filled]
    turn = batch.starts.searchsorted(starts, side="right") - 1
    lengths = ends - starts
    if not np.count_nonzero(lengths > LONG_CLAUSE):
        return Segments(turn, starts, ends)
    counts = np.where(lengths > LONG_CLAUSE, -(-(lengths - WINDOW) // STRIDE) + 1, 1)
    index = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    first = np.repeat(starts, counts) + index * STRIDE
    last = np.repeat(ends, counts)
    last = np.where(np.repeat(counts == 1, counts), last, np.minimum(first + WINDOW, last))
    return Segments(np.repeat(turn, counts), first, last)
