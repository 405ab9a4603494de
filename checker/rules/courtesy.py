"""Polite expressions (文明用语): those used, the balance of 请/您 against bare 不, and those due and missing (norms N1, N16)."""

from __future__ import annotations

import re

from checker.matching.selection import courteous
from checker.model import Citation, Courtesy, Expression, Finding
from checker.rules.scene import Scene

_PLEASE = re.compile(r"请(?!假|示|教|客|帖|柬|愿|战|功)|您")
_NO = re.compile(r"不(?!客气|用谢|好意思|用客气|要紧|着急|用着急|用担心|用跑|久|仅|但|过|同|动产|锈钢|错|断|管您|论|如)")
_POLITE = re.compile(r"请|您|麻烦|对不起|抱歉|不好意思|谢谢|好吗|可以吗|行吗|没关系|不要紧|帮您|给您|辛苦")


def courtesy(scene: Scene) -> tuple[Courtesy, list[Finding]]:
    """The account of the clerk's politeness, and the expressions that were due and are missing."""
    expressions = []
    findings = []
    words = 0
    please = bare_no = 0
    for turn in scene.clerk_turns:
        normal = scene.words(turn)
        words += len(normal)
        please += len(_PLEASE.findall(normal))
        bare_no += len(_NO.findall(normal))
        expressions += _expressions(scene, turn)
        findings += _missing(scene, turn)
    per_100 = 100 / words if words else 0.0
    return (
        Courtesy(len(expressions), round(please * per_100, 2), round(bare_no * per_100, 2), tuple(expressions)),
        findings,
    )


def _expressions(scene: Scene, turn: int) -> list[Expression]:
    text = scene.conversation.turns[turn].text
    return [
        Expression(
            hit.entry.rule, hit.entry.group, turn, hit.start, hit.end, text[hit.start : hit.end], hit.entry.citations
        )
        for hit in courteous(scene.hits.get(turn, ()))
    ]


def _missing(scene: Scene, turn: int) -> list[Finding]:
    """A situation that shows in the clerk's own words, with no polite word in them: 填错了，重写."""
    hits = scene.hits.get(turn, ())
    shown = [hit for hit in hits if hit.use == "when"]
    if not shown or _POLITE.search(scene.words(turn)):
        return []
    text = scene.conversation.turns[turn].text
    found: dict[str, Finding] = {}
    for hit in shown:
        entry = hit.entry
        found.setdefault(
            entry.group,
            Finding(
                rule=f"courtesy/{entry.group}/missing",
                kind="courtesy",
                category=entry.group,
                severity=entry.severity,
                status="violation",
                turn=turn,
                start=hit.start,
                end=hit.end,
                text=text[hit.start : hit.end],
                how=hit.how,
                confidence=hit.confidence,
                message=f"这时应当用文明用语：{entry.why}",
                suggestions=tuple(entry.say_instead),
                basis=tuple(dict.fromkeys((*entry.citations, Citation("yakeshi", "五")))),
            ),
        )
    return list(found.values())
