"""What stands near each place of a text, for all places at once: sets as bits of whole numbers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Bits = npt.NDArray[np.uint64]


def from_here_on(bits: Bits, reach: int) -> Bits:
    """For each place the bits of this place and of at least `reach` following ones. Same shape; places along the first axis."""
    spread, covered = bits.copy(), 1
    while covered <= reach:
        spread[:-covered] |= spread[covered:]
        covered *= 2
    return spread


def up_to_here(bits: Bits, reach: int) -> Bits:
    """For each place the bits of this place and of at least `reach` ones before it."""
    return from_here_on(bits[::-1], reach)[::-1]
