"""The points that no list of cues can settle, weighed by the detector: what the rules made of them is heard, not obeyed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from checker.matching.heads import Floats
from checker.matching.moments import HEADS, OUTCOMES, POINTS
from checker.model import Finding, Point, PointStatus
from checker.rules.protocol.view import View

MAJORITY = 0.5
"""Only from this share on is a point seen otherwise than the rules see it: no clerk is accused on the toss of a coin."""
_NAMES = {"met": "做到", "missed": "没有做到", "na": "不要求"}


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why a weighed point counts as missed: what the rules made of it, and its shares."""

    ruled: PointStatus
    shares: Floats

    def on(self, finding: Finding) -> Finding:
        """The finding with its confidence and the judgements it went through."""
        shown = "，".join(f"{_NAMES[status]} {share:.0%}" for status, share in zip(OUTCOMES, self.shares, strict=True))
        return replace(
            finding,
            how=finding.how if self.ruled == "missed" else "model",
            confidence=round(float(self.shares[OUTCOMES.index("missed")]), 2),
            trail=(f"规则：{_NAMES[self.ruled]}", f"统计判断：{shown}"),
        )


@dataclass(frozen=True, slots=True)
class Weighed:
    """The outcome of every point, and the grounds of those that were weighed and missed."""

    points: dict[str, Point]
    grounds: Mapping[str, Grounds]


def weighed(view: View, ruled: dict[str, Point]) -> Weighed:
    """The outcomes after the detector was heard; those of the rules where it is switched off, and in letters, which it has not learnt."""
    wording = view.scene.wording
    if wording is None or wording.moments is None or wording.detector.moments is None or view.channel == "reply":
        return Weighed(ruled, {})
    shares = wording.detector.moments.outcomes(wording.moments, [point.status for point in ruled.values()])
    points, grounds = dict(ruled), {}
    for name, likeliest, row in zip(POINTS, shares.argmax(axis=1).tolist(), shares, strict=True):
        status = OUTCOMES[likeliest] if row[likeliest] >= MAJORITY else ruled[name].status
        if status != ruled[name].status:
            points[name] = Point(status, None if status == "na" else _strongest(wording.moments, name, status))
        if status == "missed":
            grounds[name] = Grounds(ruled[name].status, row)
    return Weighed(points, grounds)


def _strongest(moments: Floats, point: str, part: str) -> int:
    """The turn in which most speaks for a moment; the first of several."""
    return int(moments[:, HEADS.index((point, part))].argmax())
