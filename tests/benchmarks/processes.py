"""What processes take: processor time and memory of a process and all that it starts, as Linux tells it."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

PAUSE = 0.1
"""Seconds between two looks at the processes."""


@dataclass(frozen=True)
class Taken:
    """Seconds of processor time, and the most memory in bytes."""

    seconds: float
    memory: int


@dataclass(frozen=True)
class Run:
    """A command that ran to its end: seconds of all its processes, the most memory of one that counts, what it printed."""

    seconds: float
    memory: int
    printed: str


def run(command: list[str], *, counts: bytes) -> Run:
    """Run a command; the memory is that of processes whose command line holds `counts`. Raises RuntimeError where it fails."""
    seen: dict[int, Taken] = {}
    memory = 0
    with tempfile.TemporaryFile() as printed, tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(command, stdout=printed, stderr=complaints)  # noqa: S603
        while process.poll() is None:
            for number in family(process.pid):
                seen[number] = _look(number) or seen.get(number, Taken(0, 0))
                if counts in _read(f"/proc/{number}/cmdline"):
                    memory = max(memory, seen[number].memory)
            time.sleep(PAUSE)
        printed.seek(0)
        complaints.seek(0)
        if process.returncode:
            raise RuntimeError(complaints.read().decode())
        return Run(sum(each.seconds for each in seen.values()), memory, printed.read().decode())


def seconds_so_far() -> float:
    """Seconds of this process and of all that it started and that still run."""
    return sum(taken.seconds for number in family(os.getpid()) if (taken := _look(number)))


def family(number: int) -> list[int]:
    """A process and all its descendants."""
    try:
        threads = list(Path(f"/proc/{number}/task").iterdir())
    except OSError:
        return []
    children = [int(child) for thread in threads for child in _read(f"{thread}/children").split()]
    return [number, *(each for child in children for each in family(child))]


def _look(number: int) -> Taken | None:
    """What a process has taken so far; None where it is gone."""
    times = _read(f"/proc/{number}/stat").rpartition(b")")[2].split()
    peaks = [line.split()[1] for line in _read(f"/proc/{number}/status").splitlines() if line.startswith(b"VmHWM")]
    if not times or not peaks:
        return None
    return Taken((int(times[11]) + int(times[12])) / os.sysconf("SC_CLK_TCK"), int(peaks[0]) * 1024)


def _read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError:
        return b""
