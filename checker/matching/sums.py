"""Sums of the weights of n-grams over many spans: running sums once, then one difference a span."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Sums = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
Offsets = npt.NDArray[np.int64]


def running_sums(weights: npt.NDArray[Any], *more: npt.NDArray[Any]) -> Sums:
    """Sums over the places before each place, exact. `weights` has shape (places, columns), each of `more` is a column besides.

    Shape (columns and more, places + 1): the sums of a column are neighbours in memory, which is several times as fast.
    """
    places, columns = weights.shape
    sums = np.zeros((columns + len(more), places + 1), dtype=np.int32)
    np.cumsum(weights.T, axis=1, out=sums[:columns, 1:])
    for number, column in enumerate(more, start=columns):
        np.cumsum(column, out=sums[number, 1:])
    return sums


def span_means(sums: Sums, columns: int, count: int, starts: Offsets, ends: Offsets) -> Floats:
    """What the first so many columns sum up to over each span [start, end), divided by the root of what the column `count` does.

    Shape (spans, columns).
    """
    total = sums.take(ends, axis=1)
    total -= sums.take(starts, axis=1)
    means: Floats = (total[:columns] / np.sqrt(np.maximum(total[count], 1))).T
    return means
