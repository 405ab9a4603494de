"""The plan of a scan: its files, cut into tasks for the workers. It is kept, so that a resume does the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from checker.scan.settings import Settings
from checker.sources import Unit, units_of

TASK_BYTES = 1 << 19
"""About how much input is done at once: what is lost when a scan is killed, so a few seconds of work."""
TASK_UNITS = 500
TASKS_MAX = 20_000
"""Of a very large input the tasks are larger, so that the plan stays small."""


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file as it was when the scan was planned: size in bytes, time of its last change in nanoseconds."""

    path: str
    size: int
    changed: int

    @classmethod
    def of(cls, path: Path) -> InputFile:
        """The file as it is; one that is not there has no size, and is refused when it is read."""
        try:
            status = path.stat()
        except (OSError, ValueError):
            return cls(str(path), 0, 0)
        return cls(str(path), status.st_size, status.st_mtime_ns)


@dataclass(frozen=True, slots=True)
class Task:
    """Consecutive units, done by one worker in one go. `sizes` are their bytes on disk, roughly."""

    number: int
    units: tuple[Unit, ...]
    sizes: tuple[int, ...]

    @classmethod
    def from_dict(cls, value: dict[str, Any]) -> Task:
        """The task that `as_dict` gave."""
        return cls(value["number"], tuple(map(_unit, value["units"])), tuple(value["sizes"]))

    def as_dict(self) -> dict[str, Any]:
        """The task as plain values."""
        units = [{**asdict(unit), "path": str(unit.path)} for unit in self.units]
        return {"number": self.number, "units": units, "sizes": list(self.sizes)}


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that decides the results."""

    version: str
    inputs: tuple[str, ...]
    settings: Settings
    lexicon: str
    files: tuple[InputFile, ...]
    tasks: tuple[Task, ...]

    @classmethod
    def of(cls, inputs: Sequence[Path], files: Sequence[Path], settings: Settings) -> Plan:
        """What is to be scanned, not yet cut into tasks."""
        known = tuple(map(InputFile.of, files))
        return cls(version("yanjian"), tuple(map(str, inputs)), settings, settings.lexicon_hash(), known, ())

    def with_tasks(self) -> Plan:
        """The plan with its files cut into tasks."""
        return replace(self, tasks=tuple(_tasks(self.files)))

    @classmethod
    def load(cls, path: Path) -> Plan:
        """The plan that was saved. Raises ValueError for a damaged one."""
        try:
            value = json.loads(path.read_bytes())
            return cls(
                value["version"],
                tuple(value["inputs"]),
                Settings.from_dict(value["settings"]),
                value["lexicon"],
                tuple(InputFile(*file) for file in value["files"]),
                tuple(map(Task.from_dict, value["tasks"])),
            )
        except (KeyError, TypeError) as error:
            raise ValueError(str(error)) from error

    def dump(self) -> bytes:
        """The plan as JSON; paths that are no UTF-8 survive."""
        value = {
            "version": self.version,
            "inputs": self.inputs,
            "settings": self.settings.as_dict(),
            "lexicon": self.lexicon,
            "files": [[file.path, file.size, file.changed] for file in self.files],
            "tasks": [task.as_dict() for task in self.tasks],
        }
        return json.dumps(value).encode()

    @property
    def digest(self) -> str:
        """16 hexadecimal digits by which work of this plan is told from that of another."""
        return hashlib.sha256(self.dump()).hexdigest()[:16]

    def changes(self, now: Plan) -> Iterator[str]:
        """What is not as it was, in words for the user; `now` is what the command asks for today."""
        if self.version != now.version:
            yield f"程序版本不同（{self.version} → {now.version}）"
        if self.settings != now.settings:
            yield "选项不同（标准、渠道、列名、词库或遮盖）"
        if self.lexicon != now.lexicon:
            yield "词库或识别模型改过"
        before, after = ({file.path: file for file in plan.files} for plan in (self, now))
        changed = [path for path in before.keys() | after.keys() if before.get(path) != after.get(path)]
        if changed:
            yield f"{len(changed)} 个输入文件增减或改动过，如 {min(changed)}"


def _tasks(files: Sequence[InputFile]) -> Iterator[Task]:
    """Units of consecutive files together, up to a limit of bytes and of units."""
    limit = max(TASK_BYTES, sum(file.size for file in files) // TASKS_MAX)
    number = 0
    units: list[Unit] = []
    sizes: list[int] = []
    for unit, size in _units(files, limit):
        if units and (sum(sizes) + size > limit or len(units) >= TASK_UNITS):
            yield Task(number, tuple(units), tuple(sizes))
            number, units, sizes = number + 1, [], []
        units.append(unit)
        sizes.append(size)
    if units:
        yield Task(number, tuple(units), tuple(sizes))


def _units(files: Iterable[InputFile], block: int) -> Iterator[tuple[Unit, int]]:
    for file in files:
        units = units_of(Path(file.path), block=block)
        for unit in units:
            whole = file.size // len(units)
            yield unit, unit.end - unit.start if unit.end is not None and not unit.member else whole


def _unit(value: dict[str, Any]) -> Unit:
    lines = tuple(value["lines"]) if value["lines"] else None
    return Unit(**{**value, "path": Path(value["path"]), "member": tuple(value["member"]), "lines": lines})
