"""Keeps on disk what is costly to make and follows from its source alone: lexicons made ready for the search.

Every part is a file of its own in the user's cache folder, named by a hash of its source and of the code that made it, so
that a change of either asks for another file. It holds plain arrays (npz, no pickle) and nothing of any conversation.
Whatever goes wrong with the folder or a file costs time alone: the part is made anew.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Arrays = Mapping[str, npt.NDArray[Any]]

VARIABLE = "YANJIAN_CACHE"
"""Environment variable: another folder, or `off`."""
OFF = "off"
KEPT = 96
"""So many files stay, the newest; one set of lexicons makes ten."""
ABANDONED = 3600
"""Seconds after which a file that was begun and not finished is left by a process that is gone."""
_ENDING, _BEGUN = ".npz", ".part"
_OURS = re.compile(rf"[a-z]+-[0-9a-f]{{32}}(?:{re.escape(_ENDING)}|-.+{re.escape(_BEGUN)})")
_KEY = "key"
"""The array in which a file repeats its own key."""
_CODE = ("*.py", "lexicon/*.py", "matching/*.py", "matters/*.py", "rules/notice/*.py", "data/tables.npz")
"""Below the package: what decides how a part comes out."""


def kept(part: str, source: Callable[[], bytes], make: Callable[[], Arrays]) -> Arrays:
    """The arrays of a part, as `make` makes them: read from disk where they were made from the same source before.

    `source` is asked again after the making: what was made while the files changed is not kept. Raises what `make` raises.
    """
    folder = _folder()
    if folder is None:
        return make()
    before = source()
    key = _hash((part.encode(), _code(), before))
    path = folder / f"{part}-{key}{_ENDING}"
    found = _read(path, key)
    if found is not None:
        return found
    made = make()
    if source() == before:
        with suppress(OSError):  # a folder that is full, read-only or not there
            _write(path, {**made, _KEY: np.array(key)})
            _prune(folder)
    return made


def _folder() -> Path | None:
    """The folder of the cache; None where it is switched off or nobody knows where it could be."""
    named = os.environ.get(VARIABLE, "")
    if named:
        return None if named == OFF else Path(named)
    base = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME", "")
    if base and Path(base).is_absolute():
        return Path(base) / "yanjian"
    try:
        return Path.home() / ".cache" / "yanjian"
    except RuntimeError:
        return None


@cache
def _code() -> bytes:
    """A hash of the code and tables by which parts are made."""
    package = Path(__file__).parent
    files = [path for pattern in _CODE for path in sorted(package.glob(pattern))]
    return _hash((str(sys.implementation.cache_tag).encode(), *(path.read_bytes() for path in files))).encode()


def _hash(pieces: Iterator[bytes] | tuple[bytes, ...]) -> str:
    """One hash of many pieces; where one ends and the next begins counts."""
    hashed = blake2b(digest_size=16)
    for piece in pieces:
        hashed.update(len(piece).to_bytes(8, "little"))
        hashed.update(piece)
    return hashed.hexdigest()


def _read(path: Path, key: str) -> Arrays | None:
    """The arrays of a file, or None where it is not there, damaged, or not what its name says."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as data:
            arrays = {name: data[name] for name in data.files}
            return arrays if str(arrays.pop(_KEY)) == key else None
    except Exception:  # a damaged archive fails in ever new ways
        return None


def _write(path: Path, arrays: dict[str, Any]) -> None:
    """Write a file under another name first: whoever reads meanwhile sees all of it or nothing."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    begun = path.with_name(f"{path.stem}-{os.getpid()}-{os.urandom(4).hex()}{_BEGUN}")
    try:
        with begun.open("xb") as file:
            np.savez(file, **arrays)
        begun.replace(path)
    finally:
        begun.unlink(missing_ok=True)


def _prune(folder: Path) -> None:
    """Remove the oldest files, and those that were begun and abandoned; files of other names are not ours."""
    files = [(entry.stat().st_mtime, Path(entry.path)) for entry in os.scandir(folder) if _OURS.fullmatch(entry.name)]
    newest = max(time for time, _ in files)
    whole = sorted((file for file in files if file[1].suffix == _ENDING), reverse=True)
    begun = [file for file in files if file[1].suffix == _BEGUN and file[0] < newest - ABANDONED]
    for _, path in (*whole[KEPT:], *begun):
        path.unlink(missing_ok=True)
