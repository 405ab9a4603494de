"""When situations and elements come back: spaced repetition by the fsrs package, graded by the rubric.

A card is kept for every situation and every element a trainee has met. How a rubric rates it:

| rating | a situation | an element (expression, notice element, protocol point, other content) |
|---|---|---|
| again | not passed | missed or at fault |
| hard | passed, but the citizen had to ask for something | met only after the citizen asked |
| good | passed with full marks | met at once |
| easy | the same in a scenario of level 3 | the same in a scenario of level 3 |

Nothing is random: fsrs's fuzzing is off, and ties are decided by what was practised longest ago, level and name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from checker.errors import CheckerError, Problem
from checker.practice.model import Requirement, Rubric, RubricItem, Scenario

if TYPE_CHECKING:
    from fsrs import Scheduler

CardKind = Literal["situation", "element"]
Key = tuple[CardKind, str]
"""What a card is about: a situation's name, or an element's kind and name, such as point/apology."""
CardState = Mapping[str, Any]
"""A card as the fsrs package writes it: plain JSON, times in UTC."""
HARDEST = 3
INSTALL = "请先运行 pip install 'yanjian[practice]'"
NEVER = datetime.min.replace(tzinfo=UTC)


class Rating(IntEnum):
    """How well something was remembered; the numbers are those of fsrs."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


@dataclass(frozen=True, slots=True)
class Choice:
    """The next scenario, and why: the due cards it covers, or none where it is new or simply the oldest."""

    scenario: Scenario
    due: tuple[Key, ...]
    new: bool


def keys_of(scenario: Scenario) -> frozenset[Key]:
    """The cards that practising a scenario reviews."""
    elements = (_element(scenario, item) for item in scenario.requirements)
    return frozenset({("situation", scenario.situation), *elements})


def titles_of(scenario: Scenario) -> dict[Key, str]:
    """What people call the elements a scenario covers."""
    return {_element(scenario, item): item.title for item in scenario.requirements}


def ratings(scenario: Scenario, rubric: Rubric) -> dict[Key, Rating]:
    """The rating of every card the scenario covers; the worst where an element stands in it more than once."""
    rated: dict[Key, Rating] = {("situation", scenario.situation): _situation(scenario, rubric)}
    for item in rubric.items:
        if item.requirement.kind == "avoid":  # forbidden language fails the situation
            continue
        key = _element(scenario, item.requirement)
        rated[key] = min(rated.get(key, Rating.EASY), _item(scenario, item))
    return rated


def review(card: CardState | None, rating: Rating, now: datetime) -> dict[str, Any]:
    """The card after a review; None is a card met for the first time. `now` is in UTC."""
    fsrs = _fsrs()
    before = fsrs.Card.from_dict(dict(card)) if card else fsrs.Card(card_id=0, due=now)
    after, _log = _scheduler().review_card(before, fsrs.Rating(int(rating)), now)
    return dict(after.to_dict())


def due_of(card: CardState) -> datetime:
    """When a card is due, in UTC."""
    return datetime.fromisoformat(card["due"])


def choose(scenarios: Iterable[Scenario], due: Collection[Key], practised: Mapping[str, datetime]) -> Choice | None:
    """The scenario to practise next; None where there is none at all.

    The one that covers most due cards; where nothing is due, an easy one that is new; where none is new, the one that was
    practised longest ago. `practised` tells when each scenario, by id, was last practised.
    """
    every = list(scenarios)
    if not every:
        return None

    def order(scenario: Scenario) -> tuple[int, bool, datetime, int, str]:
        covered = len(keys_of(scenario) & set(due))
        last = practised.get(scenario.id)
        return (-covered, last is not None, last or NEVER, scenario.level, scenario.id)

    best = min(every, key=order)
    covered = tuple(sorted(keys_of(best) & set(due)))
    return Choice(best, covered, best.id not in practised)


def _element(scenario: Scenario, requirement: Requirement) -> Key:
    """The same in all scenarios where it has a name; a scenario's own requirement is a card of that scenario alone."""
    name = requirement.name or f"{scenario.id}/{requirement.id}"
    return ("element", f"{requirement.kind}/{name}")


def _situation(scenario: Scenario, rubric: Rubric) -> Rating:
    if not rubric.passed:
        return Rating.AGAIN
    if any(item.prompted for item in rubric.items):
        return Rating.HARD
    return _flawless(scenario)


def _item(scenario: Scenario, item: RubricItem) -> Rating:
    if item.outcome != "met":
        return Rating.AGAIN
    return Rating.HARD if item.prompted else _flawless(scenario)


def _flawless(scenario: Scenario) -> Rating:
    return Rating.EASY if scenario.level == HARDEST else Rating.GOOD


@cache
def _scheduler() -> Scheduler:
    scheduler: Scheduler = _fsrs().Scheduler(enable_fuzzing=False)
    return scheduler


def _fsrs() -> Any:  # noqa: ANN401  (a module)
    try:
        import fsrs
    except ImportError as error:
        raise CheckerError(Problem("缺少 fsrs", INSTALL)) from error
    return fsrs
