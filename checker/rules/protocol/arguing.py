"""No quarrel: the citizen is upset or unreasonable, and the clerk neither argues nor answers in kind (N14)."""

from __future__ import annotations

from checker.model import Point
from checker.rules.protocol.view import NA, View

QUARREL = frozenset({"scolding", "arrogance", "insult", "threat", "impatience", "dismissal"})


def upset_turns(view: View) -> list[int]:
    """The citizen's turns that show anger."""
    return view.having(view.citizen_turns, "arguing.upset")


def grumbling_turns(view: View) -> list[int]:
    """The citizen's turns that complain of a wait, of errands in vain, of delay."""
    return view.having(view.citizen_turns, "arguing.grumble")


def no_argument(view: View) -> Point:
    """Not called for while the citizen stays calm; a mere grumble calls for it where the clerk answers it rudely."""
    upset = upset_turns(view)
    turns = sorted({*upset, *grumbling_turns(view)})
    for turn in view.clerk_turns:
        if turns and turn > turns[0] and _quarrels(view, turn, upset):
            return Point("missed", turn)
    if not upset:
        return NA
    replies = view.replies(upset[-1])
    return Point("met", replies[0] if replies else upset[-1])


def _quarrels(view: View, turn: int, upset: list[int]) -> bool:
    if view.rude(turn, QUARREL):
        return True
    if not upset or turn < upset[0] or view.has(turn, "arguing.soothing"):
        return False
    return view.has(turn, "arguing.retort")
