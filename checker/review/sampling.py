"""A random sample of clerks' turns for a person to label, drawn over channels, units, and found fault with or not.

Half the aim is what the checker misses, which stands among the turns it finds nothing in, so most are drawn there. In
each of the two parts every turn has the same chance; channels and units come in proportion to their size, because the
turns are counted off at equal steps in order of channel and unit. The draw depends on the results and the size alone.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import NamedTuple

from sqlalchemy import Engine, func, insert, select

from checker.errors import Problem, SourceError
from checker.review.importing import one_at_a_time, store_conversations
from checker.review.results import Scanned, scanned
from checker.store.engine import reading, writing
from checker.store.review import SampledTurn

FOUND_SHARE = 0.25
"""The share of the sample that is drawn from the turns in which the checker finds fault."""


class Group(NamedTuple):
    """The turns that are counted off together."""

    found: bool
    channel: str
    unit: str


def draw(engine: Engine, output: Path, size: int) -> str:
    """Draw a sample of a scan's results and store it, once; gives its name. Raises CheckerError."""
    sizes, digest = _count(output)
    if not sizes:
        raise SourceError(Problem("没有工作人员的话可抽", "请检查结果里有没有对话", str(output)))
    name = hashlib.sha256(f"{digest}\n{size}".encode()).hexdigest()[:16]
    if not _stored(engine, name):
        _store(engine, output, name, sizes, _picked(sizes, size, name))
    return name


def _turns(each: Scanned) -> Iterator[tuple[int, Group]]:
    """The clerk's turns of a conversation with their groups; empty turns are left out."""
    faulty = {
        finding["turn"]
        for finding in each.findings
        if finding["kind"] == "forbidden" and finding["status"] == "violation"
    }
    channel, unit = each.result.report["channel"], each.result.conversation.get("unit") or ""
    for index, turn in enumerate(each.turns):
        if turn["role"] == "clerk" and turn["text"].strip():
            yield index, Group(index in faulty, channel, unit)


def _count(output: Path) -> tuple[Counter[Group], str]:
    """How many turns each group has, and a digest of which conversations were read."""
    sizes: Counter[Group] = Counter()
    digest = hashlib.sha256()
    for block in scanned(output):
        for each in block:
            digest.update(each.result.key.encode())
            sizes.update(group for _, group in _turns(each))
    return sizes, digest.hexdigest()


def _picked(sizes: Counter[Group], size: int, seed: str) -> dict[Group, set[int]]:
    """Which turns of each group are drawn, by their number within it."""
    return {
        group: set(Random(f"{seed}/{group}").sample(range(sizes[group]), count))  # noqa: S311  (a sample, no secret)
        for found, drawn in _shares(sizes, size).items()
        for group, count in _counted_off(
            {each: sizes[each] for each in sorted(sizes) if each.found is found}, drawn, seed
        )
    }


def _shares(sizes: Counter[Group], size: int) -> dict[bool, int]:
    """How many turns are drawn from those found fault with, and from the others; what one part lacks the other gives."""
    with_fault = sum(count for group, count in sizes.items() if group.found)
    without = sizes.total() - with_fault
    missed = min(without, size - min(with_fault, round(size * FOUND_SHARE)))
    return {True: min(with_fault, size - missed), False: missed}


def _counted_off(sizes: dict[Group, int], drawn: int, seed: str) -> Iterator[tuple[Group, int]]:
    """How many turns fall to each group when every so manieth of all is taken, from a random start."""
    total = sum(sizes.values())
    start = Random(seed).random()  # noqa: S311  (a sample, no secret)
    places = [(start + step) * total / drawn for step in range(drawn)]
    for (group, size), end in zip(sizes.items(), accumulate(sizes.values()), strict=True):
        yield group, sum(end - size <= place < end for place in places)


def _store(engine: Engine, output: Path, name: str, sizes: Counter[Group], picked: dict[Group, set[int]]) -> None:
    weights = {found: _weight(sizes, picked, found) for found in (True, False)}
    drawn = list(_drawn(output, picked))
    Random(name).shuffle(drawn)  # noqa: S311  (a sample, no secret)
    rows = [
        {"sample": name, "place": place, "key": each.result.key, "turn": turn, "found": group.found,
         "weight": weights[group.found], "label": "", "category": "", "version": 0}
        for place, (each, turn, group) in enumerate(drawn)
    ]  # fmt: skip
    with writing(engine) as session:
        one_at_a_time(session)
        if not session.scalar(select(func.count()).where(SampledTurn.sample == name)):
            store_conversations(session, [each for each, _, _ in drawn])
            session.execute(insert(SampledTurn), rows)


def _weight(sizes: Counter[Group], picked: dict[Group, set[int]], found: bool) -> float:
    drawn = sum(len(numbers) for group, numbers in picked.items() if group.found is found)
    return sum(size for group, size in sizes.items() if group.found is found) / drawn if drawn else 0.0


def _drawn(output: Path, picked: dict[Group, set[int]]) -> Iterator[tuple[Scanned, int, Group]]:
    """The picked turns, in order of the results."""
    seen: Counter[Group] = Counter()
    for block in scanned(output):
        for each in block:
            for turn, group in _turns(each):
                if seen[group] in picked.get(group, ()):
                    yield each, turn, group
                seen[group] += 1


def _stored(engine: Engine, name: str) -> bool:
    with reading(engine) as session:
        return bool(session.scalar(select(func.count()).where(SampledTurn.sample == name)))
