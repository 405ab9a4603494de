"""Practice that is kept: what a trainee answers is stored before it is graded, and graded by replaying what is stored.

So a server that is killed loses no answer, and two tabs or two servers that serve the same trainee see the same attempt.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session as Transaction

from checker.errors import CheckerError, Problem
from checker.practice import schedule
from checker.practice.model import Rubric, Scenario
from checker.practice.schedule import Key
from checker.practice.session import LONGEST, Practice, Session
from checker.store.base import now
from checker.store.engine import reading, writing
from checker.store.practice import attempts
from checker.store.practice.attempts import AttemptRow
from checker.store.practice.refusal import RefusalError, unknown
from checker.store.practice.tables import Attempt, Card

LOCAL = "本机"


@dataclass(frozen=True, slots=True)
class Played:
    """An attempt as it stands. An open one has a `session`, unless its scenario has changed since; one that was played
    to its end a `result` (the transcript and the rubric, as JSON).

    `kept` is false where an answer just given was not stored, since that number was answered already.
    """

    row: AttemptRow
    answers: tuple[str, ...]
    session: Session | None = None
    result: Mapping[str, Any] | None = None
    kept: bool = True


class Training:
    """Trainees' practice in a store. Safe to share between threads; every method is whole transactions of its own."""

    def __init__(self, practice: Practice, engine: Engine) -> None:
        self.practice = practice
        self.engine = engine

    def open(self, trainee_id: int, scenario_id: str) -> Played:
        """The open attempt at a scenario, or a new one. Raises RefusalError where there is no such scenario."""
        scenario = self.practice.scenarios.get(scenario_id)
        if scenario is None:
            raise unknown("场景")
        with writing(self.engine) as store:
            attempt = attempts.open_attempt(
                store, trainee_id, scenario.id,
                title=scenario.title, situation=scenario.situation, digest=scenario.digest,
            )  # fmt: skip
            number = attempt.id
        return self.read(trainee_id, number)

    def read(self, trainee_id: int, attempt_id: int) -> Played:
        """An attempt of this trainee. Raises RefusalError where there is none, or it is another's."""
        with reading(self.engine) as store:
            played = as_played(store, attempts.find_attempt(store, trainee_id, attempt_id), self.practice)
        return self._settled(trainee_id, played)

    def answer(self, trainee_id: int, attempt_id: int, number: int, text: str) -> Played:
        """Keep an answer, then react to it; the same number again is answered by the reaction to the first.

        Raises RefusalError for a number beyond the next, a changed scenario, or another's attempt, and CheckerError
        for an answer that is no text.
        """
        _check(text)
        played = self.read(trainee_id, attempt_id)
        if played.row.finished or number < len(played.answers):
            return replace(played, kept=False)
        if played.session is None:
            raise RefusalError("stale", "这个场景刚刚改过，不能接着练", "请重新开始；已经答的都保存着")
        with writing(self.engine) as store:
            attempt = attempts.find_attempt(store, trainee_id, attempt_id, lock=True)
            kept = attempts.add_answer(store, attempt, number, text)
        if not kept:
            return replace(self.read(trainee_id, attempt_id), kept=False)
        played.session.answer(text)
        return self._settled(trainee_id, replace(played, answers=(*played.answers, text)))

    def local_trainee(self, name: str = "") -> int:
        """Who practises in this computer's terminal, under a name where several do."""
        with writing(self.engine) as store:
            return attempts.local_trainee(store, name or LOCAL).id

    def _settled(self, trainee_id: int, played: Played) -> Played:
        """Where the last answer was the end: with the rubric and the cards kept, once."""
        session = played.session
        if session is None or session.rubric is None:
            return played
        with writing(self.engine) as store:
            attempts.lock_trainee(store, trainee_id)
            attempt = attempts.find_attempt(store, trainee_id, played.row.id, lock=True)
            if attempt.finished is None:
                _finish(store, attempt, session, session.rubric)
            return Played(attempts.row_of(attempt), played.answers, None, attempt.result)


def default_store() -> Path:
    """Where practice is kept unless told otherwise: a file in the user's own data folder, which is made."""
    from platformdirs import user_data_path

    return user_data_path("yanjian", appauthor=False, ensure_exists=True) / "practice.db"


def as_played(store: Transaction, attempt: Attempt, practice: Practice) -> Played:
    """An attempt as the store has it, with its session replayed where it is open."""
    row, answers = attempts.row_of(attempt), attempts.answers_of(store, attempt.id)
    if attempt.finished:
        return Played(row, answers, None, attempt.result)
    return Played(row, answers, _replayed(practice, attempt, answers))


def due_keys(cards: Sequence[Card], moment: datetime) -> set[Key]:
    """The cards that are due."""
    return {key_of(card) for card in cards if card.due <= moment}


def key_of(card: Card) -> Key:
    """What a card is about."""
    return ("situation" if card.kind == "situation" else "element", card.name)


def transcript(session: Session) -> list[dict[str, str]]:
    """The dialogue as JSON."""
    return [{"role": turn.role or "other", "text": turn.text} for turn in session.transcript]


def _replayed(practice: Practice, attempt: Attempt, answers: Sequence[str]) -> Session | None:
    state = {"scenario": attempt.scenario, "digest": attempt.digest, "answers": answers}
    try:
        return practice.from_state(state)
    except CheckerError:
        return None


def storable(text: str) -> bool:
    """Whether every database can keep the text: no NUL, and no half of a pair of surrogates."""
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


def _check(text: str) -> None:
    """Raises CheckerError where an answer is empty, too long, or holds what no database keeps."""
    if not text.strip():
        raise CheckerError(Problem("没有写回答", "请写一句再提交", field="text"))
    if len(text) > LONGEST:
        raise CheckerError(Problem(f"回答超过 {LONGEST} 个字", "请说得简短些", field="text"))
    if not storable(text):
        raise CheckerError(Problem("回答里有无法保存的字符", "请重新粘贴或输入", field="text"))


def _finish(store: Transaction, attempt: Attempt, session: Session, rubric: Rubric) -> None:
    """Keep the result, and review the cards as of the last answer."""
    attempt.finished = attempts.last_answer(store, attempt.id)
    attempt.score, attempt.passed = rubric.score, rubric.passed
    attempt.result = {"transcript": transcript(session), "rubric": asdict(rubric)}
    _review(store, attempt, session.scenario, rubric)


def _review(store: Transaction, attempt: Attempt, scenario: Scenario, rubric: Rubric) -> None:
    moment = attempt.finished or now()
    known = {key_of(card): card for card in attempts.cards(store, attempt.trainee_id)}
    for key, rating in schedule.ratings(scenario, rubric).items():
        card = known.get(key)
        state = schedule.review(card.state if card else None, rating, moment)
        if card is None:
            card = Card(trainee_id=attempt.trainee_id, kind=key[0], name=key[1])
            store.add(card)
        card.state, card.due = state, schedule.due_of(state)
