"""The tables of the practice. Codes are kept as scrypt hashes, tokens of sign-ins as SHA-256; times are UTC."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from checker.store.base import Base, Moment, now

NAME_MAX = 40
"""The longest name of a person, class or assignment, in characters."""


def _owner(table: str) -> Any:  # noqa: ANN401  (a column of any annotation)
    """A foreign key whose rows go with their owner."""
    return mapped_column(ForeignKey(f"{table}.id", ondelete="CASCADE"), index=True)


class Trainer(Base):
    """A person who leads classes. `founder` is true for the first and null for the others: unique, so one wins."""

    __tablename__ = "practice_trainer"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME_MAX), unique=True)
    code: Mapped[str]
    founder: Mapped[bool | None] = mapped_column(unique=True)
    created: Mapped[datetime] = mapped_column(Moment, default=now)


class TrainingClass(Base):
    """A class of a trainer. `code` is the digest of the code with which trainees join and sign in."""

    __tablename__ = "practice_class"
    __table_args__ = (UniqueConstraint("trainer_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    trainer_id: Mapped[int] = _owner("practice_trainer")
    name: Mapped[str] = mapped_column(String(NAME_MAX))
    code: Mapped[str] = mapped_column(unique=True)
    created: Mapped[datetime] = mapped_column(Moment, default=now)


class Trainee(Base):
    """A person who practises: in a class, or, with no class, whoever practises in this computer's terminal.

    `code` is the hash of a password of their own; null until they choose one at their next sign-in.
    """

    __tablename__ = "practice_trainee"
    __table_args__ = (UniqueConstraint("class_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int | None] = _owner("practice_class")
    name: Mapped[str] = mapped_column(String(NAME_MAX))
    code: Mapped[str | None]
    created: Mapped[datetime] = mapped_column(Moment, default=now)


class SignIn(Base):
    """Somebody signed in, known by the SHA-256 of the token in their cookie; either a trainer or a trainee."""

    __tablename__ = "practice_sign_in"

    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    trainer_id: Mapped[int | None] = _owner("practice_trainer")
    trainee_id: Mapped[int | None] = _owner("practice_trainee")
    expires: Mapped[datetime] = mapped_column(Moment)


class Failure(Base):
    """A wrong code; `subject` is the SHA-256 of whom it was tried for, or from where."""

    __tablename__ = "practice_failure"

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(64), index=True)
    time: Mapped[datetime] = mapped_column(Moment, default=now)


class Attempt(Base):
    """One time that a trainee played a scenario; at most one of a scenario is open. `digest` is the scenario's then.

    `result` holds the dialogue and the rubric; it is null, like score and passed, while the attempt is open, and for one
    that was closed because its scenario had changed.
    """

    __tablename__ = "practice_attempt"
    __table_args__ = (
        Index(
            "uq_practice_attempt_open", "trainee_id", "scenario", unique=True,
            sqlite_where=text("finished IS NULL"), postgresql_where=text("finished IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    trainee_id: Mapped[int] = _owner("practice_trainee")
    scenario: Mapped[str]
    title: Mapped[str]
    situation: Mapped[str]
    digest: Mapped[str]
    started: Mapped[datetime] = mapped_column(Moment, default=now)
    finished: Mapped[datetime | None] = mapped_column(Moment)
    score: Mapped[int | None]
    passed: Mapped[bool | None]
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class Answer(Base):
    """What a trainee answered, as given. `number` counts the answers of an attempt from 0: the same one twice is one."""

    __tablename__ = "practice_answer"
    __table_args__ = (UniqueConstraint("attempt_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = _owner("practice_attempt")
    number: Mapped[int]
    text: Mapped[str]
    given: Mapped[datetime] = mapped_column(Moment, default=now)


class Card(Base):
    """What a trainee remembers of a situation or element: the card of fsrs as JSON, and when it is due."""

    __tablename__ = "practice_card"
    __table_args__ = (UniqueConstraint("trainee_id", "kind", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    trainee_id: Mapped[int] = _owner("practice_trainee")
    kind: Mapped[str]
    name: Mapped[str]
    state: Mapped[dict[str, Any]] = mapped_column(JSON)
    due: Mapped[datetime] = mapped_column(Moment)


class Assignment(Base):
    """Scenarios that a class is to pass, at the latest on a day of the office's calendar."""

    __tablename__ = "practice_assignment"

    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = _owner("practice_class")
    title: Mapped[str] = mapped_column(String(NAME_MAX))
    scenarios: Mapped[list[str]] = mapped_column(JSON)
    due: Mapped[date]
    created: Mapped[datetime] = mapped_column(Moment, default=now)
