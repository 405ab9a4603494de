"""Logs as one JSON object a line. They never hold what was checked: no body, no query string, no exception message."""

from __future__ import annotations

import logging
import sys
import traceback
from datetime import UTC, datetime

import orjson

LOGGER = logging.getLogger("yanjian.service")


def set_up() -> None:
    """Write this service's lines to standard error, as they are."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    LOGGER.handlers = [handler]
    LOGGER.propagate = False
    LOGGER.setLevel(logging.INFO)


def note(event: str, **fields: object) -> None:
    """One line."""
    if LOGGER.isEnabledFor(logging.INFO):
        time = datetime.now(UTC).isoformat(timespec="milliseconds")
        LOGGER.info(orjson.dumps({"time": time, "event": event, **fields}, default=str).decode())


def place_of(error: BaseException) -> list[str]:
    """Where an exception comes from: files, lines and functions, without its message, which may hold text."""
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-8:]]
