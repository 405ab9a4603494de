"""The server itself over real sockets: half-closed and slow clients, several workers, reloading, the OpenAPI document."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest

from .conftest import TEXT, WORDS, need, start, stop

ENTRY = """category = "shirking"

[[entry]]
id = "{id}"
phrases = ["去楼上碰碰运气"]
severity = "moderate"
why = "没有说明该找谁"
say_instead = ["您咨询的问题由××窗口负责，我带您过去。"]
basis = [{{ document = "bianmin", clause = "第一篇(三)5" }}]
flag = ["去楼上碰碰运气吧。", "你去楼上碰碰运气。"]
pass = ["请您到楼上3号窗口。", "您好。"]
advise = ["去楼上碰碰运气，三楼5号窗口找医保科。"]
"""


def connect(url: str) -> socket.socket:
    parts = urlsplit(url)
    return socket.create_connection((parts.hostname, parts.port), timeout=30)


def request_of(body: bytes, path: str = "/v2/check") -> bytes:
    head = f"POST {path} HTTP/1.1\r\nHost: a\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def post(url: str, value: object) -> dict:
    with urlopen(Request(f"{url}/v1/check", data=json.dumps(value).encode()), timeout=30) as response:  # noqa: S310
        return json.load(response)


def test_a_half_closed_client_gets_its_answer(server):
    body = f"language=zh-CN&text={TEXT}".encode()
    for _ in range(20):
        with connect(server) as client:
            client.sendall(request_of(body))
            client.shutdown(socket.SHUT_WR)
            answer = b""
            while part := client.recv(65_536):
                answer += part
        assert answer.startswith(b"HTTP/1.1 200")
        assert WORDS.encode() in answer


def test_slow_clients_hold_up_nobody(server):
    slow = [connect(server) for _ in range(200)]
    for index, client in enumerate(slow):
        client.sendall(request_of(b"x" * 100)[: -50 if index % 2 else 20])
    started = time.monotonic()
    assert post(server, {"text": TEXT})["findings"]
    assert time.monotonic() - started < 5
    answers = [client for client in slow[1::2] if client.recv(15) == b"HTTP/1.1 408 Re"]
    assert len(answers) == 100
    for client in slow:
        client.close()


def test_a_client_that_goes_away_in_the_middle_does_no_harm(server):
    for _ in range(50):
        with connect(server) as client:
            client.sendall(request_of(b"text=a")[:-3])
    assert post(server, {"text": TEXT})["findings"]


@pytest.mark.parametrize(
    "noise", [b"\x00" * 2_000, b"GET / HTTP/9.9\r\n\r\n", b"POST /v1/check HTTP/1.1\r\nContent-Length: -1\r\n\r\n"]
)
def test_noise_is_refused(server, noise):
    with connect(server) as client:
        client.sendall(noise)
        client.shutdown(socket.SHUT_WR)
        assert client.recv(12) in (b"HTTP/1.1 400", b"HTTP/1.1 505", b"")
    assert post(server, {"text": TEXT})["findings"]


def test_several_workers_reload_without_losing_an_answer(tmp_path):
    pytest.importorskip("uvicorn", reason="pip install 'yanjian[serve]'")
    folder = tmp_path / "own"
    (folder / "forbidden").mkdir(parents=True)
    file = folder / "forbidden" / "shirking.toml"
    file.write_text(ENTRY.format(id="go-upstairs"), encoding="utf-8")
    running = start(tmp_path, "--workers", "2", "--lexicons", str(folder), YANJIAN_RELOAD_SECONDS="0.2")
    try:
        with ThreadPoolExecutor(8) as threads:
            asked = [threads.submit(_rules_found, running.url) for _ in range(400)]
            file.write_text("[[entry", encoding="utf-8")
            _wait_for(running.url, lambda health: health["status"] == "stale")
            assert "go-upstairs" in str(_rules_found(running.url))
            file.write_text(ENTRY.format(id="go-downstairs"), encoding="utf-8")
            _wait_for(running.url, lambda health: health["status"] == "ok")
            assert all(len(each.result()) == 1 for each in asked)
        assert "go-downstairs" in str(_rules_found(running.url))
        with urlopen(f"{running.url}/metrics", timeout=30) as response:  # noqa: S310
            assert b"yanjian_checked_total" in response.read()
    finally:
        stop(running)


def _rules_found(url: str) -> set[str]:
    found = post(url, {"text": "去楼上碰碰运气吧。"})["findings"]
    return {each["rule"] for each in found if each["text"] == "去楼上碰碰运气"}


def _wait_for(url: str, reached) -> None:
    """Until every worker says so, as far as many connections tell."""
    for _ in range(600):
        states = []
        for _ in range(12):
            with urlopen(f"{url}/v1/health", timeout=30) as response:  # noqa: S310
                states.append(reached(json.load(response)))
        if all(states):
            return
        time.sleep(0.1)
    raise AssertionError("not reached")


HOOKS = """
import json
import schemathesis

@schemathesis.serializer("application/x-ndjson")
def lines(ctx, value):
    return value.encode("utf-8", "replace") if isinstance(value, str) else json.dumps(value).encode()
"""


def test_schemathesis(server, tmp_path):
    command = Path(sys.executable).with_name("schemathesis")
    need(command.exists() or shutil.which("schemathesis"), "schemathesis")
    (tmp_path / "hooks.py").write_text(HOOKS, encoding="utf-8")
    options = ["--max-examples", "60", "--seed", "1", "--no-color", "--exclude-checks", "unsupported_method"]
    result = subprocess.run(  # noqa: S603
        [command, "run", f"{server}/openapi.json", *options],
        capture_output=True, text=True, cwd=tmp_path, env={**os.environ, "SCHEMATHESIS_HOOKS": "hooks", "PYTHONPATH": str(tmp_path)},
    )  # fmt: skip
    assert result.returncode == 0, result.stdout[-6_000:]
