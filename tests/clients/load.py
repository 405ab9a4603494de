"""Load on a running service: `python -m tests.clients.load`. Prints figures; asserts nothing but that answers come.

One connection and then 32 send drafts of 200 characters, each different, to /v1/check of one worker and to an empty
FastAPI endpoint of one worker, in turns. With --minutes it sends a mixed load, malformed requests and long speech without
marks among it, no text twice, while the lexicon is reloaded, and watches errors and memory.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from .conftest import free_port, start, stop

WORDS = ("您好，", "请您携带身份证原件，", "到三楼人社窗口办理，", "这事不归我管，", "三个工作日内办结。", "请您稍等，", "感谢您的理解。",
         "您咨询的问题已经收悉，", "如有疑问请拨打咨询电话。", "材料还缺少户口簿，", "😀")  # fmt: skip
EMPTY = """
from fastapi import FastAPI, Request
app = FastAPI()
@app.post("/v1/check")
async def check(request: Request):
    await request.body()
    return {}
@app.get("/v1/health")
async def health():
    return {}
"""


def draft(random_: random.Random, size: int = 200) -> str:
    text = ""
    while len(text) < size:
        text += random_.choice(WORDS)
    return text[:size]


def speech(random_: random.Random) -> str:
    """What a recogniser gives of somebody who talks on."""
    return re.sub(r"[，。、]", "", draft(random_, 1_500))


def drafts(seed: int) -> Iterator[bytes]:
    """The same two hundred, prepared so that the client is quick."""
    random_ = random.Random(seed)  # noqa: S311
    prepared = [request_of(draft(random_)) for _ in range(200)]
    while True:
        yield random_.choice(prepared)


def new_texts(seed: int) -> Iterator[bytes]:
    """Always another."""
    random_ = random.Random(seed)  # noqa: S311
    while True:
        yield request_of(draft(random_) if random_.random() < 0.9 else speech(random_))


def request_of(text: str) -> bytes:
    body = json.dumps({"text": text, "channel": "reply"}, ensure_ascii=False).encode()
    head = (
        f"POST /v1/check HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def answer(reader: asyncio.StreamReader) -> bytes:
    """The head of one answer; its body is read and dropped."""
    head = await reader.readuntil(b"\r\n\r\n")
    size = next(int(line[16:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length: "))
    await reader.readexactly(size)
    return head


async def connection(url: str, until: float, times: list[float], requests: Iterator[bytes]) -> None:
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    while time.monotonic() < until:
        request = next(requests)
        started = time.perf_counter()
        writer.write(request)
        head = await answer(reader)
        times.append(time.perf_counter() - started)
        assert head.startswith(b"HTTP/1.1 200"), head
    writer.close()


async def measure(url: str, connections: int, seconds: float) -> tuple[float, float, float]:
    """Requests a second, and the median and 99th percentile in milliseconds."""
    times: list[float] = []
    until = time.monotonic() + seconds
    await asyncio.gather(*(connection(url, until, times, drafts(seed)) for seed in range(connections)))
    times.sort()
    return len(times) / seconds, times[len(times) // 2] * 1000, times[len(times) * 99 // 100] * 1000


def figures(seconds: float) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "empty_app.py").write_text(EMPTY, encoding="utf-8")
        port = free_port()
        command = [sys.executable, "-m", "uvicorn", "empty_app:app", "--port", str(port), "--log-level", "warning"]
        empty = subprocess.Popen([*command, "--no-access-log"], cwd=folder)  # noqa: S603
        ours = start(Path(folder))
        for connections in (1, 32):
            rates = {}
            for name, url in (("empty", f"http://127.0.0.1:{port}"), ("yanjian", ours.url)):
                rates[name], median, slow = asyncio.run(measure(url, connections, seconds))
                print(
                    f"{connections:3} connections {name:8} {rates[name]:8.0f}/s p50 {median:.2f} ms p99 {slow:.2f} ms"
                )
            print(f"{connections:3} connections ratio {rates['yanjian'] / rates['empty']:.3f}")
        empty.terminate()
        empty.wait()
        stop(ours)


NOISE = (b"\x00\xff" * 50, b"POST /v1/check HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n{\xff\xff\xff}", b"GET / HTTP/1.1\r\n",
         b"POST /v2/check HTTP/1.1\r\nHost: a\r\nContent-Length: 900\r\n\r\ntext=")  # fmt: skip


async def noise(url: str, until: float) -> None:
    """Broken requests, one after the other, each on its own connection."""
    parts = urlsplit(url)
    random_ = random.Random(0)  # noqa: S311
    while time.monotonic() < until:
        _, writer = await asyncio.open_connection(parts.hostname, parts.port)
        writer.write(random_.choice(NOISE))
        await asyncio.sleep(0.05)
        writer.close()


async def mixed(url: str, until: float, lexicon: Path, memory: list[int], process: int) -> int:
    """Drafts, noise and reloading together; how many drafts were answered."""
    times: list[float] = []

    async def edit() -> None:
        while time.monotonic() < until:
            lexicon.touch()
            memory.append(int(Path(f"/proc/{process}/statm").read_text().split()[1]) * 4 // 1024)
            await asyncio.sleep(10)

    await asyncio.gather(
        edit(), noise(url, until), *(connection(url, until, times, new_texts(seed)) for seed in range(8))
    )
    return len(times)


def soak(minutes: float) -> None:
    with tempfile.TemporaryDirectory() as folder:
        lexicon = Path(folder) / "own" / "forbidden" / "x.toml"
        lexicon.parent.mkdir(parents=True)
        lexicon.write_text('category = "shirking"\n', encoding="utf-8")
        ours = start(Path(folder), "--lexicons", str(lexicon.parent.parent))
        memory: list[int] = []
        count = asyncio.run(mixed(ours.url, time.monotonic() + minutes * 60, lexicon, memory, ours.process.pid))
        stop(ours)
        log = (Path(folder) / "server.log").read_text(encoding="utf-8").splitlines()
        events = [json.loads(line) for line in log if line.startswith("{")]
        failed = [event for event in events if event["event"] == "crash" or event.get("status", 0) >= 500]
        loaded = sum(event["event"] == "lexicons_loaded" for event in events)
        print(f"{count} drafts answered, {loaded} times reloaded, {len(failed)} errors of ours; memory in MB: {memory}")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--seconds", type=float, default=5, help="of each measurement")
    arguments.add_argument("--minutes", type=float, help="of mixed load instead")
    given = arguments.parse_args()
    soak(given.minutes) if given.minutes else figures(given.seconds)
