"""`yanjian scan`: JSON Lines of conversations in, one report a line out, in input order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, BinaryIO

import typer
from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from checker.cli.output import CLEAN, UNREADABLE, Lexicons, console
from checker.engine import Checker
from checker.reports.json import to_json
from checker.scan import Outcome, files_of, scan_files, size_of


def scan(
    inputs: Annotated[list[Path], typer.Argument(metavar="输入…", help="对话文件，或装着它们的文件夹")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="文件", help="报告写到这里，一份一行")],
    profile: Annotated[str | None, typer.Option(metavar="标准", help="所有对话都按这个标准")] = None,
    lexicons: Lexicons = None,
) -> None:
    """检查许多对话，按输入的顺序一份报告一行。

    输入可以是 JSON Lines、JSON 或文本。读不了的逐条列出，其余照常检查；有读不了的，结束状态是 2，否则是 0。
    """
    checker = Checker(lexicons or ())
    if profile:
        checker.profile(profile)
    files = files_of(inputs, without=output)
    read = refused = faulty = 0
    with ExitStack() as stack:
        out: BinaryIO = stack.enter_context(output.open("wb"))
        progress = stack.enter_context(_progress())
        task = progress.add_task("检查", total=sum(map(size_of, files)))
        for outcome in _advancing(scan_files(files, checker, profile=profile), progress, task):
            if outcome.report is None:
                refused += 1
                for problem in outcome.problems:
                    progress.console.print(f"错误：{problem}", style="red", markup=False)
                continue
            read += 1
            faulty += outcome.report.grade != "pass"
            out.write(to_json(outcome.report) + b"\n")
    console(stderr=True).print(
        f"检查了 {read} 段对话，{faulty} 段有问题；读不了 {refused} 条。报告在 {output}", markup=False
    )
    raise typer.Exit(UNREADABLE if refused else CLEAN)


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn(),
        console=console(stderr=True), transient=True,
    )  # fmt: skip


def _advancing(outcomes: Iterator[Outcome], progress: Progress, task: TaskID) -> Iterator[Outcome]:
    for outcome in outcomes:
        progress.update(task, completed=outcome.done)
        yield outcome
