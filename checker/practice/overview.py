"""What a trainer sees of a class: who practised what, how it went by situation, and how far the assignments are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from checker.practice.vocabulary import DUTIES, SITUATIONS
from checker.store.practice import classes
from checker.store.practice.tables import Assignment, Attempt, Trainee

Standing = Literal["none", "weak", "fair", "good"]
Progress = Literal["done", "late", "begun", "open"]
"""Of an assignment: all passed in time; not all passed and the day is over, or the last passed after it; some played;
nothing played."""
RECENT = 5
"""A cell of the heat map counts the latest so many attempts, so that progress shows."""
WEAK, GOOD = 60, 85
"""Mean scores below the first are weak, from the second on good."""


@dataclass(frozen=True, slots=True)
class Done:
    """One finished attempt."""

    trainee: int
    scenario: str
    situation: str
    finished: datetime
    score: int
    passed: bool


@dataclass(frozen=True, slots=True)
class TraineeRow:
    """One trainee in the overview. `score` is the mean of all finished attempts, None where there is none."""

    id: int
    name: str
    has_code: bool
    finished: int
    passed: int
    scenarios: int
    score: int | None
    last: datetime | None


@dataclass(frozen=True, slots=True)
class Cell:
    """How a trainee stands in a situation: the mean score of the latest attempts, and how many there were in all."""

    score: int | None
    finished: int
    standing: Standing


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One situation: a cell for each trainee, in the order of the overview, and one for the class."""

    situation: str
    title: str
    cells: tuple[Cell, ...]
    whole: Cell


@dataclass(frozen=True, slots=True)
class Status:
    """How far a trainee is with an assignment."""

    trainee: int
    name: str
    passed: int
    progress: Progress


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """An assignment with the status of every trainee. `due` is the last day, in the office's calendar."""

    id: int
    title: str
    scenarios: tuple[str, ...]
    due: date
    statuses: tuple[Status, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """A class as its trainer sees it."""

    id: int
    name: str
    trainees: tuple[TraineeRow, ...]
    heat: tuple[HeatRow, ...]
    assignments: tuple[AssignmentRow, ...] = field(default=())


def overview(session: Session, trainer_id: int, class_id: int, today: date) -> Overview:
    """The overview of one of this trainer's classes. Raises RefusalError where it is not theirs."""
    found = classes.find_class(session, trainer_id, class_id)
    people = classes.trainees(session, class_id)
    done = _done(session, class_id)
    by_trainee = _grouped(done, people)
    return Overview(
        found.id,
        found.name,
        tuple(_trainee_row(person, by_trainee[person.id]) for person in people),
        _heat(done, people),
        tuple(_assignment(each, people, by_trainee, today) for each in classes.assignments(session, class_id)),
    )


def progress(assignment: Assignment, done: Iterable[Done], today: date) -> tuple[frozenset[str], Progress]:
    """Which of an assignment's scenarios a trainee has passed since it was given, and how far that is."""
    wanted = set(assignment.scenarios)
    since = [each for each in done if each.scenario in wanted and each.finished >= assignment.created]
    passed: dict[str, date] = {}
    for each in sorted(since, key=_finished):
        if each.passed:
            passed.setdefault(each.scenario, office_day(each.finished))
    if len(passed) == len(wanted):
        return frozenset(passed), "late" if max(passed.values()) > assignment.due else "done"
    if today > assignment.due:
        return frozenset(passed), "late"
    return frozenset(passed), "begun" if since else "open"


def done_by(session: Session, trainee_id: int) -> list[Done]:
    """The finished attempts of one trainee."""
    return [_as_done(row) for row in session.scalars(_finished_ones().where(Attempt.trainee_id == trainee_id))]


def office_day(moment: datetime) -> date:
    """The day of a moment in the office's calendar: that of this computer's time zone."""
    return moment.astimezone().date()


def standing(score: float | None) -> Standing:
    """What a mean score means."""
    if score is None:
        return "none"
    return "weak" if score < WEAK else "good" if score >= GOOD else "fair"


def situation_title(name: str) -> str:
    """What people call a situation."""
    return {**SITUATIONS, **DUTIES}.get(name, name)


def _done(session: Session, class_id: int) -> list[Done]:
    query = _finished_ones().join(Trainee).where(Trainee.class_id == class_id)
    return [_as_done(row) for row in session.scalars(query)]


def _finished_ones() -> Select[Any]:
    """Attempts played to their end, the latest last."""
    return select(Attempt).where(Attempt.score.is_not(None)).order_by(Attempt.finished, Attempt.id)


def _as_done(row: Attempt) -> Done:
    finished = row.finished or row.started
    return Done(row.trainee_id, row.scenario, row.situation, finished, row.score or 0, bool(row.passed))


def _finished(done: Done) -> datetime:
    return done.finished


def _grouped(done: Iterable[Done], people: Iterable[Trainee]) -> dict[int, list[Done]]:
    found: dict[int, list[Done]] = {person.id: [] for person in people}
    for each in done:
        found.setdefault(each.trainee, []).append(each)
    return found


def _trainee_row(person: Trainee, done: Sequence[Done]) -> TraineeRow:
    return TraineeRow(
        id=person.id,
        name=person.name,
        has_code=person.code is not None,
        finished=len(done),
        passed=sum(each.passed for each in done),
        scenarios=len({each.scenario for each in done}),
        score=_mean([each.score for each in done]),
        last=done[-1].finished if done else None,
    )


def _heat(done: Iterable[Done], people: Sequence[Trainee]) -> tuple[HeatRow, ...]:
    """A row for every situation that somebody practised, in the order of the norms."""
    scores: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for each in done:
        scores[each.situation][each.trainee].append(each.score)
    order = {name: place for place, name in enumerate((*SITUATIONS, *DUTIES))}
    names = sorted(scores, key=lambda name: (order.get(name, len(order)), name))
    return tuple(_heat_row(name, scores[name], people) for name in names)


def _heat_row(situation: str, scores: Mapping[int, Sequence[int]], people: Sequence[Trainee]) -> HeatRow:
    cells = tuple(_cell(scores.get(person.id, ())) for person in people)
    known = [cell.score for cell in cells if cell.score is not None]
    mean = _mean(known)
    whole = Cell(mean, sum(cell.finished for cell in cells), standing(mean))
    return HeatRow(situation, situation_title(situation), cells, whole)


def _cell(scores: Sequence[int]) -> Cell:
    mean = _mean(scores[-RECENT:])
    return Cell(mean, len(scores), standing(mean))


def _mean(scores: Sequence[int]) -> int | None:
    return round(sum(scores) / len(scores)) if scores else None


def _assignment(
    assignment: Assignment, people: Iterable[Trainee], done: Mapping[int, Sequence[Done]], today: date
) -> AssignmentRow:

    def status(person: Trainee) -> Status:
        passed, state = progress(assignment, done[person.id], today)
        return Status(person.id, person.name, len(passed), state)

    statuses = tuple(map(status, people))
    return AssignmentRow(assignment.id, assignment.title, tuple(assignment.scenarios), assignment.due, statuses)
