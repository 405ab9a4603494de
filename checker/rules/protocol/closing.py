"""The close: the clerk sees the citizen off, and answers thanks."""

from __future__ import annotations

from checker.model import Point
from checker.rules.protocol.view import EDGES, NA, View, status

ECHO = 4
"""Last words of so few characters (嗯, 好的) may follow a farewell already said."""
COLD = frozenset({"dismissal", "threat", "insult"})


def farewell(view: View) -> Point:
    """The clerk's last words see the citizen off (去有送声)."""
    last = view.clerk_turns[-1]
    said = _sees_off(view, last)
    if not said and len(view.words(last)) <= ECHO and len(view.clerk_turns) > 1:
        said = _sees_off(view, view.clerk_turns[-2])
    return status(said and not view.rude(last, COLD), last)


def _sees_off(view: View, turn: int) -> bool:
    return view.has(turn, "closing.farewell") and not view.has(turn, "closing.cold_farewell")


def thanks_response(view: View) -> Point:
    """The citizen thanks, be it in mid-talk; the clerk's next words answer it."""
    missed: Point | None = None
    for turn in _thanking(view):
        if turn < view.clerk_turns[0]:
            continue
        replies = view.replies(turn)
        answer = view.first(replies[:2], "closing.thanks_answer")
        if answer is not None:
            return Point("met", answer)
        missed = Point("missed", replies[0] if replies else turn)
    return missed or NA


def _thanking(view: View) -> list[int]:
    """The citizen's turns that thank."""
    thanks = view.having(view.citizen_turns, "closing.thanks", "closing.thanks_unless")
    ends = [turn for turn in view.having(view.citizen_turns, "closing.thanks_end") if _thanks_at_end(view, turn)]
    return sorted({*thanks, *ends})


def _thanks_at_end(view: View, turn: int) -> bool:
    end = len(view.words(turn).rstrip(EDGES))
    return any(stop == end for _, stop in view.spans(turn, "closing.thanks_end"))
