"""Waiting: the clerk pauses, leaves or looks something up, and asks the citizen to wait (请稍等)."""

from __future__ import annotations

from checker.model import Point
from checker.rules.protocol.view import NA, View


def please_wait(view: View) -> Point:
    """Met where the clerk asked at least once; missed where a pause shows and nobody was asked to wait.

    A wait told in the citizen's first words was in the queue, before the clerk could ask.
    """
    asked = view.first(view.clerk_turns, "waiting.asked", "waiting.asked_unless")
    if asked is not None:
        return Point("met", asked)
    pauses = [turn for turn in view.clerk_turns if _pauses(view, turn)]
    waits = [turn for turn in waited(view) if len(view.clerk_turns) > 1 and turn > view.clerk_turns[1]]
    turns = sorted(pauses + waits)
    return Point("missed", turns[0]) if turns else NA


def waited(view: View) -> list[int]:
    """The citizen's turns that complain of silence or of being left waiting."""
    complaining = view.having(view.citizen_turns[1:], "waiting.citizen_waited", "waiting.citizen_waited_unless")
    return [turn for turn in complaining if _left_waiting(view, turn)]


def _left_waiting(view: View, turn: int) -> bool:
    waited = view.has(turn, "waiting.citizen_waited", "waiting.citizen_waited_unless")
    return waited and not view.has(turn, "waiting.asked")


def _pauses(view: View, turn: int) -> bool:
    """The clerk is about to look something up, or has just done so."""
    if view.has(turn, "waiting.pause", "waiting.pause_unless"):
        return True
    if turn == view.clerk_turns[0]:
        return False
    if view.has(turn, "waiting.paused", "waiting.paused_unless") or _kept_waiting(view, turn):
        return True
    return _looked_up_a_number(view, turn)


def _kept_waiting(view: View, turn: int) -> bool:
    """久等了 shows a pause just made, but not in answer to a citizen who waited before their turn came."""
    if not view.has(turn, "waiting.kept_waiting"):
        return False
    before = [index for index in view.citizen_turns if index < turn][-1:]
    return not any(view.has(index, "arguing.grumble") or _left_waiting(view, index) for index in before)


def _looked_up_a_number(view: View, turn: int) -> bool:
    """The clerk asked for a number of the citizen's and now speaks from the record."""
    if not view.has(turn, "waiting.from_record"):
        return False
    before = [index for index in view.clerk_turns if index < turn]
    return bool(before) and view.has(before[-1], "waiting.number_asked")
