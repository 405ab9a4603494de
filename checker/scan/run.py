"""A scan from beginning to end: plan or resume, check with workers, put together, report."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from checker.errors import CheckerError, Problem
from checker.scan.folder import Folder, write_whole
from checker.scan.inputs import files_of
from checker.scan.merging import Merger
from checker.scan.plan import Plan, Task
from checker.scan.pool import Pool
from checker.scan.reporting import write_reports
from checker.scan.scanning import Scanner
from checker.scan.settings import Settings
from checker.scan.worker import unwritable

SMALL = 1 << 20
"""Less input than this is checked sooner than processes are started."""


@dataclass
class Progress:
    """How far a scan is: bytes of input in all, of earlier runs, and done by now; conversations and turns checked."""

    total: int
    earlier: int
    done: int
    read: int
    turns: int


@dataclass(frozen=True, slots=True)
class Summary:
    """How a scan ended. `complete` is false where Ctrl-C ended it; `notes` tell of reports that could not be written."""

    read: int
    refused: int
    faulty: int
    complete: bool
    notes: tuple[Problem, ...] = ()

    @classmethod
    def of(cls, folder: Folder, notes: Sequence[Problem] = ()) -> Summary:
        """The summary of what stands in the folder."""
        manifest = json.loads(folder.manifest.read_bytes())
        records = manifest["counts"]["records"]
        complete = manifest["state"] == "complete"
        return cls(records["read"], records["refused"], records["faulty"], complete, tuple(notes))


Tell = Callable[[Progress], None]


def scan(
    inputs: Sequence[Path], out: Path, settings: Settings, *, workers: int = 1, fresh: bool = False, tell: Tell
) -> Summary:
    """Check all files into the folder `out`, going on where an earlier run of the same scan was stopped.

    Raises CheckerError where the earlier scan was another one (unless `fresh`), where another process writes there, or
    where nothing can be written. Ctrl-C ends it with a report on what there is.
    """
    folder = Folder(out)
    try:
        with folder.locked():
            _check_into(folder, inputs, settings, workers=workers, fresh=fresh, tell=tell)
            return Summary.of(folder, write_reports(out))
    except OSError as error:
        raise CheckerError(unwritable(error)) from error


def scan_to_file(
    inputs: Sequence[Path],
    out: Path,
    settings: Settings,
    *,
    workers: int = 1,
    tell: Tell,
    complain: Callable[[Problem], None],
) -> Summary:
    """Check all files into one file of reports, one a line, in input order; it cannot be resumed. Raises CheckerError."""
    files = files_of(inputs, without=out)
    try:
        with tempfile.TemporaryDirectory(prefix=f".{out.name}.", dir=out.parent) as name:
            folder = Folder(Path(name))
            _check_into(folder, files, replace(settings, bare=True), workers=workers, fresh=False, tell=tell)
            for problem in problems_in(folder.path):
                complain(problem)
            folder.results.replace(out)
            return Summary.of(folder)
    except OSError as error:
        raise CheckerError(unwritable(error)) from error


def problems_in(out: Path) -> Iterator[Problem]:
    """What could not be read, by the folder's refused.jsonl."""
    with Folder(out).refused.open("rb") as file:
        for line in file:
            yield Problem(**json.loads(line))


def _check_into(
    folder: Folder, inputs: Sequence[Path], settings: Settings, *, workers: int, fresh: bool, tell: Tell
) -> None:
    """Check all that is not checked yet; the manifest tells how far it went."""
    plan = _planned(folder, inputs, settings, fresh=fresh)
    if folder.complete:
        folder.remove_parts()
        return
    merger = Merger(folder, plan)
    merger.restore()
    try:
        merger.merge()
        _check(plan, merger, workers, tell)
        merger.finish()
    except KeyboardInterrupt:
        merger = Merger(folder, plan)  # it may have come amid writing: back to what is recorded
        merger.restore()
        merger.merge()


def _planned(folder: Folder, inputs: Sequence[Path], settings: Settings, *, fresh: bool) -> Plan:
    """The plan of the folder; a new one where nothing was begun. Raises CheckerError where another scan was."""
    if fresh:
        folder.clear()
    plan = Plan.of(inputs, files_of(inputs, without=folder.path), settings)
    if not folder.begun:
        plan = plan.with_tasks()
        write_whole(folder.plan, plan.dump())
        return plan
    changes = _changes(folder, plan)
    if changes:
        message = f"这里有另一次检查的结果：{'；'.join(changes)}"
        raise CheckerError(Problem(message, "换一个输出文件夹，或用 --fresh 重新检查", str(folder.path)))
    return Plan.load(folder.plan)


def _changes(folder: Folder, plan: Plan) -> list[str]:
    try:
        return list(Plan.load(folder.plan).changes(plan))
    except (OSError, ValueError):
        return ["计划已损坏"]


def _check(plan: Plan, merger: Merger, workers: int, tell: Tell) -> None:
    """Do the tasks that are not done, in this process or in several."""
    todo = [task for task in plan.tasks if not merger.done(task.number)]
    meter = _Meter(plan, todo, merger, tell)
    if not todo:
        return
    if workers == 1 or sum(map(_size, todo)) < SMALL:
        _check_here(plan.settings, todo, merger, meter)
        return
    pool = Pool(min(workers, len(todo)), plan.settings, merger.parts)
    try:
        pool.run(todo, meter.seen)
    except BaseException:
        pool.close(at_once=True)
        raise
    pool.close()


def _check_here(settings: Settings, todo: Sequence[Task], merger: Merger, meter: _Meter) -> None:
    scanner = Scanner(settings, merger.parts)
    for task in todo:
        scanner.do(task, partial(meter.seen, task))
        meter.seen(task, None)


class _Meter:
    """Merges what is done, and tells how far the scan is."""

    def __init__(self, plan: Plan, todo: Sequence[Task], merger: Merger, tell: Tell) -> None:
        self._total = sum(map(_size, plan.tasks))
        self._earlier = self._done = self._total - sum(map(_size, todo))
        self._begun: dict[int, int] = {}
        self._merger = merger
        self._tell = tell
        self._report()

    def seen(self, task: Task, unit: int | None) -> None:
        """A unit was begun, or (None) the task is done."""
        if unit is None:
            self._begun.pop(task.number, None)
            self._done += _size(task)
            self._merger.merge()
        else:
            self._begun[task.number] = sum(task.sizes[:unit])
        self._report()

    def _report(self) -> None:
        totals = self._merger.totals
        done = self._done + sum(self._begun.values())
        self._tell(Progress(self._total, self._earlier, done, totals.read, totals.turns))


def _size(task: Task) -> int:
    return sum(task.sizes)
