"""Logs as one JSON object a line. They never hold what was checked: no body, no query string, no exception message."""

from __future__ import annotations

import logging
import sys
import time
import traceback
from datetime import UTC, datetime
from functools import lru_cache
from typing import TextIO

import orjson

LOGGER = logging.getLogger("yanjian.service")


class Lines(logging.StreamHandler[TextIO]):
    """Writes messages as they are."""

    def format(self, record: logging.LogRecord) -> str:
        """The message alone."""
        return record.getMessage()


def set_up() -> None:
    """Write this service's lines to standard error."""
    LOGGER.handlers = [Lines(sys.stderr)]
    LOGGER.propagate = False
    LOGGER.setLevel(logging.INFO)


def note(event: str, **fields: object) -> None:
    """One line. Where in the program it was written is in none, and so is not looked for."""
    if LOGGER.isEnabledFor(logging.INFO):
        line = orjson.dumps({"time": _now(), "event": event, **fields}, default=str).decode()
        LOGGER.handle(LOGGER.makeRecord(LOGGER.name, logging.INFO, "", 0, line, (), None))


def _now() -> str:
    """The time in UTC to the millisecond."""
    seconds, milliseconds = divmod(time.time_ns() // 1_000_000, 1000)
    return f"{_second(seconds)}.{milliseconds:03}+00:00"


@lru_cache(maxsize=1)
def _second(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")


def place_of(error: BaseException) -> list[str]:
    """Where an exception comes from: files, lines and functions, without its message, which may hold text."""
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-8:]]
