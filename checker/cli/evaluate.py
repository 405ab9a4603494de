"""`yanjian evaluate`: figures for labelled sets."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from checker.cli.output import Lexicons, console
from checker.engine import Checker
from checker.errors import Problem, SourceError
from checker.evaluation import Item
from checker.evaluation import evaluate as figures_of


def evaluate(
    labels: Annotated[list[Path], typer.Argument(metavar="标注文件…", help="带标注的 JSON Lines")],
    errors: Annotated[bool, typer.Option("--errors", metavar="", help="逐条列出与标注不同之处")] = False,
    lexicons: Lexicons = None,
) -> None:
    """在带标注的集合上检查，给出准确率、召回率等数字。"""
    items = [item for path in labels for item in _items(path)]
    figures = figures_of(items, Checker(lexicons or ()))
    for line in figures.lines + (figures.errors if errors else []):
        console().print(line, markup=False)


def _items(path: Path) -> list[Item]:
    from checker.sources.json_values import parse_json

    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(Problem(f"读不了：{error}", "请检查路径，文件应当是 UTF-8", str(path))) from error
    items = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            item = parse_json(line)
        except ValueError as error:
            raise SourceError(Problem(f"不是正确的 JSON：{error}", "一行一条标注", str(path), number)) from error
        if not isinstance(item, dict) or "id" not in item or not {"label", "turns", "elements"} & set(item):
            raise SourceError(Problem("不是一条标注", "要有 id，以及 label、turns 或 elements", str(path), number))
        items.append(item)
    return items
