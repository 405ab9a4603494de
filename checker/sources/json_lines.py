"""JSON Lines, a part of a file at a time: lines of bytes go straight to the parser."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import IO, Any

import orjson

from checker.errors import Problem
from checker.sources.decoding import decode, decode_line, legacy_encoding, wide_encoding
from checker.sources.json_values import records_of, value_of_line
from checker.sources.record import Record, refused
from checker.sources.source import LINE_MAX, MIB, Source


def read_lines(
    source: Source, mapping: Mapping[str, str] | None, *, start: int = 0, end: int | None = None, line: int = 1
) -> Iterator[Record]:
    """The records of the lines that begin in a range of bytes; `line` is the number of its first line."""
    head = source.head()
    if wide_encoding(head):
        text = decode(source.whole())
        values = _parsed(enumerate(text.encode("utf-8", "surrogatepass").split(b"\n"), start=1), source.name, None)
    else:
        values = _parsed(_lines(source, start, end, line), source.name, legacy_encoding(head))
    yield from records_of(values, source, mapping)


def _lines(source: Source, start: int, end: int | None, number: int) -> Iterator[tuple[int, bytes | None]]:
    """Numbered lines of bytes; None for one that is too long."""
    handle = source.handle
    handle.seek(start)
    stop = source.size if end is None else end
    for line in iter(partial(handle.readline, LINE_MAX), b""):
        start += len(line)
        if len(line) < LINE_MAX or line.endswith(b"\n"):
            yield number, line
        else:
            start += _skip_line(handle)
            yield number, None
        number += 1
        if start >= stop:
            return


def _skip_line(handle: IO[bytes]) -> int:
    """Go on to the end of a line; how many bytes that were."""
    skipped = 0
    for part in iter(partial(handle.readline, LINE_MAX), b""):
        skipped += len(part)
        if part.endswith(b"\n"):
            break
    return skipped


def _parsed(lines: Iterable[tuple[int, bytes | None]], name: str, legacy: str | None) -> Iterator[tuple[int, Any]]:
    """Each line's value with its number, or the record that it is none; blank lines are left out."""
    for number, line in lines:
        if line is None:
            yield number, refused(name, number, Problem(f"这一行超过 {LINE_MAX // MIB} MB", "请检查换行是否丢失"))
            continue
        try:
            yield number, orjson.loads(line)
        except orjson.JSONDecodeError:
            if line and not line.isspace():
                yield number, value_of_line(decode_line(line, legacy).lstrip("\ufeff"), name, number)
