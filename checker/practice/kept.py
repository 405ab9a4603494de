"""Practice in the terminal that is kept: the same sessions, every answer stored before the citizen reacts."""

from __future__ import annotations

from pathlib import Path

from checker.practice import schedule
from checker.practice.grading import Grader
from checker.practice.model import Reaction, Scenario
from checker.practice.schedule import Choice
from checker.practice.session import Practice, Session
from checker.practice.training import Training, default_store, due_keys
from checker.store.base import now
from checker.store.engine import open_store, reading
from checker.store.practice import attempts


class KeptSession(Session):
    """A session whose answers are stored; it begins where an unfinished one was left."""

    def __init__(self, scenario: Scenario, grader: Grader, training: Training, trainee: int) -> None:
        """Raises CheckerError where the store cannot be written."""
        super().__init__(scenario, grader)
        self._training, self._trainee = training, trainee
        opened = training.open(trainee, scenario.id)
        self._attempt = opened.row.id
        for text in opened.answers:
            super().answer(text)

    def answer(self, text: str) -> Reaction:
        """As `Session.answer`; the answer is stored first, and at the end the cards are reviewed."""
        self._training.answer(self._trainee, self._attempt, len(self.answers), text)
        return super().answer(text)


class Kept:
    """Somebody's kept practice on this computer. `practice` may hold their own cards among its scenarios."""

    def __init__(self, practice: Practice, store: Path | str | None = None, name: str = "") -> None:
        """Raises CheckerError where the store cannot be opened."""
        self._engine = open_store(store or default_store())
        self._training = Training(practice, self._engine)
        self._trainee = self._training.local_trainee(name)

    def start(self, scenario: Scenario) -> Session:
        """A session, or the one that was left unfinished."""
        return KeptSession(scenario, self._training.practice.grader, self._training, self._trainee)

    def choose(self) -> Choice | None:
        """What the schedule chooses now; None where nothing is due or new."""
        with reading(self._engine) as store:
            practised = attempts.last_practised(store, self._trainee)
            due = due_keys(attempts.cards(store, self._trainee), now())
        choice = schedule.choose(self._training.practice.scenarios.values(), due, practised)
        return choice if choice and (choice.due or choice.new) else None

    def close(self) -> None:
        """Close the store."""
        self._engine.dispose()
