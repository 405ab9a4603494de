"""`yanjian scan`: any number of files into a folder of results and reports, or into one file of reports."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from checker.cli.output import CLEAN, UNREADABLE, ChannelName, Lexicons, complain, console
from checker.cli.progress import shown_progress
from checker.errors import CheckerError, Problem
from checker.review.baseline import require
from checker.scan import Settings, Summary, problems_in, scan_to_file
from checker.scan import scan as scan_into
from checker.sources import mapping_from

INTERRUPTED = 130
"""Exit status after Ctrl-C, as shells have it."""
SHOWN_MAX = 20
"""So many problems are told on the screen; all of them stand in refused.jsonl."""


def scan(
    inputs: Annotated[list[Path], typer.Argument(metavar="输入…", help="文件，或装着它们的文件夹")],
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="文件夹", help="结果和报告写到这里；以 .jsonl 结尾则只写报告，一份一行"),
    ],
    profile: Annotated[str | None, typer.Option(metavar="标准", help="所有对话都按这个标准")] = None,
    channel: Annotated[
        ChannelName | None, typer.Option(metavar="渠道", help="文件没有写明时用：window、phone、chat、reply")
    ] = None,
    mapping: Annotated[
        str | None, typer.Option("--map", metavar="列名", help="表格的列，如 text=答复内容,id=工单号")
    ] = None,
    workers: Annotated[int | None, typer.Option(metavar="个数", help="几个进程一起检查；不写则用上全部处理器")] = None,
    mask: Annotated[
        bool, typer.Option("--mask/--no-mask", metavar="", help="遮盖身份证号、电话、卡号、姓名、住址和车牌")
    ] = True,
    fresh: Annotated[bool, typer.Option("--fresh", metavar="", help="丢掉上次没做完的，从头检查")] = False,
    baseline: Annotated[
        list[str] | None, typer.Option(metavar="文件夹", help="以前检查的输出，那里已有的意见不再列出，可写多次")
    ] = None,
    known: Annotated[
        list[str] | None,
        typer.Option(metavar="文件夹", help="核定过的输出，或数据库地址；核定为不属实的只标为待确认，不计分，可写多次"),
    ] = None,
    lexicons: Lexicons = None,
) -> None:
    """检查许多文件，能读的都检查，读不了的逐条列出。

    中断以后用同样的命令接着做。结束状态：0 都读了，2 有读不了的，130 被 Ctrl-C 中断。
    """
    require(baseline or (), known or ())
    folders = tuple(map(str, lexicons or ()))
    settings = Settings(
        profile, channel.value if channel else None, mapping_from(mapping or ""), folders, mask,
        tuple(baseline or ()), tuple(known or ()),
    )  # fmt: skip
    summary = _run(inputs, output, settings, workers=_processes(workers), fresh=fresh)
    _conclude(summary, output)
    raise typer.Exit(INTERRUPTED if not summary.complete else UNREADABLE if summary.refused else CLEAN)


def _processes(wanted: int | None) -> int:
    """As many as wanted; else one for every processor that this process may use."""
    if wanted is not None and wanted < 1:
        raise CheckerError(Problem("--workers 至少是 1", "不写则用上全部处理器"))
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return wanted or allowed or 1


def _run(inputs: Sequence[Path], output: Path, settings: Settings, *, workers: int, fresh: bool) -> Summary:
    """Scan, and tell what could not be read."""
    with shown_progress() as tell:
        if output.suffix == ".jsonl":
            return scan_to_file(inputs, output, settings, workers=workers, tell=tell, complain=_complain)
        summary = scan_into(inputs, output, settings, workers=workers, fresh=fresh, tell=tell)
    for problem in islice(problems_in(output), SHOWN_MAX):
        _complain(problem)
    if summary.refused > SHOWN_MAX:
        console(stderr=True).print(
            f"……读不了的共 {summary.refused} 条，都列在 {output / 'refused.jsonl'}", markup=False
        )
    return summary


def _complain(problem: Problem) -> None:
    complain([problem])


def _conclude(summary: Summary, output: Path) -> None:
    counted = f"检查了 {summary.read} 段对话，{summary.faulty} 段有问题；读不了 {summary.refused} 条"
    state = "报告在" if summary.complete else "中断了，用同样的命令接着做；到此为止的报告在"
    console(stderr=True).print(f"{counted}。{state} {output}", markup=False)
    for note in summary.notes:
        console(stderr=True).print(f"注意：{note}", markup=False)
