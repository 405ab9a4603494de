"""Many patterns in one pass over the joined text of a batch.

The text is searched as UTF-16LE bytes straight from the array; a match at an odd byte lies between two characters and is
none. The automaton (Aho and Corasick 1975) is that of the Rust crate `aho-corasick`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np
import numpy.typing as npt
from ahocorasick_rs import BytesAhoCorasick

Matches = npt.NDArray[np.int64]
_CODE = 2
"""Bytes of one character."""


class Automaton:
    """Finds every occurrence of every pattern, overlapping ones among them.

    Patterns of one character, of which running text is full, are read off a table instead.
    """

    def __init__(self, patterns: Sequence[bytes]) -> None:
        self._longer = np.array([number for number, some in enumerate(patterns) if len(some) > _CODE], dtype=np.int64)
        longer = [patterns[number] for number in self._longer.tolist()]
        self._automaton = BytesAhoCorasick(longer) if longer else None
        self._single = np.full(0x10000, -1, dtype=np.int32)
        for number, some in enumerate(patterns):
            if len(some) == _CODE:
                self._single[int.from_bytes(some, "little")] = number

    def find(self, codes: npt.NDArray[np.uint16]) -> Matches:
        """Rows of (pattern, start, end), offsets in codes, shape (matches, 3), ordered by end; there the longer come first."""
        numbers = self._single[codes]
        places = (numbers >= 0).nonzero()[0]
        longer = self._find_longer(codes)
        if not len(places):
            return longer
        matches = np.concatenate((longer, np.stack((numbers[places], places, places + 1), axis=1)))
        return matches[matches[:, 2].argsort(kind="stable")]

    def _find_longer(self, codes: npt.NDArray[np.uint16]) -> Matches:
        if self._automaton is None or not len(codes):
            return np.empty((0, 3), dtype=np.int64)
        little = np.ascontiguousarray(codes, dtype="<u2")
        found = self._automaton.find_matches_as_indexes(little.tobytes(), overlapping=True)
        numbers = np.fromiter(chain.from_iterable(found), dtype=np.int64, count=3 * len(found))
        matches: Matches = numbers.reshape(-1, 3)
        matches = matches[(matches[:, 1] & 1) == 0]
        matches[:, 0] = self._longer[matches[:, 0]]
        matches[:, 1:] >>= 1
        return matches
