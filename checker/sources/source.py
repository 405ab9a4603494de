"""Content to be read, wherever it lies: a file on disk, a member of an archive, bytes in memory; and its limits."""

from __future__ import annotations

import io
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from checker.errors import Problem, SourceError

MIB = 1 << 20
SAMPLE = 65536
"""Bytes by which the format and the encoding of a file are told."""
WHOLE_MAX = 128 * MIB
"""The most that is read into memory at once."""
TEXT_MAX = 32 * MIB
"""The longest text: one dialogue, letter or page."""
LINE_MAX = 32 * MIB
"""The longest line of a file that is read line by line."""
RATIO_MAX = 200
"""Content may be so many times as large as it lies packed on disk; real exports stay below 50, bombs are above 1,000."""
UNPACKED_FREE = MIB
"""Content up to this size is unpacked whatever its ratio."""
UNPACKED_MAX = 4096 * MIB
"""The most that one packed file may unpack to."""
DEPTH_MAX = 2
"""Archives within archives, counted from the outermost."""


@dataclass(frozen=True, slots=True)
class Source:
    """Seekable content under the name that records show. `packed` is what it takes on disk, in bytes."""

    name: str
    handle: IO[bytes]
    size: int
    packed: int
    depth: int = 0

    @property
    def stem(self) -> str:
        """The name without folder and suffix: the id of a conversation that has none."""
        return PurePosixPath(self.name.replace("\\", "/")).stem

    def head(self) -> bytes:
        """The first bytes."""
        self.handle.seek(0)
        return self.handle.read(SAMPLE)

    def whole(self, limit: int = WHOLE_MAX) -> bytes:
        """All bytes. Raises SourceError where they are more than the limit."""
        check_size(self.size, limit, "请拆成几个文件，或转成 JSON Lines、CSV 再试")
        self.handle.seek(0)
        return self.handle.read()


def check_size(size: int, limit: int, advice: str) -> None:
    """Raises SourceError where the size, in bytes, is above the limit."""
    if size > limit:
        raise SourceError(Problem(f"太大：{_shown(size)}，最多 {_shown(limit)}", advice))


def check_unpacked(size: int, packed: int) -> None:
    """Raises SourceError where content takes more bytes than is sound for what it takes packed."""
    limit = min(UNPACKED_MAX, max(UNPACKED_FREE, RATIO_MAX * packed))
    if size > limit:
        message = f"展开后有 {_shown(size)} 以上，大得异常，像是压缩炸弹"
        raise SourceError(Problem(message, "请检查文件的来历；确实需要时请先自行解压"))


def _shown(size: int) -> str:
    return f"{size / MIB:,.1f} MB" if size < 1e15 else "天文数字"


@contextmanager
def opened(path: Path) -> Iterator[Source]:
    """The file as content. Raises SourceError where it cannot be opened, or is no file (a folder, a pipe, a device)."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise SourceError(Problem("打不开：不是文件", "请给文件，或给文件夹让扫描逐个去读"))
        with path.open("rb", buffering=MIB) as handle:
            size = path.stat().st_size
            yield Source(str(path), handle, size, size)
    except OSError as error:
        raise SourceError(Problem(f"打不开：{error.strerror or error}", "请检查路径和权限")) from error
    except ValueError as error:  # a NUL in the path
        raise SourceError(Problem("打不开：路径里有不能用的字符", "请检查路径")) from error


def in_memory(data: bytes, name: str) -> Source:
    """Bytes as content."""
    return Source(name, io.BytesIO(data), len(data), len(data))
