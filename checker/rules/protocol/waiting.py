"""Waiting: the clerk pauses, leaves or looks something up, and asks the citizen to wait (请稍等)."""

from __future__ import annotations

from checker.model import Point
from checker.rules.protocol.view import NA, View, once

SILENCE = "……"
"""How a transcript writes a silence."""


def please_wait(view: View) -> Point:
    """Met where the clerk asked at least once; missed where a pause shows and nobody was asked to wait.

    A wait told in the citizen's first words was in the queue, before the clerk could ask.
    """
    asked = view.first(view.clerk_turns, "waiting.asked", "waiting.asked_unless")
    if asked is not None:
        return Point("met", asked)
    pauses = _pauses(view)
    waits = [turn for turn in waited(view) if len(view.clerk_turns) > 1 and turn > view.clerk_turns[1]]
    turns = sorted(pauses + waits)
    return Point("missed", turns[0]) if turns else NA


@once
def waited(view: View) -> list[int]:
    """The citizen's turns that complain of silence or of being left waiting."""
    complaining = view.having(view.citizen_turns[1:], "waiting.citizen_waited", "waiting.citizen_waited_unless")
    return [turn for turn in complaining if _left_waiting(view, turn)]


def _left_waiting(view: View, turn: int) -> bool:
    waited = view.has(turn, "waiting.citizen_waited", "waiting.citizen_waited_unless")
    return waited and not view.has(turn, "waiting.asked")


def _pauses(view: View) -> list[int]:
    """The turns in which the clerk is about to look something up, or has just done so."""
    later = view.clerk_turns[1:]
    kept = [turn for turn in view.having(later, "waiting.kept_waiting") if not _waited_before(view, turn)]
    looked_up = [turn for turn in view.having(later, "waiting.from_record") if _number_asked_before(view, turn)]
    paused = view.having(later, "waiting.paused", "waiting.paused_unless")
    silent = [turn for turn in later if SILENCE in view.given(turn) and view.has(turn, "waiting.turned_up")]
    about = [turn for turn in view.having(view.clerk_turns, "waiting.pause") if _looks_up(view, turn)]
    return sorted({*about, *paused, *kept, *looked_up, *silent})


def _looks_up(view: View, turn: int) -> bool:
    """Words of a look-up. 我看看 at a window is a glance at the papers handed over, unless records are named."""
    harmless = ["waiting.pause_unless"]
    if view.channel == "window" and not view.has(turn, "waiting.records"):
        harmless.append("waiting.glance")
    return view.has(turn, "waiting.pause", *harmless)


def _waited_before(view: View, turn: int) -> bool:
    """久等了 shows a pause just made, but not in answer to a citizen who waited before their turn came."""
    before = [index for index in view.citizen_turns if index < turn][-1:]
    return any(view.has(index, "arguing.grumble") or _left_waiting(view, index) for index in before)


def _number_asked_before(view: View, turn: int) -> bool:
    """The clerk, who now speaks from the record, had just asked for a number of the citizen's."""
    before = [index for index in view.clerk_turns if index < turn]
    return view.has(before[-1], "waiting.number_asked")
