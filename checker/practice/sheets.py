"""A class as a workbook: trainees, the heat map, assignments, and every answer with what it met and missed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from checker.errors import CheckerError, Problem
from checker.masking import neutral_cell
from checker.practice.overview import Cell, Overview, Progress, Standing, situation_title
from checker.store.practice.tables import Answer, Attempt, Trainee

if TYPE_CHECKING:
    from openpyxl import Workbook

Row = Sequence[object]
STANDINGS: dict[Standing, str] = {"none": "未练", "weak": "薄弱", "fair": "一般", "good": "熟练"}
PROGRESS: dict[Progress, str] = {"done": "按时完成", "late": "逾期", "begun": "进行中", "open": "未开始"}
OUTCOMES = {"met": "做到", "missed": "没有做到", "fault": "不妥"}
COLOURS: dict[Standing, str] = {"none": "FFFFFF", "weak": "F8CBAD", "fair": "FFE699", "good": "C6E0B4"}
CELL_MAX = 32_767
"""The longest text of a cell."""


def workbook(session: Session, seen: Overview) -> bytes:
    """The workbook of a class. Times are the office's; cells that begin like formulas are neutralised.

    Raises CheckerError where openpyxl is not installed.
    """
    try:
        from openpyxl import Workbook
    except ImportError as error:
        raise CheckerError(Problem("缺少 openpyxl", "请先运行 pip install 'yanjian[practice]'")) from error
    book = Workbook()
    book.remove(book.worksheets[0])
    _fill(book, "学员", ("姓名", "完成次数", "达标次数", "练过的场景", "平均分", "最近一次"), _trainees(seen))
    _heat(book, seen)
    _fill(book, "作业", ("作业", "截止日期", "姓名", "达标场景", "全部场景", "状态"), _assignments(seen))
    _fill(
        book,
        "练习记录",
        ("编号", "姓名", "场景", "情形", "开始", "完成", "得分", "达标", "要求"),
        _attempts(session, seen.id),
    )
    _fill(book, "回答", ("练习编号", "姓名", "场景", "第几次回答", "回答原文", "时间"), _answers(session, seen.id))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _fill(book: Workbook, title: str, head: Row, rows: Iterable[Row]) -> Any:  # noqa: ANN401  (openpyxl's sheet)
    from openpyxl.styles import Alignment, Font

    sheet = book.create_sheet(title)
    sheet.append(list(head))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in rows:
        sheet.append([_cell(value) for value in row])
    for column in sheet.iter_cols(min_row=1):
        longest = max(len(str(cell.value or "")) for cell in column)
        sheet.column_dimensions[column[0].column_letter].width = min(60, 2 * longest + 2)
    for cells in sheet.iter_rows(min_row=2):
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    return sheet


def _cell(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone().replace(tzinfo=None, microsecond=0)
    return neutral_cell(_printable(value)[:CELL_MAX]) if isinstance(value, str) else value


def _printable(text: str) -> str:
    """The text without the control characters that a workbook cannot hold."""
    return "".join(letter for letter in text if letter >= " " or letter in "\t\n\r")


def _trainees(seen: Overview) -> Iterator[Row]:
    for each in seen.trainees:
        yield each.name, each.finished, each.passed, each.scenarios, each.score, each.last


def _heat(book: Workbook, seen: Overview) -> None:
    """Situations by trainees: number and word in every cell, and a colour besides."""
    from openpyxl.styles import PatternFill

    names = [each.name for each in seen.trainees]
    rows = [(row.title, *map(_standing, row.cells), _standing(row.whole)) for row in seen.heat]
    sheet = _fill(book, "热力图", ("情形", *(_cell(name) for name in names), "全班"), rows)
    for place, row in enumerate(seen.heat, start=2):
        for column, cell in enumerate((*row.cells, row.whole), start=2):
            colour = COLOURS[cell.standing]
            sheet.cell(place, column).fill = PatternFill("solid", start_color=colour, end_color=colour)


def _standing(cell: Cell) -> str:
    return (
        STANDINGS[cell.standing]
        if cell.score is None
        else f"{cell.score} {STANDINGS[cell.standing]}（{cell.finished} 次）"
    )


def _assignments(seen: Overview) -> Iterator[Row]:
    for each in seen.assignments:
        for status in each.statuses:
            yield each.title, each.due, status.name, status.passed, len(each.scenarios), PROGRESS[status.progress]


def _attempts(session: Session, class_id: int) -> Iterator[Row]:
    query = select(Attempt, Trainee.name).join(Trainee).where(Trainee.class_id == class_id).order_by(Attempt.id)
    for attempt, name in session.execute(query):
        passed = {True: "是", False: "否", None: ""}[attempt.passed]
        situation = situation_title(attempt.situation)
        yield (
            attempt.id, name, attempt.title, situation, attempt.started, attempt.finished, attempt.score, passed,
            _requirements(attempt),
        )  # fmt: skip


def _requirements(attempt: Attempt) -> str:
    """One line a requirement: the outcome, and the words that decided it."""
    items = attempt.result["rubric"]["items"] if attempt.result else []
    return "\n".join(_requirement(item) for item in items)


def _requirement(item: dict[str, Any]) -> str:
    words = "、".join(f"“{each['text']}”" for each in item["evidence"])
    return f"{OUTCOMES[item['outcome']]}：{item['requirement']['title']}{words}"


def _answers(session: Session, class_id: int) -> Iterator[Row]:
    query = select(Answer, Attempt, Trainee.name).select_from(Answer).join(Attempt).join(Trainee)
    mine = query.where(Trainee.class_id == class_id).order_by(Attempt.id, Answer.number)
    for answer, attempt, name in session.execute(mine):
        yield attempt.id, name, attempt.title, answer.number + 1, answer.text, answer.given
