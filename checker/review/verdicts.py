"""How findings were decided, by content and by rule."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Engine, func, select
from sqlalchemy.orm import Session

from checker.reports.statistics import Interval, wilson
from checker.review.listing import described, title
from checker.review.states import CONTESTED, DENIED, HELD, OPEN
from checker.store.engine import reading
from checker.store.review import ReviewedFinding

ALL_RULES = "全部"


@dataclass(frozen=True, slots=True)
class Earlier:
    """How often findings of one content were found true (held), and how often not (denied)."""

    held: int = 0
    denied: int = 0

    def __add__(self, other: Earlier) -> Earlier:
        return Earlier(self.held + other.held, self.denied + other.denied)


@dataclass(frozen=True, slots=True)
class Precision:
    """One rule under review: how many of its findings hold, do not, are contested, are undecided; contested ones hold yet.

    `precision` and its interval are None where nothing was decided.
    """

    rule: str
    title: str
    held: int
    denied: int
    contested: int
    undecided: int
    precision: float | None
    interval: Interval | None


def verdicts_of(engine: Engine) -> dict[str, Earlier]:
    """The verdicts of a store by fingerprint, where there are any."""
    mark = ReviewedFinding.fingerprint
    with reading(engine) as session:
        query = select(mark, *_counts()).where(ReviewedFinding.state.in_((*HELD, *DENIED))).group_by(mark)
        return {mark: Earlier(held, denied) for mark, held, denied in session.execute(query)}


def earlier(session: Session, mark: str, *, besides: int) -> Earlier:
    """How the findings with this fingerprint were decided so far, one of them left out."""
    alike = (ReviewedFinding.fingerprint == mark, ReviewedFinding.id != besides)
    return Earlier(*session.execute(select(*_counts()).where(*alike)).one())


def precision_by_rule(engine: Engine) -> list[Precision]:
    """The precision of every rule that finds something now, with its 95% interval; the last line is all rules together.

    What a later scan no longer finds does not count: the figures are those of the checker as it is.
    """
    rule = ReviewedFinding.rule
    counts = (*_counts(), _count(ReviewedFinding.state == CONTESTED), _count(ReviewedFinding.state == OPEN))
    with reading(engine) as session:
        query = select(rule, *described(), *counts).where(ReviewedFinding.current)
        rows = [list(row) for row in session.execute(query.group_by(rule).order_by(rule))]
    together = [sum(column) for column in zip(*(row[4:] for row in rows), strict=True)]
    lines = [_precision(row[0], title(*row[1:4]), *row[4:]) for row in rows]
    return [*lines, _precision("", ALL_RULES, *together)] if lines else []


def _precision(rule: str, title: str, held: int, denied: int, contested: int, undecided: int) -> Precision:
    decided = held + denied
    share = held / decided if decided else None
    interval = wilson(held, decided) if decided else None
    return Precision(rule, title, held, denied, contested, undecided, share, interval)


def _counts() -> tuple[ColumnElement[int], ColumnElement[int]]:
    return _count(ReviewedFinding.state.in_(HELD)), _count(ReviewedFinding.state.in_(DENIED))


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count().filter(condition)
