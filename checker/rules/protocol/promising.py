"""What cannot be finished now gets a concrete time, not 尽快 or 过几天 (限时办结, N9)."""

from __future__ import annotations

from checker.model import Point
from checker.rules.protocol.view import NA, View, once

HOLLOW = frozenset({"threat", "arrogance", "insult", "solicitation", "dismissal"})
"""Rude words in which no time is a promise."""
NOT_THE_WORK = ("promising.on_the_spot", "promising.not_the_work", "promising.vague")
"""Times that are no time for the work: on the spot, a deadline of the citizen's, a vague one."""


def time_commitment(view: View) -> Point:
    """Met where a concrete time is told, missed where one is asked for or promised and only a vague one comes."""
    asked = asked_turns(view)
    replies = {reply for turn in asked for reply in view.replies(turn)}
    timed = {*view.having(view.clerk_turns, "promising.minutes"), *view.having(view.clerk_turns, "promising.concrete")}
    told = [turn for turn in sorted(timed) if concrete(view, turn, asked=turn in replies)]
    vague = vague_turns(view, replies)
    later = [turn for turn in told if not asked or turn > asked[0]]
    if later:
        return Point("met", later[0])
    if vague:
        return Point("missed", vague[0])
    if told:
        return Point("met", told[0])
    spots = view.having(view.clerk_turns, "promising.on_the_spot") if asked else []
    unanswered = [turn for turn in asked if not spots or spots[-1] < turn]
    return Point("missed", unanswered[0]) if unanswered else NA


@once
def asked_turns(view: View) -> list[int]:
    """The citizen's turns that ask when, or how long."""
    return view.having(view.citizen_turns, "promising.asked", "promising.asked_unless")


def vague_turns(view: View, replies: set[int]) -> list[int]:
    """The turns with a vague time in answer to when, or in a promise."""
    answers = [turn for turn in view.clerk_turns if turn in replies]
    put_off = view.having(view.clerk_turns, "promising.put_off")
    return sorted({*put_off, *view.having(answers, "promising.vague")})


def concrete(view: View, turn: int, *, asked: bool) -> bool:
    """A duration or date for the work itself: in answer to when, or beside words of a promise."""
    if view.rude(turn, HOLLOW):
        return False
    if view.has(turn, "promising.minutes"):
        return True
    if not view.has(turn, "promising.concrete", *NOT_THE_WORK):
        return False
    return asked or view.has(turn, "promising.promised", *NOT_THE_WORK)
