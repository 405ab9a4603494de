"""The data of the HTML report: one column a property, strings in tables, so that 100,000 findings stay small and quick."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from checker.lexicon.loading import document_titles, read_lexicon
from checker.model import CHANNELS, SEVERITIES
from checker.reports.moments import moment
from checker.reports.names import (
    CHANNEL_NAMES,
    ELEMENT_NAMES,
    ELEMENT_STATUS_NAMES,
    GRADE_NAMES,
    HOW_NAMES,
    KIND_NAMES,
    POINT_NAMES,
    SEVERITY_NAMES,
    STATUS_NAMES,
    category_name,
)
from checker.reports.results import Result
from checker.reports.statistics import Clerk, clerk_of, rule_label

EPOCH = datetime(1970, 1, 1)
NO_TIME = 0xFFFF
"""The minute of the day where no time was given; a day of 0 where no day was."""
GRADES, STATUSES, HOWS = tuple(GRADE_NAMES), tuple(STATUS_NAMES), tuple(HOW_NAMES)
OUTCOMES = ("met", "missed", *ELEMENT_STATUS_NAMES)
"""What can become of a protocol point, then of a notice element."""
OUTCOME_NAMES = {"met": "做到", "missed": "没有做到", **ELEMENT_STATUS_NAMES}
Key = TypeVar("Key")


class Columns:
    """Conversations, their findings and outcomes, in input order; findings and outcomes follow their conversation."""

    def __init__(self, titles: Mapping[str, str]) -> None:
        self._titles = titles
        self.numbers: dict[str, array[int]] = {
            **_arrays("I", "file line clerk day findings outcomes finding_note outcome_name"),
            **_arrays("H", "minute score"),
            **_arrays("B", "channel grade finding_status finding_how finding_confidence outcome_status"),
        }
        self.ids: list[str] = []
        self._files: dict[str, int] = {}
        self._clerks: dict[Clerk, int] = {}
        self._categories: dict[tuple[str, str], int] = {}
        self._rules: dict[str, int] = {}
        self._labels: dict[str, str] = {}
        self._notes: dict[tuple[Any, ...], int] = {}
        self._names: dict[tuple[str, str], int] = {}

    def add(self, result: Result) -> None:
        """Take over one conversation. `findings` and `outcomes` hold how many belong to each conversation."""
        report, numbers = result.report, self.numbers
        when = moment(result.conversation.get("time"))
        self.ids.append(report["id"])
        numbers["file"].append(_index(self._files, result.file))
        numbers["line"].append(result.line)
        numbers["clerk"].append(_index(self._clerks, clerk_of(result.conversation)))
        numbers["day"].append((when.day - EPOCH).days if when else 0)
        numbers["minute"].append(when.day.hour * 60 + when.day.minute if when and when.timed else NO_TIME)
        numbers["score"].append(round(report["score"] * 100))
        numbers["channel"].append(CHANNELS.index(report["channel"]))
        numbers["grade"].append(GRADES.index(report["grade"]))
        numbers["findings"].append(len(report["findings"]))
        for finding in report["findings"]:
            self._add_finding(finding)
        outcomes = outcomes_of(report)
        numbers["outcomes"].append(len(outcomes))
        for kind, name, outcome in outcomes:
            numbers["outcome_name"].append(_index(self._names, (kind, name)))
            numbers["outcome_status"].append(OUTCOMES.index(outcome["status"]))

    def _add_finding(self, finding: Mapping[str, Any]) -> None:
        numbers = self.numbers
        rule = finding["rule"]
        self._labels.setdefault(rule, rule_label(finding))
        note = (
            _index(self._rules, rule),
            _index(self._categories, (finding["kind"], finding["category"])),
            SEVERITIES.index(finding["severity"]),
            finding["message"],
            tuple(finding["suggestions"]),
            tuple((basis["document"], basis["clause"]) for basis in finding["basis"]),
        )
        numbers["finding_note"].append(_index(self._notes, note))
        numbers["finding_status"].append(STATUSES.index(finding["status"]))
        numbers["finding_how"].append(HOWS.index(finding["how"]))
        numbers["finding_confidence"].append(round(finding["confidence"] * 100))

    def tables(self) -> dict[str, Any]:
        """What the numbers of the columns stand for."""
        return {
            "types": {
                name: {"I": "u32", "H": "u16", "B": "u8"}[column.typecode] for name, column in self.numbers.items()
            },
            "files": list(self._files),
            "clerks": list(self._clerks),
            "categories": [[kind, category_name(kind, category)] for kind, category in self._categories],
            "kinds": KIND_NAMES,
            "rules": [[rule, self._labels[rule]] for rule in self._rules],
            "notes": [[*note[:5], clauses(note[5], self._titles)] for note in self._notes],
            "names": [[kind, _outcome_name(kind, name)] for kind, name in self._names],
            "channels": [CHANNEL_NAMES[channel] for channel in CHANNELS],
            "severities": [SEVERITY_NAMES[severity] for severity in SEVERITIES],
            "grades": list(GRADE_NAMES.values()),
            "statuses": list(STATUS_NAMES.values()),
            "hows": list(HOW_NAMES.values()),
            "outcomeNames": list(OUTCOME_NAMES.values()),
        }

    def numbered(self, behind: Mapping[str, Any]) -> dict[str, Any]:
        """The filter of a highlight, in the numbers of the columns."""
        result = dict(behind)
        if "clerk" in behind:
            result["clerk"] = [self._clerks[clerk] for clerk in behind["clerk"]]
        if "severity" in behind:
            result["severity"] = [SEVERITIES.index(severity) for severity in behind["severity"]]
        for kind in ("point", "element"):
            if kind in behind:
                result["outcome"] = [self._names[kind, result.pop(kind)]]
        return result


def outcomes_of(report: Mapping[str, Any]) -> list[tuple[str, str, Mapping[str, Any]]]:
    """The protocol points that were called for, and the elements of the notice: kind, name, outcome."""
    points = [("point", name, point) for name, point in report["protocol"].items() if point["status"] != "na"]
    elements = report["notice"]["elements"] if report["notice"] else {}
    return points + [("element", name, element) for name, element in elements.items()]


def _arrays(code: str, names: str) -> dict[str, array[int]]:
    return {name: array(code) for name in names.split()}


def _index(table: dict[Key, int], key: Key) -> int:
    return table.setdefault(key, len(table))


def _outcome_name(kind: str, name: str) -> str:
    return (POINT_NAMES if kind == "point" else ELEMENT_NAMES).get(name, name)


def titles_of(manifest: Mapping[str, Any]) -> Mapping[str, str]:
    """The titles of documents by short name: the shipped ones, and those of the lexicon folders of the scan."""
    folders = [Path(folder) for folder in manifest.get("settings", {}).get("lexicons", ())]
    return read_lexicon(folders)[0].titles if folders else document_titles()


def clauses(basis: Iterable[tuple[str, str]], titles: Mapping[str, str]) -> list[str]:
    """Clauses spelled out by the title of their document."""
    return [f"{titles.get(document, document)} {clause}" for document, clause in basis]
