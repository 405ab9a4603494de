"""`yanjian check`: conversations or drafts, with the findings marked under each line."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from checker.cli.output import CLEAN, FOUND, UNREADABLE, ChannelName, Lexicons, complain, console
from checker.engine import Checker, Explained
from checker.errors import CheckerError
from checker.model import SEVERITIES, Conversation, Report
from checker.reports.json import to_json
from checker.reports.terminal import render
from checker.sources import Record, read_bytes, read_path


class Format(StrEnum):
    """Ways to print a report."""

    TEXT = "text"
    JSON = "json"


class FailOn(StrEnum):
    """From which severity on the command ends with status 1."""

    MINOR = "minor"
    MODERATE = "moderate"
    SEVERE = "severe"
    NEVER = "never"


@dataclass(slots=True)
class Tally:
    """How many conversations were checked, had findings that count, or could not be read."""

    checked: int = 0
    found: int = 0
    refused: int = 0

    def __str__(self) -> str:
        refused = f"；读不了 {self.refused} 条，所以结束状态是 2" if self.refused else ""
        status = "，所以结束状态是 1，这不是程序出错" if self.found and not self.refused else ""
        return f"检查了 {self.checked} 段对话，{self.found} 段有问题{status}{refused}。"


def check(
    files: Annotated[list[str], typer.Argument(metavar="文件…", help="对话或草稿；- 是标准输入")],
    format: Annotated[
        Format, typer.Option("--format", "-f", metavar="格式", help="text（给人看）或 json")
    ] = Format.TEXT,
    channel: Annotated[
        ChannelName | None, typer.Option(metavar="渠道", help="文件没有写明时用：window、phone、chat、reply")
    ] = None,
    profile: Annotated[str | None, typer.Option(metavar="标准", help="按哪个标准，如 qidong、wenshang")] = None,
    fail_on: Annotated[
        FailOn, typer.Option(metavar="程度", help="从哪个程度起状态为 1：minor、moderate、severe、never")
    ] = FailOn.MINOR,
    explain: Annotated[bool, typer.Option("--explain", metavar="", help="列出判断的理由，连同放过的")] = False,
    lexicons: Lexicons = None,
) -> None:
    """检查对话或草稿，标出不妥之处。

    结束状态：0 没有问题，1 有问题，2 有读不了的输入。
    """
    checker = Checker(lexicons or ())
    tally = Tally()
    for file in files:
        for record in _records(file):
            explained = _checked(checker, record, channel, profile)
            if explained is None:
                tally.refused += 1
                continue
            tally.checked += 1
            tally.found += _fails(explained.report, fail_on)
            _show(explained, record.conversation, format, explain=explain)
    if format is Format.TEXT and tally.checked + tally.refused > 1:
        console(stderr=True).print(str(tally), markup=False)
    raise typer.Exit(UNREADABLE if tally.refused else FOUND if tally.found else CLEAN)


def _records(file: str) -> Iterator[Record]:
    if file == "-":
        return read_bytes(sys.stdin.buffer.read(), "标准输入")
    return read_path(Path(file))


def _checked(checker: Checker, record: Record, channel: ChannelName | None, profile: str | None) -> Explained | None:
    """The report on a record, or None after the reason was told."""
    conversation = record.conversation
    if conversation is None:
        complain(record.problems)
        return None
    if channel and "channel" not in record.given:
        conversation = replace(conversation, channel=channel.value)
    if profile:
        conversation = replace(conversation, profile=profile)
    try:
        return next(checker.explain_many([conversation]))
    except CheckerError as error:
        complain(replace(problem, file=record.file, line=record.line) for problem in error.problems)
        return None


def _fails(report: Report, fail_on: FailOn) -> bool:
    if fail_on is FailOn.NEVER:
        return False
    limit = SEVERITIES.index(fail_on.value)
    return any(
        finding.status == "violation" and SEVERITIES.index(finding.severity) >= limit for finding in report.findings
    )


def _show(explained: Explained, conversation: Conversation | None, format: Format, *, explain: bool) -> None:
    if format is Format.JSON:
        sys.stdout.write(to_json(explained.report).decode() + "\n")
    elif conversation is not None:
        console().print(render(conversation, explained.report, explained.let_go if explain else None))
