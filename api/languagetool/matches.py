"""Findings as LanguageTool matches: offsets in UTF-16 units of the text with its markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from api.languagetool.annotation import Markup
from api.languagetool.parameters import Parameters
from api.offsets import Units, length
from checker import CATEGORIES, Finding, Report

AROUND = 40
"""Characters of context on either side."""
CUT = "..."
TEXT_LEVEL = ("protocol", "notice")
"""Kinds of findings that only the whole text shows."""
_SENTENCE = re.compile(r"[^。！？!?\n]*+(?:[。！？!?\n]++[”’」』）)]*+|$)")
_KINDS = {"protocol": "服务流程", "notice": "一次性告知", "courtesy": "文明用语"}


def rule_id(rule: str) -> str:
    """A rule's name as LanguageTool writes ids."""
    return "YANJIAN_" + re.sub(r"[^A-Za-z0-9]+", "_", rule).upper()


def category_of(kind: str, group: str) -> tuple[str, str]:
    """The id and the name of a category. None of the ids makes a client think of spelling."""
    if kind == "forbidden":
        return f"YANJIAN_{group.upper()}", CATEGORIES.get(group, group)
    return f"YANJIAN_{kind.upper()}", _KINDS[kind]


def matches(parameters: Parameters, report: Report, titles: Mapping[str, str]) -> list[dict[str, Any]]:
    """The matches a client asked for, in order of place."""
    markup = parameters.markup
    units = Units(markup.whole)
    sentences = list(_sentences(markup.plain))
    return [
        _match(finding, markup, units, sentences, titles)
        for finding in report.findings
        if finding.end > finding.start and _wanted(finding, parameters)
    ]


def sentence_ranges(markup: Markup) -> list[list[int]]:
    """Where the sentences stand in the text with its markup, in UTF-16 units."""
    units = Units(markup.whole)
    spans = (markup.span(start, end) for start, end in _sentences(markup.plain))
    return [[units.at(start), units.at(end)] for start, end in spans]


def _wanted(finding: Finding, parameters: Parameters) -> bool:
    if finding.status != "violation" and not parameters.picky:
        return False
    whole_text = finding.kind in TEXT_LEVEL
    if parameters.mode == ("allButTextLevelOnly" if whole_text else "textLevelOnly"):
        return False
    category, _ = category_of(finding.kind, finding.category)
    return parameters.choice.wants(rule_id(finding.rule), category)


def _match(
    finding: Finding, markup: Markup, units: Units, sentences: list[tuple[int, int]], titles: Mapping[str, str]
) -> dict[str, Any]:
    start, end = markup.span(finding.start, finding.end)
    sentence = next((span for span in sentences if span[0] <= finding.start < span[1]), (0, len(markup.plain)))
    category, name = category_of(finding.kind, finding.category)
    return {
        "message": _message(finding, titles),
        "shortMessage": name,
        "replacements": [{"value": suggestion} for suggestion in finding.suggestions],
        "offset": units.at(start),
        "length": units.at(end) - units.at(start),
        "context": _context(markup.whole, start, end),
        "sentence": markup.plain[slice(*sentence)].strip("\n"),
        "type": {"typeName": "Other"},
        "rule": {
            "id": rule_id(finding.rule),
            "description": finding.rule,
            "issueType": "style",
            "category": {"id": category, "name": name},
        },
        "ignoreForIncompleteSentence": False,
        "contextForSureMatch": 0,
    }


def _message(finding: Finding, titles: Mapping[str, str]) -> str:
    clauses = "；".join(f"{titles.get(each.document, each.document)} {each.clause}" for each in finding.basis)
    return f"{finding.message}（依据：{clauses}）" if clauses else finding.message


def _context(text: str, start: int, end: int) -> dict[str, Any]:
    """The match in its surroundings, on one line."""
    first, last = max(0, start - AROUND), min(len(text), end + AROUND)
    before = (CUT if first else "") + text[first:start]
    after = text[end:last] + (CUT if last < len(text) else "")
    shown = re.sub(r"[\r\n]", " ", before + text[start:end] + after)
    return {"text": shown, "offset": length(before), "length": length(text[start:end])}


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    return (found.span() for found in _SENTENCE.finditer(text) if found.end() > found.start())
