"""Processes that do the tasks. One that dies is replaced; what kills it twice is set aside, and the scan goes on."""

from __future__ import annotations

import json
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

from checker.errors import CheckerError, Problem
from checker.scan.plan import Task
from checker.scan.settings import Settings
from checker.scan.worker import work

STARTS_MAX = 3
"""So many workers may die before they are ready; then something is wrong with the machine."""


@dataclass
class Job:
    """A task, and what went wrong with it before."""

    task: Task
    singly: bool = False
    without: list[int] = field(default_factory=list)

    def after_death(self, unit: int) -> None:
        """The first death has the units done one by one; the next shows which of them is to be set aside."""
        if self.singly:
            self.without.append(unit)
        self.singly = True


Seen = Callable[[Task, int | None], None]
"""Told when a unit of a task is begun, and (None) when the task is done."""


@dataclass
class _Worker:
    process: SpawnProcess
    pipe: Connection
    ready: bool = False
    job: Job | None = None
    unit: int = 0


class Pool:
    """So many workers with the same settings."""

    def __init__(self, count: int, settings: Settings, parts: Path) -> None:
        self._settings = settings
        self._parts = parts
        self._failed_starts = 0
        self._workers = [self._start() for _ in range(count)]

    def run(self, tasks: Iterable[Task], seen: Seen) -> None:
        """Do the tasks. Raises CheckerError where a worker cannot go on."""
        jobs = deque(Job(task) for task in tasks)
        while jobs or any(worker.job for worker in self._workers):
            for worker in self._workers:
                if worker.ready and worker.job is None and jobs:
                    self._hand_out(worker, jobs.popleft())
            for pipe in wait([worker.pipe for worker in self._workers]):
                worker = next(worker for worker in self._workers if worker.pipe is pipe)
                message = self._receive(worker)
                if message is None:
                    self._replace(worker, jobs)
                else:
                    self._understand(worker, message, seen)

    def close(self, *, at_once: bool = False) -> None:
        """Let the workers end; `at_once` leaves their tasks unfinished."""
        for worker in self._workers:
            worker.pipe.close()
            if at_once:
                worker.process.terminate()
        for worker in self._workers:
            worker.process.join()

    def _start(self) -> _Worker:
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        settings = json.dumps(self._settings.as_dict())
        process = context.Process(target=work, args=(theirs, settings, str(self._parts)), daemon=True)
        with _deaf_to_interrupts():
            process.start()
        theirs.close()
        return _Worker(process, ours)

    def _hand_out(self, worker: _Worker, job: Job) -> None:
        worker.job, worker.unit = job, 0
        message = {"task": job.task.as_dict(), "singly": job.singly, "without": job.without}
        with suppress(OSError):  # where it died, reading from it will tell
            worker.pipe.send_bytes(json.dumps(message).encode())

    def _receive(self, worker: _Worker) -> dict[str, Any] | None:
        """The next message; None where the worker is dead."""
        try:
            message: dict[str, Any] = json.loads(worker.pipe.recv_bytes())
        except (EOFError, OSError):
            return None
        return message

    def _replace(self, worker: _Worker, jobs: deque[Job]) -> None:
        worker.pipe.close()
        worker.process.join()
        if worker.job:
            worker.job.after_death(worker.unit)
            jobs.appendleft(worker.job)
        elif not worker.ready:
            self._failed_starts += 1
        if self._failed_starts >= STARTS_MAX:
            raise CheckerError(Problem("检查进程起不来", "内存可能不够；可用 --workers 1 再试"))
        self._workers[self._workers.index(worker)] = self._start()

    def _understand(self, worker: _Worker, message: dict[str, Any], seen: Seen) -> None:
        match message:
            case {"ready": _}:
                worker.ready, self._failed_starts = True, 0
            case {"problems": problems}:
                raise CheckerError([Problem(**problem) for problem in problems])
            case {"unit": unit} if worker.job:
                worker.unit = unit
                seen(worker.job.task, unit)
            case {"done": _} if worker.job:
                task, worker.job = worker.job.task, None
                seen(task, None)


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Ctrl-C reaches every process of a terminal; workers are told by their parent, even while they start."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
