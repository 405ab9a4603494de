"""A protocol finding: on a cue's own words where there are some, else on the whole turn."""

from __future__ import annotations

from checker.matching.cues import Span
from checker.model import Citation, Finding
from checker.rules.protocol.view import View


def finding(
    view: View,
    name: str,
    turn: int,
    message: str,
    suggestion: str,
    basis: tuple[Citation, ...],
    span: Span | None = None,
) -> Finding:
    """A minor violation of the rule protocol/<name>, on the clerk's words: those that were due after the citizen's."""
    if view.scene.conversation.turns[turn].role != "clerk":
        turn, span = view.scene.answering_turn(turn), None
    start, end = view.as_given(turn, span)
    text = view.scene.conversation.turns[turn].text
    return Finding(
        rule=f"protocol/{name}", kind="protocol", category=name, severity="minor", status="violation",
        turn=turn, start=start, end=end, text=text[start:end], how="template" if span else "exact", confidence=0.9,
        message=message, suggestions=(suggestion,), basis=basis,
    )  # fmt: skip
