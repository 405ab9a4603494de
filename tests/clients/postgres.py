"""A PostgreSQL server of our own: Debian's programs, a temporary folder, a unix socket, no port."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

INSTALL = "bash tests/install-clients.sh"
VERSIONS = Path("/usr/lib/postgresql")
NUMBERS = itertools.count()


def programs() -> Path | None:
    """The folder of initdb and pg_ctl of the newest version installed."""
    found = sorted(VERSIONS.glob("*/bin/pg_ctl"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


@contextmanager
def cluster() -> Iterator[Path]:
    """A running server; gives the folder of its socket, and removes everything at the end."""
    folder = Path(tempfile.mkdtemp(prefix="yanjian-postgres-"))
    try:
        _own(folder)
        _run("initdb", "--pgdata", str(folder / "data"), "--username", "yanjian", "--auth", "trust", "--no-sync",
             "--encoding", "UTF8", "--locale", "C")  # fmt: skip
        settings = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
        _pg_ctl(folder, "start", "--wait", "--log", str(folder / "log"), "--options", settings)
        try:
            yield folder
        finally:
            _pg_ctl(folder, "stop", "--wait", "--mode", "immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_socket() -> Iterator[Path]:
    """The server that all tests share."""
    if programs() is None:
        pytest.skip(f"没有 PostgreSQL；安装：{INSTALL}")
    pytest.importorskip("psycopg", reason="pip install 'yanjian[store]'")
    with cluster() as folder:
        yield folder


@pytest.fixture
def postgres(postgres_socket: Path) -> str:
    """The URL of an empty database of the test's own."""
    name = f"test{next(NUMBERS)}"
    _run("createdb", "--host", str(postgres_socket), "--username", "yanjian", name)
    return f"postgresql://yanjian@/{name}?host={postgres_socket}"


def _own(folder: Path) -> None:
    """PostgreSQL refuses to run as root: there it runs as the user that its package made."""
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")


def _pg_ctl(folder: Path, *arguments: str) -> None:
    _run("pg_ctl", "--pgdata", str(folder / "data"), *arguments)


def _run(program: str, *arguments: str) -> None:
    folder = programs()
    assert folder is not None
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    command = [*as_user, str(folder / program), *arguments]
    subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL)  # noqa: S603
