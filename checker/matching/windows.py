"""What stands near each place of a text, for all places at once: sets as bits of whole numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

Bits = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]


def around(bits: Bits, places: Places, reaches: Sequence[int]) -> Iterator[Bits]:
    """For each of some ascending reaches the bits of so many places before and after each of `places`, and of its own; near
    the beginning, of some more. Shape (places,).
    """
    following, covered = bits.copy(), 0
    for reach in reaches:
        while covered < 2 * reach:
            step = min(covered + 1, 2 * reach - covered)
            following[:-step] |= following[step:]
            covered += step
        yield following[np.maximum(places - reach, 0)]


def count_around(some: Places, places: Places, reach: int) -> Places:
    """How many of some ascending places are at most `reach` away from each of `places`. Shape (places,)."""
    counts: Places = some.searchsorted(places + reach, side="right") - some.searchsorted(places - reach)
    return counts
