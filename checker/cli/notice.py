"""`yanjian notice`: the 《一次性告知单》 of a matter, or of what was told in a conversation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from checker.cli.output import CLEAN, FOUND, UNREADABLE, Lexicons, complain, console
from checker.engine import Checker
from checker.errors import Problem, SourceError
from checker.matters import MatterIndex, load_matters, require, settle
from checker.reports.sheet import Sheet, sheet_from, sheet_of, text_of, write_docx
from checker.sources.conversation import conversation_from
from checker.sources.decoding import decode


def notice(
    matter: Annotated[str | None, typer.Argument(metavar="[事项]", help="事项名称或说法，如“补办社保卡”")] = None,
    conversation: Annotated[
        Path | None, typer.Option("--from", metavar="对话.json", help="按这次对话填写，标出没有告知的")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="文件", help="写到 .docx 或 .txt；不写就打印")
    ] = None,
    lexicons: Lexicons = None,
) -> None:
    """生成《一次性告知单》。"""
    if (matter is None) == (conversation is None):
        complain([Problem("请写事项，或用 --from 给一次对话", "两样写一样")])
        raise typer.Exit(UNREADABLE)
    sheet = _of_talk(conversation, lexicons or []) if conversation else _of_matter(matter or "", lexicons or [])
    _write(sheet, output)
    raise typer.Exit(FOUND if conversation is not None and sheet.lacking else CLEAN)


def _of_matter(name: str, lexicons: list[Path]) -> Sheet:
    return sheet_of(require(name, MatterIndex(load_matters(lexicons))))


def _of_talk(path: Path, lexicons: list[Path]) -> Sheet:
    """The sheet of a conversation. Raises SourceError where it called for no notice."""
    checker = Checker(lexicons)
    known = MatterIndex(load_matters(lexicons))
    given = conversation_from(json.loads(decode(path.read_bytes())))
    settled, _ = settle(given, known, known)
    report = checker.check(settled)
    if report.notice is None:
        raise SourceError(Problem("这次对话没有要告知的内容，或标准没有规定", "请在对话里写明 profile", str(path)))
    titles = {name: cues.title for name, cues in checker.notices.cues.items()}
    return sheet_from(settled, report, titles)


def _write(sheet: Sheet, output: Path | None) -> None:
    if output is None:
        console().print(text_of(sheet), markup=False)
    elif output.suffix.lower() == ".docx":
        write_docx(sheet, output)
    else:
        output.write_text(text_of(sheet) + "\n", encoding="utf-8")
