"""The command line as a whole: its commands, and the settings they share."""

from __future__ import annotations

import sys
from importlib import import_module

import typer

from checker.cli.chinese import COMMAND, OPTIONS, ChineseCommand, ChineseGroup, set_headings

ABOUT = "言检：检查政务服务用语。哪里不妥、为什么、依据哪一条、该怎么说。"
COMMANDS = {
    "check": "check:check",
    "scan": "scan:scan",
    "init": "init:init",
    "evaluate": "evaluate:evaluate",
    "train": "train:train",
    "figures": "figures:figures",
    "notice": "notice:notice",
    "practice": "practice:practice",
    "report": "report:report",
    "review": "review:review",
    "serve": "serve:serve",
}
"""Command → the module below checker.cli and the function in it."""
GROUPS = {
    "matter": (
        "导入和查找事项（办事指南）。",
        {"import": "matter:import_matters", "find": "matter:find_matter", "list": "matter:list_matters"},
    ),
    "lexicon": (
        "查看、检查和试用词库。",
        {"lint": "lexicon:lint", "list": "lexicon:list_entries", "show": "lexicon:show", "try": "lexicon:try_text"},
    ),
}


def build(wanted: str | None = None) -> typer.Typer:
    """The application with all its commands; where one of them is wanted, with that alone: each brings its own imports."""
    known = wanted in COMMANDS or wanted in GROUPS
    set_headings()
    app = _group("yanjian", ABOUT)
    app.callback()(_nothing_beforehand)  # with one command alone, too, its name is to be given
    for name, home in COMMANDS.items():
        if name == wanted or not known:
            _add(app, name, home)
    for name, (about, commands) in GROUPS.items():
        if name == wanted or not known:
            group = _group(name, about)
            for command, home in commands.items():
                _add(group, command, home)
            app.add_typer(group)
    return app


def main() -> None:
    """Run the command; whatever the terminal's encoding, the output is UTF-8."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    build(sys.argv[1] if len(sys.argv) > 1 else None)()


def _nothing_beforehand() -> None:
    """What is done before any command."""


def _add(app: typer.Typer, name: str, home: str) -> None:
    module, _, function = home.partition(":")
    command = getattr(import_module(f"checker.cli.{module}"), function)
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
