"""One thing that a file holds: a conversation that was read, or the reason why it could not be."""

from __future__ import annotations

from dataclasses import dataclass, replace

from checker.errors import Problem, SourceError
from checker.model import Conversation


@dataclass(frozen=True, slots=True)
class Record:
    """One conversation of a file, or why it could not be read. `line` counts from 1."""

    file: str
    line: int
    conversation: Conversation | None
    problems: tuple[Problem, ...] = ()
    given: frozenset[str] = frozenset()
    """The fields that the record itself holds; the others have their defaults."""


def refused(name: str, line: int, error: SourceError | Problem) -> Record:
    """A record that could not be read; its problems are told with the file and the line."""
    problems = (error,) if isinstance(error, Problem) else error.problems
    located = (replace(problem, file=name, line=problem.line or line) for problem in problems)
    return Record(name, line, None, tuple(located))
