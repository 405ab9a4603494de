"""`yanjian review`: the findings of a scan in the browser, figures on the rules, examples for the lexicon."""

from __future__ import annotations

import socket
import webbrowser
from collections import Counter
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Column, Table

from checker.cli.output import Lexicons, console
from checker.errors import CheckerError, Problem

if TYPE_CHECKING:
    from checker.reports.statistics import Interval
    from checker.review.desk import Desk
    from checker.review.labelling import Sample
    from checker.review.verdicts import Earlier

STORING = ("sqlalchemy", "alembic")
SERVING = ("fastapi", "uvicorn", "prometheus_client", "pydantic_settings")


def review(
    output: Annotated[Path, typer.Argument(metavar="文件夹", help="yanjian scan 的输出文件夹")],
    database: Annotated[
        str | None, typer.Option("--db", metavar="地址", help="如 postgresql://用户@主机/库名；不写就存在输出文件夹里")
    ] = None,
    known: Annotated[
        list[str] | None, typer.Option(metavar="文件夹", help="以前核定过的输出文件夹，相同的内容会提示，可写多次")
    ] = None,
    sample: Annotated[
        int | None, typer.Option(metavar="句数", min=1, help="随机抽这么多句工作人员的话来标注，看机器漏了多少")
    ] = None,
    summary: Annotated[bool, typer.Option("--summary", help="只显示各条规则的准确率，不打开浏览器")] = False,
    export_pass: Annotated[
        Path | None, typer.Option(metavar="文件夹", help="把核定为不属实的写成词库的 pass 例子，不打开浏览器")
    ] = None,
    host: Annotated[str, typer.Option(metavar="地址", help="0.0.0.0 是让别的电脑也能连")] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="端口", min=0, max=65535, help="0 是随便一个空着的")] = 8751,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="不打开浏览器，只显示链接")] = False,
    lexicons: Lexicons = None,
) -> None:
    """在浏览器里核定检查的结果：属实、不属实、申辩、维持或撤销，都留下经过。

    核定存在输出文件夹的 review.db 里，或者 --db 的数据库里；同一个结果可以反复打开，核定不会丢。
    """
    _require("store", STORING)
    desk = _opened(output, database, known or ())
    try:
        drawn = _drawn(desk, output, sample)
        if summary:
            _show_figures(desk, drawn)
        if export_pass:
            _export(desk, export_pass, lexicons or ())
        if not summary and not export_pass:
            _serve(desk, drawn, host, port, browser=not no_browser)
    finally:
        desk.engine.dispose()


def _require(extra: str, packages: Sequence[str]) -> None:
    """Raises CheckerError where the packages of an extra are not installed."""
    missing = [name for name in packages if find_spec(name) is None]
    if missing:
        raise CheckerError(Problem(f"缺少 {'、'.join(missing)}", f"请先运行 pip install 'yanjian[{extra}]'"))


def _opened(output: Path, database: str | None, known: Iterable[str]) -> Desk:
    """The desk of the store, with the findings of the scan in it."""
    from checker.reports.results import RESULTS
    from checker.review.desk import Desk
    from checker.review.importing import import_results
    from checker.review.results import STORE
    from checker.store.engine import open_store

    if not (output / RESULTS).is_file():
        raise CheckerError(Problem("这里没有检查的结果", "请写 yanjian scan 的输出文件夹", str(output)))
    earlier = _earlier(known)
    engine = open_store(database or output / STORE)
    console(stderr=True).print(f"新读入 {import_results(engine, output)} 条意见。", markup=False)
    return Desk(engine, earlier)


def _earlier(known: Iterable[str]) -> dict[str, Earlier]:
    """The verdicts of other reviews, together."""
    from checker.review.baseline import verdicts

    earlier: dict[str, Earlier] = {}
    for source in known:
        for mark, before in verdicts(source).items():
            earlier[mark] = earlier[mark] + before if mark in earlier else before
    return earlier


def _drawn(desk: Desk, output: Path, size: int | None) -> Sample | None:
    from checker.review.labelling import Sample
    from checker.review.sampling import draw

    return Sample(desk.engine, draw(desk.engine, output, size)) if size else None


def _show_figures(desk: Desk, sample: Sample | None) -> None:
    from checker.review.verdicts import precision_by_rule

    table = Table(Column("规则", overflow="fold"), "属实", "不属实", "其中申辩中", "待核定", "准确率", "95% 区间")
    for each in precision_by_rule(desk.engine):
        numbers = map(str, (each.held, each.denied, each.contested, each.undecided))
        share = "–" if each.precision is None else f"{each.precision:.1%}"
        table.add_row(each.rule or each.title, *numbers, share, _range(each.interval))
    console().print(table)
    if sample:
        _show_missing(sample)


def _show_missing(sample: Sample) -> None:
    missing = sample.missing()
    if missing.recall is None:
        console().print("样本标注得还太少，估计不出机器找到的比例。")
        return
    labelled = missing.found.labelled + missing.missed.labelled
    console().print(
        f"标注了 {labelled} 句（说不准的 {missing.unsure} 句不计）。全部有问题的话里，机器找到的比例估计是 "
        f"{missing.recall:.1%}，95% 区间 {_range(missing.interval)}。"
    )


def _range(interval: Interval | None) -> str:
    return "–" if interval is None else f"{interval.low:.1%}–{interval.high:.1%}"


def _export(desk: Desk, folder: Path, lexicons: Sequence[Path]) -> None:
    from checker.review.exporting import export_pass

    exported = export_pass(desk.engine, folder, lexicons)
    written = f"写进 {folder} 的例子 {exported.examples} 条，用 -L {folder} 检查就会生效。"
    console().print(written if exported.examples else "没有能写进词库的例子。", markup=False)
    for reason, count in Counter(each.reason for each in exported.left_out).items():
        numbers = "、".join(str(each.number) for each in exported.left_out if each.reason == reason)
        console().print(f"没有写进去 {count} 条，{reason}：第 {numbers} 条", markup=False)


def _serve(desk: Desk, sample: Sample | None, host: str, port: int, *, browser: bool) -> None:
    _require("serve", SERVING)
    import uvicorn

    from api.review import LOCAL, create_review_app
    from api.routes.review import Reviewing

    listening = _listen(host, port)
    port = listening.getsockname()[1]
    reviewing = Reviewing(desk, port, sample)
    app = create_review_app(reviewing, hosts=LOCAL if host in LOCAL else ("*",))
    url = f"http://{host if host in LOCAL else socket.gethostname()}:{port}/?token={reviewing.token}"
    console(stderr=True).print(f"核定的页面：{url}\n按 Ctrl+C 停止。", markup=False)
    if browser:
        webbrowser.open(url)
    config = uvicorn.Config(app, access_log=False, log_level="warning")
    uvicorn.Server(config).run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket: a browser that opens the page before the server runs waits. Raises CheckerError."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise CheckerError(Problem(f"用不了 {host} 的端口 {port}：{error.strerror}", "请用 --port 换一个")) from error
