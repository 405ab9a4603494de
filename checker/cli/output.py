"""What the commands share: consoles, exit statuses, options, complaints."""

from __future__ import annotations

import os
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from checker.errors import Problem

CLEAN, FOUND, UNREADABLE = 0, 1, 2
"""Exit statuses: nothing to mend, findings, input that could not be read."""

LEXICONS_VARIABLE = "YANJIAN_LEXICONS"

Lexicons = Annotated[
    list[Path] | None,
    typer.Option("--lexicons", "-L", metavar="文件夹", help="本单位的词库，可写多次", envvar=LEXICONS_VARIABLE),
]


class ChannelName(StrEnum):
    """Where the words were said or written."""

    WINDOW = "window"
    PHONE = "phone"
    CHAT = "chat"
    REPLY = "reply"


@cache
def console(*, stderr: bool = False) -> Console:
    """The console of results, or of messages; colours by what the terminal can do."""
    return Console(
        stderr=stderr, highlight=False, soft_wrap=True, force_terminal=bool(os.environ.get("FORCE_COLOR")) or None
    )


def complain(problems: Iterable[Problem]) -> None:
    """Tell every problem, one a line."""
    for problem in problems:
        console(stderr=True).print(Text(f"错误：{problem}", style="red"))
