"""The output folder: what lies where, one scan at a time, and files that are whole or not there."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from checker.errors import CheckerError, Problem


class Folder:
    """The files of one scan's output."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.results = path / "results.jsonl"
        self.refused = path / "refused.jsonl"
        self.manifest = path / "scan.json"
        self.plan = path / ".plan.json"
        self.parts = path / ".parts"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Make the folder, and keep it for this process. Raises CheckerError where another scan works on it."""
        from filelock import FileLock, Timeout

        self.path.mkdir(exist_ok=True)
        lock = FileLock(self.path / ".lock", blocking=False)
        try:
            lock.acquire()
        except Timeout as error:
            message = "另一个扫描正在写这个文件夹"
            raise CheckerError(Problem(message, "等它结束，或换一个输出文件夹", str(self.path))) from error
        try:
            yield
        finally:
            lock.release()

    @property
    def begun(self) -> bool:
        """Whether a scan has written here."""
        return self.plan.exists() or self.results.exists()

    @property
    def complete(self) -> bool:
        """Whether the scan in this folder came to its end."""
        try:
            return bool(json.loads(self.manifest.read_bytes())["state"] == "complete")
        except (OSError, ValueError, KeyError, TypeError):
            return False

    def clear(self) -> None:
        """Remove what an earlier scan wrote; the verdicts of a review stay."""
        shutil.rmtree(self.parts, ignore_errors=True)
        for name in ("scan.json", "results.jsonl", "refused.jsonl", ".plan.json"):
            (self.path / name).unlink(missing_ok=True)
        for pattern in ("*.parquet", "report.html", "report.xlsx"):
            for path in self.path.glob(pattern):
                path.unlink()

    def remove_parts(self) -> None:
        """Remove the work in progress."""
        shutil.rmtree(self.parts, ignore_errors=True)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is there as a whole or as it was before, whenever the power fails."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
