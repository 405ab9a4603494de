"""Times as the processor counts them: other work on the machine does not show."""

from __future__ import annotations

import time
from collections.abc import Callable


def seconds(work: Callable[[], object], rounds: int = 3) -> float:
    """The processor time of the quickest of several rounds, in seconds."""
    times = []
    for _ in range(rounds):
        begin = time.process_time()
        work()
        times.append(time.process_time() - begin)
    return min(times)


def milliseconds_each(work: Callable[[], object], count: int) -> list[float]:
    """The wall times of single calls in order of length, in milliseconds."""
    times = []
    for _ in range(count):
        begin = time.perf_counter()
        work()
        times.append((time.perf_counter() - begin) * 1000)
    return sorted(times)
