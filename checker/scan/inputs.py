"""Which files are scanned."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


def files_of(paths: Iterable[Path], *, without: Path | None = None) -> list[Path]:
    """The files named, and all files below the folders named in order of their names; each once.

    `without` is left out: the output, be it a file or a folder.
    """
    own = without.resolve() if without else None
    files: dict[Path, None] = {}
    for path in paths:
        for file in _below(path) if path.is_dir() else [path]:
            if own is None or not file.resolve().is_relative_to(own):
                files[file] = None
    return list(files)


def _below(folder: Path) -> list[Path]:
    return sorted(inner for inner in folder.rglob("*") if inner.is_file())


def size_of(file: Path) -> int:
    """Bytes of a file; 0 where there is none."""
    return file.stat().st_size if file.is_file() else 0
