"""What is due where the clerk cannot give what is asked: apology and reason (N11, N15)."""

from __future__ import annotations

from checker.model import Point
from checker.rules.protocol.arguing import grumbling_turns, upset_turns
from checker.rules.protocol.referring import elsewhere_turns
from checker.rules.protocol.view import NA, View
from checker.rules.protocol.waiting import waited

HOSTILE = frozenset({"scolding", "arrogance", "insult", "threat", "shirking", "impatience"})
"""Rude words in which no reason is looked for."""


def apology(view: View) -> Point:
    """Long wait, own error, interruption, a request that cannot be met, a complaint: the clerk apologises."""
    said = view.first(view.clerk_turns, "refusing.apology", "refusing.apology_unless")
    if said is not None:
        return Point("met", said)
    complaints = {*upset_turns(view), *grumbling_turns(view), *waited(view), *_own_errors(view)}
    due = sorted({*complaints, *refusals(view), *_sent_away(view), *_absent(view)})
    return Point("missed", due[0]) if due else NA


def refusals(view: View) -> list[int]:
    """The clerk's turns that refuse a request or return papers."""
    told = view.having(view.clerk_turns, "refusing.refusal", "refusing.refusal_unless")
    bare = view.having(view.clerk_turns, "refusing.bare_refusal")
    return sorted({*told, *(turn for turn in bare if view.whole(turn, "refusing.bare_refusal"))})


def _own_errors(view: View) -> list[int]:
    """A mistake of the house's, told by either side."""
    return view.having([*view.clerk_turns, *view.citizen_turns], "refusing.own_error")


def _sent_away(view: View) -> list[int]:
    """The turns that say a matter is not theirs, but for those that answer a citizen who asked just that."""
    asked = view.having(view.citizen_turns, "refusing.asks_whom")
    told = {reply for turn in asked for reply in view.replies(turn)}
    return [turn for turn in elsewhere_turns(view) if turn not in told or view.rude(turn)]


def _absent(view: View) -> list[int]:
    return view.having(view.clerk_turns, "refusing.absent")


def reason(view: View) -> Point:
    """A refusal or a return of papers says why. A matter that belongs elsewhere is a referral and needs no reason."""
    missed: Point | None = None
    elsewhere = elsewhere_turns(view)
    for turn in sorted({*refusals(view), *_refused(view)}):
        if turn in elsewhere and view.has(turn, "refusing.direction"):
            continue
        explained = _explained(view, turn)
        if explained is not None:
            return Point("met", explained)
        missed = missed or Point("missed", turn)
    return missed or NA


def _refused(view: View) -> list[int]:
    """The answers to a citizen who asks why something was refused or stopped."""
    asked = view.having(view.citizen_turns, "refusing.refused")
    return [reply for turn in asked for reply in view.replies(turn)[:1]]


def _explained(view: View, turn: int) -> int | None:
    """The turn that gives the reason: the refusal itself, or the answer to the citizen's why."""
    asked = [index for index in view.citizen_turns if index > turn and view.has(index, "refusing.asks_why")]
    near = [turn, *(reply for index in asked[:2] for reply in _told_after(view, index))]
    for index in near:
        if view.has(index, "refusing.reason", "refusing.hollow_reason") and not view.rude(index, HOSTILE):
            return index
    return None


def _told_after(view: View, turn: int) -> list[int]:
    """The replies to a citizen's turn; after a pause to look something up, what was found as well."""
    replies = view.replies(turn)
    if not any(view.has(reply, "waiting.pause", "waiting.pause_unless") for reply in replies):
        return replies
    return [*replies, *[index for index in view.clerk_turns if index > replies[-1]][:1]]
