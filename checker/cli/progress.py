"""How far a scan is: a bar on a terminal, a line now and then elsewhere (in a log)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from checker.cli.output import console
from checker.scan import Progress

EVERY = 30.0
"""Seconds between two lines of a log."""
Tell = Callable[[Progress], None]


@contextmanager
def shown_progress() -> Iterator[Tell]:
    """Something to be told of progress, while it is shown."""
    if console(stderr=True).is_terminal:
        with _bar() as tell:
            yield tell
    else:
        yield _Log().tell


@contextmanager
def _bar() -> Iterator[Tell]:
    from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    speed = _Speed()
    columns = (
        TextColumn("检查"),
        BarColumn(),
        DownloadColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
    )
    with Bar(*columns, console=console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, rate="")

        def tell(progress: Progress) -> None:
            bar.update(task, total=progress.total, completed=progress.done, rate=speed.words(progress))

        yield tell


class _Log:
    def __init__(self) -> None:
        self._speed = _Speed()
        self._last = time.monotonic()

    def tell(self, progress: Progress) -> None:
        if time.monotonic() - self._last >= EVERY:
            self._last = time.monotonic()
            share = f"检查了 {progress.done / max(1, progress.total):.0%}"
            told = "，".join(filter(None, (share, self._speed.words(progress))))
            console(stderr=True).print(told, markup=False)


class _Speed:
    """Rate and time left, by what this run has done itself."""

    def __init__(self) -> None:
        self._start = time.monotonic()
        self._turns: int | None = None

    def words(self, progress: Progress) -> str:
        """In plain words; nothing where too little is done to tell."""
        if self._turns is None:
            self._turns = progress.turns
        seconds = time.monotonic() - self._start
        done = progress.done - progress.earlier
        if seconds < 1 or not done:
            return ""
        left = seconds / done * (progress.total - progress.done)
        rate = (progress.turns - self._turns) / seconds
        spoken = f"每秒 {rate:,.0f} 句，" if rate else ""
        return f"{spoken}每秒 {done / seconds / 1e6:.2f} MB，还要约 {_duration(left)}"


def _duration(seconds: float) -> str:
    minutes = round(seconds / 60)
    if minutes < 1:
        return f"{seconds:.0f} 秒"
    return f"{minutes} 分钟" if minutes < 90 else f"{minutes / 60:.1f} 小时"
