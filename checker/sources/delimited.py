"""CSV and TSV: the delimiter is told by the headings; a quotation mark that is never closed costs one row, not the file."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator, Mapping

from checker.sources.decoding import decode_sample, decoded_lines
from checker.sources.grouping import conversations
from checker.sources.record import Record
from checker.sources.source import LINE_MAX, SAMPLE, Source
from checker.sources.table import HEADING_ROWS, heading_row, rows_by_heading

DELIMITERS = ",\t;|"
_CELL_LINES = 10_000
"""A cell has at most so many lines; more mean a quotation mark that is not closed."""
_NAME_MAX = 20


def read_delimited(source: Source, mapping: Mapping[str, str] | None) -> Iterator[Record]:
    """The records of a table in text."""
    head = source.head()
    delimiter = delimiter_of(decode_sample(head, complete=len(head) < SAMPLE), mapping) or ","
    csv.field_size_limit(LINE_MAX)
    yield from table_records(decoded_lines(source.handle, longest=LINE_MAX), delimiter, source, mapping)


def table_records(
    lines: Iterable[str], delimiter: str, source: Source, mapping: Mapping[str, str] | None
) -> Iterator[Record]:
    """The records of lines of cells. Raises SourceError where no headings are found."""
    rows = rows_by_heading(split_rows(lines, delimiter), mapping)
    yield from conversations(rows, source.name, source.stem, mapping)


def delimiter_of(text: str, mapping: Mapping[str, str] | None = None) -> str | None:
    """The delimiter under which the first lines name a column that is understood, or stand in even columns."""
    lines = [line for line in text.splitlines() if line.strip()][: HEADING_ROWS * 2]
    rows = {delimiter: list(csv.reader(lines, delimiter=delimiter)) for delimiter in DELIMITERS}
    known = [delimiter for delimiter in DELIMITERS if heading_row(rows[delimiter][:HEADING_ROWS], mapping) is not None]
    if known:
        return max(known, key=lambda delimiter: len(rows[delimiter][0]))
    return next((delimiter for delimiter in DELIMITERS if _is_even(rows[delimiter])), None)


def _is_even(rows: list[list[str]]) -> bool:
    """Whether rows look like a table: the same number of cells throughout, below short headings."""
    widths = {len(row) for row in rows}
    headings = rows[0] if rows else []
    short = all(0 < len(cell.strip()) <= _NAME_MAX and not set(cell) & set("。，！？：") for cell in headings)
    return len(rows) > 2 and len(widths) == 1 and widths.pop() > 1 and short


class _Lines:
    """Lines of a file that can be gone back to the first but one of the row at hand."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._again: deque[str] = deque()
        self._taken: list[str] = []
        self.number = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if len(self._taken) >= _CELL_LINES:
            raise csv.Error("a cell of too many lines")
        line = self._again.popleft() if self._again else next(self._lines)
        self._taken.append(line)
        return line

    def end_row(self) -> int:
        """Go on to the next row; the number of the line on which this one began."""
        began = self.number + 1
        self.number += len(self._taken)
        self._taken.clear()
        return began

    def first_again(self) -> str:
        """The first line of the row at hand; the others are read once more."""
        first = self._taken[0]
        self._again.extendleft(reversed(self._taken[1:]))
        del self._taken[1:]
        return first


def split_rows(lines: Iterable[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Rows of cells with the line on which each begins. Raises csv.Error where a single line cannot be split."""
    source = _Lines(lines)
    while True:
        reader = csv.reader(source, delimiter=delimiter, strict=True)
        try:
            for row in reader:
                yield source.end_row(), row
            return
        except csv.Error:
            first = source.first_again()
            row = next(
                csv.reader([first.rstrip("\r\n").replace("\r", " ")], delimiter=delimiter, quoting=csv.QUOTE_NONE), []
            )
            yield source.end_row(), [cell.strip('"').replace('""', '"') for cell in row]
