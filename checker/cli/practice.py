"""`yanjian practice`: practise in the terminal, in one's own words; the citizen reacts, and the rubric comes at the end."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from checker.cli.output import Lexicons, complain, console
from checker.cli.rubric import show_rubric
from checker.errors import CheckerError, Problem, SourceError
from checker.practice.model import Reaction, Scenario
from checker.practice.session import Practice, Session
from checker.practice.vocabulary import DUTIES, SITUATIONS
from checker.reports.names import CHANNEL_NAMES
from checker.reports.sheet import sheet_of, text_of

STORE_VARIABLE = "YANJIAN_STORE"
LEVEL_NAMES = {1: "初级", 2: "中级", 3: "高级"}
ASKED = "您："
QUIT = {"q", "Q", "退出", "不练了"}
GOODBYE = "今天就练到这里，您辛苦了，再见。"


class LeavingError(Exception):
    """The trainee has had enough."""


def practice(
    course: Annotated[str | None, typer.Argument(metavar="[课程]", help="课程的名称或号码；不写就先列出来选")] = None,
    scenario: Annotated[str | None, typer.Option("--scenario", metavar="场景", help="只练这一个场景（id）")] = None,
    level: Annotated[
        int | None, typer.Option("--level", metavar="级别", help="只练这一级：1 初级、2 中级、3 高级")
    ] = None,
    list_all: Annotated[bool, typer.Option("--list", metavar="", help="列出全部课程和场景")] = False,
    scheduled: Annotated[bool, typer.Option("--next", metavar="", help="按安排练：答错的先来；回答保存下来")] = False,
    output: Annotated[
        Path | None, typer.Option("--from", metavar="文件夹", help="练自己说过的话：scan 的输出里核定属实的问题")
    ] = None,
    clerk: Annotated[str | None, typer.Option("--clerk", metavar="姓名", help="和 --from 一起用：练谁的")] = None,
    store: Annotated[
        str | None, typer.Option("--store", metavar="数据库", help="保存在哪里", envvar=STORE_VARIABLE)
    ] = None,
    lexicons: Lexicons = None,
) -> None:
    """练习：对方说一句，您用自己的话答一句，最后逐条点评。

    一行是一次回答，打字或粘贴语音转的文字都行。按 Ctrl-D 或输入 q 结束。
    """
    if level not in (None, *LEVEL_NAMES):
        raise SourceError(Problem(f"没有第 {level} 级", "可用：1、2、3"))
    known = Practice(lexicons or ())
    if list_all:
        _list(known, level)
        return
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401  (editing of Chinese input in a terminal)
    try:
        if scheduled or output:
            _play_scheduled(_with_cards(known, output, clerk) if output else known, store, clerk or "")
        else:
            _play_all(known, _picked(known, course, scenario, level))
    except LeavingError:
        console().print(f"\n{GOODBYE}")


def _picked(known: Practice, course: str | None, scenario: str | None, level: int | None) -> Sequence[Scenario]:
    """The scenarios to play. Raises SourceError for a name that nothing has, LeavingError at the end of the input."""
    if scenario is not None:
        if scenario not in known.scenarios:
            raise SourceError(Problem(f"没有场景 “{scenario}”", "用 yanjian practice --list 查看全部场景"))
        return [known.scenarios[scenario]]
    chosen = _of_level(_course(known.courses, course) if course else _asked(known.courses), level)
    if not chosen:
        raise SourceError(Problem("这门课没有这一级的场景", "换一个级别，或不写 --level"))
    return chosen


def _course(courses: Mapping[str, Sequence[Scenario]], given: str) -> Sequence[Scenario]:
    """A course by its name or its number in the list. Raises SourceError naming the known ones."""
    names = list(courses)
    if given.isdecimal() and 1 <= int(given) <= len(names):
        return courses[names[int(given) - 1]]
    if given not in courses:
        raise SourceError(Problem(f"没有课程 “{given}”", f"可用：{'、'.join(names)}"))
    return courses[given]


def _asked(courses: Mapping[str, Sequence[Scenario]]) -> Sequence[Scenario]:
    """The course that the trainee picks from the list."""
    for number, (name, scenarios) in enumerate(courses.items(), start=1):
        console().print(f"{number:>3}. {name}（{len(scenarios)} 个场景）", markup=False)
    while True:
        try:
            return _course(courses, _line("练哪一门课？写号码或名称："))
        except SourceError as error:
            complain(error.problems)


def _of_level(scenarios: Iterable[Scenario], level: int | None) -> list[Scenario]:
    return [each for each in scenarios if level in (None, each.level)]


def _list(known: Practice, level: int | None) -> None:
    for number, (name, scenarios) in enumerate(known.courses.items(), start=1):
        console().print(f"[bold]{number}. {name}[/bold]")
        for each in _of_level(scenarios, level):
            console().print(f"   {each.id:<28}{LEVEL_NAMES[each.level]}  {each.title}", markup=False)


def _play_all(known: Practice, scenarios: Sequence[Scenario]) -> None:
    for place, scenario in enumerate(scenarios, start=1):
        _play(known, scenario, known.start(scenario))
        if place < len(scenarios):
            _line(f"\n还有 {len(scenarios) - place} 个场景。回车接着练，q 结束：")


def _with_cards(known: Practice, output: Path, clerk: str | None) -> Practice:
    """The same practice with a clerk's own confirmed findings in place of the scenarios."""
    _require_kept()
    from checker.practice.cards import cards_from

    cards = cards_from(output, known, clerk=clerk)
    left_out = f"；{cards.left_out} 个不便用文字练" if cards.left_out else ""
    console().print(f"核定属实的问题做成 {len(cards.scenarios)} 张卡片{left_out}。", markup=False)
    known.scenarios = cards.scenarios
    return known


def _play_scheduled(known: Practice, store: str | None, name: str) -> None:
    """Play what the schedule chooses, until nothing is due or new."""
    _require_kept()
    from checker.practice.kept import Kept

    kept = Kept(known, store, name)
    try:
        while choice := kept.choose():
            why = f"到期要复习 {len(choice.due)} 项" if choice.due else "新的场景"
            console().print(f"\n{why}", style="dim", markup=False)
            _play(known, choice.scenario, kept.start(choice.scenario))
            _line("\n回车接着练，q 结束：")
        console().print("现在没有要练的了，过些时候再来。")
    finally:
        kept.close()


def _require_kept() -> None:
    """Raises CheckerError where the packages that keep practice are not installed."""
    missing = [name for name in ("sqlalchemy", "alembic", "fsrs", "platformdirs") if find_spec(name) is None]
    if missing:
        raise CheckerError(Problem(f"缺少 {'、'.join(missing)}", "请先运行 pip install 'yanjian[practice]'"))


def _play(known: Practice, scenario: Scenario, session: Session) -> None:
    _introduce(known, scenario)
    _tell(session.stage, session.citizen)
    while not session.finished:
        reaction = _answered(session)
        _tell(reaction.stage, reaction.citizen)
    if session.rubric:
        show_rubric(session.rubric, known.vocabulary.checker.lexicon.titles)


def _introduce(known: Practice, scenario: Scenario) -> None:
    kind = (SITUATIONS | DUTIES)[scenario.situation]
    out = console()
    out.rule(f"{scenario.title}")
    tags = [scenario.course, kind, LEVEL_NAMES[scenario.level], CHANNEL_NAMES[scenario.channel]]
    out.print(" · ".join(tags), style="dim", markup=False)
    out.print(scenario.setting, markup=False)
    matter = known.guide(scenario)
    if matter is not None:
        out.print(f"\n您手边的办事指南：\n{text_of(sheet_of(matter))}", style="dim", markup=False)


def _answered(session: Session) -> Reaction:
    """The reaction to the trainee's next answer; one that cannot be taken is asked for again."""
    while True:
        try:
            return session.answer(_line(ASKED))
        except CheckerError as error:
            complain(error.problems)


def _tell(stage: str, citizen: str | None) -> None:
    if stage:
        console().print(f"\n（{stage}）", style="dim", markup=False)
    if citizen:
        console().print(f"\n对方：{citizen}", style="cyan", markup=False)


def _line(prompt: str) -> str:
    """One line from the trainee. Raises LeavingError at the end of the input, at an interruption, and for q."""
    console().print(prompt, end="", style="bold", markup=False)
    try:
        line = input()
    except (EOFError, KeyboardInterrupt):
        raise LeavingError from None
    if line.strip() in QUIT:
        raise LeavingError
    return line
