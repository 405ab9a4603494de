"""Findings → score and grade, each point accounted for (renshe 七(二): 较轻, 较重, 严重)."""

from __future__ import annotations

from collections.abc import Sequence

from checker.lexicon import Profile
from checker.model import SEVERITIES, Courtesy, Finding, Grade, ScoreItem

FULL = 100.0


def score(
    findings: Sequence[Finding], courtesy: Courtesy, profile: Profile
) -> tuple[float, Grade, tuple[Finding, ...], tuple[ScoreItem, ...]]:
    """Score, grade, the findings with their points, and the account: `score == 100 + sum(item.points)`.

    Only violations count. Of several forbidden words of one category in one turn the gravest counts alone. Polite
    expressions make up for deductions, never for more.
    """
    if not findings:
        return FULL, "pass", (), ()
    counted = _counted(findings)
    priced = tuple(
        finding.costing(-_deduction(finding, profile)) if index in counted else finding
        for index, finding in enumerate(findings)
    )
    account = [
        ScoreItem(finding.points, finding.message, index) for index, finding in enumerate(priced) if finding.points
    ]
    deducted = -sum(item.points for item in account)
    served = len({expression.situation for expression in courtesy.expressions})
    credit = min(served * profile.credits.situation, profile.credits.limit, deducted)
    if credit:
        account.append(ScoreItem(credit, f"用了 {served} 类文明用语"))
    if deducted - credit > FULL:
        account.append(ScoreItem(round(deducted - credit - FULL, 2), "最低记 0 分"))
    total = round(FULL + sum(item.points for item in account), 2)
    return total, _grade(total, priced, profile), priced, tuple(account)


def _counted(findings: Sequence[Finding]) -> set[int]:
    """The findings that cost points."""
    gravest: dict[tuple[str, str, int], int] = {}
    for index, finding in enumerate(findings):
        if finding.status != "violation":
            continue
        key = (finding.kind, finding.category, finding.turn)
        best = gravest.get(key)
        if best is None or SEVERITIES.index(finding.severity) > SEVERITIES.index(findings[best].severity):
            gravest[key] = index
    return set(gravest.values())


def _deduction(finding: Finding, profile: Profile) -> float:
    deductions = profile.deductions
    if finding.kind in ("protocol", "notice"):
        return deductions.protocol
    if finding.kind == "courtesy":
        return deductions.courtesy
    return {"minor": deductions.minor, "moderate": deductions.moderate, "severe": deductions.severe}[finding.severity]


def _grade(total: float, findings: Sequence[Finding], profile: Profile) -> Grade:
    """The graver of what the score says and what the gravest forbidden words say."""
    worst = max(
        (SEVERITIES.index(f.severity) + 1 for f in findings if f.kind == "forbidden" and f.status == "violation"),
        default=0,
    )
    grades = profile.grades
    by_score = 3 if total < grades.severe else 2 if total < grades.moderate else 1 if total < grades.minor else 0
    order: tuple[Grade, ...] = ("pass", "minor", "moderate", "severe")
    return order[max(worst, by_score)]
