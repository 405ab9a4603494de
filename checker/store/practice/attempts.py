"""Attempts and answers of a trainee: opened, answered, finished, read again; functions inside a caller's transaction.

Whoever writes locks the trainee's or the attempt's row first, so that two tabs or two servers wait for each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from checker.store.base import now
from checker.store.practice.refusal import RefusalError, unknown
from checker.store.practice.tables import Answer, Attempt, Card, Trainee


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """An attempt in a list, without its answers. `finished` is None while it is open; `score` None also where it was
    closed unfinished."""

    id: int
    scenario: str
    title: str
    situation: str
    started: datetime
    finished: datetime | None
    score: int | None
    passed: bool | None


@dataclass(frozen=True, slots=True)
class ClassAttempt:
    """An attempt in the list of a class."""

    trainee: int
    name: str
    attempt: AttemptRow


def lock_trainee(session: Session, trainee_id: int) -> None:
    """Wait for whoever else writes for this trainee. Raises RefusalError where the trainee was removed."""
    if session.scalar(select(Trainee.id).where(Trainee.id == trainee_id).with_for_update()) is None:
        raise unknown("学员")


def open_attempt(
    session: Session, trainee_id: int, scenario: str, *, title: str, situation: str, digest: str
) -> Attempt:
    """The open attempt at a scenario, or a new one.

    One that was opened before the scenario changed is closed unfinished: its answers stay, and a new one begins.
    """
    lock_trainee(session, trainee_id)
    mine = Attempt.trainee_id == trainee_id
    found = session.scalar(select(Attempt).where(mine, Attempt.scenario == scenario, Attempt.finished.is_(None)))
    if found and found.digest == digest:
        return found
    if found:
        found.finished = now()
        session.flush()
    attempt = Attempt(trainee_id=trainee_id, scenario=scenario, title=title, situation=situation, digest=digest)
    session.add(attempt)
    session.flush()
    return attempt


def find_attempt(session: Session, trainee_id: int, attempt_id: int, *, lock: bool = False) -> Attempt:
    """An attempt of this trainee. Raises RefusalError where there is none, or it is another's."""
    query = select(Attempt).where(Attempt.id == attempt_id, Attempt.trainee_id == trainee_id)
    found = session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise unknown("练习")
    return found


def add_answer(session: Session, attempt: Attempt, number: int, text: str) -> bool:
    """Keep the answer, as given; False where that number is answered already, or the attempt is over.

    The attempt is locked by the caller. Raises RefusalError for a number beyond the next.
    """
    given = session.scalar(select(func.count()).select_from(Answer).where(Answer.attempt_id == attempt.id)) or 0
    if attempt.finished or number < given:
        return False
    if number > given:
        raise RefusalError("stale", "这一步还没有轮到", "请刷新页面，再接着答")
    session.add(Answer(attempt_id=attempt.id, number=number, text=text))
    return True


def answers_of(session: Session, attempt_id: int) -> tuple[str, ...]:
    """The answers of an attempt, as given, in order."""
    return tuple(session.scalars(select(Answer.text).where(Answer.attempt_id == attempt_id).order_by(Answer.number)))


def last_answer(session: Session, attempt_id: int) -> datetime:
    """When the latest answer was given; now where there is none."""
    return session.scalar(select(func.max(Answer.given)).where(Answer.attempt_id == attempt_id)) or now()


def rows(session: Session, *conditions: Any, limit: int = 500) -> list[AttemptRow]:  # noqa: ANN401  (SQL expressions)
    """The attempts that meet the conditions, the latest first."""
    query = select(Attempt).where(*conditions).order_by(Attempt.started.desc(), Attempt.id.desc()).limit(limit)
    return [row_of(attempt) for attempt in session.scalars(query)]


def rows_of_class(session: Session, class_id: int, limit: int = 500) -> list[ClassAttempt]:
    """The attempts of a class with the trainees' names, the latest first."""
    query = select(Attempt, Trainee.name).join(Trainee).where(Trainee.class_id == class_id)
    latest = query.order_by(Attempt.started.desc(), Attempt.id.desc()).limit(limit)
    found = session.execute(latest)
    return [ClassAttempt(attempt.trainee_id, name, row_of(attempt)) for attempt, name in found]


def row_of(attempt: Attempt) -> AttemptRow:
    """An attempt as it stands in a list."""
    return AttemptRow(
        attempt.id, attempt.scenario, attempt.title, attempt.situation, attempt.started, attempt.finished,
        attempt.score, attempt.passed,
    )  # fmt: skip


def last_practised(session: Session, trainee_id: int) -> dict[str, datetime]:
    """When each scenario was last begun, by its id."""
    query = select(Attempt.scenario, func.max(Attempt.started)).where(Attempt.trainee_id == trainee_id)
    return {scenario: last for scenario, last in session.execute(query.group_by(Attempt.scenario)) if last}


def local_trainee(session: Session, name: str) -> Trainee:
    """The trainee without a class who practises in this computer's terminal, made where there is none."""
    found = session.scalar(select(Trainee).where(Trainee.class_id.is_(None), Trainee.name == name))
    if found is None:
        found = Trainee(class_id=None, name=name)
        session.add(found)
        session.flush()
    return found


def cards(session: Session, trainee_id: int) -> Sequence[Card]:
    """All cards of a trainee, those that are due first at the head."""
    query = select(Card).where(Card.trainee_id == trainee_id).order_by(Card.due, Card.kind, Card.name)
    return session.scalars(query).all()
