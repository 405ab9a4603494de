"""`yanjian lexicon`: lint, list, show, try."""

from __future__ import annotations

from typing import Annotated

import typer

from checker.cli.output import CLEAN, FOUND, ChannelName, Lexicons, complain, console
from checker.engine import Checker
from checker.errors import Problem, SourceError
from checker.lexicon import Entry, load_lexicon
from checker.model import CATEGORIES, Conversation, Turn
from checker.reports.names import SEVERITY_NAMES
from checker.reports.terminal import render
from checker.trials import lint_folders


def lint(lexicons: Lexicons = None) -> None:
    """检查词库，一次列出全部问题：文件、行号、怎么改。"""
    problems = lint_folders(lexicons or ())
    complain(problems)
    if problems:
        console(stderr=True).print(f"共 {len(problems)} 个问题。")
        raise typer.Exit(FOUND)
    console().print("词库没有问题。")
    raise typer.Exit(CLEAN)


def list_entries(
    kind: Annotated[str | None, typer.Argument(metavar="[类别]", help="只列这一类，如 forbidden、shirking")] = None,
    lexicons: Lexicons = None,
) -> None:
    """列出全部条目。"""
    entries = [entry for entry in load_lexicon(lexicons or ()).entries if kind in (None, entry.kind, entry.group)]
    widest = max((len(entry.rule) for entry in entries), default=0)
    for entry in entries:
        columns = [entry.rule.ljust(widest), SEVERITY_NAMES[entry.severity], entry.phrases[0], entry.why]
        console().print("  ".join(columns), markup=False)


def show(name: Annotated[str, typer.Argument(metavar="条目", help="规则名或 id")], lexicons: Lexicons = None) -> None:
    """一个条目的全部内容：短语、理由、依据、该怎么说、例子。"""
    lexicon = load_lexicon(lexicons or ())
    entry = lexicon.find(name)
    if entry is None:
        raise SourceError(Problem(f"没有条目 “{name}”", "用 yanjian lexicon list 查看全部条目"))
    console().print(manual_page(entry, lexicon.titles), markup=False)


def try_text(
    text: Annotated[str, typer.Argument(metavar="文字", help="当作工作人员的一句话来检查")],
    channel: Annotated[
        ChannelName, typer.Option(metavar="渠道", help="window、phone、chat 或 reply")
    ] = ChannelName.WINDOW,
    lexicons: Lexicons = None,
) -> None:
    """试一句话：找到了什么，为什么计或不计。"""
    conversation = Conversation((Turn(text, "clerk"),), channel=channel.value)
    explained = next(Checker(lexicons or ()).explain_many([conversation]))
    console().print(render(conversation, explained.report, explained.let_go))


def manual_page(entry: Entry, titles: dict[str, str]) -> str:
    """The manual page of an entry, made from its own fields."""
    sections = [
        ("短语", entry.phrases),
        ("不算的说法", entry.unless),
        ("该怎么说", entry.say_instead),
        ("依据", [f"{titles.get(basis.document, basis.document)} {basis.clause}" for basis in entry.basis]),
        ("会指出", entry.flag),
        ("会建议", entry.advise),
        ("不会指出", entry.pass_),
    ]
    group = CATEGORIES.get(entry.group, entry.group)
    lines = [entry.rule, f"{group} · {SEVERITY_NAMES[entry.severity]} · {entry.why}", f"{entry.file}:{entry.line}"]
    for title, values in sections:
        if values:
            lines += ["", title, *(f"  {value}" for value in values)]
    return "\n".join(lines)
