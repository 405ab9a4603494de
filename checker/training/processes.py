"""Models fitted side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from joblib import Parallel, delayed

T = TypeVar("T")


def side_by_side(fit: Callable[..., T], arguments: Iterable[tuple[Any, ...]]) -> list[T]:
    """What `fit` makes of each of the arguments, in their order, on all cores.

    In processes, not threads: liblinear draws its random numbers from one generator of the process, so that models fitted in
    threads would come out otherwise each time; with copies of the arrays, as it may not write into shared ones.
    """
    return list(Parallel(n_jobs=-1, max_nbytes=None, pre_dispatch="n_jobs")(delayed(fit)(*each) for each in arguments))
