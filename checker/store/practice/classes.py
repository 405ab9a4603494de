"""What a trainer does with classes: make them, their codes and assignments, remove people. Functions inside a transaction.

Every function takes the trainer's id, and knows nothing but that trainer's own classes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from checker.store.practice.codes import class_digest, new_code
from checker.store.practice.refusal import RefusalError, unknown
from checker.store.practice.tables import Assignment, Attempt, SignIn, Trainee, TrainingClass


@dataclass(frozen=True, slots=True)
class ClassRow:
    """A class in the trainer's list."""

    id: int
    name: str
    created: datetime
    trainees: int


def class_rows(session: Session, trainer_id: int) -> list[ClassRow]:
    """The trainer's classes by name."""
    count = func.count(Trainee.id)
    query = select(TrainingClass, count).outerjoin(Trainee).where(TrainingClass.trainer_id == trainer_id)
    found = session.execute(query.group_by(TrainingClass.id).order_by(TrainingClass.name))
    return [ClassRow(row.id, row.name, row.created, trainees) for row, trainees in found]


def find_class(session: Session, trainer_id: int, class_id: int) -> TrainingClass:
    """A class of this trainer. Raises RefusalError where there is none, or it is another's."""
    mine = TrainingClass.trainer_id == trainer_id
    found = session.scalar(select(TrainingClass).where(TrainingClass.id == class_id, mine))
    if found is None:
        raise unknown("班级")
    return found


def find_trainee(session: Session, trainer_id: int, trainee_id: int) -> Trainee:
    """A trainee of one of this trainer's classes. Raises RefusalError."""
    found = session.scalar(select(Trainee).where(_theirs(trainer_id), Trainee.id == trainee_id))
    if found is None:
        raise unknown("学员")
    return found


def find_attempt(session: Session, trainer_id: int, attempt_id: int) -> Attempt:
    """An attempt of somebody in one of this trainer's classes. Raises RefusalError."""
    found = session.scalar(select(Attempt).join(Trainee).where(_theirs(trainer_id), Attempt.id == attempt_id))
    if found is None:
        raise unknown("练习")
    return found


def add_class(session: Session, trainer_id: int, name: str) -> tuple[int, str]:
    """The id and the code of a new class; the code is told this once. Raises RefusalError where the name is taken."""
    mine = TrainingClass.trainer_id == trainer_id
    if session.scalar(select(TrainingClass.id).where(mine, TrainingClass.name == name)) is not None:
        raise RefusalError("taken", "已经有这个名字的班级", "请换一个名字")
    code = new_code()
    made = TrainingClass(trainer_id=trainer_id, name=name, code=class_digest(code))
    session.add(made)
    session.flush()
    return made.id, code


def renew_code(session: Session, trainer_id: int, class_id: int) -> str:
    """A new code for the class; the old one opens nothing any more."""
    code = new_code()
    find_class(session, trainer_id, class_id).code = class_digest(code)
    return code


def remove_class(session: Session, trainer_id: int, class_id: int) -> None:
    """Remove a class with its trainees and all their answers."""
    session.delete(find_class(session, trainer_id, class_id))


def trainees(session: Session, class_id: int) -> Sequence[Trainee]:
    """The trainees of a class by name."""
    return session.scalars(select(Trainee).where(Trainee.class_id == class_id).order_by(Trainee.name)).all()


def remove_trainee(session: Session, trainer_id: int, trainee_id: int) -> None:
    """Remove a trainee with all their answers."""
    session.delete(find_trainee(session, trainer_id, trainee_id))


def reset_trainee(session: Session, trainer_id: int, trainee_id: int) -> None:
    """Let a trainee choose a new code of their own at the next sign-in; whoever is signed in under the name is out."""
    find_trainee(session, trainer_id, trainee_id).code = None
    session.execute(delete(SignIn).where(SignIn.trainee_id == trainee_id))


def assignments(session: Session, class_id: int) -> Sequence[Assignment]:
    """The assignments of a class, the earliest due first."""
    query = select(Assignment).where(Assignment.class_id == class_id)
    return session.scalars(query.order_by(Assignment.due, Assignment.id)).all()


def add_assignment(
    session: Session, trainer_id: int, class_id: int, *, title: str, scenarios: Sequence[str], due: date
) -> int:
    """Assign scenarios to a class until the end of a day: the assignment's id."""
    find_class(session, trainer_id, class_id)
    made = Assignment(class_id=class_id, title=title, scenarios=list(scenarios), due=due)
    session.add(made)
    session.flush()
    return made.id


def remove_assignment(session: Session, trainer_id: int, assignment_id: int) -> None:
    """Take an assignment back; what was practised stays."""
    query = select(Assignment).join(TrainingClass).where(TrainingClass.trainer_id == trainer_id)
    found = session.scalar(query.where(Assignment.id == assignment_id))
    if found is None:
        raise unknown("作业")
    session.delete(found)


def _theirs(trainer_id: int) -> ColumnElement[bool]:
    """Of trainees: that they are in one of this trainer's classes."""
    return Trainee.class_id.in_(select(TrainingClass.id).where(TrainingClass.trainer_id == trainer_id))
