"""From graded requirements to the rubric: the score, and whether it was passed."""

from __future__ import annotations

from collections.abc import Sequence

from checker.practice.model import Rubric, RubricItem, Scenario

PROMPTED = 0.5
"""What is told only after the citizen asked again counts half: 一次性告知 means at once."""
FAULT = 20
"""Points for each thing said that must not be said."""


def rubric_of(scenario: Scenario, items: Sequence[RubricItem]) -> Rubric:
    """The rubric of a finished session: every requirement weighs the same, every fault takes points."""
    wanted = [item for item in items if item.requirement.kind != "avoid"]
    faults = len(items) - len(wanted)
    share = sum(map(_credit, wanted)) / len(wanted)
    return Rubric(
        items=tuple(items),
        score=max(0, round(100 * share) - FAULT * faults),
        passed=all(item.outcome == "met" for item in items),
        models={step.id: step.model for step in scenario.steps},
    )


def _credit(item: RubricItem) -> float:
    if item.outcome != "met":
        return 0.0
    return PROMPTED if item.prompted else 1.0
