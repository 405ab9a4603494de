"""Send, revise or block: the profile's policy applied to a report, leaving out what a person has waved through."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from checker import SEVERITIES, Finding, Profile, Report

Decision = Literal["send", "revise", "block"]
ABOUT_WORDS = ("forbidden", "courtesy")


def key_of(finding: Finding) -> str:
    """A finding by its content, which edits elsewhere leave the same: the rule, and the words or what is lacking."""
    return f"{finding.rule}：{finding.text if finding.kind in ABOUT_WORDS else finding.message}"


def decide(report: Report, profile: Profile, suppressed: Collection[str] = ()) -> Decision:
    """What is to happen with the text; only violations count."""
    grave = max(
        (
            SEVERITIES.index(finding.severity)
            for finding in report.findings
            if finding.status == "violation" and key_of(finding) not in suppressed
        ),
        default=-1,
    )
    if _reaches(grave, profile.gate.block):
        return "block"
    return "revise" if _reaches(grave, profile.gate.revise) else "send"


def _reaches(grave: int, limit: str) -> bool:
    """Whether a severity is at the limit or beyond; `never` is beyond all."""
    return limit in SEVERITIES and grave >= SEVERITIES.index(limit)
