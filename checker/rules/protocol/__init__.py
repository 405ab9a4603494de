"""The protocol of a conversation (来有迎声、问有答声、去有送声): points met, missed or not called for.

Norms N6–N9, N11, N14, N15.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checker.matching.cues import CueHits
from checker.model import Finding, Point, Question
from checker.rules.protocol.extras import EXTRAS
from checker.rules.protocol.points import POINTS
from checker.rules.protocol.questions import answered
from checker.rules.protocol.telephone import TELEPHONE
from checker.rules.protocol.view import NA, View
from checker.rules.protocol.weighing import Weighed, weighed
from checker.rules.scene import Scene

__all__ = ["POINTS", "Protocol", "protocol"]


BESIDES = EXTRAS | TELEPHONE
"""What the norms ask besides the points."""


@dataclass(frozen=True, slots=True)
class Protocol:
    """The outcome of every point, the findings, and the citizen's questions with the turns that answer them."""

    points: dict[str, Point]
    findings: list[Finding]
    questions: tuple[Question, ...]


def protocol(scene: Scene, taboos: Sequence[Finding], cues: CueHits) -> Protocol:
    """Decide every point; a finding for each missed one that the profile counts.

    `taboos` are the forbidden findings of the same conversation. A single draft is no conversation: nothing is called
    for there.
    """
    if not scene.clerk_turns or len(scene.conversation.turns) < 2:
        return Protocol(dict.fromkeys(POINTS, NA), [], ())
    view = View(scene, cues, _by_turn(taboos))
    outcomes = weighed(view, {name: rule.decide(view) for name, rule in POINTS.items()})
    findings = list(_findings(view, outcomes))
    return Protocol(outcomes.points, findings, answered(view)[1])


def _findings(view: View, outcomes: Weighed) -> Iterator[Finding]:
    """Those that the profile counts; a vague time that already decided a missed point is not reported twice."""
    counted = view.scene.profile.points
    for name, point in outcomes.points.items():
        if point.status == "missed" and name in counted:
            finding = POINTS[name].finding(view, name, point)
            yield outcomes.grounds[name].on(finding) if name in outcomes.grounds else finding
    late = outcomes.points["time_commitment"] if "time_commitment" in counted else NA
    for name, rule in BESIDES.items():
        for found in rule(view) if name in counted else ():
            if not (name == "vague_time" and late.status == "missed" and found.turn == late.turn):
                yield found


def _by_turn(taboos: Sequence[Finding]) -> dict[int, list[Finding]]:
    """The findings that count, by turn."""
    found: dict[int, list[Finding]] = {}
    for taboo in taboos:
        if taboo.status == "violation":
            found.setdefault(taboo.turn, []).append(taboo)
    return found
