"""Labelling the sampled turns, and what the labels say of the checker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session, joinedload

from checker.errors import Problem
from checker.model import CATEGORIES
from checker.reports.statistics import Interval
from checker.review.estimates import Stratum, recall
from checker.review.people import ConflictError, Person, RefusedError, UnseenError, named
from checker.store.base import now
from checker.store.engine import reading, writing
from checker.store.review import Labelling, SampledTurn

PROBLEM, NONE, UNSURE = "problem", "none", "unsure"
LABELS = {PROBLEM: "有问题", NONE: "没有问题", UNSURE: "说不准"}


@dataclass(frozen=True, slots=True)
class Missing:
    """What the labels say: the turns found fault with, the others, and which share of all faults the checker finds.

    `recall` and its interval are None where too little is labelled to tell.
    """

    found: Stratum
    missed: Stratum
    unsure: int
    recall: float | None
    interval: Interval | None


@dataclass(frozen=True)
class Sample:
    """A sample that was drawn (`checker.review.sampling.draw`), by its name."""

    engine: Engine
    name: str

    def turns(self) -> list[dict[str, Any]]:
        """The sampled turns in the order in which they are to be labelled: their numbers and labels."""
        with reading(self.engine) as session:
            columns = (SampledTurn.id, SampledTurn.label, SampledTurn.category)
            query = select(*columns).where(SampledTurn.sample == self.name).order_by(SampledTurn.place)
            return [dict(row) for row in session.execute(query).mappings()]

    def turn(self, number: int) -> dict[str, Any]:
        """One turn with its conversation. What the checker says of it is not told: it must not sway. Raises UnseenError."""
        with reading(self.engine) as session:
            found = _find(session, self.name, number)
            return {
                "id": found.id, "turn": found.turn, "label": found.label, "category": found.category,
                "version": found.version, "channel": found.conversation.channel, "turns": found.conversation.turns,
            }  # fmt: skip

    def label(self, number: int, label: str, category: str, *, version: int, person: Person) -> dict[str, Any]:
        """Label a turn of which this version was seen. Raises UnseenError, ConflictError, RefusedError."""
        name = named(person)
        if label not in LABELS or (label == PROBLEM) != (category in CATEGORIES):
            raise RefusedError(Problem("标注不完整", "有问题的要选类别，别的不要类别"))
        with writing(self.engine) as session:
            found = _find(session, self.name, number)
            values = {"label": label, "category": category, "version": version + 1}
            seen = (SampledTurn.id == found.id, SampledTurn.version == version)
            if not session.execute(update(SampledTurn).where(*seen).values(values).returning(SampledTurn.id)).all():
                raise ConflictError(Problem("别人刚刚标过这一句，您的标注没有保存", "请看过再定"))
            session.add(
                Labelling(sampled_id=found.id, version=version + 1, at=now(), who=name, label=label, category=category)
            )
        return self.turn(number)

    def missing(self) -> Missing:
        """What the labels so far say of the whole."""
        with reading(self.engine) as session:
            found, missed = (_stratum(session, self.name, found=found) for found in (True, False))
            unsure = session.scalar(select(_count(SampledTurn.label == UNSURE)).where(SampledTurn.sample == self.name))
        estimate, interval = recall(found, missed) or (None, None)
        return Missing(found, missed, unsure or 0, estimate, interval)


def _find(session: Session, sample: str, number: int) -> SampledTurn:
    query = select(SampledTurn).where(SampledTurn.sample == sample, SampledTurn.id == number)
    found = session.scalars(query.options(joinedload(SampledTurn.conversation))).one_or_none()
    if found is None:
        raise UnseenError(Problem("样本里没有这一句", "请回到样本"))
    return found


def _stratum(session: Session, sample: str, *, found: bool) -> Stratum:
    faulty, faultless = _count(SampledTurn.label == PROBLEM), _count(SampledTurn.label == NONE)
    query = select(func.coalesce(func.sum(SampledTurn.weight), 0.0), faulty, faultless)
    row = session.execute(query.where(SampledTurn.sample == sample, SampledTurn.found.is_(found))).one()
    return Stratum(row[0], row[1] + row[2], row[1])


def _count(condition: Any) -> Any:  # noqa: ANN401  (SQL expressions)
    return func.count().filter(condition)
