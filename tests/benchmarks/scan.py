"""A long scan from end to end: `python -m tests.benchmarks.scan --turns 1000000`. Prints figures; asserts nothing.

The input is the labelled dialogues and utterances of this repository, repeated, as JSON Lines. Memory is the peak of each
process (Linux). `jieba.lcut` cuts the same texts in one process, for comparison.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from itertools import cycle
from pathlib import Path

from .clock import seconds
from .material import talk

PAUSE = 0.2
"""Seconds between two looks at the processes."""
JIEBA_TURNS = 20_000


def main() -> None:
    """Read the arguments, scan, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        given, texts = write_input(Path(name) / "turns.jsonl", arguments.turns)
        size = given.stat().st_size / 1e6
        print(f"input: {arguments.turns:,} turns, {size:.0f} MB of JSON Lines")
        watch = Watch(given, Path(name) / "out", arguments.workers)
        results = (Path(name) / "out" / "results.jsonl").stat().st_size / 1e6
    print(
        f"checked in {watch.checked:.0f} s: {arguments.turns / watch.checked:,.0f} turns/s, {size / watch.checked:.2f} MB/s"
    )
    print(f"with tables and reports {watch.whole:.0f} s; results {results:.0f} MB")
    print(f"peak memory: parent {watch.parent_peak} MB (reports included), each worker {watch.worker_peaks} MB")
    rate, cut = arguments.turns / watch.worker_seconds, jieba_rate(texts)
    print(f"a second of a worker's processor: {rate:,.0f} turns; jieba.lcut: {cut:,.0f} turns; {rate / cut:.2f} times")


def write_input(path: Path, turns: int) -> tuple[Path, list[str]]:
    """Conversations of the corpus, again and again, until there are so many turns; and the texts of the first."""
    conversations = [_conversation(line) for file in talk() for line in file.open("rb")]
    texts: list[str] = []
    written = 0
    with path.open("w", encoding="utf-8") as file:
        for number, conversation in enumerate(cycle(conversations)):
            named = {"id": f"n{number}", "clerk": f"A{number % 97}", "unit": f"{number % 9}号窗口", **conversation}
            file.write(json.dumps(named, ensure_ascii=False) + "\n")
            written += len(conversation["turns"])
            if len(texts) < JIEBA_TURNS:
                texts += [turn["text"] for turn in conversation["turns"]]
            if written >= turns:
                return path, texts
    return path, texts


def _conversation(line: bytes) -> dict:
    item = json.loads(line)
    turns = item.get("turns") or [*item.get("before", []), {"role": "clerk", "text": item["text"]}]
    return {"channel": item["channel"], "turns": turns}


class Watch:
    """A scan from outside: seconds until all is checked and until the end, peaks in MB, processor time of the workers."""

    def __init__(self, given: Path, out: Path, workers: int) -> None:
        command = [sys.executable, "-m", "checker.cli", "scan", str(given), "-o", str(out), "--workers", str(workers)]
        begin = time.perf_counter()
        process = subprocess.Popen(command)  # noqa: S603
        self._peaks: dict[int, int] = {}
        self._seconds: dict[int, float] = {}
        self.checked = 0.0
        while process.poll() is None:
            for number in (process.pid, *_children(process.pid)):
                self._peaks[number] = max(self._peaks.get(number, 0), _peak(number))
                self._seconds[number] = max(self._seconds.get(number, 0.0), _processor_seconds(number))
            if not self.checked and _complete(out):
                self.checked = time.perf_counter() - begin
            time.sleep(PAUSE)
        self.whole = time.perf_counter() - begin
        self.checked = self.checked or self.whole
        self.parent_peak = self._peaks.pop(process.pid)
        self._seconds.pop(process.pid)

    @property
    def worker_peaks(self) -> list[int]:
        """The peaks of the workers; helpers of the interpreter, which hold next to nothing, are left out."""
        return [peak for peak in self._peaks.values() if peak > 50]

    @property
    def worker_seconds(self) -> float:
        """The processor time of all workers together, loading included."""
        return sum(self._seconds.values())


def jieba_rate(texts: list[str]) -> float:
    """Turns a second."""
    import jieba

    jieba.initialize()
    return len(texts) / seconds(lambda: [jieba.lcut(text) for text in texts], rounds=2)


def _complete(out: Path) -> bool:
    try:
        return json.loads((out / "scan.json").read_bytes())["state"] == "complete"
    except (OSError, ValueError):
        return False


def _children(number: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{number}/task/{number}/children").read_text().split()]
    except OSError:
        return []


def _processor_seconds(number: int) -> float:
    try:
        fields = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _peak(number: int) -> int:
    """The most memory that a process has had, in MB."""
    try:
        status = Path(f"/proc/{number}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0)


if __name__ == "__main__":
    main()
