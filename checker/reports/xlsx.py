"""One XLSX workbook of a scan, as appraisal offices use it: summary, clerks, windows, findings to be ruled on, manners, notices.

Needs the extra `scan` (XlsxWriter); rows are written as they are read, so that memory does not grow with the findings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from checker.errors import CheckerError, Problem
from checker.masking import neutral_cell
from checker.reports.columns import titles_of
from checker.reports.gravest import Gravest, rank
from checker.reports.results import read_manifest, read_refused, read_results, whole
from checker.reports.statistics import Statistics
from checker.reports.tables import (
    FINDINGS,
    VERDICT,
    Cell,
    Column,
    Row,
    Table,
    clerk_table,
    element_table,
    finding_rows,
    point_table,
    refused_table,
    summary_tables,
    unit_table,
)

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

FILE = "report.xlsx"
LISTED = 100_000
"""Findings that the workbook lists: nobody rules on more by hand, and a sheet of millions takes half an hour to write."""
ROWS = 1_048_575
"""Rows of one sheet below its header."""
CHARACTERS = 32_767
"""What one cell holds."""
CUT = "……（太长，全文见 results.jsonl）"
VERDICTS = ["属实", "不属实", "待议"]
CREATED = datetime(2000, 1, 1)
"""Told as the workbook's date, so that the same results give the same file."""
FORMS: dict[str, dict[str, object]] = {
    "text": {"text_wrap": True},
    "line": {},
    "count": {"num_format": "0"},
    "share": {"num_format": "0.0%"},
    "score": {"num_format": "0.0"},
    "time": {"num_format": "yyyy-mm-dd hh:mm"},
}
TOP: dict[str, object] = {"valign": "top"}
HEADER = {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E8EDF4", "bottom": 1}
TITLE = {"bold": True, "font_size": 13}


def write_xlsx(out: Path) -> None:
    """Write `report.xlsx` into the folder of a scan. Raises CheckerError where its results are not whole."""
    try:
        from xlsxwriter import Workbook
    except ImportError as error:
        raise CheckerError(Problem("写 XLSX 需要另装 XlsxWriter", "请运行 pip install 'yanjian[scan]'")) from error
    statistics, gravest = Statistics(), Gravest()
    for result in read_results(out):
        statistics.add(result)
        for finding in result.report["findings"]:
            gravest.add(1, rank(finding))
    with whole(out / FILE) as unfinished, Workbook(str(unfinished), {"constant_memory": True}) as workbook:
        workbook.set_properties({"title": "服务用语检查报告", "created": CREATED})
        _write(Book(workbook), out, statistics, gravest.kept(LISTED))


def _write(book: Book, out: Path, statistics: Statistics, kept: bytearray) -> None:
    manifest = read_manifest(out)
    refused = sum(1 for _ in read_refused(out))
    book.write_blocks("汇总", summary_tables(statistics, manifest, refused, kept.count(0)))
    book.write_table(clerk_table(statistics))
    book.write_table(unit_table(statistics))
    book.write_table(Table("问题清单", FINDINGS, finding_rows(read_results(out), titles_of(manifest), kept)))
    book.write_table(point_table(statistics))
    book.write_table(element_table(statistics))
    book.write_table(refused_table(read_refused(out)))


class Book:
    """A workbook and its formats."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._forms: dict[str, Format] = {name: workbook.add_format(form | TOP) for name, form in FORMS.items()}
        self._header: Format = workbook.add_format(HEADER)
        self._title: Format = workbook.add_format(TITLE)

    def write_blocks(self, name: str, tables: Sequence[Table]) -> None:
        """Tables below each other on one sheet."""
        sheet = self._sheet(name, max((table.columns for table in tables), key=len))
        line = 0
        for table in tables:
            sheet.write_string(line, 0, table.title, self._title)
            self._write_header(sheet, line + 1, table.columns)
            line += 2
            for row in table.rows:
                self._write_row(sheet, line, table.columns, row)
                line += 1
            line += 1

    def write_table(self, table: Table) -> None:
        """One table a sheet; what does not fit goes on to further sheets."""
        for number, rows in enumerate(_portions(table.rows), start=1):
            self._write_sheet(table.title + (str(number) if number > 1 else ""), table.columns, rows)

    def _write_sheet(self, name: str, columns: Sequence[Column], rows: Iterable[Row]) -> None:
        sheet = self._sheet(name, columns)
        sheet.freeze_panes(1, 0)
        self._write_header(sheet, 0, columns)
        line = 0
        for line, row in enumerate(rows, start=1):
            self._write_row(sheet, line, columns, row)
        sheet.autofilter(0, 0, line, len(columns) - 1)
        titles = [column.title for column in columns]
        if VERDICT in titles and line:
            place = titles.index(VERDICT)
            sheet.data_validation(1, place, line, place, {"validate": "list", "source": VERDICTS})

    def _sheet(self, name: str, columns: Sequence[Column]) -> Worksheet:
        sheet: Worksheet = self._workbook.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
        return sheet

    def _write_header(self, sheet: Worksheet, line: int, columns: Sequence[Column]) -> None:
        for place, column in enumerate(columns):
            sheet.write_string(line, place, column.title, self._header)

    def _write_row(self, sheet: Worksheet, line: int, columns: Sequence[Column], row: Row) -> None:
        for place, (column, value) in enumerate(
            zip(columns, row, strict=False)
        ):  # a row may leave its last cells empty
            numeric = column.form not in ("text", "line")
            form = self._forms["text" if numeric and isinstance(value, str) else column.form]
            _write_cell(sheet, line, place, value, form)


def _write_cell(sheet: Worksheet, line: int, place: int, value: Cell, form: Format) -> None:
    """Numbers as numbers, dates as dates; text as text, whatever it begins with."""
    if value is None or value == "":
        return
    if isinstance(value, str):
        sheet.write_string(line, place, _fitting(value), form)
    elif isinstance(value, datetime):
        sheet.write_datetime(line, place, value, form)
    else:
        sheet.write_number(line, place, value, form)


def _fitting(text: str) -> str:
    """The text as a cell can hold it: no formula, no lone surrogate, not too long (in UTF-16 units)."""
    safe = neutral_cell(text).encode("utf-8", "replace").decode("utf-8")
    if 2 * len(safe) <= CHARACTERS or len(safe.encode("utf-16-le")) <= 2 * CHARACTERS:
        return safe
    return safe[: CHARACTERS // 2] + CUT


def _portions(rows: Iterable[Row]) -> Iterator[Iterator[Row]]:
    """Rows in portions that fit a sheet, at least one; each must be used up before the next."""
    rest = iter(rows)
    yield islice(rest, ROWS)
    for first in rest:
        yield chain([first], islice(rest, ROWS - 1))
