"""Lists of findings: filters, pages, and what the filters can be set to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, cast, func, or_, select
from sqlalchemy.orm import Session

from checker.reports.names import KIND_NAMES, SEVERITY_NAMES, category_name
from checker.reports.statistics import rule_label
from checker.review.people import Person
from checker.review.states import SHOWN_TO_CLERKS, STATE_NAMES
from checker.store.review import ReviewedConversation, ReviewedFinding

NAMES: dict[str, dict[str, str]] = {"state": STATE_NAMES, "severity": SEVERITY_NAMES, "kind": KIND_NAMES}
PAGE = 100
"""How many findings a page of the list holds."""
FIELDS = ("id", "key", "place", "rule", "kind", "category", "severity", "status", "text", "message", "state", "version")
PLACES = ("unit", "clerk", "channel", "time", "file", "line")
FACETS = ("state", "unit", "clerk", "category", "severity", "rule", "kind")


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; None is no filter. `search` is looked for in the words, the message and the file."""

    state: str | None = None
    unit: str | None = None
    clerk: str | None = None
    category: str | None = None
    severity: str | None = None
    rule: str | None = None
    kind: str | None = None
    search: str | None = None


def page(session: Session, filters: Filters, person: Person, after: int) -> list[dict[str, Any]]:
    """The findings that follow the one with the number `after`, in order of import."""
    columns = [getattr(ReviewedFinding, name) for name in FIELDS]
    places = [getattr(ReviewedConversation, name) for name in PLACES]
    query = _narrowed(select(*columns, *places), filters, person)
    query = query.where(ReviewedFinding.id > after).order_by(ReviewedFinding.id).limit(PAGE)
    return [dict(row) for row in session.execute(query).mappings()]


def total(session: Session, filters: Filters, person: Person) -> int:
    """How many findings there are."""
    count: int = session.scalars(_narrowed(select(func.count()), filters, person)).one()
    return count


def facets(session: Session, person: Person) -> dict[str, list[dict[str, Any]]]:
    """The values of each filter, with what people call them and how many findings have them."""
    return {name: _facet(session, name, person) for name in FACETS}


def _facet(session: Session, name: str, person: Person) -> list[dict[str, Any]]:
    column = _column(name)
    query = _narrowed(select(column, func.count(), *described()), Filters(), person)
    rows = session.execute(query.group_by(column).order_by(column))
    return [
        {"value": value, "count": count, "label": _label(name, value, kind, category, message)}
        for value, count, kind, category, message in rows
    ]


def described() -> tuple[Any, Any, Any]:
    """Columns from which the findings of one rule can be described: kind, category, message."""
    return func.min(ReviewedFinding.kind), func.min(ReviewedFinding.category), func.min(ReviewedFinding.message)


def title(kind: str, category: str, message: str) -> str:
    """What a rule says, without what is particular to one finding."""
    return rule_label({"kind": kind, "category": category, "message": message})


def _label(name: str, value: str, kind: str, category: str, message: str) -> str:
    if name == "category":
        return category_name(kind, category)
    if name == "rule":
        return title(kind, category, message)
    return NAMES.get(name, {}).get(value, value)


def visible(query: Select[Any], person: Person) -> Select[Any]:
    """Only what this person may see: an inspector all that the scans find, a clerk what stands or stood against them."""
    if person.role == "inspector":
        return query
    own = (ReviewedConversation.unit == person.unit, ReviewedConversation.clerk == person.clerk)
    return query.where(*own, ReviewedFinding.state.in_(SHOWN_TO_CLERKS))


def _narrowed(query: Select[Any], filters: Filters, person: Person) -> Select[Any]:
    joined = query.select_from(ReviewedFinding).join(ReviewedConversation)
    joined = visible(joined, person).where(*_conditions(filters))
    return joined.where(ReviewedFinding.current) if person.role == "inspector" else joined


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    given = {name: getattr(filters, name) for name in FACETS}
    conditions = [_column(name) == value for name, value in given.items() if value is not None]
    if filters.search:
        conditions.append(_found(filters.search))
    return conditions


def _column(name: str) -> Any:  # noqa: ANN401  (an attribute of one of two tables)
    return getattr(ReviewedConversation if name in PLACES else ReviewedFinding, name)


def _found(words: str) -> ColumnElement[bool]:
    places = (
        cast(ReviewedConversation.turns, Text), ReviewedFinding.message, ReviewedConversation.name,
        ReviewedConversation.file,
    )  # fmt: skip
    return or_(*(place.contains(words, autoescape=True) for place in places))
