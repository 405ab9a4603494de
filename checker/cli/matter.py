"""`yanjian matter`: import, find, list service guides."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from checker.cli.output import CLEAN, FOUND, UNREADABLE, Lexicons, complain, console
from checker.errors import Problem
from checker.matters import MatterIndex, import_guides, load_matters, toml_of


def import_matters(
    file: Annotated[Path, typer.Argument(metavar="文件", help="办事指南：JSON、JSON Lines、CSV 或 XLSX")],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="文件", help="写到这个 TOML 文件，放在词库的 matters/ 下")
    ] = Path("matters.toml"),
    force: Annotated[bool, typer.Option("--force", help="已有同名文件时覆盖")] = False,
) -> None:
    """读入办事指南，写成词库的事项文件；读不了的逐条列出。"""
    if output.exists() and not force:
        complain([Problem("这个文件已经有了", "换个名字，或加 --force 覆盖", str(output))])
        raise typer.Exit(UNREADABLE)
    imported = import_guides(file)
    complain(imported.problems)
    output.write_text(toml_of(imported.matters), encoding="utf-8")
    read = f"共 {imported.rows} 条，读入 {len(imported.matters)} 条，没读 {len(imported.problems)} 条"
    console().print(f"{read}；已写到 {output}。", markup=False)
    raise typer.Exit(FOUND if imported.problems else CLEAN)


def find_matter(
    words: Annotated[str, typer.Argument(metavar="说法", help="如“补办社保卡”")], lexicons: Lexicons = None
) -> None:
    """按说法找事项，最像的在前。"""
    found = MatterIndex(load_matters(lexicons or ())).find(words)
    for each in found:
        columns = [f"{each.likeness:5.1f}", each.matter.name, each.matter.department]
        console().print("  ".join(columns), markup=False)
    if not found:
        console(stderr=True).print("没有找到。")
        raise typer.Exit(FOUND)


def list_matters(lexicons: Lexicons = None) -> None:
    """列出全部事项。"""
    for matter in load_matters(lexicons or ()).values():
        columns = [matter.name, matter.time_limit or "时限未写", f"{len(matter.materials)} 样材料", matter.department]
        console().print("  ".join(columns), markup=False)
