"""Reports as the service answers them: the contract of the library, UTF-16 offsets, keys and the decision added."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any

import orjson

from api.decisions import decide, key_of
from api.offsets import Units
from checker import Checker, Conversation, Report, parse_json, to_json


def answer(
    conversation: Conversation, report: Report, checker: Checker, suppressed: Collection[str] = ()
) -> dict[str, Any]:
    """The answer of /v1/check."""
    value: dict[str, Any] = parse_json(to_json(report))
    titles = checker.lexicon.titles
    units = [Units(turn.text) for turn in conversation.turns]
    for span in _spans(value):
        table = units[span["turn"]]
        span["utf16_start"], span["utf16_end"] = table.at(span["start"]), table.at(span["end"])
    for finding, shown in zip(report.findings, value["findings"], strict=True):
        shown["key"] = key_of(finding)
        shown["clauses"] = [f"{titles.get(each.document, each.document)} {each.clause}" for each in finding.basis]
        shown["suppressed"] = shown["key"] in suppressed
    value["decision"] = decide(report, checker.profile(report.profile), suppressed)
    return value


def dumped(value: object) -> bytes:
    """JSON in UTF-8; lone surrogates, which UTF-8 cannot hold, are escaped."""
    try:
        return orjson.dumps(value)
    except TypeError:
        return json.dumps(value, ensure_ascii=True).encode()


def _spans(value: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every object of a report that stands for a place in a turn."""
    yield from value["findings"]
    yield from value["questions"]
    yield from value["courtesy"]["expressions"]
    for element in (value["notice"] or {"elements": {}})["elements"].values():
        yield from element["evidence"]
