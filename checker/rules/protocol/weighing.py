"""The points that no list of cues can settle, weighed by the detector: what the rules made of them is heard, not obeyed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from checker.matching.heads import Floats
from checker.matching.moments import HEADS, OUTCOMES, POINTS
from checker.model import Point
from checker.rules.overruling import GRAVER, MAJORITY, Grounds
from checker.rules.protocol.view import View

SHORT = 6
"""In conversations of fewer turns, of which few are labelled, the detector must be surer."""
_NAMES = {"met": "做到", "missed": "没有做到", "na": "不要求"}


@dataclass(frozen=True, slots=True)
class Weighed:
    """The outcome of every point, and the grounds of those that were weighed and missed."""

    points: dict[str, Point]
    grounds: Mapping[str, Grounds]


def weighed(view: View, ruled: dict[str, Point]) -> Weighed:
    """The outcomes after the detector was heard; those of the rules where it is switched off, and in letters, which it has not learnt.

    It must be surer to find missed what the rules found met, and in short conversations.
    """
    wording = view.scene.wording
    model = wording.detector.moments if wording else None
    if (
        wording is None
        or model is None
        or wording.moments is None
        or wording.leaning is None
        or view.channel == "reply"
    ):
        return Weighed(ruled, {})
    shares = model.outcomes(wording.leaning, [point.status for point in ruled.values()])
    points, grounds = dict(ruled), {}
    short = len(view.scene.conversation.turns) < SHORT
    for name, likeliest, row in zip(POINTS, shares.argmax(axis=1).tolist(), shares, strict=True):
        status = OUTCOMES[likeliest]
        graver = short or (ruled[name].status, status) == ("met", "missed")
        if row[likeliest] < (GRAVER if graver else MAJORITY):
            status = ruled[name].status
        if status != ruled[name].status:
            points[name] = Point(status, None if status == "na" else _strongest(wording.moments, name, status))
        if status == "missed":
            shown = dict(zip(map(_NAMES.__getitem__, OUTCOMES), row.tolist(), strict=True))
            grounds[name] = Grounds(_NAMES[ruled[name].status], _NAMES[status], shown)
    return Weighed(points, grounds)


def _strongest(moments: Floats, point: str, part: str) -> int:
    """The turn in which most speaks for a moment; the first of several."""
    return int(moments[:, HEADS.index((point, part))].argmax())
