"""A server of our own for real clients to call: `yanjian serve` as users start it, on a free port."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from .postgres import postgres, postgres_socket  # noqa: F401  (fixtures)

INSTALL = "bash tests/install-clients.sh"
TEXT = "您好😀，这事不归我管，问别人去。"
WORDS = "不归我管"


@dataclass(frozen=True)
class Server:
    """A running service."""

    url: str
    process: subprocess.Popen[bytes]


def need(found: object, name: str) -> None:
    """Skip where a client is not installed."""
    if not found:
        pytest.skip(f"没有 {name}；安装：{INSTALL}")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def start(folder: Path, *options: str, **environment: str) -> Server:
    """Start a server and wait until it answers."""
    port = free_port()
    command = [sys.executable, "-m", "checker.cli", "serve", "--port", str(port), *options]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, stderr=log, stdout=log, env={**os.environ, **environment})  # noqa: S603
    url = f"http://127.0.0.1:{port}"
    for _ in range(600):
        try:
            with urlopen(f"{url}/v1/health", timeout=5):  # noqa: S310
                return Server(url, process)
        except (URLError, OSError):
            time.sleep(0.1)
        if process.poll() is not None:
            break
    process.kill()
    raise RuntimeError((folder / "server.log").read_text(encoding="utf-8"))


def stop(server: Server) -> None:
    """Stop a server as a terminal does."""
    server.process.terminate()
    server.process.wait(timeout=30)


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    pytest.importorskip("uvicorn", reason="pip install 'yanjian[serve]'")
    running = start(tmp_path_factory.mktemp("server"))
    yield running.url
    stop(running)
