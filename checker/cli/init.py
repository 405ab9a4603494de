"""`yanjian init`: a starter folder of an agency's own profile and lexicon."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from checker.cli.output import LEXICONS_VARIABLE, console
from checker.errors import Problem, SourceError

_PROFILE = """title = "{title}"

# 沿用哪个标准，只写不同的地方。
extends = "default"

# 关掉的规则，规则名见 yanjian lexicon list。
off = []

[deductions]
minor = 5.0
moderate = 10.0
severe = 25.0
"""
_FORBIDDEN = """category = "refusal"

# 本单位的条目。同名的会代替自带的；字段的含义见项目文档 lexicons/README.md。
[[entry]]
id = "come-back-next-week"
phrases = ["下周再来{吧|看看}?"]
severity = "minor"
why = "只让群众改天再来，没有说明原因和具体时间"
say_instead = ["今天系统升级，下周一上午九点恢复，我先帮您登记，到时候通知您。"]
unless = ["下周再来取"]
basis = [{ document = "bianmin", clause = "第一篇(三)5" }]
flag = ["今天不弄了，下周再来。", "下周再来吧"]
pass = ["证下周再来取就可以。", "您下周来也行。"]
advise = ["下周再来吧，今天系统升级，我先帮您登记，好了打电话通知您。"]
"""


def init(
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="建在这里，如 本局词库")],
    name: Annotated[str, typer.Option(metavar="名字", help="标准的名字，用于 --profile")] = "agency",
    title: Annotated[str, typer.Option(metavar="标题", help="标准的标题")] = "本单位服务用语标准",
) -> None:
    """建一个本单位的标准和词库。

    它叠加在自带词库之上：可以增加、替换、关掉条目。
    """
    files = {
        folder / "profiles" / f"{name}.toml": _PROFILE.format(title=title),
        folder / "forbidden" / "refusal.toml": _FORBIDDEN,
    }
    existing = [path for path in files if path.exists()]
    if existing:
        raise SourceError([Problem("已经存在，没有改动", "换一个文件夹，或先移走它", str(path)) for path in existing])
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    console().print(f"已建好 {folder}。接下来：", markup=False)
    console().print(f"  yanjian lexicon lint -L {folder}", markup=False)
    console().print(f"  yanjian check 文件 -L {folder} --profile {name}", markup=False)
    console().print(f"或者设好环境变量 {LEXICONS_VARIABLE}={folder}，就不必每次写 -L。", markup=False)
