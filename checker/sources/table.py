"""Rows of cells to rows by heading: finds the row of headings, below whatever titles stand above it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any

from checker.sources.columns import columns_of, no_columns
from checker.sources.grouping import Row, said

HEADING_ROWS = 30
"""The headings stand among the first so many rows."""
COLUMNS_MAX = 256
"""Cells beyond so many are not read."""


def rows_by_heading(
    rows: Iterable[tuple[int, Sequence[Any]]], mapping: Mapping[str, str] | None = None
) -> Iterator[tuple[int, Row]]:
    """The rows below the headings; one without any cell is an empty row. Raises SourceError where no headings are found."""
    remaining = iter(rows)
    first = list(islice(remaining, HEADING_ROWS))
    names = [[said(cell) for cell in row[:COLUMNS_MAX]] for _, row in first]
    place = heading_row(names, mapping)
    if place is None:
        raise no_columns(names)
    headings = _distinct(names[place])
    blank = [None] * len(headings)
    for line, row in chain(first[place + 1 :], remaining):
        yield line, dict(zip(headings, [*row, *blank], strict=False)) if any(map(_holds, row)) else {}


def heading_row(rows: Sequence[Sequence[str]], mapping: Mapping[str, str] | None = None) -> int | None:
    """The first row in which a column of utterances or replies is named."""
    return next((place for place, row in enumerate(rows) if "text" in columns_of(tuple(row), mapping)), None)


def _distinct(headings: Sequence[str]) -> list[str]:
    """The headings, those that come again with a number behind; a column without one is called by its place."""
    seen: dict[str, int] = {}
    distinct = []
    named = max((place for place, heading in enumerate(headings, start=1) if heading.strip()), default=0)
    for place, heading in enumerate(headings[:named], start=1):
        name = heading.strip() or f"第{place}列"
        seen[name] = seen.get(name, 0) + 1
        distinct.append(name if seen[name] == 1 else f"{name}#{seen[name]}")
    return distinct


def _holds(cell: object) -> bool:
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))
