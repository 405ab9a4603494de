"""Load on a running service: `python -m tests.clients.load`. Prints figures; asserts nothing but that answers come.

One connection and then 32 send drafts of 200 characters to /v1/check of one worker and to an empty FastAPI endpoint of one
worker, in turns: first ordinary ones, none of them twice to us, every third of them with something at fault; then such as are put together
from polite expressions and taboos alone, which cost most; then the same one again and again, as an editor asks again for a
paragraph that has not changed. With --minutes it sends a mixed load, malformed
requests and long speech without marks among it, no text twice, while the lexicon is reloaded, and watches errors and memory.
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
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from urllib.parse import urlsplit

import uvloop

from .conftest import free_port, start, stop

ORDINARY = (
    "您好，", "您反映的情况我们已经收到，", "经核实，", "您的申请材料目前在街道审核，", "预计本周五前送到区里，",
    "审核通过后会发短信通知您，", "领取时请带身份证原件，", "由家人代领的还要带委托书和双方的身份证，",
    "办理地点在人民路12号政务服务中心二楼，", "周一至周五上午九点到下午五点都可以来，", "也可以在手机上申请，",
    "填好以后点提交就行，", "缴费基数按上年度的平均工资核定，", "您名下的参保记录一共是四年零三个月，",
    "中间断缴的两个月可以补，", "补缴不影响连续计算，", "咨询电话写在回执单上，", "如果还有不明白的地方，",
    "随时可以联系我们，", "感谢您对我们工作的支持，", "祝您生活愉快。", "房屋的竣工日期以登记为准，",
    "这个项目由住建部门负责，", "我们已经把您的意见转给他们，", "处理结果十个工作日内答复您，", "😀",
)  # fmt: skip
AT_FAULT = ("这事不归我管，", "问别人去，", "不是告诉过你了吗，", "规定就是这样，", "你自己上网查，")
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

MOST_A_SECOND = 4_000
"""So many different drafts are prepared for each second; an empty service answers more, and gets some twice."""
Make = Callable[[random.Random], str]
"""What makes a draft."""
LENGTH = re.compile(rb"content-length: *([0-9]+)", re.IGNORECASE)


def draft(random_: random.Random, size: int = 200) -> str:
    text = ""
    while len(text) < size:
        text += random_.choice(WORDS)
    return text[:size]


def ordinary(random_: random.Random, size: int = 200) -> str:
    """A draft as clerks write them; every third has something at fault."""
    text = ""
    while len(text) < size:
        text += random_.choice(ORDINARY)
    if random_.randrange(3) == 0:
        text = random_.choice(AT_FAULT) + text
    return text[:size]


def speech(random_: random.Random) -> str:
    """What a recogniser gives of somebody who talks on."""
    return re.sub(r"[，。、]", "", draft(random_, 1_500))


def same(_random: random.Random) -> str:
    """Always the same draft."""
    return ordinary(random.Random(0))  # noqa: S311


def drafts(seed: int, make: Make, count: int) -> Iterator[bytes]:
    """So many, prepared so that the client is quick."""
    random_ = random.Random(seed)  # noqa: S311
    return cycle([request_of(make(random_)) for _ in range(count)])


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


class Sender(asyncio.Protocol):
    """One connection: the next request as soon as the answer to the last is whole. Lighter than the stream readers of asyncio.

    `done` is set at the end; a refused or broken answer is its exception.
    """

    def __init__(self, until: float, times: list[float], requests: Iterator[bytes]) -> None:
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._until, self._times, self._requests = until, times, requests
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._send()

    def data_received(self, data: bytes) -> None:
        self._received = received = self._received + data
        head = received.find(b"\r\n\r\n")
        if head < 0 or len(received) < head + 4 + _length(received[:head]):
            return
        self._times.append(time.perf_counter() - self._sent)
        if not received.startswith(b"HTTP/1.1 200"):
            self._end(AssertionError(received[:head]))
        elif time.monotonic() < self._until:
            self._received = b""
            self._send()
        else:
            self._end()

    def connection_lost(self, error: Exception | None) -> None:
        self._end(error or ConnectionError("closed before the answer"))

    def _send(self) -> None:
        request = next(self._requests)
        self._sent = time.perf_counter()
        self._transport.write(request)

    def _end(self, error: Exception | None = None) -> None:
        if not self.done.done():
            self.done.set_exception(error) if error else self.done.set_result(None)
        self._transport.close()


def _length(head: bytes) -> int:
    """The length of the body that an answer's head announces."""
    return int(LENGTH.search(head)[1])


async def connection(url: str, until: float, times: list[float], requests: Iterator[bytes]) -> None:
    parts = urlsplit(url)
    loop = asyncio.get_running_loop()
    _, sender = await loop.create_connection(lambda: Sender(until, times, requests), parts.hostname, parts.port)
    await sender.done


async def measure(url: str, connections: int, seconds: float, make: Make) -> tuple[float, float, float]:
    """Requests a second, and the median and 99th percentile in milliseconds."""
    times: list[float] = []
    count = 1 if make is same else int(seconds * MOST_A_SECOND / connections)
    prepared = [drafts(seed, make, count) for seed in range(connections)]
    until = time.monotonic() + seconds
    await asyncio.gather(*(connection(url, until, times, requests) for requests in prepared))
    times.sort()
    return len(times) / seconds, times[len(times) // 2] * 1000, times[len(times) * 99 // 100] * 1000


def figures(seconds: float) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "empty_app.py").write_text(EMPTY, encoding="utf-8")
        port = free_port()
        command = [sys.executable, "-m", "uvicorn", "empty_app:app", "--port", str(port), "--log-level", "warning"]
        empty = subprocess.Popen([*command, "--no-access-log"], cwd=folder)  # noqa: S603
        ours = start(Path(folder))
        for kind, make in (("ordinary", ordinary), ("full of hits", draft), ("the same again", same)):
            for connections in (1, 32):
                rates = {}
                for name, url in (("empty", f"http://127.0.0.1:{port}"), ("yanjian", ours.url)):
                    rates[name], median, slow = uvloop.run(measure(url, connections, seconds, make))
                    took = f"{rates[name]:8.0f}/s p50 {median:.2f} ms p99 {slow:.2f} ms"
                    print(f"{kind}, {connections:2} connections, {name:8}{took}")
                print(f"{kind}, {connections:2} connections, ratio {rates['yanjian'] / rates['empty']:.3f}")
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
        count = uvloop.run(mixed(ours.url, time.monotonic() + minutes * 60, lexicon, memory, ours.process.pid))
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
