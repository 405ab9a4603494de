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


class Automaton:
    """Finds every occurrence of every pattern, overlapping ones among them."""

    def __init__(self, patterns: Sequence[bytes]) -> None:
        self._automaton = BytesAhoCorasick(patterns) if patterns else None

    def find(self, codes: npt.NDArray[np.uint16]) -> Matches:
        """Rows of (pattern, start, end), offsets in codes, shape (matches, 3), ordered by end."""
        if self._automaton is None or not len(codes):
            return np.empty((0, 3), dtype=np.int64)
        little = np.ascontiguousarray(codes, dtype="<u2")
        found = self._automaton.find_matches_as_indexes(little.tobytes(), overlapping=True)
        if not found:
            return np.empty((0, 3), dtype=np.int64)
        numbers = np.fromiter(chain.from_iterable(found), dtype=np.int64, count=3 * len(found))
        matches: Matches = numbers.reshape(-1, 3)
        matches = matches[(matches[:, 1] & 1) == 0]
        matches[:, 1:] >>= 1
        return matches
