"""What the practice pages work with: the scenarios in force, the store and who is in it; opened on first use."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from threading import RLock

from sqlalchemy import Engine
from starlette.requests import Request

from api.lexicons import Lexicons
from api.people import TRAINEE, TRAINER, not_signed_in
from api.settings import Settings
from checker import Checker, LexiconError, Problem
from checker.practice.session import Practice
from checker.practice.training import Training, default_store
from checker.store.engine import open_store
from checker.store.practice.people import People, Person


class Classroom:
    """The practice of one worker. Its methods wait for the store or load files: call them from a worker thread."""

    def __init__(self, settings: Settings, lexicons: Lexicons) -> None:
        self.folders: Sequence[Path] = settings.lexicons
        self._store = settings.store
        self._lexicons = lexicons
        self._lock = RLock()
        self._made: tuple[Checker, Practice] | None = None
        self.problems: tuple[Problem, ...] = ()
        """Why the scenarios as they are now could not be loaded; empty when they are in force."""

    @property
    def practice(self) -> Practice:
        """The scenarios in force: loaded anew when the lexicons were. Raises LexiconError where none ever loaded."""
        checker = self._lexicons.checker
        with self._lock:
            if self._made is None or self._made[0] is not checker:
                self._made = (checker, self._load(checker))
            return self._made[1]

    @property
    def training(self) -> Training:
        """Trainees' practice with the scenarios in force. Raises CheckerError where the store cannot be opened."""
        return Training(self.practice, self.engine)

    @property
    def engine(self) -> Engine:
        """The store. Raises CheckerError where it cannot be opened; it is tried again the next time."""
        with self._lock:
            return self._engine

    @property
    def people(self) -> People:
        """Who may sign in."""
        return People(self.engine)

    def trainee(self, request: Request) -> Person:
        """The trainee who sends the request. Raises ServiceError 401."""
        found = self.found_trainee(request)
        if found is None:
            raise not_signed_in("学员")
        return found

    def trainer(self, request: Request) -> Person:
        """The trainer who sends the request. Raises ServiceError 401."""
        found = self.found_trainer(request)
        if found is None:
            raise not_signed_in("培训师")
        return found

    def found_trainee(self, request: Request) -> Person | None:
        """The trainee who sends the request, if one is signed in; without a cookie the store is not even opened."""
        token = request.cookies.get(TRAINEE)
        return self.people.trainee(token) if token else None

    def found_trainer(self, request: Request) -> Person | None:
        """The trainer who sends the request, if one is signed in."""
        token = request.cookies.get(TRAINER)
        return self.people.trainer(token) if token else None

    def close(self) -> None:
        """Close the store, if it was opened."""
        if "_engine" in self.__dict__:
            self._engine.dispose()

    @cached_property
    def _engine(self) -> Engine:
        return open_store(self._store or default_store())

    def _load(self, checker: Checker) -> Practice:
        """The scenarios as the files are now, or the last good ones."""
        try:
            practice = Practice(self.folders, checker=checker)
        except LexiconError as error:
            if self._made is None:
                raise
            self.problems = error.problems
            return self._made[1]
        self.problems = ()
        return practice


def classroom_of(request: Request) -> Classroom:
    """The practice of the service that a request came to."""
    classroom: Classroom = request.app.state.classroom
    return classroom
