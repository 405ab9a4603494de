"""XLSX: every sheet is a table of its own; rows are streamed."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from checker.errors import Problem, SourceError
from checker.sources.archives import checked_members
from checker.sources.grouping import conversations
from checker.sources.optional import needs
from checker.sources.record import Record, refused
from checker.sources.source import WHOLE_MAX, Source, check_size
from checker.sources.table import COLUMNS_MAX, rows_by_heading

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_RETURN = "_x000D_"
"""How Excel writes the carriage return of a line end within a cell."""
_BATCH = 200
SHEETS = "xl/worksheets/"
"""Where the sheets lie within the file."""
ROWS_MAX = 1_048_576
"""The rows of a sheet, by Excel's own limit."""


def read_spreadsheet(source: Source, mapping: Mapping[str, str] | None) -> Iterator[Record]:
    """The records of all sheets that hold cells; a sheet whose columns are not understood is refused by its name."""
    with needs("openpyxl", "读 Excel"):
        import openpyxl
    _check_parts(source)
    with warnings.catch_warnings(action="ignore", category=UserWarning):
        book = openpyxl.load_workbook(source.handle, read_only=True, data_only=True, keep_links=False)
    try:
        for sheet in book.worksheets:
            alone = len(book.worksheets) == 1
            name, stem = (source.name, source.stem) if alone else (f"{source.name}/{sheet.title}", sheet.title)
            yield from _sheet_records(sheet, name, stem, mapping)
    finally:
        book.close()


def _check_parts(source: Source) -> None:
    """Raises SourceError where a part is too large; only sheets are streamed."""
    with zipfile.ZipFile(source.handle) as archive:
        for info in checked_members(archive, source):
            if not info.filename.startswith(SHEETS):
                check_size(info.file_size, WHOLE_MAX, "请拆成几个文件，或另存为 CSV")


def _sheet_records(sheet: Worksheet, name: str, stem: str, mapping: Mapping[str, str] | None) -> Iterator[Record]:
    rows = _rows(sheet)
    first = next(rows, None)
    if first is None:
        return
    try:
        yield from conversations(rows_by_heading(chain([first], rows), mapping), name, stem, mapping)
    except SourceError as error:
        yield refused(name, first[0], error)


def _rows(sheet: Worksheet) -> Iterator[tuple[int, Sequence[Any]]]:
    """The rows that hold a cell, with one empty row for each gap. The size that a sheet claims is not believed."""
    sheet.reset_dimensions()  # type: ignore[attr-defined]  # sheets opened for reading alone have it
    last = 0
    blank: Sequence[Any] = ()
    for number, row in enumerate(_quietly(sheet.iter_rows(values_only=True)), start=1):
        if number > ROWS_MAX:
            raise SourceError(Problem("行号超出 Excel 的范围", "请用 Excel 重新另存为 .xlsx"))
        if row is blank or row.count(None) == len(row):
            blank = row  # the same object for each of the rows that a file leaves out, up to a million
            continue
        if last and number > last + 1:
            yield number - 1, ()
        last = number
        yield number, [cell.replace(_RETURN, "") if isinstance(cell, str) else cell for cell in row[:COLUMNS_MAX]]


def _quietly(rows: Iterator[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    """The rows without openpyxl's warnings of what it passes over (validations, dates out of range)."""
    while True:
        with warnings.catch_warnings(action="ignore", category=UserWarning):
            batch = list(islice(rows, _BATCH))
        if not batch:
            return
        yield from batch
