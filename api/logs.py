"""Logs as one JSON object a line. They never hold what was checked: no body, no query string, no exception message."""

from __future__ import annotations

import asyncio
import logging
import sys
import time
import traceback
from contextlib import suppress
from datetime import UTC, datetime
from functools import lru_cache
from typing import TextIO

import orjson

LOGGER = logging.getLogger("yanjian.service")
TOGETHER = 16
"""So many lines are written at once: more than 4096 bytes in a pipe may be broken by what another worker writes."""


class Lines(logging.Handler):
    """Writes messages as they are, those of one round of the event loop together: to write costs more than to answer from memory."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__()
        self._stream = stream
        self._waiting: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Have the message written, alone and with a line end."""
        if not self._waiting:
            asyncio.get_running_loop().call_soon(self.flush)
        self._waiting.append(f"{record.getMessage()}\n")

    def flush(self) -> None:
        """Write what waits. A stream that is gone takes nothing, and nothing else suffers from that."""
        lines, self._waiting = self._waiting, []
        for first in range(0, len(lines), TOGETHER):
            with suppress(OSError, ValueError):
                self._stream.write("".join(lines[first : first + TOGETHER]))
                self._stream.flush()


def set_up() -> None:
    """Write this service's lines to standard error."""
    LOGGER.handlers = [Lines(sys.stderr)]
    LOGGER.propagate = False
    LOGGER.setLevel(logging.INFO)


def note(event: str, **fields: object) -> None:
    """One line, from within the event loop. Where in the program it was written is in none, and so is not looked for."""
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
