"""Reports as JSON: the contract, one object a report."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import orjson

from checker.model import Report


def to_dict(report: Report) -> dict[str, Any]:
    """The report as plain dicts and lists."""
    result: dict[str, Any] = json.loads(to_json(report))
    return result


def to_json(report: Report, *, indent: bool = False) -> bytes:
    """The report as one line of UTF-8, or indented. Lone surrogates are escaped, so that the output is valid UTF-8."""
    try:
        return orjson.dumps(report, option=orjson.OPT_INDENT_2 if indent else 0)
    except TypeError:  # a lone surrogate, or metadata beyond 64 bits
        return json.dumps(asdict(report), ensure_ascii=True, indent=2 if indent else None).encode()
