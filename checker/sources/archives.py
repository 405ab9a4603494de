"""ZIP and gzip: what they hold is read on, within limits against bombs."""

from __future__ import annotations

import gzip
import lzma
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import IO

from checker.errors import Problem, SourceError
from checker.sources.decoding import decode
from checker.sources.record import Record, refused
from checker.sources.source import MIB, Source, check_unpacked

MEMBERS_MAX = 100_000
"""The most files in one archive."""
_BROKEN = (
    zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, lzma.LZMAError, EOFError, OSError, NotImplementedError, ValueError, RuntimeError,
)  # fmt: skip
"""What unpacking raises on damaged data."""
_IN_MEMORY = 16 * MIB
_PIECE = MIB // 4
_ENCRYPTED, _UTF8_NAME = 0x1, 0x800


def zip_members(source: Source, names: Sequence[str] = ()) -> Iterator[Source | Record]:
    """The files of an archive in their order, or those of the names given; what cannot be unpacked is refused by name.

    Each is open only until the next is asked for. Raises SourceError where the archive as a whole is not sound.
    """
    wanted = set(names)
    with _opened(source) as archive:
        for info in checked_members(archive, source):
            if info.is_dir() or (wanted and info.filename not in wanted):
                continue
            name = f"{source.name}/{shown_name(info)}"
            try:
                _check_member(info)
                with archive.open(info) as packed, unpacked(packed, source, info.compress_size, name) as member:
                    yield member
            except SourceError as error:
                yield refused(name, 1, error)
            except _BROKEN as error:
                yield refused(name, 1, Problem(f"解压不了：{error}", "请重新压缩或重新传一遍"))


def gzip_member(source: Source) -> Iterator[Source | Record]:
    """What a gzip file holds. Raises SourceError where it cannot be unpacked."""
    source.handle.seek(0)
    name = source.name.removesuffix(".gz")
    try:
        with gzip.GzipFile(fileobj=source.handle) as packed, unpacked(packed, source, source.packed, name) as member:
            yield member
    except _BROKEN as error:
        raise SourceError(Problem(f"解压不了：{error}", "请重新压缩或重新传一遍")) from error


def checked_members(archive: zipfile.ZipFile, source: Source) -> list[zipfile.ZipInfo]:
    """The entries of an archive. Raises SourceError where they are too many, or too much altogether."""
    entries = archive.infolist()
    if len(entries) > MEMBERS_MAX:
        raise SourceError(Problem(f"压缩包里有 {len(entries)} 个文件，最多 {MEMBERS_MAX} 个", "请分成几个压缩包"))
    check_unpacked(sum(info.file_size for info in entries), source.packed)
    return entries


def member_names(source: Source) -> list[tuple[str, int]]:
    """The files of an archive with their sizes, each name once. Raises SourceError where it cannot be listed."""
    with _opened(source) as archive:
        sizes: dict[str, int] = {}
        for info in checked_members(archive, source):
            if not info.is_dir():
                sizes[info.filename] = sizes.get(info.filename, 0) + info.file_size
        return list(sizes.items())


def shown_name(info: zipfile.ZipInfo) -> str:
    """The name of an entry; Windows packs Chinese names in GBK without saying so."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        return decode(info.filename.encode("cp437"))
    except (UnicodeEncodeError, SourceError):
        return info.filename


@contextmanager
def unpacked(packed: IO[bytes] | gzip.GzipFile, source: Source, size: int, name: str) -> Iterator[Source]:
    """The content of packed data of a size, in memory or, where it is large, in a temporary file."""
    size = min(size, source.packed)
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as handle:
        total = 0
        while piece := packed.read(_PIECE):
            total += len(piece)
            check_unpacked(total, size)
            handle.write(piece)
        handle.seek(0)
        yield Source(name, handle, total, size, source.depth + 1)


@contextmanager
def _opened(source: Source) -> Iterator[zipfile.ZipFile]:
    source.handle.seek(0)
    try:
        archive = zipfile.ZipFile(source.handle)
    except _BROKEN as error:
        raise SourceError(Problem(f"压缩包坏了：{error}", "请重新压缩或重新传一遍")) from error
    with archive:
        yield archive


def _check_member(info: zipfile.ZipInfo) -> None:
    """Raises SourceError for an entry that is not to be opened."""
    name = info.filename.replace("\\", "/")
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or name[1:2] == ":":
        raise SourceError(Problem("压缩包里的路径指到了外面", "请检查压缩包的来历"))
    if info.flag_bits & _ENCRYPTED:
        raise SourceError(Problem("加了密码，打不开", "请去掉密码后重新压缩"))
