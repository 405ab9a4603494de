"""How fast the check is: `python -m tests.benchmarks.speed`. Prints tables; asserts nothing.

Everything is measured in one process: the whole check beside `jieba.lcut`, the bare automaton and what people use today.
Ratios are what counts; rates are those of the machine at hand. `--dialogues` and `--letters` take JSON Lines of
conversations. Needs the extra `bench` (rjieba, spaCy).
"""

from __future__ import annotations

import argparse
import gc
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from checker import Checker, Conversation, Turn

from . import rivals
from .clock import milliseconds_each, seconds
from .growth import by_hits, by_phrases, by_turns
from .material import Material, corpus, given
from .stages import stages

SMALL = 0.3
"""Megabytes that the slow ones get."""
DRAFT = (
    "您好，您咨询的失业保险金申领事项已经收到。请您携带本人身份证原件、社会保障卡和解除劳动合同证明，到街道人社所一楼3号窗口办理，"
    "也可以登录政务服务网在线申请，材料齐全的，十五个工作日内办结。如果您不方便前来，可以委托家人代办，需要带好双方身份证和委托书。"
    "办理过程中有疑问请拨打咨询电话，我们的工作人员会为您解答。给您带来不便，敬请谅解，祝您生活愉快。"
)


def main() -> None:
    """Read the arguments and print every table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=float, default=5.0, help="how much of the corpus, repeated")
    parser.add_argument("--dialogues", type=Path)
    parser.add_argument("--letters", type=Path)
    arguments = parser.parse_args()
    checker = Checker()
    materials = [
        corpus(arguments.megabytes),
        *(given(path) for path in (arguments.dialogues, arguments.letters) if path),
    ]
    for material in materials:
        table(
            f"{material.name}: {material.megabytes:.1f} MB",
            ("", "MB/s", "us/turn", "x jieba"),
            rates(checker, material),
        )
    for material in materials:
        table(f"stages, {material.name}", ("", "us/turn", "share"), stages(checker, material.first(2.0)))
    table("one draft of 200 characters, in process", ("", "p50 ms", "p99 ms"), latency(checker))
    table("start, a new process", ("", "s", "MB"), start())
    table("cost as phrases grow", ("phrases", "us/turn"), by_phrases(materials[0].first(SMALL)))
    table("cost as a conversation grows", ("turns", "us/turn"), by_turns(checker))
    table("cost with the share of turns at fault", ("share", "us/turn"), by_hits(checker))


def rates(checker: Checker, material: Material) -> Iterator[tuple[object, ...]]:
    """Every way over the same text; the slow ones over its beginning."""
    phrases = rivals.phrases_of(checker)
    plain = Checker(lexicon=checker.lexicon, detecting=False)
    small = material.first(SMALL)
    segment = rivals.jieba_lcut()
    jieba = small.megabytes / seconds(lambda: segment(small.turns))
    ways: list[tuple[str, Material, Callable[[Material], object]]] = [
        ("the check, everything on", material, lambda some: list(checker.check_many(some.conversations))),
        ("the check without the detector", material, lambda some: list(plain.check_many(some.conversations))),
    ]
    for name, run, some in (
        ("rjieba.cut", rivals.rjieba_cut(), material),
        ("bare automaton", rivals.bare_automaton(phrases), material),
        ("substrings", rivals.substrings(phrases), small),
        ("spaCy PhraseMatcher", rivals.phrase_matcher(phrases), small),
        ("brute rapidfuzz", rivals.brute_rapidfuzz(phrases[:500]), small.first(0.02)),
    ):
        ways.append((name, some, _over_turns(run)))
    yield "jieba.lcut", f"{jieba:.2f}", f"{small.megabytes / jieba / len(small.turns) * 1e6:.1f}", "1.00"
    for name, some, way in ways:
        gc.collect()
        taken = seconds(lambda way=way, some=some: way(some), 2)  # type: ignore[misc]
        rate = some.megabytes / taken
        yield name, f"{rate:.2f}", f"{taken / len(some.turns) * 1e6:.1f}", f"{rate / jieba:.2f}"


def _over_turns(run: rivals.Run) -> Callable[[Material], object]:
    return lambda some: run(some.turns)


def latency(checker: Checker) -> Iterator[tuple[object, ...]]:
    """One check after the other of a draft, in every channel."""
    for channel in ("reply", "chat", "window", "phone"):
        draft = Conversation((Turn(DRAFT[:200], "clerk"),), channel=channel)
        checker.check(draft)
        times = milliseconds_each(lambda draft=draft: checker.check(draft), 400)  # type: ignore[misc]
        yield channel, f"{times[200]:.2f}", f"{times[396]:.2f}"


START = """
import time
begin = time.process_time()
from checker import Checker, Conversation, Turn
imported = time.process_time()
checker = Checker()
loaded = time.process_time()
checker.check(Conversation((Turn("这事不归我管，问别人去。", "clerk"),)))
checked = time.process_time()
peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(imported - begin, loaded - begin, checked - begin, int(peak) / 1024)
"""


def start() -> Iterator[tuple[object, ...]]:
    """Import, load and first report, and the most memory till then (as Linux tells it)."""
    runs = [subprocess.run([sys.executable, "-c", START], capture_output=True, text=True, check=True) for _ in range(3)]  # noqa: S603
    imported, loaded, checked, memory = min(tuple(map(float, run.stdout.split())) for run in runs)
    yield "import", f"{imported:.2f}", ""
    yield "load", f"{loaded:.2f}", ""
    yield "first report", f"{checked:.2f}", f"{memory:.0f}"


def table(title: str, head: Sequence[object], rows: Iterator[tuple[object, ...]]) -> None:
    """Print rows as they come."""
    print(f"\n### {title}\n\n| {' | '.join(map(str, head))} |\n|{'---|' * len(head)}")
    for row in rows:
        print(f"| {' | '.join(map(str, row))} |", flush=True)


if __name__ == "__main__":
    main()
