"""What is due where the clerk cannot give what is asked: apology and reason (N11, N15)."""

from __future__ import annotations

from checker.model import Point
from checker.rules.protocol.arguing import REPEATED, grumbling_turns, protests, rude_answers, upset_turns
from checker.rules.protocol.questions import evades
from checker.rules.protocol.referring import elsewhere_turns, sent_elsewhere
from checker.rules.protocol.view import NA, View, once
from checker.rules.protocol.waiting import waited

HOSTILE = frozenset({"scolding", "arrogance", "insult", "threat", "shirking", "impatience"})
"""Rude words in which no reason is looked for."""

DENIAL_REACH = 8
"""A no to a request stands within so many characters of the answer's beginning."""
GROUNDS = 10
"""So many characters beside the refusal say what stands in the way."""
FOUND = 3
"""A question why something was refused is answered within so many of the clerk's turns."""
BESIDE_GROUNDS = (
    "refusing.refusal",
    "refusing.denial",
    "refusing.hollow_reason",
    "refusing.apology",
    "referring.direction",
    "waiting.asked",
    "answering.evasive",
    "arguing.soothing",
    "closing.farewell",
    "promising.put_off",
)
"""What gives no reason in a refusal."""


def apology(view: View) -> Point:
    """Long wait, own error, interruption, a request that cannot be met, a complaint: the clerk apologises."""
    said = view.first(view.clerk_turns, "refusing.apology", "refusing.apology_unless")
    if said is not None:
        return Point("met", said)
    complaints = {*upset_turns(view), *grumbling_turns(view), *_offended(view), *waited(view), *_own_errors(view)}
    due = sorted({*complaints, *refusals(view), *_sent_away(view), *_absent(view)})
    return Point("missed", due[0]) if due else NA


def _offended(view: View) -> list[int]:
    """The clerk's rude answers, where the citizen protests, or they are too many for a slip."""
    rude = rude_answers(view)
    return rude if len(rude) > REPEATED or (rude and protests(view, rude[0])) else []


@once
def refusals(view: View) -> list[int]:
    """The clerk's turns that refuse a request or return papers."""
    told = view.having(view.clerk_turns, "refusing.refusal", "refusing.refusal_unless")
    bare = view.having(view.clerk_turns, "refusing.bare_refusal")
    asked = view.having(view.citizen_turns, "refusing.asks_leave")
    replies = sorted({reply for turn in asked for reply in view.replies(turn)})
    denied = view.having(replies, "refusing.denial", "refusing.refusal_unless")
    free = {reply for turn in view.having(view.citizen_turns, "refusing.asks_fee") for reply in view.replies(turn)}
    whole = (turn for turn in bare if turn not in free and view.whole(turn, "refusing.bare_refusal"))
    return sorted({*told, *whole, *(turn for turn in denied if _denies(view, turn))})


def _denies(view: View, turn: int) -> bool:
    """A no to what was asked, in the first words of the answer: further on, rules are told."""
    spans = view.spans(turn, "refusing.denial", "refusing.refusal_unless")
    return any(start < DENIAL_REACH for start, _ in spans)


def _own_errors(view: View) -> list[int]:
    """A mistake of the house's, told by either side."""
    return view.having([*view.clerk_turns, *view.citizen_turns], "refusing.own_error")


def _sent_away(view: View) -> list[int]:
    """The turns that say a matter is not theirs, but for those that answer a citizen who asked just that."""
    asked = view.having(view.citizen_turns, "referring.asks_whom")
    told = {reply for turn in asked for reply in view.replies(turn)}
    return [turn for turn in elsewhere_turns(view) if turn not in told or view.rude(turn)]


def _absent(view: View) -> list[int]:
    return view.having(view.clerk_turns, "refusing.absent", "refusing.absent_unless")


def reason(view: View) -> Point:
    """A refusal or a return of papers says why. A matter that belongs elsewhere is a referral and needs no reason."""
    elsewhere = {turn for turn in elsewhere_turns(view) if view.has(turn, "referring.direction")}
    elsewhere.update(turn for turn in sent_elsewhere(view) if not _told_why(view, turn))
    met: Point | None = None
    refused = _refused(view)
    for turn in sorted({*refusals(view), *refused} - elsewhere):
        explained = _explained(view, turn)
        if explained is None and turn in refused:
            explained = _looked_into(view, turn)
        if explained is None:
            return Point("missed", turn)
        met = met or Point("met", explained)
    return met or NA


def _refused(view: View) -> list[int]:
    """The answers to a citizen who asks why something was refused or stopped."""
    told = view.having(view.citizen_turns, "refusing.returned", "refusing.refusal_unless")
    wondering = [turn for turn in told if view.has(turn, "refusing.wonders")]
    asked = sorted({*view.having(view.citizen_turns, "refusing.refused"), *wondering})
    return [reply for turn in asked for reply in view.replies(turn)[:1]]


def _looked_into(view: View, turn: int) -> int | None:
    """The turn that says what was found after the clerk has asked for a name or number."""
    near = [index for index in view.clerk_turns if index >= turn][:FOUND]
    return next((index for index in near if _told_why(view, index) and not view.rude(index, HOSTILE)), None)


def _asked_why(view: View, turn: int) -> list[int]:
    """The citizen's turns after a refusal that ask for the reason."""
    return [index for index in view.citizen_turns if index > turn and view.has(index, "refusing.asks_why")]


def _explained(view: View, turn: int) -> int | None:
    """The turn that gives the reason: the refusal itself, or the answer to the citizen's why."""
    near = _with_findings(view, [turn])
    for index in _asked_why(view, turn)[:2]:
        near += [reply for reply in _with_findings(view, view.replies(index)) if not evades(view, reply)]
    for index in near:
        if _gives_grounds(view, index) and not view.rude(index, HOSTILE):
            return index
    return None


def _gives_grounds(view: View, turn: int) -> bool:
    """Words of a reason, or enough said beside the refusal itself and empty formulas."""
    return _told_why(view, turn) or len(view.rest(turn, *BESIDE_GROUNDS)) > GROUNDS


def _told_why(view: View, turn: int) -> bool:
    return view.has(turn, "refusing.reason", "refusing.hollow_reason")


def _with_findings(view: View, turns: list[int]) -> list[int]:
    """The clerk's turns, and after a pause to look something up the next one as well: what was found."""
    if not any(view.has(turn, "waiting.pause", "waiting.pause_unless") for turn in turns):
        return turns
    return [*turns, *[index for index in view.clerk_turns if index > turns[-1]][:1]]
