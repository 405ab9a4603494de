"""`yanjian serve`: the HTTP service, for pages, plug-ins and LanguageTool clients."""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from checker.cli.output import LEXICONS_VARIABLE, Lexicons, console
from checker.errors import CheckerError, Problem

NEEDED = ("fastapi", "uvicorn", "httptools", "pydantic_settings", "prometheus_client", "sqlalchemy", "alembic", "fsrs")
CONFIG_VARIABLE = "YANJIAN_CONFIG"


def serve(
    host: Annotated[str, typer.Option(metavar="地址", help="0.0.0.0 是让别的电脑也能连")] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="端口", min=1, max=65535)] = 8750,
    workers: Annotated[int, typer.Option(metavar="个数", min=1, help="工作进程")] = 1,
    config: Annotated[
        Path | None, typer.Option(metavar="文件", help="设置文件（TOML）", envvar=CONFIG_VARIABLE)
    ] = None,
    new_key: Annotated[str | None, typer.Option(metavar="名字", help="生成一个密钥，写进设置文件，然后结束")] = None,
    new_trainer: Annotated[
        str | None, typer.Option(metavar="姓名", help="给练习的培训师一个新口令（没有这个人就新建），然后结束")
    ] = None,
    lexicons: Lexicons = None,
) -> None:
    """启动 HTTP 服务：网页、练习、接口、LanguageTool 客户端。

    每项设置可以写在设置文件里，也可以用环境变量 YANJIAN_…；打开 / 是网页，/practice 是练习，/docs 是接口说明。
    """
    _require()
    if new_key:
        _print_key(new_key)
        return
    _hand_over(config, lexicons or ())
    from api.server import run
    from api.settings import load_settings

    settings = load_settings()
    if new_trainer:
        _print_code(settings.store, new_trainer)
        return
    if not settings.keys and host not in ("127.0.0.1", "localhost", "::1"):
        console(stderr=True).print("注意：没有设密钥，能连到这台电脑的人都能用。", style="yellow")
    address = f"http://{host}:{port}/"
    console(stderr=True).print(f"言检在 {address} ，练习在 {address}practice ，按 Ctrl+C 停止。", markup=False)
    run(host, port, workers)


def _require() -> None:
    """Raises CheckerError where the packages of the service are not installed."""
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise CheckerError(Problem(f"缺少 {'、'.join(missing)}", "请先运行 pip install 'yanjian[serve]'"))


def _hand_over(config: Path | None, lexicons: Sequence[Path]) -> None:
    """Settings given as options go into the environment, where every worker process finds them."""
    if config:
        os.environ[CONFIG_VARIABLE] = str(config.resolve())
    if lexicons:
        os.environ[LEXICONS_VARIABLE] = os.pathsep.join(str(folder.resolve()) for folder in lexicons)


def _print_key(name: str) -> None:
    from api.keys import hash_of

    key = secrets.token_urlsafe(32)
    console(stderr=True).print(f"密钥（只显示这一次）：{key}", markup=False)
    console().print(f'[[keys]]\nname = "{name}"\nsha256 = "{hash_of(key)}"', markup=False)


def _print_code(store: str, name: str) -> None:
    from checker.practice.training import default_store
    from checker.store.engine import open_store
    from checker.store.practice.people import People

    engine = open_store(store or default_store())
    code = People(engine).renew_trainer(name)
    engine.dispose()
    console().print(f"培训师 {name} 的口令（只显示这一次）：{code}", markup=False)
