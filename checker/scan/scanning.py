"""What a worker does: a task's units are read, checked and written into a part."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from pathlib import Path

from checker.engine import Checker
from checker.errors import Problem
from checker.scan.checking import Numbered, checked
from checker.scan.known import Known
from checker.scan.lines import LineWriter
from checker.scan.marks import Marks
from checker.scan.parts import Part, PartWriter
from checker.scan.plan import Task
from checker.scan.settings import Settings
from checker.sources import Record, Unit, UnitReader

Tell = Callable[[int], None]
"""Told the number of each unit of a task before it is read."""


class Scanner:
    """Does tasks, one after the other. Raises CheckerError where the settings are not usable."""

    def __init__(self, settings: Settings, parts: Path) -> None:
        self._settings = settings
        self._parts = parts
        self._checker = Checker(settings.folders)
        self._checker.profile(settings.profile)
        self._reader = UnitReader(settings.mapping)
        self._writer = LineWriter(settings)
        self._known = (
            Known(settings, Marks.of(settings), self._checker) if settings.baseline or settings.known else None
        )

    def do(self, task: Task, tell: Tell, *, singly: bool = False, without: Container[int] = ()) -> None:
        """Make the task's part. `singly` finishes each unit before the next is begun; units `without` are refused."""
        with PartWriter(Part(self._parts, task.number), self._writer) as part:
            for numbers in [[number] for number in range(len(task.units))] if singly else [range(len(task.units))]:
                records = self._records(task, numbers, tell, without)
                for outcomes in checked(records, self._checker, self._settings):
                    part.add(self._known.applied(outcomes) if self._known else outcomes)
            part.commit()

    def _records(self, task: Task, numbers: Iterable[int], tell: Tell, without: Container[int]) -> Iterator[Numbered]:
        for number in numbers:
            tell(number)
            unit = task.units[number]
            records = [_quarantined(unit)] if number in without else _read(unit, self._reader)
            yield from ((number, record) for record in records)


def _read(unit: Unit, reader: UnitReader) -> Iterator[Record]:
    """The records of a unit; readers refuse what they cannot read, and a fault of theirs refuses the rest of the unit."""
    try:
        yield from reader.read(unit)
    except Exception:  # it must not end the scan of all the other files
        yield _refused(unit, "读取时程序出错，这一部分没有检查", "请把文件发给开发者")


def _quarantined(unit: Unit) -> Record:
    return _refused(unit, "两次使检查进程异常退出，已跳过", "文件可能有意损坏，或内存不足；请单独检查它")


def _refused(unit: Unit, message: str, advice: str) -> Record:
    name = str(unit.path)
    return Record(name, unit.line, None, (Problem(message, advice, name, unit.line),))
