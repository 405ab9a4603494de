"""What went wrong, where, and what to do: the exceptions and the located problems they carry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One located fault in a file or record. `line` counts from 1; `field` is a path such as `turns[2].text`."""

    message: str
    advice: str = ""
    file: str = ""
    line: int | None = None
    field: str = ""

    def __str__(self) -> str:
        where = self.file + (f":{self.line}" if self.line is not None else "")
        parts = [part for part in (where, self.field, self.message) if part]
        return "：".join(parts) + (f"。{self.advice}" if self.advice else "")


class CheckerError(Exception):
    """Base of all errors raised on purpose; `problems` lists every fault found, not the first alone."""

    def __init__(self, problems: Sequence[Problem] | Problem) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class LexiconError(CheckerError):
    """A lexicon, profile or scenario file is not usable."""


class SourceError(CheckerError):
    """A conversation, transcript or label file cannot be read."""
