"""Files of unknown format: the format is detected, then read. Every record comes back, read or refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from checker.errors import Problem, SourceError
from checker.sources.archives import gzip_member, zip_members
from checker.sources.asr import timed_lines
from checker.sources.decoding import decode
from checker.sources.delimited import delimiter_of, read_delimited, table_records
from checker.sources.detection import detect
from checker.sources.dialogue import dialogue_from
from checker.sources.document import read_document
from checker.sources.html_text import html_to_text
from checker.sources.json_lines import read_lines
from checker.sources.json_values import read_json, record_from
from checker.sources.mail import read_mailbox, read_message
from checker.sources.parquet import read_parquet
from checker.sources.record import Record, refused
from checker.sources.source import DEPTH_MAX, TEXT_MAX, Source, in_memory, opened
from checker.sources.spreadsheet import read_spreadsheet
from checker.sources.subtitles import read_subtitles

Reader = Callable[[Source, Mapping[str, str] | None], Iterator[Record]]


def read_text(source: Source, mapping: Mapping[str, str] | None) -> Iterator[Record]:
    """The one dialogue or draft of a plain text."""
    text = decode(source.whole(TEXT_MAX))
    timed = timed_lines(text)
    if timed:
        yield record_from(timed, source.name, 1, default_id=source.stem)
    else:
        yield Record(source.name, 1, dialogue_from(text, name=source.stem))


def read_html(source: Source, mapping: Mapping[str, str] | None) -> Iterator[Record]:
    """The records of a page: of its table, as systems export it under the name of Excel, or its one dialogue or draft."""
    text = html_to_text(decode(source.whole(TEXT_MAX)))
    if not text:
        raise SourceError(Problem("网页里没有文字", "请检查导出是否完整"))
    if delimiter_of(text, mapping) == "\t":
        yield from table_records(text.splitlines(keepends=True), "\t", source, mapping)
    else:
        yield Record(source.name, 1, dialogue_from(text, name=source.stem))


READERS: dict[str, Reader] = {
    "text": read_text,
    "html": read_html,
    "json": read_json,
    "json lines": read_lines,
    "delimited": read_delimited,
    "xlsx": read_spreadsheet,
    "parquet": read_parquet,
    "subtitles": read_subtitles,
    "docx": read_document,
    "eml": read_message,
    "mbox": read_mailbox,
}
"""The reader of each format that holds conversations, by the names that `detect` gives."""

CONTAINERS: dict[str, Callable[[Source], Iterator[Source | Record]]] = {"zip": zip_members, "gzip": gzip_member}
"""What gives the content of each format that holds files."""


def read_path(path: Path, mapping: Mapping[str, str] | None = None) -> Iterator[Record]:
    """All records of a file."""
    try:
        with opened(path) as source:
            yield from read_source(source, mapping)
    except SourceError as error:
        yield refused(str(path), 1, error)


def read_bytes(data: bytes, name: str, mapping: Mapping[str, str] | None = None) -> Iterator[Record]:
    """All records of a file's bytes; `name` is shown in problems and gives a record without an id its own."""
    yield from read_source(in_memory(data, name), mapping)


def read_source(source: Source, mapping: Mapping[str, str] | None = None) -> Iterator[Record]:
    """All records of content, one at least."""
    yield from accounted(_records(source, mapping), source.name)


def read_members(source: Source, names: Sequence[str], mapping: Mapping[str, str] | None = None) -> Iterator[Record]:
    """All records of the members of a ZIP archive that are named, one at least."""
    yield from accounted(_each(zip_members(source, names), source, mapping), source.name)


def accounted(records: Iterator[Record], name: str) -> Iterator[Record]:
    """The records; where reading breaks off or gives none, one more that says why."""
    line = 0
    try:
        for record in records:
            line = record.line
            yield record
        if not line:
            yield refused(name, 1, Problem("没有读到内容", "请检查导出是否成功"))
    except SourceError as error:
        yield refused(name, line + 1, error)
    except Exception as error:  # parsers of foreign formats raise whatever their parts raise
        problem = Problem(f"文件坏了，从这里起读不了（{type(error).__name__}）", "请重新导出或另存")
        yield refused(name, line + 1, problem)


def _records(source: Source, mapping: Mapping[str, str] | None) -> Iterator[Record]:
    form = detect(source, mapping)
    if form in CONTAINERS:
        yield from _each(CONTAINERS[form](source), source, mapping)
    else:
        yield from READERS[form](source, mapping)


def _each(members: Iterator[Source | Record], source: Source, mapping: Mapping[str, str] | None) -> Iterator[Record]:
    if source.depth >= DEPTH_MAX:
        raise SourceError(Problem(f"压缩包套了 {DEPTH_MAX} 层以上", "请先解压"))
    for member in members:
        if isinstance(member, Record):
            yield member
        else:
            yield from read_source(member, mapping)
