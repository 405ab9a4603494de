"""Lines of JSON, as fast as can be; what strict writers refuse (lone surrogates, huge numbers) is written too."""

from __future__ import annotations

import json
from dataclasses import asdict, is_dataclass
from typing import Any

import orjson


def dumps(value: object) -> bytes:
    """A value as one line of UTF-8, without the line's end. What is no JSON (a date in a table) becomes text."""
    try:
        return orjson.dumps(value, default=str)
    except TypeError:  # a lone surrogate, or a number beyond 64 bits
        return json.dumps(value, ensure_ascii=True, separators=(",", ":"), default=_plain).encode()


def loads(line: bytes) -> Any:  # noqa: ANN401  (whatever the line holds)
    """The value of a line that `dumps` wrote."""
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        return json.loads(line)


def _plain(value: object) -> object:
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else str(value)
