"""The parts of a file that can be read alone, so that several processes share one large file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import orjson

from checker.errors import SourceError
from checker.sources.archives import member_names
from checker.sources.decoding import wide_encoding
from checker.sources.detection import detect
from checker.sources.json_lines import read_lines
from checker.sources.json_values import is_turn_row
from checker.sources.reading import accounted, read_members, read_source
from checker.sources.record import Record, refused
from checker.sources.slices import LINES, SliceReader
from checker.sources.source import MIB, Source, opened

BLOCK = 8 * MIB
ZIP_UNITS = 64
"""An archive is cut into so many parts at most: each lists the whole archive once more."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A file, some members of an archive, the lines of a file that begin in a range of bytes, or a slice of a table.

    `member` names the members, none for the whole file; `end` None stands for the end of the file; `line` is the number
    of the line at `start`. `lines` are those on which the records of a slice begin, the end exclusive.
    """

    path: Path
    member: tuple[str, ...] = ()
    start: int = 0
    end: int | None = None
    line: int = 1
    lines: tuple[int, int | None] | None = None


def units_of(path: Path, *, block: int = BLOCK) -> list[Unit]:
    """The units of a file in order, each of about `block` bytes where the format can be cut.

    Raises nothing: content that cannot be read is one unit, whose reading says why.
    """
    try:
        with opened(path) as source:
            if source.size <= block and not source.head().startswith(b"PK"):
                return [Unit(path)]
            form = detect(source)
            if form == "zip":
                return list(_members(source, path, block))
            if form == "json lines" and _may_be_cut(source):
                return list(_ranges(source, path, block))
            if form in LINES and source.size > block:
                return list(_slices(path, max(1, LINES[form](source) * block // source.size), source.size // block))
        return [Unit(path)]
    except Exception:  # reading the unit tells the reason
        return [Unit(path)]


class UnitReader:
    """Reads units; it keeps its place in a file that it reads slice by slice."""

    def __init__(self, mapping: Mapping[str, str] | None = None) -> None:
        self._mapping = mapping
        self._slices = SliceReader(mapping)

    def read(self, unit: Unit) -> Iterator[Record]:
        """The records of a unit; one at least, but for a slice. Raises nothing for content."""
        if unit.lines:
            yield from self._slices.read(unit.path, *unit.lines)
            return
        try:
            with opened(unit.path) as source:
                yield from self._read(unit, source)
        except SourceError as error:
            yield refused(str(unit.path), 1, error)

    def _read(self, unit: Unit, source: Source) -> Iterator[Record]:
        if unit.member:
            return read_members(source, unit.member, self._mapping)
        if unit.end is None:
            return read_source(source, self._mapping)
        lines = read_lines(source, self._mapping, start=unit.start, end=unit.end, line=unit.line)
        return accounted(lines, source.name)


def _slices(path: Path, lines: int, count: int) -> Iterator[Unit]:
    """Slices of so many lines each; the last goes on to the end, wherever that is."""
    for number in range(count):
        first = 1 + number * lines
        yield Unit(path, line=first, lines=(first, first + lines if number < count - 1 else None))


def _members(source: Source, path: Path, block: int) -> Iterator[Unit]:
    """Runs of members that are small, each larger one by itself."""
    members = member_names(source)
    block = max(block, sum(size for _, size in members) // ZIP_UNITS)
    names: list[str] = []
    total = 0
    for name, size in members:
        if names and total + size > block:
            yield Unit(path, tuple(names))
            names, total = [], 0
        names.append(name)
        total += size
    yield Unit(path, tuple(names))


def _may_be_cut(source: Source) -> bool:
    """Whether each line is a record of its own: no UTF-16, and no rows that go on with a conversation."""
    head = source.head()
    if wide_encoding(head):
        return False
    line = head.lstrip(b"\xef\xbb\xbf").partition(b"\n")[0]
    try:
        return not is_turn_row(orjson.loads(line))
    except orjson.JSONDecodeError:
        return True


def _ranges(source: Source, path: Path, block: int) -> Iterator[Unit]:
    """Ranges of bytes that end at line ends; blank lines go with those behind them."""
    handle = source.handle
    handle.seek(0)
    start = end = 0
    line = behind = 1
    told = False
    while data := handle.read(block):
        while True:
            told = told or not data.isspace()
            behind += data.count(b"\n")
            end += len(data)
            if data.endswith(b"\n") or not (data := handle.readline(block)):
                break
        if told:
            yield Unit(path, start=start, end=end, line=line)
            start, line, told = end, behind, False
