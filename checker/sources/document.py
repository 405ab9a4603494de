"""DOCX: a dialogue or a letter in paragraphs, or a table of turns or replies."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from checker.errors import Problem, SourceError
from checker.sources.archives import checked_members
from checker.sources.dialogue import dialogue_from, named_by_role
from checker.sources.grouping import conversations
from checker.sources.optional import needs
from checker.sources.record import Record
from checker.sources.source import TEXT_MAX, Source, check_size
from checker.sources.table import heading_row, rows_by_heading

PART = "word/document.xml"
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n"}
_REPEATED = "Fallback"
"""The element that says once more, for older programs, what stands beside it."""


def read_document(source: Source, mapping: Mapping[str, str] | None) -> Iterator[Record]:
    """The records of a document. Raises SourceError where it has no text or is damaged."""
    blocks = _blocks(source)
    tables = [block for block in blocks if isinstance(block, list) and heading_row(block, mapping) is not None]
    for table in tables:
        rows = rows_by_heading(enumerate(table, start=1), mapping)
        yield from conversations(rows, source.name, source.stem, mapping)
    if tables:
        return
    text = "\n".join(block if isinstance(block, str) else _as_lines(block) for block in blocks).strip()
    if not text:
        raise SourceError(Problem("文档里没有文字", "如是扫描件，请先识别成文字"))
    yield Record(source.name, 1, dialogue_from(text, name=source.stem))


def _as_lines(table: list[list[str]]) -> str:
    """A table without headings as lines; a speaker's name in the first cell stands before a colon."""
    lines = []
    for row in table:
        cells = [cell.strip() for cell in row if cell.strip()]
        separator = "：" if len(cells) > 1 and named_by_role(cells[0]) else " "
        lines.append(cells[0] + separator + " ".join(cells[1:]) if cells else "")
    return "\n".join(lines)


def _blocks(source: Source) -> list[str | list[list[str]]]:
    with needs("defusedxml", "读 Word"):
        from defusedxml.common import DefusedXmlException
        from defusedxml.ElementTree import ParseError, iterparse
    with zipfile.ZipFile(source.handle) as archive:
        sizes = {info.filename: info.file_size for info in checked_members(archive, source)}
        if PART not in sizes:
            raise SourceError(Problem("文档里没有正文部分", "请用 Word 打开后另存"))
        check_size(sizes[PART], 2 * TEXT_MAX, "请拆成几个文件")
        try:
            with archive.open(PART) as part:
                return _Reader().read(iterparse(part, events=("start", "end")))
        except DefusedXmlException as error:
            raise SourceError(Problem("文档里有不安全的 XML 实体", "请检查文件的来历")) from error
        except ParseError as error:
            raise SourceError(Problem(f"文档坏了：{error}", "请用 Word 打开后另存")) from error


class _Reader:
    """Takes paragraphs and the rows of outermost tables from the events of a parser; holds no tree."""

    def __init__(self) -> None:
        self._blocks: list[str | list[list[str]]] = []
        self._words: list[str] = []
        self._rows: list[list[str]] = []
        self._cell: list[str] = []
        self._tables = self._repeated = 0

    def read(self, events: Iterator[tuple[str, Any]]) -> list[str | list[list[str]]]:
        """The paragraphs, each a text, and the tables, each a list of rows, in order."""
        open_elements: list[Any] = []
        for event, element in events:
            name = element.tag.rpartition("}")[2]
            if event == "start":
                open_elements.append(element)
                self._start(name)
                continue
            open_elements.pop()
            self._end(name, element.text or "")
            if open_elements:
                open_elements[-1].remove(element)
        return self._blocks

    def _start(self, name: str) -> None:
        self._repeated += name == _REPEATED
        self._tables += name == "tbl"
        if name == "tr" and self._tables == 1:
            self._rows.append([])

    def _end(self, name: str, text: str) -> None:
        if name == "t" and not self._repeated:
            self._words.append(text)
        elif name in _BREAKS:
            self._words.append(_BREAKS[name])
        elif name == "p":
            self._end_paragraph()
        elif name == "tc" and self._tables == 1 and self._rows:
            self._rows[-1].append("\n".join(self._cell))
            self._cell = []
        elif name == "tbl":
            self._end_table()
        self._repeated -= name == _REPEATED

    def _end_paragraph(self) -> None:
        text = "".join(self._words)
        self._words = []
        if self._tables:
            self._cell.append(text)
        else:
            self._blocks.append(text)

    def _end_table(self) -> None:
        self._tables -= 1
        if not self._tables:
            self._blocks.append(self._rows)
            self._rows = []
