"""Every scenario proves itself: its model answers get full marks, each bad answer fails for the reason it names."""

from __future__ import annotations

from collections.abc import Iterator

from checker.practice.exchange import Exchange
from checker.practice.grading import Grader
from checker.practice.model import BadAnswer, Rubric, RubricItem, Scenario, Trial
from checker.practice.rubric import rubric_of

MODEL = "met"
"""What is expected of a model answer."""


def prove(scenario: Scenario, grader: Grader) -> Iterator[Trial]:
    """How the scenario's own answers fare: the model answer of each step, then the bad answers."""
    for place, step in enumerate(scenario.steps):
        rubric = _rubric(scenario, grader, place, step.model)
        yield Trial(step.id, step.model, MODEL, rubric.passed and rubric.score == 100, rubric)
    steps = {step.id: place for place, step in enumerate(scenario.steps)}
    for bad in scenario.bad:
        rubric = _rubric(scenario, grader, steps[bad.step], bad.text)
        yield Trial(bad.step, bad.text, f"{bad.fails}: {bad.outcome}", _fails(bad, rubric), rubric)


def _rubric(scenario: Scenario, grader: Grader, place: int, text: str) -> Rubric:
    """The rubric of one step answered with `text`, the steps before with their model answers."""
    before = [Exchange(step, (step.model,), number) for number, step in enumerate(scenario.steps[:place])]
    items = grader.grade(scenario, [*before, Exchange(scenario.steps[place], (text,), place)])
    return rubric_of(scenario, items)


def _fails(bad: BadAnswer, rubric: Rubric) -> bool:
    return not rubric.passed and any(_is(item, bad) for item in rubric.items)


def _is(item: RubricItem, bad: BadAnswer) -> bool:
    return item.requirement.id == bad.fails and item.outcome == bad.outcome
