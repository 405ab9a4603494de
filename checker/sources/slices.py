"""Tables and mailboxes cannot be entered in their middle: a slice of one is told by the lines on which its records begin."""

from __future__ import annotations

import math
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from checker.sources.archives import checked_members
from checker.sources.reading import read_path
from checker.sources.record import Record
from checker.sources.source import MIB, Source
from checker.sources.spreadsheet import SHEETS

_ROW = b"<row"


def _newlines(source: Source) -> int:
    source.handle.seek(0)
    return sum(piece.count(b"\n") for piece in iter(lambda: source.handle.read(MIB), b""))


def _sheet_rows(source: Source) -> int:
    with zipfile.ZipFile(source.handle) as archive:
        names = [info.filename for info in checked_members(archive, source) if info.filename.startswith(SHEETS)]
        return sum(_rows_of(archive, name) for name in names)


def _rows_of(archive: zipfile.ZipFile, name: str) -> int:
    with archive.open(name) as sheet:
        return sum(piece.count(_ROW) for piece in iter(lambda: sheet.read(MIB), b""))


def _table_rows(source: Source) -> int:
    from pyarrow.parquet import read_metadata

    source.handle.seek(0)
    return int(read_metadata(source.handle).num_rows)


LINES: dict[str, Callable[[Source], int]] = {
    "delimited": _newlines,
    "json lines": _newlines,
    "mbox": _newlines,
    "xlsx": _sheet_rows,
    "parquet": _table_rows,
}
"""About how many lines content of each format has that is read in slices."""


class SliceReader:
    """Reads slices of files; ascending ones of one file in one go, as a worker of a scan gets them."""

    def __init__(self, mapping: Mapping[str, str] | None) -> None:
        self._mapping = mapping
        self._path: Path | None = None
        self._reached = 0.0
        self._records: Iterator[Record] = iter(())
        self._record: Record | None = None
        self._line = 0.0

    def read(self, path: Path, first: int, end: int | None) -> Iterator[Record]:
        """The records that begin on the lines from `first` to before `end`, or to the end of the file."""
        here = path == self._path and first >= self._reached
        self._path = None  # until the slice is read to its end
        if not here:
            self._records, self._line = read_path(path, self._mapping), 0
            self._advance()
        reached = math.inf if end is None else end
        while self._record and self._line < reached:
            if self._line >= first:
                yield self._record
            self._advance()
        self._path, self._reached = path, reached

    def _advance(self) -> None:
        """Go on to the next record. Lines that begin anew, on a second sheet, count as the last one before."""
        self._record = next(self._records, None)
        if self._record:
            self._line = max(self._line, self._record.line)
