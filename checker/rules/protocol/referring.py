"""The matter belongs elsewhere: the clerk names the window, department, person or telephone to go to (首问负责, N5)."""

from __future__ import annotations

from collections.abc import Sequence

from checker.matching.cues import Span
from checker.model import Point
from checker.rules.protocol.questions import EVADING, evades
from checker.rules.protocol.view import NA, View, once

NEAR = 3
"""The place to go to may be named in the turn itself or in the next ones, so many in all."""
ASKING = ("referring.asks_where", "referring.asks_whom")
OWN_TURNS = 2
"""The trade of the house shows in so many of the citizen's first turns."""
INTRODUCTION = 30
"""Where the citizen spoke first, the house names itself within so many characters of its first answer."""

CHAIN = "→"
"""How typed text writes the steps of a procedure."""


def referral(view: View) -> Point:
    """Not called for by the normal place to apply, the next step of the same matter, or an absent person."""
    pushed = [turn for turn in _asked_in_vain(view) if _directed(view, turn) is None]
    if pushed:
        return Point("missed", pushed[0])
    due = elsewhere_turns(view)
    wrong_number = view.having(view.clerk_turns, "referring.wrong_number")
    for turn in [*due, *wrong_number]:
        directed = _directed(view, turn)
        if directed is not None:
            return Point("met", directed)
    sent = sorted({*sent_elsewhere(view), *_owner_named(view)})
    if due and (not sent or sent[-1] < due[0]):
        return Point("missed", due[0])
    return Point("met", sent[0]) if sent else NA


def _directed(view: View, turn: int) -> int | None:
    """The turn that names the place to go to: this one or one of the next, but none that brushes the citizen off."""
    near = [index for index in view.clerk_turns if turn <= index][:NEAR]
    near = [index for index in near if not view.rude(index, EVADING)]
    return view.first(near, "referring.direction", "referring.direction_unless", "referring.pushed_away")


@once
def elsewhere_turns(view: View) -> list[int]:
    """The clerk's turns that say that a matter is not theirs, by themselves or in answer to a citizen who asked that."""
    asked = view.having(view.citizen_turns, "referring.asks_here")
    replies = sorted({reply for turn in asked for reply in view.replies(turn)})
    told = view.having(replies, "referring.not_here")
    said = view.having(view.answers, "referring.elsewhere", "referring.elsewhere_unless")
    return sorted({*said, *view.having(view.answers, "referring.not_ours"), *told})


@once
def sent_elsewhere(view: View) -> list[int]:
    """The clerk's turns that direct to a house of another trade, or give its telephone."""
    own = _own_domains(view)
    asking = {turn for cue in ASKING for turn in view.having(view.citizen_turns, cue, "referring.asks_whom_unless")}
    asked = {reply for turn in asking for reply in view.replies(turn)}
    return [turn for turn in view.answers if _directs_elsewhere(view, turn, own, named=turn in asked)]


def _owner_named(view: View) -> list[int]:
    """The answers to a citizen who asks whose matter it is, with the place to go to, where that is another's."""
    asked = view.having(view.citizen_turns, "referring.asks_owner")
    replies = [reply for turn in asked for reply in view.replies(turn) if not evades(view, reply)]
    named = view.having(replies, "referring.direction", "referring.direction_unless")
    return [turn for turn in named if not view.has(turn, "referring.own_place")]


def _asked_in_vain(view: View) -> list[int]:
    """The clerk's turns that push away a citizen who asks where to go."""
    asking = {turn for cue in ASKING for turn in view.having(view.citizen_turns, cue, "referring.asks_whom_unless")}
    return [reply for turn in sorted(asking) for reply in view.replies(turn) if _in_vain(view, turn, reply)]


def _in_vain(view: View, turn: int, reply: int) -> bool:
    if view.has(turn, "referring.asks_where") and view.has(reply, "referring.pushed_away"):
        return True
    return view.has(turn, "referring.asks_whom") and evades(view, reply)


def _own_domains(view: View) -> set[str]:
    """The trades of the house: as it names itself, else as the matter tells."""
    opening = view.clerk_turns[0]
    end = INTRODUCTION if opening in view.answers else None
    named = _trades(view, opening, "domains.", end)
    if view.has(opening, "opening.unit"):
        return named | _trades(view, opening, "matters.", end)
    first = view.citizen_turns[:OWN_TURNS]
    return {trade for turn in first for file in ("domains.", "matters.") for trade in _trades(view, turn, file)}


def _trades(view: View, turn: int, file: str, end: int | None = None) -> set[str]:
    """The trades named in a turn, or in so many of its first characters."""
    found = view.cues.names(turn, file).items()
    return {name.removeprefix(file) for name, spans in found if end is None or any(stop <= end for _, stop in spans)}


def _directs_elsewhere(view: View, turn: int, own: set[str], *, named: bool) -> bool:
    """The telephone of some unit, or a direction to a house of another trade in one sentence; its bare name where the
    citizen asked for it.
    """
    if view.rude(turn):
        return False
    if view.has(turn, "referring.unit_telephone", "referring.unit_telephone_unless"):
        return True
    others = [
        span
        for name, spans in view.cues.names(turn, "domains.").items()
        if name.removeprefix("domains.") not in own
        for span in spans
        if not _within(span, view.spans(turn, "referring.no_house"))
    ]
    if not others or view.has(turn, "referring.own_place") or CHAIN in view.given(turn):
        return False
    if named:
        return True
    if view.has(turn, "referring.next_step") and not view.has(turn, "refusing.apology"):
        return False
    sent = view.spans(turn, "referring.sent_to", "referring.sent_to_unless")
    words = view.words(turn)
    return any("。" not in words[min(one[0], other[0]) : max(one[1], other[1])] for one in sent for other in others)


def _within(span: Span, others: Sequence[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)
