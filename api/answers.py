"""Reports as the service answers them: the contract of the library, UTF-16 offsets, keys and the decision added."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict
from typing import Any

import orjson

from api.decisions import decide, key_of
from api.offsets import Units
from checker import Checker, Conversation, Report


def answer(
    conversation: Conversation, report: Report, checker: Checker, suppressed: Collection[str] = ()
) -> dict[str, Any]:
    """The answer of /v1/check."""
    titles = checker.lexicon.titles
    units = [Units(turn.text) for turn in conversation.turns]
    findings = []
    for finding in report.findings:
        key = key_of(finding)
        clauses = [f"{titles.get(each.document, each.document)} {each.clause}" for each in finding.basis]
        shown = {"key": key, "clauses": clauses, "suppressed": key in suppressed}
        findings.append(_placed(finding, units) | shown)
    expressions = [_placed(each, units) for each in report.courtesy.expressions]
    return vars(report) | {
        "findings": findings,
        "notice": report.notice and _notice(report.notice, units),
        "courtesy": vars(report.courtesy) | {"expressions": expressions},
        "questions": [_placed(each, units) for each in report.questions],
        "decision": decide(report, checker.profile(report.profile), suppressed),
    }


def dumped(value: object) -> bytes:
    """JSON in UTF-8; lone surrogates, which UTF-8 cannot hold, are escaped."""
    try:
        return orjson.dumps(value)
    except TypeError:
        return json.dumps(value, ensure_ascii=True, default=asdict).encode()


def _notice(notice: Any, units: list[Units]) -> dict[str, Any]:  # noqa: ANN401  (a notice of a report)
    elements = {
        name: vars(element) | {"evidence": [_placed(each, units) for each in element.evidence]}
        for name, element in notice.elements.items()
    }
    shown: dict[str, Any] = vars(notice) | {"elements": elements}
    return shown


def _placed(place: Any, units: list[Units]) -> dict[str, Any]:  # noqa: ANN401  (a finding, evidence, a question …)
    """What stands for a place in a turn, with its offsets in UTF-16 units beside those in code points."""
    table = units[place.turn]
    shown: dict[str, Any] = vars(place) | {"utf16_start": table.at(place.start), "utf16_end": table.at(place.end)}
    return shown
