"""The command line as a whole: commands, and how errors end it."""

from __future__ import annotations

import sys

import typer

from checker.cli.check import check
from checker.cli.evaluate import evaluate
from checker.cli.init import init
from checker.cli.lexicon import lexicon_app
from checker.cli.output import UNREADABLE, complain
from checker.cli.scan import scan
from checker.errors import CheckerError

app = typer.Typer(
    name="yanjian",
    help="言检：检查政务服务用语。哪里不妥、为什么、依据哪一条、该怎么说。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
app.command()(check)
app.command()(scan)
app.command()(init)
app.command()(evaluate)
app.add_typer(lexicon_app, name="lexicon")


def main() -> None:
    """Run the command; errors made by input are told in plain words, with status 2."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        app()
    except CheckerError as error:
        complain(error.problems)
        raise SystemExit(UNREADABLE) from None
