"""The answers of LanguageTool's endpoints, in its shape."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from api.languagetool.matches import category_of, matches, rule_id, sentence_ranges
from api.languagetool.parameters import LANGUAGE, Parameters
from checker import Checker, Report

LANGUAGES = [{"name": "Chinese", "code": "zh", "longCode": LANGUAGE}]
_CHINESE = ("\u4e00", "\u9fff")


def software() -> dict[str, Any]:
    """What the server says of itself; the version is that of the contract, which clients compare."""
    return {
        "name": "LanguageTool",
        "version": "6.4",
        "buildDate": "2024-03-28 14:05:28 +0000",
        "apiVersion": 1,
        "premium": False,
        "premiumHint": "",
        "status": "",
    }


def info() -> dict[str, Any]:
    """The answer of /v2/info."""
    return {"software": {**software(), "commit": f"yanjian-{version('yanjian')}"}}


def checked(parameters: Parameters, report: Report, titles: Mapping[str, str]) -> dict[str, Any]:
    """The answer of /v2/check."""
    confidence = _share_of_chinese(parameters.markup.plain) if parameters.detected else 1.0
    detected = {"name": "Chinese", "code": LANGUAGE, "confidence": confidence, "source": "yanjian"}
    value = {
        "warnings": {"incompleteResults": False},
        "language": {"name": "Chinese", "code": LANGUAGE, "detectedLanguage": detected},
        "matches": matches(parameters, report, titles),
        "sentenceRanges": sentence_ranges(parameters.markup),
    }
    return value if parameters.compact else {"software": software(), **value}


def configuration(checker: Checker, longest: int) -> dict[str, Any]:
    """The answer of /v2/configinfo."""
    return {
        "software": software(),
        "parameter": {"maxTextLength": longest},
        "rules": [_rule(entry.rule, entry.kind, entry.group, entry.why) for entry in checker.lexicon.entries],
    }


def _rule(rule: str, kind: str, group: str, why: str) -> dict[str, Any]:
    category, name = category_of(kind, group)
    return {
        "ruleId": rule_id(rule),
        "description": why,
        "categoryId": category,
        "categoryName": name,
        "locQualityIssueType": "style",
        "isDefaultOff": False,
    }


def _share_of_chinese(text: str) -> float:
    letters = [each for each in text if each.isalpha()]
    first, last = _CHINESE
    return round(sum(first <= each <= last for each in letters) / len(letters), 2) if letters else 0.0
