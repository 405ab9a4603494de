"""Lexicon and detector, each correcting the other: the status that a finding gets in the end."""

from __future__ import annotations

from dataclasses import dataclass

from checker.judging.verdict import Verdict
from checker.lexicon import Profile
from checker.matching.hit import Hit
from checker.model import REPAIRABLE_NEVER, Channel, Status

LIKELY_REPAIR = 0.25
"""From this probability of a repair on, a phrase of the lexicon is called repaired, where that is likelier than a fault."""
UNLIKELY_FAULT = 0.1
"""Below this probability of a fault it is advice too: too little for an accusation, too much to let it go."""
REPAIR_ROOM = 9
"""A repair needs words: with fewer characters beside the phrase there is none, whatever the detector thinks. Of a letter
it cannot tell whether what repairs, or what is harmless, belongs to the phrase."""
RELEASE = 0.97
"""From this probability of harmless use on, a phrase of the lexicon is let go. Never an agency's own: the detector has
not learnt what that agency forbids."""
DOUBTED = 0.9
"""From this probability of harmless use on, blunt words that nothing repairs are for a person to look at: 别堵在门口，快抱孩子进来. Never
insults, threats, solicitation and disclosure.
"""
OVERRULE = 0.7
"""From this probability of a fault on, what seemed repaired is a violation: a right answer in a rude wrapper."""
HARMLESS = 0.8
"""From this probability of harmless use on, a taboo that is repaired is not even worth advice, and a near miss is none."""
REPAIRED = 0.4
"""From this probability on, a turn without any hit is taken for a taboo in other words, repaired."""

LETTER = 90
"""Turns of more characters are letters: among many clauses one will always look bad. So the whole must be nearly certain (`letter` of the
profile), and one clause bad by itself; or else the network must see it too (`read`)."""
LETTER_CLAUSE = 0.5
"""The logit of a fault that the gravest clause of a letter must have."""
LONG_LETTER, LONG_CLAUSE = 160, 2.5
"""Of letters longer than the turns at fault that the detector learns from, it must have more: real replies of thousands of characters
reach 2.1.
"""
READ_LETTER = 400
"""Letters of no more characters are at fault, however little the gravest clause says by itself, where both models together, and the network
alone in one of the pieces that it reads, give it the probability `read` of the profile. Chosen on tests/corpus/tuning: of 156 letters at
fault among 390 (utterances-zm, -zn, -zo) that finds 64 rather than 32, with ten false alarms rather than five.
"""
FORMULAS = 0.8
"""Of written replies, which are full of formulas, a person is to look at those less certain in which no clause is bad by itself
(LETTER_CLAUSE): 您反映的问题已转相关部门. So the profile can ask for 0.6 of the others, rather than 0.85 of all: of 432 utterances at fault
(utterances-bj to -bo of tests/corpus/tuning) that finds 336 rather than 319, with ten false alarms as before.
"""
WEAK_CLAUSE = -1.0
"""Written replies are full of formulas, and the turns of a chat of 你 and of bare answers: where their gravest clause has a smaller
logit, a person is to look at it."""
MANY = 3
"""A conversation of so many clerk turns is long: among many turns one will always look bad."""


@dataclass(frozen=True, slots=True)
class Shares:
    """The detector's probabilities for one turn."""

    clean: float
    mitigated: float
    violation: float

    def __str__(self) -> str:
        return f"无碍 {self.clean:.0%}，已补救 {self.mitigated:.0%}，问题 {self.violation:.0%}"


def rule_hit(hit: Hit, verdict: Verdict, shares: Shares | None, *, beside: int) -> Verdict:
    """The verdict on a hit after the detector was heard; without one it stands as it is.

    `beside` is the number of characters of the utterance beside the hit.
    """
    if shares is None or verdict.status is None or verdict.later:
        return verdict
    trail = (*verdict.trail, f"统计判断：{shares}")
    if hit.how == "fuzzy" and shares.clean >= HARMLESS:
        return Verdict(None, (*trail, "只是相近，上下文像是无碍的用法，不算问题"))
    trusted = not hit.entry.own and beside <= LETTER
    blunt = not hit.entry.repairable and hit.entry.group not in REPAIRABLE_NEVER
    if verdict.status == "violation" and blunt and trusted and shares.clean >= DOUBTED:
        return Verdict("suspected", (*trail, "上下文像是无碍的用法，请人看一看"))
    if verdict.status == "violation" and hit.entry.repairable:
        if shares.clean >= RELEASE and trusted:
            return Verdict(None, (*trail, "上下文像是无碍的用法，不算问题"))
        repair = shares.mitigated >= max(shares.violation, LIKELY_REPAIR)
        harmless = shares.violation < UNLIKELY_FAULT and not hit.entry.own
        if (repair or harmless) and REPAIR_ROOM <= beside <= LETTER:
            step = "整句话像是补救过的，改为建议" if repair else "上下文不像是问题，改为建议"
            return Verdict("mitigated", (*trail, step), doubted=not repair)
    if verdict.status == "mitigated" and shares.violation >= OVERRULE:
        return Verdict("violation", (*trail, "整句话仍然不妥，补救不成立"))
    if verdict.status == "mitigated" and shares.clean >= HARMLESS and not hit.entry.own:
        return Verdict(None, (*trail, "上下文像是无碍的用法，不算问题"))
    return Verdict(verdict.status, trail)


def rule_wording(
    shares: Shares, profile: Profile, channel: Channel, *, length: int, clause: float, read: float, turns: int
) -> Status | None:
    """The status of a turn in which the lexicon found no fault, by the detector alone.

    `length` is that of the turn in characters, `clause` the logit of its gravest clause, `read` the network's probability of a fault
    in it, `turns` the number of the clerk's turns in the conversation.
    """
    promotion, among, letter = profile.promote[channel], turns >= MANY, length > LETTER
    surely_read = letter and length <= READ_LETTER and min(read, shares.violation) >= promotion.read
    if letter and not surely_read and clause < (LONG_CLAUSE if length > LONG_LETTER else LETTER_CLAUSE):
        return None
    needed = promotion.letter if letter else promotion.among if among else promotion.alone
    if channel == "reply" and clause < LETTER_CLAUSE:
        needed = max(needed, FORMULAS)
    if surely_read or shares.violation >= needed:
        guarded = channel == "reply" or (channel == "chat" and among)
        return "suspected" if guarded and clause < WEAK_CLAUSE else "violation"
    if shares.violation >= profile.suspect:
        return "suspected"
    return "mitigated" if shares.mitigated >= REPAIRED else None
