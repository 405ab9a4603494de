"""What a province and the country need: `python -m tests.benchmarks.sizing`. Measures, and fills docs/sizing.md.

Three ways over the same calls, each in processes of its own: the check alone, `yanjian scan`, and Spark on one core (extra
`spark`, Java). Each goes over some calls first, so that what starting costs is not in the rates. Times are processor time
of all processes together, of the quickest round: other work on the machine shows little. `--print` leaves the page as it is.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle, pairwise
from pathlib import Path

from ..labelled_files import CORPUS
from .processes import run, seconds_so_far

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "sizing.md"
SMALL = 0.2
"""The calls gone over first, as a share of the others."""
ROUNDS = 3
"""How often the others are gone over; the quickest counts."""
UTILISATION = 0.7
"""How busy a core is kept."""
PEAK_DAY = 2 / 250
"""The share of a year's calls on its busiest day: twice a working day's."""
TURNS_A_CALL = 40
RECHECK_HOURS = 24
SCALES = {"a province": 45_000_000, "the country": 1_600_000_000}
"""Calls and letters a year (the page gives the sources)."""
KILO, MEGA, GIGA = 1e3, 1e6, 1e9
Do = Callable[[Path, Path], object]
"""Goes over the calls of a file into another."""


@dataclass(frozen=True)
class Calls:
    """A file of calls: how many, their turns, the bytes of their texts."""

    path: Path
    calls: int
    turns: int
    size: int


@dataclass(frozen=True)
class Way:
    """One way over the calls: turns a second on one core, seconds to start, bytes of memory a worker."""

    rate: float
    start: float
    memory: int


def main() -> None:
    """Read the arguments, measure, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=50_000)
    parser.add_argument("--print", action="store_true", help="leave the page as it is")
    parser.add_argument("--work", nargs=4, metavar=("WAY", "SMALL", "LARGE", "OUT"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.work:
        work(arguments.work[0], *map(Path, arguments.work[1:]))
        return
    with tempfile.TemporaryDirectory() as name:
        figures, worked = measured(Path(name), arguments.turns)
    print("\n".join([*figures, "", *worked]))
    if not arguments.print:
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(_filled(_filled(page, "figures", figures), "worked", worked), encoding="utf-8")


def measured(folder: Path, turns: int) -> tuple[list[str], list[str]]:
    """The table of figures, and what follows from them."""
    small = write_calls(folder / "small.jsonl", round(turns * SMALL))
    large = write_calls(folder / "large.jsonl", turns)
    ways = {
        "check": by_work("check", small, large, folder, counts=b"sizing"),
        "scan": by_scan(small, large, folder),
        "spark": by_work("spark", small, large, folder, counts=b"pyspark.daemon"),
    }
    reports = (folder / "scan-large.jsonl").read_bytes()
    parquet = sum(file.stat().st_size for file in (folder / "spark" / "large-0").glob("*.parquet"))
    sizes = {"json": len(reports), "gzip": len(gzip.compress(reports, 6)), "parquet": parquet}
    each = {name: size / large.calls for name, size in sizes.items()}
    return list(_figures(ways, each, large)), list(_worked(ways, each))


def write_calls(path: Path, turns: int) -> Calls:
    """Calls of the length of real ones, put together from the labelled dialogues."""
    lines = [line for file in sorted(CORPUS.glob("dialogues-*.jsonl")) for line in file.open("rb")]
    dialogues = cycle([json.loads(line)["turns"] for line in lines])
    calls, written, size = 0, 0, 0
    with path.open("w", encoding="utf-8") as file:
        while written < turns:
            call: list[dict] = []
            while len(call) < TURNS_A_CALL:
                call += next(dialogues)
            file.write(json.dumps({"id": f"n{calls}", "channel": "phone", "turns": call}, ensure_ascii=False) + "\n")
            calls, written = calls + 1, written + len(call)
            size += sum(len(turn["text"].encode()) for turn in call)
    return Calls(path, calls, written, size)


def by_work(name: str, small: Calls, large: Calls, folder: Path, *, counts: bytes) -> Way:
    """A way that is done in a process of ours, first over the small file."""
    places = [str(small.path), str(large.path), str(folder / name)]
    done = run([sys.executable, "-m", "tests.benchmarks.sizing", "--work", name, *places], counts=counts)
    taken = json.loads(done.printed)
    rate = large.turns / taken["large"]
    return Way(rate, taken["small"] - small.turns / rate, done.memory)


def by_scan(small: Calls, large: Calls, folder: Path) -> Way:
    """The command, once for each file; what both took alike is the start."""
    command = [sys.executable, "-m", "checker.cli", "scan", "--workers", "1"]
    seconds, memory = {}, 0
    for given in (small, large):
        scan = [*command, str(given.path), "-o", str(folder / f"scan-{given.path.name}")]
        runs = [run(scan, counts=b"scan") for _ in range(ROUNDS)]
        seconds[given] = min(each.seconds for each in runs)
        memory = max(each.memory for each in runs)
    rate = (large.turns - small.turns) / (seconds[large] - seconds[small])
    return Way(rate, seconds[small] - small.turns / rate, memory)


def work(name: str, small: Path, large: Path, out: Path) -> None:
    """Go over both files in this process; prints the processor time until the end of the first, and for the second."""
    do = {"check": check, "spark": spark}[name]()
    do(small, out / "small")
    told = [seconds_so_far()]
    for number in range(ROUNDS):
        do(large, out / f"large-{number}")
        told.append(seconds_so_far())
    rounds = [after - before for before, after in pairwise(told)]
    print(json.dumps({"small": told[0], "large": min(rounds)}))


def check() -> Do:
    """Read, check, and keep nothing."""
    from checker import Checker, record_from_line

    checker = Checker()

    def do(given: Path, out: Path) -> None:
        with given.open("rb") as lines:
            records = (record_from_line(line, "", number) for number, line in enumerate(lines, start=1))
            for _ in checker.check_many(record.conversation for record in records if record.conversation):
                pass

    return do


def spark() -> Do:
    """A Spark job on one core, into Parquet."""
    from pyspark.sql import SparkSession

    from checker.spark import check_conversations

    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    session = builder.config("spark.sql.shuffle.partitions", 4).getOrCreate()
    return lambda given, out: check_conversations(session.read.text(str(given)), json="value").write.parquet(str(out))


def _figures(ways: dict[str, Way], each: dict[str, float], calls: Calls) -> Iterator[str]:
    """The measured figures as a table."""
    scan, spark_, per_turn = ways["scan"], ways["spark"], calls.size / calls.turns
    names = {
        "check": "check alone",
        "scan": "`yanjian scan` (read, check, mask, write)",
        "spark": "Spark (the same, into Parquet)",
    }
    rows = {
        "measured on": f"{calls.calls:,} calls, {calls.turns:,} turns of {per_turn:.0f} bytes (UTF-8) on average",
        **{
            f"{names[name]}, one core": f"{way.rate:,.0f} turns/s, {way.rate * per_turn / MEGA:.2f} MB/s of text"
            for name, way in ways.items()
        },
        "Spark beside the scan": f"{scan.rate / spark_.rate - 1:+.0%} processor time",
        "start: scan, Spark session with its first worker": f"{scan.start:.0f} s, {spark_.start:.0f} s",
        "memory of a worker: scan, Spark's Python worker": f"{scan.memory / MEGA:.0f} MB, {spark_.memory / MEGA:.0f} MB",
        "report of a call: JSON, gzipped": f"{each['json'] / KILO:.1f} kB, {each['gzip'] / KILO:.1f} kB",
        "result of a call in Spark's Parquet": f"{each['parquet'] / KILO:.1f} kB",
    }
    yield from ("| what | figure |", "|---|---|")
    yield from (f"| {name} | {figure} |" for name, figure in rows.items())


def _worked(ways: dict[str, Way], each: dict[str, float]) -> Iterator[str]:
    """What the scales need, by the figures."""
    rate, memory = ways["spark"].rate * UTILISATION, ways["spark"].memory
    rows: dict[str, list[str]] = {}
    for calls in SCALES.values():
        seconds = calls * TURNS_A_CALL / rate
        again = math.ceil(seconds / (RECHECK_HOURS * 3600))
        needs = {
            "calls and letters a year": f"{calls / MEGA:,.0f} million",
            "core hours a year": f"{seconds / 3600:,.0f}",
            "cores for the busiest day's calls in one hour": f"{math.ceil(seconds * PEAK_DAY / 3600):,}",
            f"cores for the whole year again in {RECHECK_HOURS} hours": f"{again:,}",
            "memory of their Python workers": f"{again * memory / GIGA:,.0f} GB",
            "results a year, Parquet": f"{calls * each['parquet'] / GIGA:,.0f} GB",
        }
        for name, need in needs.items():
            rows.setdefault(name, []).append(need)
    yield from (f"| | {' | '.join(SCALES)} |", "|---|---|---|")
    yield from (f"| {name} | {' | '.join(row)} |" for name, row in rows.items())


def _filled(page: str, name: str, lines: list[str]) -> str:
    """The page with the lines between the markers of that name."""
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    head, rest = page.split(begin)
    return "\n".join([head + begin, "", *lines, "", end + rest.split(end)[1]])


if __name__ == "__main__":
    main()
