"""A part: what one task gives, in files that are whole once the part is done."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from checker.scan.checking import Outcome
from checker.scan.folder import write_whole
from checker.scan.lines import LineWriter

BUFFER = 1 << 20
RESULTS, REFUSED, VISITS, COUNTS = "jsonl", "refused", "visits", "done"
_KINDS = (RESULTS, REFUSED, VISITS)


@dataclass
class Counts:
    """What was read, refused and checked. `files` are the numbers of the units of which something could be read."""

    read: int = 0
    refused: int = 0
    turns: int = 0
    clerk_turns: int = 0
    faulty: int = 0
    units: list[int] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        """Count one outcome."""
        if outcome.report is None or outcome.record.conversation is None:
            self.refused += 1
            return
        self.read += 1
        self.faulty += outcome.report.grade != "pass"
        roles = outcome.report.roles.get("by_turn") or [turn.role for turn in outcome.record.conversation.turns]
        self.turns += len(roles)
        self.clerk_turns += roles.count("clerk")
        if not self.units or self.units[-1] != outcome.unit:
            self.units.append(outcome.unit)


class Part:
    """The files of one part."""

    def __init__(self, folder: Path, number: int) -> None:
        self._stem = folder / f"{number:06}"

    def path(self, kind: str) -> Path:
        """The file of a kind."""
        return self._stem.with_suffix(f".{kind}")

    @property
    def done(self) -> bool:
        """Whether the part is whole: its counts are written last."""
        return self.path(COUNTS).exists()

    def counts(self) -> Counts:
        """The counts of a part that is done."""
        return Counts(**json.loads(self.path(COUNTS).read_bytes()))

    def visits(self) -> Iterator[dict[str, Any]]:
        """The visits noted in a part that is done."""
        with self.path(VISITS).open("rb") as file:
            yield from map(json.loads, file)

    def drop_lines(self) -> None:
        """Remove what has been put into the results; counts and visits stay for a resume."""
        self.path(RESULTS).unlink(missing_ok=True)
        self.path(REFUSED).unlink(missing_ok=True)


class PartWriter:
    """Writes a part under temporary names; `commit` gives the files their names."""

    def __init__(self, part: Part, writer: LineWriter) -> None:
        self._part = part
        self._writer = writer
        self._counts = Counts()
        self._stack = ExitStack()
        self._files: dict[str, BinaryIO] = {}

    def __enter__(self) -> PartWriter:
        for kind in _KINDS:
            self._files[kind] = self._stack.enter_context(self._temporary(kind).open("wb", buffering=BUFFER))
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._stack.close()
        finally:
            for kind in _KINDS:
                self._temporary(kind).unlink(missing_ok=True)

    def add(self, outcomes: list[Outcome]) -> None:
        """Write a group of outcomes."""
        lines = self._writer.lines(outcomes, first=self._counts.read)
        for kind, some in zip(_KINDS, (lines.results, lines.refused, lines.visits), strict=True):
            self._files[kind].writelines(line + b"\n" for line in some)
        for outcome in outcomes:
            self._counts.add(outcome)

    def commit(self) -> None:
        """All files get their names, the counts last."""
        for kind, file in self._files.items():
            file.flush()
            os.fsync(file.fileno())
            file.close()
            self._temporary(kind).replace(self._part.path(kind))
        write_whole(self._part.path(COUNTS), json.dumps(asdict(self._counts)).encode())

    def _temporary(self, kind: str) -> Path:
        return self._part.path(f"{kind}.{os.getpid()}.tmp")
