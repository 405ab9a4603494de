"""What a province and the country need: `python -m tests.benchmarks.sizing`. Measures, and fills docs/sizing.md.

Three ways over the same calls, each in a process of its own and at two sizes, so that what starting costs falls out of the
rates: the check alone, `yanjian scan`, and Spark on one core (extra `spark`, Java). Times are processor time, of all
processes together: other work on the machine does not show. `--print` leaves the page as it is.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

from .material import CORPUS

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "sizing.md"
SMALL = 0.1
"""The small size, as a share of the large one."""
UTILISATION = 0.7
"""How busy a core is kept."""
PEAK_DAY = 2 / 250
"""The share of a year's calls on its busiest day: twice a working day's."""
TURNS_A_CALL = 40
RECHECK_HOURS = 24
SCALES = {"a province": 45_000_000, "the country": 1_600_000_000}
"""Calls and letters a year (the page gives the sources)."""
KILO, MEGA, GIGA = 1e3, 1e6, 1e9
PAUSE = 0.1
"""Seconds between two looks at the processes."""
SPARKS_WORKERS = b"pyspark.daemon"


@dataclass(frozen=True)
class Run:
    """Seconds of processor time of a process and all that it started, and the most memory of a worker in bytes."""

    seconds: float
    memory: int


@dataclass(frozen=True)
class Way:
    """One way over the calls: turns a second on one core, seconds to start, bytes of memory a worker."""

    rate: float
    start: float
    memory: int


def main() -> None:
    """Read the arguments, measure, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=200_000)
    parser.add_argument("--print", action="store_true", help="leave the page as it is")
    parser.add_argument("--work", nargs=3, metavar=("WAY", "INPUT", "OUTPUT"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.work:
        {"check": check, "spark": spark}[arguments.work[0]](*map(Path, arguments.work[1:]))
        return
    with tempfile.TemporaryDirectory() as name:
        figures, worked = measured(Path(name), arguments.turns)
    print("\n".join([*figures, "", *worked]))
    if not arguments.print:
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(_filled(_filled(page, "figures", figures), "worked", worked), encoding="utf-8")


def measured(folder: Path, turns: int) -> tuple[list[str], list[str]]:
    """The table of figures, and what follows from them."""
    small, large = folder / "small.jsonl", folder / "large.jsonl"
    sizes = [write_calls(small, round(turns * SMALL)), write_calls(large, turns)]
    calls, turns_, megabytes = sizes[1]
    count = turns_ - sizes[0][1]
    ours = (sys.executable, "-m", "tests.benchmarks.sizing", "--work")
    scan = (sys.executable, "-m", "checker.cli", "scan", "--workers", "1")
    ways = {}
    for name, command in {"check": (*ours, "check"), "scan": scan, "spark": (*ours, "spark")}.items():
        outputs = [folder / f"{name}-{size}.jsonl" for size in ("small", "large")]
        places = [
            (str(given), *(["-o"] if name == "scan" else []), str(out))
            for given, out in zip((small, large), outputs, strict=True)
        ]
        ways[name] = _way([run([*command, *place]) for place in places], sizes[0][1], count)
    reports = (folder / "scan-large.jsonl").read_bytes()
    parquet = sum(file.stat().st_size for file in (folder / "spark-large.jsonl").glob("*.parquet"))
    sizes_of = {
        "json": len(reports) / calls,
        "gzip": len(gzip.compress(reports, 6)) / calls,
        "parquet": parquet / calls,
    }
    per_turn = megabytes * MEGA / turns_
    return list(_figures(ways, sizes_of, calls, turns_, per_turn)), list(_worked(ways, sizes_of))


def write_calls(path: Path, turns: int) -> tuple[int, int, float]:
    """Calls of the length of real ones, put together from the labelled dialogues; how many, their turns, their MB of text."""
    dialogues = [
        json.loads(line)["turns"] for file in sorted(CORPUS.glob("dialogues-*.jsonl")) for line in file.open("rb")
    ]
    calls, written, size, call = 0, 0, 0, []
    with path.open("w", encoding="utf-8") as file:
        for dialogue in cycle(dialogues):
            call += dialogue
            if len(call) < TURNS_A_CALL:
                continue
            file.write(json.dumps({"id": f"n{calls}", "channel": "phone", "turns": call}, ensure_ascii=False) + "\n")
            calls, written, size = (
                calls + 1,
                written + len(call),
                size + sum(len(turn["text"].encode()) for turn in call),
            )
            call = []
            if written >= turns:
                break
    return calls, written, size / MEGA


def run(command: list[str]) -> Run:
    """Run a command to its end (Linux). Raises RuntimeError with what it complained of where it fails."""
    seen: dict[int, Run] = {}
    workers: set[int] = set()
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=complaints)  # noqa: S603
        while process.poll() is None:
            for number in _family(process.pid):
                seen[number] = _look(number) or seen.get(number, Run(0, 0))
                if SPARKS_WORKERS in _read(f"/proc/{number}/cmdline"):
                    workers.add(number)
            time.sleep(PAUSE)
        complaints.seek(0)
        if process.returncode:
            raise RuntimeError(complaints.read().decode())
    memory = max(seen[number].memory for number in workers or {process.pid})
    return Run(sum(each.seconds for each in seen.values()), memory)


def _family(number: int) -> list[int]:
    """A process and all its descendants."""
    try:
        threads = list(Path(f"/proc/{number}/task").iterdir())
    except OSError:
        return []
    children = [int(child) for thread in threads for child in _read(f"{thread}/children").split()]
    return [number, *(each for child in children for each in _family(child))]


def _look(number: int) -> Run | None:
    """What a process has taken so far; None where it is gone."""
    times = _read(f"/proc/{number}/stat").rpartition(b")")[2].split()
    peaks = [line.split()[1] for line in _read(f"/proc/{number}/status").splitlines() if line.startswith(b"VmHWM")]
    if not times or not peaks:
        return None
    return Run((int(times[11]) + int(times[12])) / os.sysconf("SC_CLK_TCK"), int(peaks[0]) * 1024)


def _read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError:
        return b""


def _way(runs: list[Run], small: int, count: int) -> Way:
    """The way's figures from a small run and a large one."""
    each = (runs[1].seconds - runs[0].seconds) / count
    return Way(1 / each, runs[0].seconds - each * small, runs[1].memory)


def check(given: Path, out: Path) -> None:
    """The work of the first way: check, and keep nothing."""
    from checker import Checker, record_from_line

    checker = Checker()
    with given.open("rb") as lines:
        records = (record_from_line(line, "", number) for number, line in enumerate(lines, start=1))
        for _ in checker.check_many(record.conversation for record in records if record.conversation):
            pass


def spark(given: Path, out: Path) -> None:
    """The work of the third way: a Spark job on one core, its results as Parquet."""
    from pyspark.sql import SparkSession

    from checker.spark import check_conversations

    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    session = builder.config("spark.sql.shuffle.partitions", 4).getOrCreate()
    check_conversations(session.read.text(str(given)), json="value").write.parquet(str(out))
    session.stop()


def _figures(ways: dict[str, Way], sizes: dict[str, float], calls: int, turns: int, per_turn: float) -> Iterator[str]:
    """The measured figures as a table."""
    yield "| what | figure |"
    yield "|---|---|"
    yield f"| measured on | {calls:,} calls, {turns:,} turns of {per_turn:.0f} bytes (UTF-8) on average |"
    names = {
        "check": "check alone",
        "scan": "`yanjian scan` (read, check, mask, write)",
        "spark": "Spark (the same, into Parquet)",
    }
    for name, way in ways.items():
        yield f"| {names[name]}, one core | {way.rate:,.0f} turns/s, {way.rate * per_turn / MEGA:.2f} MB/s of text |"
    yield f"| Spark beside the scan | {ways['scan'].rate / ways['spark'].rate - 1:+.0%} processor time |"
    yield f"| start: scan, Spark session with its first worker | {ways['scan'].start:.1f} s, {ways['spark'].start:.1f} s |"
    yield f"| memory of a worker: scan, Spark's Python worker | {ways['scan'].memory / MEGA:.0f} MB, {ways['spark'].memory / MEGA:.0f} MB |"
    yield f"| report of a call: JSON, gzipped | {sizes['json'] / KILO:.1f} kB, {sizes['gzip'] / KILO:.1f} kB |"
    yield f"| result of a call in Spark's Parquet | {sizes['parquet'] / KILO:.1f} kB |"


def _worked(ways: dict[str, Way], sizes: dict[str, float]) -> Iterator[str]:
    """What the scales need, by the figures."""
    rate, memory = ways["spark"].rate * UTILISATION, ways["spark"].memory
    yield f"| | {' | '.join(SCALES)} |"
    yield "|---|---|---|"
    rows = {"calls and letters a year": [], "core hours a year": [], "cores for the busiest day's calls in one hour": [],
            f"cores for the whole year again in {RECHECK_HOURS} hours": [], "their memory (Python workers)": [],
            "results a year, Parquet": []}  # fmt: skip
    for calls in SCALES.values():
        seconds = calls * TURNS_A_CALL / rate
        again = math.ceil(seconds / (RECHECK_HOURS * 3600))
        values = (f"{calls / MEGA:,.0f} million", f"{seconds / 3600:,.0f}", math.ceil(seconds * PEAK_DAY / 3600), again,
                  f"{again * memory / GIGA:,.0f} GB", f"{calls * sizes['parquet'] / GIGA:,.0f} GB")  # fmt: skip
        for row, value in zip(rows.values(), values, strict=True):
            row.append(str(value))
    for name, row in rows.items():
        yield f"| {name} | {' | '.join(row)} |"


def _filled(page: str, name: str, lines: list[str]) -> str:
    """The page with the lines between the markers of that name."""
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    head, rest = page.split(begin)
    return "\n".join([head + begin, "", *lines, "", end + rest.split(end)[1]])


if __name__ == "__main__":
    main()
