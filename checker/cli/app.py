"""The command line as a whole: its commands, and the settings they share."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping

import typer

from checker.cli.check import check
from checker.cli.chinese import COMMAND, OPTIONS, ChineseCommand, ChineseGroup, set_headings
from checker.cli.evaluate import evaluate
from checker.cli.figures import figures
from checker.cli.init import init
from checker.cli.lexicon import lint, list_entries, show, try_text
from checker.cli.matter import find_matter, import_matters, list_matters
from checker.cli.notice import notice
from checker.cli.practice import practice
from checker.cli.report import report
from checker.cli.review import review
from checker.cli.scan import scan
from checker.cli.serve import serve
from checker.cli.train import train


def build() -> typer.Typer:
    """The application with all its commands."""
    set_headings()
    app = _group("yanjian", "言检：检查政务服务用语。哪里不妥、为什么、依据哪一条、该怎么说。")
    _add(app, {"check": check, "scan": scan, "init": init, "evaluate": evaluate, "train": train, "figures": figures})
    _add(app, {"notice": notice, "practice": practice, "report": report, "review": review, "serve": serve})
    matter = _group("matter", "导入和查找事项（办事指南）。")
    _add(matter, {"import": import_matters, "find": find_matter, "list": list_matters})
    app.add_typer(matter)
    lexicon = _group("lexicon", "查看、检查和试用词库。")
    _add(lexicon, {"lint": lint, "list": list_entries, "show": show, "try": try_text})
    app.add_typer(lexicon)
    return app


def main() -> None:
    """Run the command; whatever the terminal's encoding, the output is UTF-8."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    build()()


def _add(app: typer.Typer, commands: Mapping[str, Callable[..., None]]) -> None:
    for name, command in commands.items():
        app.command(name, cls=ChineseCommand, options_metavar=OPTIONS)(command)


def _group(name: str, about: str) -> typer.Typer:
    return typer.Typer(
        name=name,
        help=about,
        cls=ChineseGroup,
        options_metavar=OPTIONS,
        subcommand_metavar=COMMAND,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode="rich",
    )
