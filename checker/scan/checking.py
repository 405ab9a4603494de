"""What becomes of records: a report, or the reason why there is none. No record is lost, whatever happens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from checker.engine import Checker
from checker.errors import CheckerError, Problem
from checker.model import Conversation, Report
from checker.scan.settings import Settings
from checker.scan.visits import NotedVisits, Visit
from checker.sources import Record

GROUP_CHARACTERS = 500_000
"""How much text is handed to the checker at once."""
GROUP_RECORDS = 10_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """A record with its report, or, where there is none, its problems. `unit` is the number of the record's unit."""

    record: Record
    report: Report | None
    problems: tuple[Problem, ...] = ()
    visit: Visit | None = None
    unit: int = 0


Numbered = tuple[int, Record]
"""A record and the number of its unit."""


def checked(records: Iterable[Numbered], checker: Checker, settings: Settings) -> Iterator[list[Outcome]]:
    """The outcomes of records, in order, in groups that bound the memory."""
    for group in _groups(records):
        yield list(_outcomes(group, checker, settings))


def _groups(records: Iterable[Numbered]) -> Iterator[list[Numbered]]:
    group: list[Numbered] = []
    size = 0
    for number, record in records:
        group.append((number, record))
        size += sum(len(turn.text) for turn in record.conversation.turns) if record.conversation else 0
        if size >= GROUP_CHARACTERS or len(group) >= GROUP_RECORDS:
            yield group
            group, size = [], 0
    if group:
        yield group


def _outcomes(group: Sequence[Numbered], checker: Checker, settings: Settings) -> Iterator[Outcome]:
    prepared = [(number, record, _prepared(record, checker, settings)) for number, record in group]
    readable = [found for _, _, found in prepared if isinstance(found, Conversation)]
    results = iter(_reports(readable, checker))
    for number, record, found in prepared:
        if not isinstance(found, Conversation):
            yield Outcome(record, None, found, unit=number)
            continue
        report, visit = next(results)
        if report is None:
            problem = Problem("检查时程序出错", "请把这一条发给开发者", record.file, record.line)
            yield Outcome(record, None, (problem,), unit=number)
        else:
            yield Outcome(record, report, visit=visit, unit=number)


def _prepared(record: Record, checker: Checker, settings: Settings) -> Conversation | tuple[Problem, ...]:
    """The conversation under the profile and channel of the scan; the problems where it cannot be checked."""
    conversation = record.conversation
    if conversation is None:
        return record.problems
    if settings.channel and "channel" not in record.given:
        conversation = replace(conversation, channel=settings.channel)
    if settings.profile:
        conversation = replace(conversation, profile=settings.profile)
    try:
        checker.profile(conversation.profile)
    except CheckerError as error:
        return tuple(replace(problem, file=record.file, line=record.line) for problem in error.problems)
    return conversation


def _reports(conversations: Sequence[Conversation], checker: Checker) -> list[tuple[Report | None, Visit | None]]:
    """All reports; where one conversation breaks the batch, one by one, so that it alone is lost."""
    try:
        return _batch(conversations, checker)
    except Exception:  # a fault of ours: it must not end the scan of all the others
        if len(conversations) == 1:
            return [(None, None)]
    return [result for conversation in conversations for result in _reports([conversation], checker)]


def _batch(conversations: Sequence[Conversation], checker: Checker) -> list[tuple[Report | None, Visit | None]]:
    visits = NotedVisits()
    reports: list[Report | None] = list(checker.check_many(conversations, cases=visits))
    return list(zip(reports, visits.noted, strict=True))
