"""Parts are put into the results in input order as they come; how far that went is recorded after every part.

What a kill leaves beyond the record is cut off, and put there again: nothing is lost, nothing stands twice.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from shutil import copyfileobj
from typing import BinaryIO

from checker.errors import CheckerError, Problem
from checker.lexicon import Profile
from checker.lexicon.profiles import load_profiles
from checker.model import Finding
from checker.scan.folder import Folder, write_whole
from checker.scan.jsonl import dumps
from checker.scan.marks import Marks
from checker.scan.parts import BUFFER, REFUSED, RESULTS, Counts, Part
from checker.scan.plan import Plan
from checker.scan.visits import FollowedVisits, Visit, with_finding


@dataclass
class Totals:
    """What all parts that stand in the results count. `files` are the files of which something could be read."""

    read: int = 0
    refused: int = 0
    turns: int = 0
    clerk_turns: int = 0
    faulty: int = 0
    files: set[str] = field(default_factory=set)

    def as_dict(self, given: int, *, complete: bool) -> dict[str, object]:
        """The counts of the manifest; files can be called refused when all were tried."""
        files = {"given": given, "read": len(self.files)}
        if complete:
            files["refused"] = given - len(self.files)
        records = {"read": self.read, "refused": self.refused, "faulty": self.faulty}
        return {"files": files, "records": records, "turns": self.turns, "clerk_turns": self.clerk_turns}


class Merger:
    """Puts the parts of a plan together in its folder."""

    def __init__(self, folder: Folder, plan: Plan) -> None:
        self.parts = folder.parts / plan.digest
        """Work of another plan, even of a worker that outlived its parent, never gets here."""
        self.totals = Totals()
        self._folder = folder
        self._plan = plan
        self._record = self.parts / "merged.json"
        self._merged = 0
        self._visits = FollowedVisits(Marks.of(plan.settings))

    def restore(self) -> None:
        """Go back to the last recorded state. Raises CheckerError where results are missing that were recorded."""
        self.parts.mkdir(parents=True, exist_ok=True)
        record = json.loads(self._record.read_bytes()) if self._record.exists() else {"parts": 0}
        for path in (self._folder.results, self._folder.refused):
            _cut(path, record.get(path.name, 0))
        for number in range(record["parts"]):
            self._count(number)
            self._late(number)
            Part(self.parts, number).drop_lines()
        self._merged = record["parts"]
        self._write_manifest("partial")

    def done(self, number: int) -> bool:
        """Whether a task need not be done again."""
        return number < self._merged or Part(self.parts, number).done

    def merge(self) -> None:
        """Append all parts that are done and whose turn it is."""
        before = self._merged
        while self._merged < len(self._plan.tasks) and Part(self.parts, self._merged).done:
            self._append(self._merged)
        if self._merged > before:
            self._write_manifest("partial")

    def finish(self) -> None:
        """Say that the results are complete, and remove the work in progress."""
        self._write_manifest("complete")
        self._folder.remove_parts()

    def _append(self, number: int) -> None:
        part = Part(self.parts, number)
        sizes = {}
        late = self._late(number)
        with self._folder.results.open("ab", buffering=BUFFER) as out, part.path(RESULTS).open("rb") as lines:
            self._copy(lines, out, late)
            sizes[self._folder.results.name] = _settled(out)
        with self._folder.refused.open("ab", buffering=BUFFER) as out, part.path(REFUSED).open("rb") as lines:
            copyfileobj(lines, out, BUFFER)
            sizes[self._folder.refused.name] = _settled(out)
        write_whole(self._record, json.dumps({"parts": number + 1, **sizes}).encode())
        self._count(number)
        self._merged = number + 1
        part.drop_lines()

    def _copy(self, lines: BinaryIO, out: BinaryIO, late: Mapping[int, Finding]) -> None:
        """Copy the results of a part, with the findings that follow from earlier visits."""
        if not late:
            copyfileobj(lines, out, BUFFER)
            return
        for index, line in enumerate(lines):
            finding = late.get(index)
            bare = self._plan.settings.bare
            out.write(with_finding(line, finding, self._profiles, bare=bare) + b"\n" if finding else line)

    def _late(self, number: int) -> dict[int, Finding]:
        """Follow the visits of a part: the findings for its results by their numbers."""
        found = (
            (int(value["result"]), self._visits.follow(Visit.from_dict(value)))
            for value in Part(self.parts, number).visits()
        )
        return {result: finding for result, finding in found if finding}

    @cached_property
    def _profiles(self) -> dict[str, Profile]:
        return load_profiles(self._plan.settings.folders)

    def _count(self, number: int) -> None:
        counts: Counts = Part(self.parts, number).counts()
        totals = self.totals
        totals.read += counts.read
        totals.refused += counts.refused
        totals.turns += counts.turns
        totals.clerk_turns += counts.clerk_turns
        totals.faulty += counts.faulty
        totals.files |= {str(self._plan.tasks[number].units[unit].path) for unit in counts.units}

    def _write_manifest(self, state: str) -> None:
        plan = self._plan
        value = {
            "version": plan.version,
            "inputs": plan.inputs,
            "settings": _shown(plan),
            "counts": self.totals.as_dict(len(plan.files), complete=state == "complete"),
            "state": state,
        }
        write_whole(self._folder.manifest, dumps(value) + b"\n")


def _shown(plan: Plan) -> dict[str, object]:
    """The settings as the manifest names them."""
    settings = {name: value for name, value in plan.settings.as_dict().items() if name != "bare"}
    return settings | {"lexicon": plan.lexicon}


def _settled(file: BinaryIO) -> int:
    """The size of a file whose content is on the disk."""
    file.flush()
    os.fsync(file.fileno())
    return file.tell()


def _cut(path: Path, size: int) -> None:
    """Cut a file back to the size recorded."""
    with path.open("ab") as file:
        if file.tell() < size:
            message = "已写的结果不全，接不上"
            raise CheckerError(Problem(message, "用 --fresh 重新检查", str(path)))
        file.truncate(size)
