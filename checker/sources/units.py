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
from checker.sources.source import MIB, Source, opened

BLOCK = 8 * MIB
ZIP_UNITS = 64
"""An archive is cut into so many parts at most: each lists the whole archive once more."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A file, some members of an archive, or the lines of a file that begin in a range of bytes.

    `member` names the members, none for the whole file; `end` None stands for the end of the file; `line` is the number
    of the line at `start`.
    """

    path: Path
    member: tuple[str, ...] = ()
    start: int = 0
    end: int | None = None
    line: int = 1


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
        return [Unit(path)]
    except Exception:  # reading the unit tells the reason
        return [Unit(path)]


def read_unit(unit: Unit, mapping: Mapping[str, str] | None = None) -> Iterator[Record]:
    """The records of a unit, one at least. Raises nothing for content."""
    try:
        with opened(unit.path) as source:
            if unit.member:
                yield from read_members(source, unit.member, mapping)
            elif unit.end is None:
                yield from read_source(source, mapping)
            else:
                lines = read_lines(source, mapping, start=unit.start, end=unit.end, line=unit.line)
                yield from accounted(lines, source.name)
    except SourceError as error:
        yield refused(str(unit.path), 1, error)


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
