"""Products of matrices that stay on one thread."""

from __future__ import annotations

from math import prod
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

FloatT = TypeVar("FloatT", bound=np.floating[Any])
SINGLE_THREAD = 1 << 18
"""Of a product of so many multiplications OpenBLAS makes no threads. It would of larger ones, and where another process keeps the
cores busy, waiting for each other takes them many times as long as the product.
"""
KERNEL = 8
"""Of so many rows, and of multiples, OpenBLAS is quickest."""


def product(values: npt.NDArray[FloatT], weights: npt.NDArray[FloatT]) -> npt.NDArray[FloatT]:
    """`values @ weights`, in the type of `values`, some rows at a time. `weights` has two axes, `values` two at least."""
    flat = values.reshape(prod(values.shape[:-1]), values.shape[-1])
    found = np.empty((len(flat), weights.shape[1]), dtype=values.dtype)
    step = max(1, SINGLE_THREAD // weights.size)
    if step > KERNEL:
        step -= step % KERNEL
    whole = len(flat) - len(flat) % step
    np.matmul(
        flat[:whole].reshape(-1, step, flat.shape[1]), weights, out=found[:whole].reshape(-1, step, found.shape[1])
    )
    np.matmul(flat[whole:], weights, out=found[whole:])
    return found.reshape(*values.shape[:-1], weights.shape[1])
