"""`yanjian report`: the HTML and XLSX reports of a scan, made again from its results."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from checker.cli.output import console


def report(
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="yanjian scan 的输出文件夹")],
) -> None:
    """由检查的结果重新生成报告：report.html 和 report.xlsx。

    两份都不需要网络。检查没有做完的，报告只含已经查完的部分，并且写明。
    """
    from checker.reports import html, xlsx

    html.write_html(folder)
    console().print(f"写到 {folder / html.FILE}", markup=False)
    xlsx.write_xlsx(folder)
    console().print(f"写到 {folder / xlsx.FILE}", markup=False)
