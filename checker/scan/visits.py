"""Visits of one citizen (N19) when conversations are checked out of order.

A worker only notes what each visit asked for; when the parts are put together in input order, the visits are followed,
and a report that has to say 第 2 次来才要求 gets that finding then, priced with its others.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from checker.fingerprint import fingerprints
from checker.lexicon import Profile
from checker.model import Citation, Courtesy, Evidence, Expression, Finding
from checker.rules.notice.lexicon import NoticeLexicon
from checker.rules.notice.once import Asked, Cases, asked_for, second_trip, second_trip_rule
from checker.rules.notice.talk import talk_of
from checker.rules.scene import Scene
from checker.scan.jsonl import dumps, loads
from checker.scan.marks import Marks
from checker.scoring import score


@dataclass(frozen=True, slots=True)
class Visit:
    """What a conversation asked for; the case is known by a digest.

    `marks` are the fingerprints that a finding on each of the documents would have, once texts are settled.
    """

    case: str
    profile: str
    asked: tuple[Asked, ...]
    marks: tuple[str, ...] = ()

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> Visit:
        """The visit that was written into a part."""
        asked = tuple(Asked(name, Evidence(turn, start, end, text)) for name, turn, start, end, text in value["asked"])
        return cls(value["case"], value["profile"], asked, tuple(value["marks"]))

    def as_dict(self, texts: list[str]) -> dict[str, Any]:
        """The visit as plain values, its spans cut from the texts as they are shown."""
        places = [(each.name, each.evidence) for each in self.asked]
        asked = [(name, at.turn, at.start, at.end, texts[at.turn][at.start : at.end]) for name, at in places]
        rule = second_trip_rule(self.profile)
        marks = list(fingerprints(((rule, turn, text) for _, turn, _, _, text in asked), texts))
        return {"case": self.case, "profile": self.profile, "asked": asked, "marks": marks}


class NotedVisits(Cases):
    """Stands in for the following of cases: notes each conversation's visit, and finds nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.noted: list[Visit | None] = []

    def follow(self, scene: Scene, lexicon: NoticeLexicon) -> list[Finding]:
        """Called once a conversation, in order."""
        case = scene.conversation.case
        if case and scene.clerk_turns:
            digest = hashlib.sha256(case.encode("utf-8", "surrogatepass")).hexdigest()[:16]
            self.noted.append(Visit(digest, scene.profile.name, tuple(asked_for(talk_of(scene), lexicon))))
        else:
            self.noted.append(None)
        return []


class FollowedVisits:
    """The visits of every case so far, on disk: their number has no limit."""

    def __init__(self, marks: Marks) -> None:
        self._marks = marks
        self._known = sqlite3.connect("")
        self._known.execute("CREATE TABLE visits (visited TEXT PRIMARY KEY, number INTEGER, names TEXT) WITHOUT ROWID")

    def follow(self, visit: Visit) -> Finding | None:
        """Record a visit; a finding where it asked for documents of which no earlier one spoke, unless it is known."""
        query = "SELECT number, names FROM visits WHERE visited = ?"
        number, names = self._known.execute(query, (visit.case,)).fetchone() or (0, "[]")
        known = set(json.loads(names))
        late = [(each, mark) for each, mark in zip(visit.asked, visit.marks, strict=True) if each.name not in known]
        union = json.dumps(sorted(known | {each.name for each in visit.asked}))
        self._known.execute("REPLACE INTO visits VALUES (?, ?, ?)", (visit.case, number + 1, union))
        if not late or not known:
            return None
        finding = second_trip(visit.profile, [each for each, _ in late], number + 1)
        return self._marks.judged(finding, late[0][1])


def with_finding(line: bytes, finding: Finding, profiles: Mapping[str, Profile], *, bare: bool) -> bytes:
    """A line of the results with one more finding, priced as if it had been there from the start."""
    value = loads(line)
    report = value if bare else value["report"]
    findings = sorted([*map(_finding, report["findings"]), finding], key=_place)
    expressions = tuple(_expression(each) for each in report["courtesy"]["expressions"])
    courtesy = Courtesy(len(expressions), 0, 0, expressions)
    total, grade, priced, account = score(findings, courtesy, profiles[report["profile"]])
    report |= {"score": total, "grade": grade, "findings": priced, "account": account}
    return dumps(value)


def _finding(value: dict[str, Any]) -> Finding:
    basis = tuple(Citation(**citation) for citation in value["basis"])
    kept = value | {"basis": basis, "suggestions": tuple(value["suggestions"]), "trail": tuple(value["trail"])}
    return replace(Finding(**kept), points=0.0)


def _expression(value: dict[str, Any]) -> Expression:
    return Expression(**value | {"basis": ()})


def _place(finding: Finding) -> tuple[int, int, str]:
    return finding.turn, finding.start, finding.rule
