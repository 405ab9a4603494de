"""Times within a conversation: seconds, milliseconds and clocks, as engines and tables write them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from statistics import median

SECONDS_MAX = 10_000_000
"""Times beyond this are no times within a conversation (four months)."""
_CLOCK = re.compile(r"(?:\d{1,3}[:：])?\d{1,3}[:：]\d{1,2}(?:[.,]\d{1,6})?")
_SLOWEST = 3.0
"""Nobody takes so many seconds for each character: such times are milliseconds."""


def clock_seconds(time: str) -> float:
    """Seconds of a clock such as 01:02:03.5; the parts are separated by colons of either width."""
    seconds = 0.0
    for part in re.split(r"[:：]", time.replace(",", ".")):
        seconds = seconds * 60 + float(part)
    return seconds


def is_clock(text: str) -> bool:
    """Whether a text is a clock and nothing else."""
    return _CLOCK.fullmatch(text) is not None


def number_of(value: object) -> float | None:
    """A time as a number: given as one, as its digits, or as a clock; None for dates and whatever else stands there."""
    if isinstance(value, dt.time):
        value = value.isoformat()
    if isinstance(value, dt.timedelta):
        value = value.total_seconds()
    if isinstance(value, str):
        value = _parsed(value.strip())
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) < SECONDS_MAX * 1000 else None


def _parsed(text: str) -> float | None:
    if is_clock(text):
        return clock_seconds(text)
    try:
        return float(text[:32])
    except ValueError:
        return None


def scale_of(spans: Iterable[tuple[float | None, float | None, int]]) -> float:
    """What turns the times of utterances (start, end, characters) into seconds: 1, or 0.001 where they are milliseconds."""
    paces = [(end - start) / max(1, length) for start, end, length in spans if start is not None and end is not None]
    return 0.001 if paces and median(paces) > _SLOWEST else 1.0


def scaled(time: float | None, scale: float) -> float | None:
    """A time in seconds, None where it lies beyond every conversation."""
    seconds = None if time is None else round(time * scale, 3)
    return seconds if seconds is not None and abs(seconds) < SECONDS_MAX else None
