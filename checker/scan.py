"""Many files, one after the other: every record comes out as a report or as a reason, in input order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from checker.engine import Checker
from checker.errors import CheckerError, Problem
from checker.model import Report
from checker.sources.reading import Record, read_path

GROUP_CHARACTERS = 500_000
"""How much text is handed to the checker at once."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one record; `done` is how many bytes of the input are finished, roughly."""

    report: Report | None
    problems: tuple[Problem, ...]
    done: int


def files_of(paths: Iterable[Path], *, without: Path | None = None) -> list[Path]:
    """The files named, and all files below the folders named in order of their names; `without` is left out."""
    files: list[Path] = []
    for path in paths:
        files += sorted(inner for inner in path.rglob("*") if inner.is_file()) if path.is_dir() else [path]
    return [file for file in files if without is None or file.resolve() != without.resolve()]


def size_of(file: Path) -> int:
    """Bytes of a file; 0 where there is none."""
    return file.stat().st_size if file.is_file() else 0


def scan_files(files: Iterable[Path], checker: Checker, *, profile: str | None = None) -> Iterator[Outcome]:
    """An outcome for every record of every file, in order."""
    done = 0
    for file in files:
        for group in _groups(read_path(file)):
            yield from _checked(group, checker, profile, done)
        done += size_of(file)


def _groups(records: Iterable[Record]) -> Iterator[list[Record]]:
    group: list[Record] = []
    size = 0
    for record in records:
        group.append(record)
        size += sum(len(turn.text) for turn in record.conversation.turns) if record.conversation else 0
        if size >= GROUP_CHARACTERS:
            yield group
            group, size = [], 0
    if group:
        yield group


def _checked(group: Sequence[Record], checker: Checker, profile: str | None, done: int) -> Iterator[Outcome]:
    """Reports for the records that were read and whose profile is known; reasons for the others."""
    records = [_with_profile(record, checker, profile) for record in group]
    reports = checker.check_many(record.conversation for record in records if record.conversation)
    for record in records:
        yield Outcome(next(reports) if record.conversation else None, record.problems, done)


def _with_profile(record: Record, checker: Checker, profile: str | None) -> Record:
    if record.conversation is None:
        return record
    conversation = replace(record.conversation, profile=profile) if profile else record.conversation
    try:
        checker.profile(conversation.profile)
    except CheckerError as error:
        located = tuple(replace(problem, file=record.file, line=record.line) for problem in error.problems)
        return replace(record, conversation=None, problems=located)
    return replace(record, conversation=conversation)
