"""Grading one step: what the checker and the skills find in the trainee's words, requirement by requirement.

A requirement is met where the checker itself says so, or where a skill's words stand in the answer, not denied and not
hollow; any wording that does the job passes. What the checker calls forbidden is a fault, whatever else was said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from checker.matching.cues import CueMatcher
from checker.model import CATEGORIES, Element, Finding, Point, Report
from checker.practice.exchange import Exchange, conversation
from checker.practice.model import Evidence, Outcome, Requirement, RubricItem, Scenario
from checker.practice.skills import skill_lists
from checker.practice.spotting import Spotted, spot
from checker.practice.vocabulary import Vocabulary

RANK = {"missing": 0, "partial": 1, "told": 2, "wrong": 3}
"""Of two readings of an element the higher counts; what contradicts the guide stays wrong."""
BROKEN_BY = {"no_argument": "retort"}
"""Points that are met where nothing speaks against them: neither the report nor this skill; beside words that ease (the
skill with the point's name) a retort is none."""
SURE = 0.8
"""The statistical detector alone makes a fault only from this confidence on: below it, it blames as often as not wrongly,
and a trainee wrongly blamed stops trusting the rubric."""
SURE_OF_GOOD = 0.97
"""Where an answer does all that was asked, the detector alone makes a fault of it only from here on."""
QUOTED = 3
"""So many pieces of evidence are shown."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The outcome of one requirement, with the words that decided it and what to say instead."""

    outcome: Outcome
    evidence: tuple[Evidence, ...] = ()
    suggestion: str = ""


@dataclass(frozen=True)
class Heard:
    """All that was found in the answers to one step.

    `whole` is the report on the dialogue so far, `alone` that on the step by itself; `skills` are the skills shown,
    `own` the scenario's own words.
    """

    exchange: Exchange
    whole: Report
    alone: Report
    turn: int
    skills: Spotted
    own: Spotted

    @property
    def turn_alone(self) -> int:
        """The turn of the answers in the step alone."""
        return 1 if self.exchange.step.citizen else 0

    @property
    def faults(self) -> list[Finding]:
        """The forbidden expressions that count; those of the lexicon always."""
        return [
            finding
            for finding in self.whole.findings
            if finding.kind == "forbidden"
            and finding.status == "violation"
            and finding.turn == self.turn
            and finding.category not in self.exchange.step.allowed
            and (finding.how != "model" or finding.confidence >= SURE)
        ]

    def quoted(self, spotted: Spotted, name: str) -> tuple[Evidence, ...]:
        """The words that show a skill, or one of the scenario's own."""
        return tuple(self.exchange.evidence(*span) for span in spotted.spans(name)[:QUOTED])


@dataclass(frozen=True)
class Grader:
    """Grades the steps of scenarios. Safe to share between threads."""

    vocabulary: Vocabulary

    @cached_property
    def matcher(self) -> CueMatcher:
        """Finds the skills."""
        return CueMatcher(skill_lists(self.vocabulary.skills))

    def grade(self, scenario: Scenario, exchanges: Sequence[Exchange]) -> tuple[RubricItem, ...]:
        """The rubric's lines for the last of the exchanges, faults last.

        What is met only by the second answer is marked as prompted.
        """
        *earlier, last = exchanges
        items = self._graded(scenario, [*earlier, last.before(1)])
        if len(last.answers) == 1:
            return items
        return tuple(_compared(items, self._graded(scenario, exchanges)))

    def _graded(self, scenario: Scenario, exchanges: Sequence[Exchange]) -> tuple[RubricItem, ...]:
        heard = self._hear(scenario, exchanges)
        step = heard.exchange.step
        items = [_item(step.id, each, self._judge(each, heard)) for each in step.requirements]
        sure = SURE_OF_GOOD if all(item.outcome == "met" for item in items) else SURE
        return (*items, *_faults(heard, sure), *_said_forbidden(heard))

    def _hear(self, scenario: Scenario, exchanges: Sequence[Exchange]) -> Heard:
        last = exchanges[-1]
        dialogue = conversation(scenario, exchanges)
        whole, alone = self.vocabulary.checker.check_many([dialogue, conversation(scenario, [last])])
        own = {each.id: list(each.words) for each in (*last.step.requirements, *last.step.forbidden) if each.words}
        skills = spot(self.matcher, last.said)
        return Heard(last, whole, alone, len(dialogue.turns) - 1, skills, spot(CueMatcher(own), last.said))

    def _judge(self, requirement: Requirement, heard: Heard) -> Judged:
        """By the scenario's own words where it has some, else by what is named."""
        if requirement.words:
            return _shown(heard.quoted(heard.own, requirement.id))
        judged = _by_report(requirement, heard)
        if judged.outcome == "missed" and requirement.name in self.vocabulary.skills:
            shown = _shown(heard.quoted(heard.skills, requirement.name))
            return shown if shown.outcome == "met" else judged
        return judged


def _by_report(requirement: Requirement, heard: Heard) -> Judged:
    match requirement.kind:
        case "element":
            return _element(requirement.name, heard)
        case "point":
            return _point(requirement.name, heard)
        case "expression":
            return _expression(requirement.name, heard)
        case _:
            return Judged("missed")


def _shown(evidence: tuple[Evidence, ...]) -> Judged:
    return Judged("met" if evidence else "missed", evidence)


def _element(name: str, heard: Heard) -> Judged:
    readings = [(heard.whole, heard.turn), (heard.alone, heard.turn_alone)]
    found = [(report, turn, _reading(report, name)) for report, turn in readings]
    report, turn, element = max(found, key=_rank)
    here = [each for each in element.evidence if each.turn == turn]
    evidence = tuple(heard.exchange.evidence(each.start, each.end) for each in here[:QUOTED])
    if element.status == "told":
        return Judged("met", evidence)
    suggestion = next((each.suggestions[0] for each in report.findings if each.category == name), "")
    return Judged("fault" if element.status == "wrong" else "missed", evidence, suggestion)


def _reading(report: Report, name: str) -> Element:
    return report.notice.elements[name] if report.notice else Element("missing")


def _rank(found: tuple[Report, int, Element]) -> int:
    return RANK[found[2].status]


def _point(name: str, heard: Heard) -> Judged:
    whole, alone = heard.whole.protocol[name], heard.alone.protocol[name]
    if name in BROKEN_BY:
        missed = _decided(whole, "missed", heard.turn) or _decided(alone, "missed", heard.turn_alone)
        broken = missed or heard.skills.spans(BROKEN_BY[name])
        eased = not heard.faults and heard.skills.spans(name)
        return Judged("fault", _everything(heard)) if broken and not eased else Judged("met")
    met = _decided(whole, "met", heard.turn) or _decided(alone, "met", heard.turn_alone)
    return Judged("met", _everything(heard)) if met else Judged("missed")


def _decided(point: Point, status: str, turn: int) -> bool:
    return point.status == status and point.turn == turn


def _everything(heard: Heard) -> tuple[Evidence, ...]:
    """The answer as a whole: the protocol tells the turn that decided, not the words."""
    return (heard.exchange.evidence(0, len(heard.exchange.said)),)


def _expression(situation: str, heard: Heard) -> Judged:
    here = [
        each for each in heard.whole.courtesy.expressions if each.turn == heard.turn and each.situation == situation
    ]
    return _shown(tuple(heard.exchange.evidence(each.start, each.end) for each in here[:QUOTED]))


def _item(step: str, requirement: Requirement, judged: Judged) -> RubricItem:
    suggestion = judged.suggestion or requirement.say_instead[0]
    return RubricItem(
        step=step,
        requirement=requirement,
        outcome=judged.outcome,
        evidence=judged.evidence,
        suggestion="" if judged.outcome == "met" else suggestion,
        clause=requirement.clause,
    )


def _faults(heard: Heard, sure: float) -> Iterator[RubricItem]:
    """The forbidden language; what the detector alone finds only where it is as sure as that."""
    for finding in heard.faults:
        if finding.how == "model" and finding.confidence < sure:
            continue
        requirement = Requirement(
            id=finding.category, kind="avoid", name=finding.rule,
            title=f"不{CATEGORIES.get(finding.category, finding.category)}", why=finding.message,
            clause=finding.basis, say_instead=finding.suggestions,
        )  # fmt: skip
        evidence = heard.exchange.evidence(finding.start, finding.end)
        yield _item(heard.exchange.step.id, requirement, Judged("fault", (evidence,)))


def _said_forbidden(heard: Heard) -> Iterator[RubricItem]:
    """What the step itself forbids."""
    for requirement in heard.exchange.step.forbidden:
        words = heard.quoted(heard.own, requirement.id)
        if words:
            yield _item(heard.exchange.step.id, requirement, Judged("fault", words))


def _compared(first: Sequence[RubricItem], last: Sequence[RubricItem]) -> Iterator[RubricItem]:
    """The lines after the second answer: a fault of the first stays, what was met late is marked."""
    before = {item.requirement.id: item for item in first}
    for item in last:
        earlier = before.get(item.requirement.id)
        if earlier is None or item.outcome != "met" or earlier.outcome == "met":
            yield item
        elif earlier.outcome == "fault":
            yield earlier
        else:
            yield replace(item, suggestion=earlier.suggestion, prompted=True)
