"""`yanjian train`: fit the statistical detector anew from labelled sets."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from checker.cli.output import console
from checker.errors import CheckerError, Problem

CORPUS = Path("tests/corpus")


def require_training() -> None:
    """Say what to install where the extra is absent."""
    if any(find_spec(name) is None for name in ("jax", "optax", "sklearn")):
        raise CheckerError(Problem("没有安装训练所需的软件包", "请运行 pip install 'yanjian[train]'"))


def train(
    labels: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[标注文件…]", help="带标注的 JSON Lines；不写时用 tests/corpus 下的全部"),
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="写到这个文件；不写时更新自带的模型")] = None,
) -> None:
    """用带标注的语料训练统计识别模型。同一台机器上，同样的语料得到同样的文件；一小时左右。"""
    require_training()
    from checker.matching.detector import PATH
    from checker.training.fitting import write
    from checker.training.validation import train as fitted

    paths = sorted(labels or CORPUS.glob("*.jsonl"))
    if not paths:
        raise CheckerError(Problem("没有标注文件", "请在项目文件夹里运行，或写明文件", str(CORPUS)))
    target = output or PATH
    write(fitted(paths), target)
    console().print(
        f"训练完成：{len(paths)} 个标注文件，模型写到 {target}（{target.stat().st_size / 1e6:.1f} MB）", markup=False
    )
