"""The dialogue runner: the citizen speaks, the trainee answers, the citizen reacts; at the end the rubric."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from checker.engine import Checker
from checker.errors import CheckerError, Problem
from checker.model import Matter, Turn
from checker.practice.exchange import Exchange
from checker.practice.grading import Grader
from checker.practice.loading import load_scenarios
from checker.practice.model import AGAIN, END, NEXT, Reaction, ReactionRule, Rubric, RubricItem, Scenario, Step
from checker.practice.rubric import rubric_of
from checker.practice.vocabulary import Vocabulary

LONGEST = 2000
"""Characters that one answer may have."""
ATTEMPTS = 2
"""The citizen asks again once."""


class Practice:
    """The scenarios in force and what grades them; loads once. Safe to share between threads."""

    def __init__(self, folders: Sequence[Path] = (), *, checker: Checker | None = None) -> None:
        """Raises LexiconError with every problem of the scenarios and skills."""
        self.vocabulary = Vocabulary.of(checker or Checker(folders), folders)
        self.scenarios = load_scenarios(folders, self.vocabulary)
        self.grader = Grader(self.vocabulary)

    @cached_property
    def courses(self) -> dict[str, tuple[Scenario, ...]]:
        """The scenarios by course, easier ones first."""
        courses: dict[str, list[Scenario]] = {}
        for scenario in self.scenarios.values():
            courses.setdefault(scenario.course, []).append(scenario)
        return {course: tuple(sorted(some, key=_level)) for course, some in courses.items()}

    def guide(self, scenario: Scenario) -> Matter | None:
        """The service guide of the scenario's matter, for the trainee to have at hand."""
        return self.vocabulary.checker.matters.named(scenario.matter) if scenario.matter else None

    def start(self, scenario: Scenario) -> Session:
        """A new session."""
        return Session(scenario, self.grader)

    def from_state(self, state: Mapping[str, Any]) -> Session:
        """The session that `Session.to_state` told, by replaying its answers.

        Raises CheckerError where the scenario is gone or was changed since.
        """
        scenario = self.scenarios.get(str(state["scenario"]))
        if scenario is None or scenario.digest != state["digest"]:
            raise CheckerError(
                Problem("这个场景已经修改或删除，不能接着练", "请重新开始", field=str(state["scenario"]))
            )
        session = self.start(scenario)
        for answer in state["answers"]:
            session.answer(answer)
        return session


class Session:
    """One run through a scenario by one trainee; not shared between threads.

    `citizen` is what is to be answered now ("" where the clerk speaks first, None at the end), `stage` what happens
    around it. `answers` are the trainee's words as given, `transcript` the whole dialogue. `rubric` is None until the end.
    """

    def __init__(self, scenario: Scenario, grader: Grader) -> None:
        self.scenario = scenario
        self.answers: list[str] = []
        self.rubric: Rubric | None = None
        self._grader = grader
        self._exchanges: list[Exchange] = []
        self._graded: dict[str, tuple[RubricItem, ...]] = {}
        self._transcript: list[Turn] = []
        self._enter(scenario.steps[0])

    @property
    def finished(self) -> bool:
        """Whether the rubric is there."""
        return self.rubric is not None

    @property
    def transcript(self) -> tuple[Turn, ...]:
        """The dialogue so far, as it was said."""
        return tuple(self._transcript)

    def answer(self, text: str) -> Reaction:
        """Take the trainee's answer: how the citizen goes on, and the rubric at the end.

        Raises CheckerError where the answer is empty or too long, or the session is over.
        """
        self._refuse(text)
        self.answers.append(text)
        self._transcript.append(Turn(text, "clerk"))
        last = self._exchanges[-1]
        exchange = Exchange(last.step, (*last.answers, text), last.first)
        self._exchanges[-1] = exchange
        items = self._grader.grade(self.scenario, self._exchanges)
        self._graded[exchange.step.id] = items
        return self._react(exchange, chosen(exchange.step, items, again=len(exchange.answers) < ATTEMPTS))

    def to_state(self) -> dict[str, Any]:
        """Plain JSON from which `Practice.from_state` makes the same session again."""
        return {"scenario": self.scenario.id, "digest": self.scenario.digest, "answers": list(self.answers)}

    def _refuse(self, text: str) -> None:
        if self.finished:
            raise CheckerError(Problem("这一场已经结束", "请重新开始，或换一个场景"))
        if not text.strip():
            raise CheckerError(Problem("没有写回答", "请写一句再提交", field="answer"))
        if len(text) > LONGEST:
            raise CheckerError(Problem(f"回答超过 {LONGEST} 个字", "请说得简短些", field="answer"))

    def _react(self, exchange: Exchange, rule: ReactionRule) -> Reaction:
        if rule.goto == AGAIN:
            self._say(rule.citizen, "")
            return Reaction(rule.citizen, None, again=True)
        step = self._following(exchange.step, rule.goto)
        if step is None:
            return self._end(rule.citizen)
        said = self._enter(step, rule.citizen)
        return Reaction(said or None, None, stage=step.stage)

    def _following(self, step: Step, goto: str) -> Step | None:
        steps = {each.id: place for place, each in enumerate(self.scenario.steps)}
        place = steps[step.id] + 1 if goto == NEXT else len(steps) if goto == END else steps[goto]
        return self.scenario.steps[place] if place < len(steps) else None

    def _enter(self, step: Step, before: str = "") -> str:
        """Go on to a step: what the citizen says in parting from the one before, and the step's own words."""
        self._exchanges.append(Exchange(step, (), len(self.answers)))
        return self._say(before + step.citizen, step.stage)

    def _say(self, citizen: str, stage: str) -> str:
        self.citizen: str | None = citizen
        self.stage = stage
        if citizen:
            self._transcript.append(Turn(citizen, "citizen"))
        return citizen

    def _end(self, parting: str) -> Reaction:
        self._say(parting, "")
        self.citizen = None
        items = [item for exchange in self._exchanges for item in self._graded[exchange.step.id]]
        self.rubric = rubric_of(self.scenario, items)
        return Reaction(parting or None, self.rubric)


def chosen(step: Step, items: Sequence[RubricItem], *, again: bool) -> ReactionRule:
    """The first reaction whose condition holds; on to the next step where none does."""
    for rule in step.reactions:
        if _holds(rule, items) and (again or rule.goto != AGAIN):
            return rule
    return ReactionRule("met", "")


def _holds(rule: ReactionRule, items: Sequence[RubricItem]) -> bool:
    if rule.when == "met":
        return all(item.outcome == "met" for item in items)
    of = [item for item in items if not rule.of or item.requirement.id in rule.of]
    return any(item.outcome == rule.when for item in of)


def _level(scenario: Scenario) -> int:
    return scenario.level
