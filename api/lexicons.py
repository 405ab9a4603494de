"""The checker in force, and its renewal when lexicon files change: the last good one stays until a new one is whole."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from api import memory
from api.logs import note
from checker import Checker, CheckerError, Conversation, Problem, Turn, shipped

Snapshot = Mapping[Path, tuple[int, int]]


class Lexicons:
    """Holds the checker of one worker. A request takes `checker` once, and keeps it to its end."""

    def __init__(self, folders: Sequence[Path], checker: Checker | None = None) -> None:
        self._folders = folders
        self._seen = self._look()
        self.checker = checker or _ready(folders)
        self.loaded = datetime.now(UTC)
        self.problems: tuple[Problem, ...] = ()
        """Why the files as they are now could not be loaded; empty when they are in force."""

    async def watch(self, seconds: float) -> None:
        """Look at the files again and again, and load them when they changed."""
        while True:
            await asyncio.sleep(seconds)
            await self.renew()

    async def renew(self) -> None:
        """Load the files if they changed; requests go on meanwhile with what was in force."""
        found = await asyncio.to_thread(self._look)
        if found == self._seen:
            return
        self._seen = found
        try:
            self.checker = await asyncio.to_thread(_ready, self._folders)
        except CheckerError as error:
            self.problems = error.problems
            note("lexicons_refused", problems=[str(problem) for problem in error.problems])
        except Exception as error:
            self.problems = (Problem(f"词库读不了：{type(error).__name__}", "请用 yanjian lexicon lint 检查"),)
            note("lexicons_refused", problems=[type(error).__name__])
        else:
            self.problems = ()
            self.loaded = datetime.now(UTC)
            await asyncio.to_thread(memory.sweep)
            note("lexicons_loaded", entries=len(self.checker.lexicon.entries))

    def _look(self) -> Snapshot:
        """Every lexicon file with its time of change and size."""
        found: dict[Path, tuple[int, int]] = {}
        for folder in (shipped(), *self._folders):
            for path in sorted(folder.rglob("*.toml")):
                try:
                    status = path.stat()
                except OSError:  # gone between listing and looking: the next look sees it
                    continue
                found[path] = (status.st_mtime_ns, status.st_size)
        return found


def _ready(folders: Sequence[Path]) -> Checker:
    """A checker that has checked something by every profile: what is built on first use is built, and known to work."""
    checker = Checker(folders)
    turns = (Turn("办社保卡要什么材料？", "citizen"), Turn("您好，请带身份证，三个工作日内办结。", "clerk"))
    for profile in checker.profiles:
        checker.check(Conversation(turns, profile=profile))
    return checker
