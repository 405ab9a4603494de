"""No quarrel: the citizen is upset or unreasonable, and the clerk neither argues nor answers in kind (N14)."""

from __future__ import annotations

from checker.model import Point
from checker.rules.protocol.view import NA, View, once

QUARREL = frozenset({"scolding", "arrogance", "insult", "threat", "impatience", "dismissal"})
OUTCRY = "！"
REPEATED = 2
"""So many rude answers are no slip."""


@once
def upset_turns(view: View) -> list[int]:
    """The citizen's turns that show anger."""
    return view.having(view.citizen_turns, "arguing.upset", "arguing.upset_unless")


@once
def grumbling_turns(view: View) -> list[int]:
    """The citizen's turns that complain of a wait, of errands in vain, of delay."""
    later = view.citizen_turns[1:]
    return sorted({*view.having(view.citizen_turns, "arguing.grumble"), *view.having(later, "arguing.delay")})


@once
def rude_answers(view: View) -> list[int]:
    """The clerk's rude turns after the citizen's first words, where there are several of them."""
    rude = [turn for turn in view.answers if view.rude(turn, QUARREL)] if view.taboos else []
    return rude if len(rude) >= REPEATED else []


def no_argument(view: View) -> Point:
    """Not called for while the citizen stays calm; a mere grumble or protest calls for it where the clerk is rude more
    than once, an outcry wherever it follows a rude answer.
    """
    upset = upset_turns(view)
    repeated = rude_answers(view)
    turns = sorted({*upset, *(grumbling_turns(view) if repeated else ())})
    for turn in view.clerk_turns:
        if turns and turn > turns[0] and _quarrels(view, turn, upset):
            return Point("missed", turn)
    if repeated and protests(view, repeated[0]):
        return Point("missed", repeated[-1])
    provoking = [turn for turn in view.answers if view.rude(turn, QUARREL) and _cries_out(view, turn)]
    if provoking:
        return Point("missed", provoking[-1])
    if not upset:
        return NA
    replies = view.replies(upset[-1])
    return Point("met", replies[0] if replies else upset[-1])


def protests(view: View, rude: int) -> bool:
    """Whether the citizen objects after the first rude answer."""
    return any(turn > rude and view.has(turn, "arguing.protest") for turn in view.citizen_turns)


def _cries_out(view: View, rude: int) -> bool:
    """Whether the citizen's next words after a rude answer are an outcry."""
    following = [turn for turn in view.citizen_turns if turn > rude][:1]
    return any(OUTCRY in view.given(turn) and not view.has(turn, "closing.thanks") for turn in following)


def _quarrels(view: View, turn: int, upset: list[int]) -> bool:
    if view.rude(turn, QUARREL):
        return True
    if not upset or turn < upset[0] or view.has(turn, "arguing.soothing"):
        return False
    return view.has(turn, "arguing.retort")
