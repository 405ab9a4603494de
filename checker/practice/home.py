"""What a trainee sees first: what is due, what to play next, the assignments, and their own attempts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from checker.practice import schedule
from checker.practice.overview import Progress, done_by, progress, situation_title
from checker.practice.schedule import Choice, Key
from checker.practice.session import Practice
from checker.practice.training import Training, due_keys, key_of
from checker.store.base import now
from checker.store.engine import reading
from checker.store.practice import attempts, classes
from checker.store.practice.attempts import AttemptRow
from checker.store.practice.tables import Assignment, Attempt


@dataclass(frozen=True, slots=True)
class DueCard:
    """Something that comes back, and since when it is due."""

    kind: str
    title: str
    due: datetime


@dataclass(frozen=True, slots=True)
class Task:
    """One scenario of an assignment."""

    id: str
    title: str
    passed: bool


@dataclass(frozen=True, slots=True)
class OwnAssignment:
    """An assignment as the trainee sees it."""

    title: str
    due: date
    progress: Progress
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Home:
    """All of it. `best` is the best score by scenario."""

    due: tuple[DueCard, ...]
    choice: Choice | None
    assignments: tuple[OwnAssignment, ...]
    attempts: tuple[AttemptRow, ...]
    best: Mapping[str, int]


def home(training: Training, trainee_id: int, class_id: int | None, today: date) -> Home:
    """What the trainee sees now."""
    moment = now()
    with reading(training.engine) as store:
        cards = [card for card in attempts.cards(store, trainee_id) if card.due <= moment]
        practised = attempts.last_practised(store, trainee_id)
        titles = card_titles(training.practice)
        choice = schedule.choose(training.practice.scenarios.values(), due_keys(cards, moment), practised)
        return Home(
            tuple(DueCard(card.kind, titles.get(key_of(card), card.name), card.due) for card in cards),
            choice,
            _assignments(store, training.practice, trainee_id, class_id, today),
            tuple(attempts.rows(store, Attempt.trainee_id == trainee_id)),
            _best(store, trainee_id),
        )


def card_titles(practice: Practice) -> dict[Key, str]:
    """What people call everything a card may be about."""
    titles: dict[Key, str] = {}
    for scenario in practice.scenarios.values():
        titles[("situation", scenario.situation)] = situation_title(scenario.situation)
        titles |= schedule.titles_of(scenario)
    return titles


def _best(store: Session, trainee_id: int) -> dict[str, int]:
    best: dict[str, int] = {}
    for each in done_by(store, trainee_id):
        best[each.scenario] = max(each.score, best.get(each.scenario, 0))
    return best


def _assignments(
    store: Session, practice: Practice, trainee_id: int, class_id: int | None, today: date
) -> tuple[OwnAssignment, ...]:
    if class_id is None:
        return ()
    done = done_by(store, trainee_id)

    def own(assignment: Assignment) -> OwnAssignment:
        passed, state = progress(assignment, done, today)
        tasks = tuple(Task(each, _title(practice, each), each in passed) for each in assignment.scenarios)
        return OwnAssignment(assignment.title, assignment.due, state, tasks)

    return tuple(own(each) for each in classes.assignments(store, class_id))


def _title(practice: Practice, scenario: str) -> str:
    found = practice.scenarios.get(scenario)
    return found.title if found else scenario
