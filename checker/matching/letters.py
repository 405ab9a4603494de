"""Which letters stand in a text: sets of characters as bits, so that many texts are asked for many sets at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

ANY = -1
"""The number of a set that every text has a character of."""
_WORD = 64


@dataclass(frozen=True, slots=True)
class Letters:
    """A bit for each of some sets of characters; `table` has for each code the bits of the sets that hold it.

    Shape (65536, words of 64 bits).
    """

    numbers: Mapping[frozenset[str], int]
    table: npt.NDArray[np.uint64]

    @classmethod
    def of(cls, sets: Iterable[frozenset[str]]) -> Letters:
        """The bits of the given sets."""
        numbers = {some: number for number, some in enumerate(dict.fromkeys(sets))}
        table = np.zeros((0x10000, len(numbers) // _WORD + 1), dtype=np.uint64)
        for some, number in numbers.items():
            codes = [ord(character) for character in some]
            table[codes, number // _WORD] |= np.uint64(1 << number % _WORD)
        return cls(numbers, table)

    def said(self, codes: npt.NDArray[np.uint16], starts: npt.NDArray[np.int64]) -> npt.NDArray[np.uint8]:
        """For each text of the joined codes the sets of which a character stands in it, and `ANY`, as 1.

        Shape (texts, sets and more).
        """
        bits = np.bitwise_or.reduceat(self.table[codes], starts, axis=0)
        said = np.unpackbits(bits.astype("<u8", copy=False).view(np.uint8), axis=1, bitorder="little")
        said[:, ANY] = 1
        return said
