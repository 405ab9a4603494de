"""Who practises and who trains: setting up, signing in and out, with a limit on wrong codes that holds for all workers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, Engine, delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from checker.store.base import now
from checker.store.engine import reading, writing
from checker.store.practice.codes import class_digest, hashed, matches, new_code, new_token, token_digest
from checker.store.practice.refusal import RefusalError
from checker.store.practice.tables import Failure, SignIn, Trainee, Trainer, TrainingClass

HOURS = 12
"""How long a sign-in lasts."""
WINDOW = timedelta(minutes=10)
TRIES_PER_NAME = 5
TRIES_PER_ADDRESS = 40
"""Wrong codes within the window for one name, and from one address (behind which a whole office may sit)."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody signed in. `class_id` is a trainee's class."""

    id: int
    name: str
    class_id: int | None = None
    class_name: str = ""


class People:
    """Signs people in. Every method is a transaction of its own."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def ready(self) -> bool:
        """Whether there is a trainer yet."""
        with reading(self._engine) as session:
            return session.scalar(select(Trainer.id).limit(1)) is not None

    def set_up(self, name: str, code: str) -> str:
        """Make the first trainer and sign them in: the token. Raises RefusalError where there is one already."""
        trainer = self._new_trainer(name, code, founder=True)
        with writing(self._engine) as session:
            return _signed_in(session, SignIn(trainer_id=trainer))

    def add_trainer(self, name: str, code: str) -> None:
        """Make another trainer. Raises RefusalError where the name is taken."""
        self._new_trainer(name, code, founder=None)

    def renew_trainer(self, name: str) -> str:
        """A new code for a trainer, who is made where there is none; whoever is signed in under the name is out."""
        code = new_code()
        with writing(self._engine) as session:
            trainer = session.scalar(select(Trainer).where(Trainer.name == name))
            if trainer is None:
                first = session.scalar(select(Trainer.id).limit(1)) is None
                session.add(Trainer(name=name, code=hashed(code), founder=first or None))
            else:
                trainer.code = hashed(code)
                session.execute(delete(SignIn).where(SignIn.trainer_id == trainer.id))
        return code

    def sign_in_trainer(self, name: str, code: str, address: str) -> str:
        """The token of a trainer. Raises RefusalError."""
        tries = self._try(_subject("trainer", name), address)
        with reading(self._engine) as session:
            trainer = session.scalar(select(Trainer).where(Trainer.name == name))
        if trainer is None or not matches(code, trainer.code):
            raise RefusalError(
                "wrong_code", "姓名或口令不对", "请检查大小写；忘了口令，请管理员运行 yanjian serve --new-trainer 姓名"
            )
        with writing(self._engine) as session:
            self._forgive(session, tries)
            return _signed_in(session, SignIn(trainer_id=trainer.id))

    def sign_in_trainee(self, class_code: str, name: str, code: str, address: str) -> str:
        """The token of a trainee. Whoever is new to the class joins it; their own code is the one they give now.

        Raises RefusalError where the class's code or their own is wrong.
        """
        digest = class_digest(class_code)
        tries = self._try(_subject("trainee", digest, name), address)
        with reading(self._engine) as session:
            course = session.scalar(select(TrainingClass).where(TrainingClass.code == digest))
            trainee = _trainee(session, course.id, name) if course else None
        if course is None:
            raise RefusalError("wrong_code", "班级口令不对", "请向培训师核对")
        if trainee and trainee.code and not matches(code, trainee.code):
            advice = "密码是您第一次登录时自己定的；忘了，请培训师重置。如果您是第一次登录，可能是重名，请换一个写法，如加工号"
            raise RefusalError("wrong_code", "个人密码不对", advice)
        kept = trainee.code if trainee and trainee.code else hashed(code)
        with writing(self._engine) as session:
            joined = _joined(session, course.id, name, kept)
            if joined.code != kept:  # somebody else took the name, or its code was reset, in this very moment
                raise RefusalError("stale", "这个姓名刚刚有人登录", "请再登录一次")
            self._forgive(session, tries)
            return _signed_in(session, SignIn(trainee_id=joined.id))

    def trainer(self, token: str) -> Person | None:
        """The trainer who is signed in by this token."""
        with reading(self._engine) as session:
            found = session.scalar(select(Trainer).join(SignIn).where(*_signed(token)))
            return Person(found.id, found.name) if found else None

    def trainee(self, token: str) -> Person | None:
        """The trainee who is signed in by this token."""
        query = select(Trainee, TrainingClass.name).join(SignIn).join(TrainingClass).where(*_signed(token))
        with reading(self._engine) as session:
            row = session.execute(query).one_or_none()
        return Person(row[0].id, row[0].name, row[0].class_id, row[1]) if row else None

    def sign_out(self, token: str) -> None:
        """Forget the token."""
        with writing(self._engine) as session:
            session.execute(delete(SignIn).where(SignIn.token == token_digest(token)))

    def _new_trainer(self, name: str, code: str, *, founder: bool | None) -> int:
        trainer = Trainer(name=name, code=hashed(code), founder=founder)
        try:
            with writing(self._engine) as session:
                session.add(trainer)
                session.flush()
                return trainer.id
        except IntegrityError as error:
            message = "已经有培训师了" if founder else "已经有这个姓名的培训师"
            raise RefusalError("taken", message, "请登录，或换一个姓名") from error

    def _try(self, subject: str, address: str) -> tuple[str, str]:
        """Count a try before it is known to be right, so that many at once gain nothing. Raises RefusalError."""
        limits = {subject: TRIES_PER_NAME, _subject("address", address): TRIES_PER_ADDRESS}
        with writing(self._engine) as session:
            session.execute(delete(Failure).where(Failure.time < now() - WINDOW))
            tried = {key: _count(session, key) for key in limits}
            if any(tried[key] >= limit for key, limit in limits.items()):
                raise RefusalError("too_often", "口令错得太多", f"请过 {WINDOW.seconds // 60} 分钟再试")
            session.add_all(Failure(subject=key) for key in limits)
        return subject, _subject("address", address)

    def _forgive(self, session: Session, tries: Sequence[str]) -> None:
        """The code was right: forget the tries for the name, and this one from the address."""
        subject, address = tries
        session.execute(delete(Failure).where(Failure.subject == subject))
        last = select(func.max(Failure.id)).where(Failure.subject == address).scalar_subquery()
        session.execute(delete(Failure).where(Failure.id == last))


def alone(session: Session) -> None:
    """Wait for whoever else is doing what only one may do at a time, until the end of the transaction."""
    session.scalar(select(Trainer.id).where(Trainer.founder.is_(True)).with_for_update())


def _subject(*parts: str) -> str:
    return token_digest("\0".join(parts))


def _count(session: Session, subject: str) -> int:
    return session.scalar(select(func.count()).select_from(Failure).where(Failure.subject == subject)) or 0


def _trainee(session: Session, class_id: int, name: str) -> Trainee | None:
    return session.scalar(select(Trainee).where(Trainee.class_id == class_id, Trainee.name == name))


def _joined(session: Session, class_id: int, name: str, kept: str) -> Trainee:
    """The trainee of this name, made where there is none, with the code where they have none."""
    session.scalar(select(TrainingClass.id).where(TrainingClass.id == class_id).with_for_update())
    trainee = _trainee(session, class_id, name)
    if trainee is None:
        trainee = Trainee(class_id=class_id, name=name, code=kept)
        session.add(trainee)
    elif trainee.code is None:
        trainee.code = kept
    session.flush()
    return trainee


def _signed_in(session: Session, sign_in: SignIn) -> str:
    """Keep the sign-in, drop those that are over: the token for the cookie."""
    session.execute(delete(SignIn).where(SignIn.expires < now()))
    token = new_token()
    sign_in.token, sign_in.expires = token_digest(token), now() + timedelta(hours=HOURS)
    session.add(sign_in)
    return token


def _signed(token: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Of sign-ins: that it is the one of this token, and not over."""
    return SignIn.token == token_digest(token), SignIn.expires > now()
