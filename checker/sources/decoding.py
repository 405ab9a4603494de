"""Bytes to text: byte order marks, UTF-8, UTF-16 without a mark, GB18030, Big5, and files that mix them by lines."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from functools import partial
from typing import IO

from checker.errors import Problem, SourceError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 65536
_COMMON = {"gb18030": (0xB0, 0xD7), "big5": (0xA4, 0xC6)}
"""Lead bytes under which each encoding keeps its common characters (level 1 of GB 2312 and of Big5)."""
_FEW_BROKEN = 0.1
"""A line is damaged UTF-8, and no other encoding, where so few of its characters beyond ASCII are broken."""


def decode(data: bytes) -> str:
    """The text of the bytes. Raises SourceError where no encoding fits."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strict(data, name)
    wide = _unmarked_utf16(data)
    if wide:
        return _strict(data, wide)
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        pass
    lines = data.split(b"\n")
    if any(map(_is_utf8_beyond_ascii, lines)):
        return "\n".join(map(decode_line, lines))
    return _strict(data, _legacy(data))


def decode_line(line: bytes, legacy: str | None = None) -> str:
    """One line of a file; what no encoding fits is shown as U+FFFD. `legacy` is the file's encoding where it is no UTF-8."""
    try:
        return line.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        pass
    damaged = line.decode("utf-8", "replace")
    if damaged.count("\ufffd") < _FEW_BROKEN * sum(not character.isascii() for character in damaged):
        return damaged
    return line.decode(legacy or _legacy(line), "replace")


def decode_sample(head: bytes, *, complete: bool) -> str:
    """The text of a file's first bytes, which may end within a character. Raises SourceError where no encoding fits."""
    if complete:
        return decode(head)
    if wide_encoding(head) is None:
        head = head[: head.rfind(b"\n") + 1] or head
    try:
        return codecs.utf_8_decode(head, "strict", False)[0].removeprefix("\ufeff")
    except UnicodeDecodeError:
        pass
    for cut in range(4):
        try:
            return decode(head[: len(head) - cut])
        except SourceError as error:
            reason = error
    raise reason


def wide_encoding(head: bytes) -> str | None:
    """The encoding of a file whose line ends are more than one byte each, by its first bytes."""
    for mark, name in _MARKS[1:]:
        if head.startswith(mark):
            return name
    return _unmarked_utf16(head)


def legacy_encoding(head: bytes) -> str | None:
    """GB18030 or Big5, where the first bytes of a file are neither ASCII nor UTF-8."""
    try:
        codecs.utf_8_decode(head, "strict", False)
    except UnicodeDecodeError:
        return _legacy(head)
    return None


def decoded_lines(handle: IO[bytes], *, longest: int) -> Iterator[str]:
    """The lines of a file from its start, each with its end, one in memory at a time.

    Raises SourceError where a line has more than `longest` bytes or no encoding fits.
    """
    handle.seek(0)
    head = handle.read(_SAMPLE)
    handle.seek(0)
    wide = wide_encoding(head)
    lines = _wide_lines(handle, wide, longest) if wide else _narrow_lines(handle, legacy_encoding(head), longest)
    for number, line in enumerate(lines):
        yield line if number else line.removeprefix("\ufeff")


def _narrow_lines(handle: IO[bytes], legacy: str | None, longest: int) -> Iterator[str]:
    for line in iter(partial(handle.readline, longest), b""):
        _check_length(line, longest)
        yield decode_line(line, legacy)


def _wide_lines(handle: IO[bytes], encoding: str, longest: int) -> Iterator[str]:
    text = io.TextIOWrapper(handle, encoding, newline="\n")
    try:
        for line in iter(partial(text.readline, longest), ""):
            _check_length(line, longest)
            yield line
    except UnicodeDecodeError as error:
        raise _unknown_encoding() from error
    finally:
        text.detach()


def _check_length(line: str | bytes, longest: int) -> None:
    if len(line) >= longest:
        raise SourceError(Problem("有一行太长", "请检查换行是否丢失"))


def _unknown_encoding() -> SourceError:
    return SourceError(Problem("认不出文字编码", "请另存为 UTF-8 或 GB18030 再试"))


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _unknown_encoding() from error


def _is_utf8_beyond_ascii(line: bytes) -> bool:
    try:
        return not line.isascii() and bool(line.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark shows in the zero bytes of its spaces, digits and line breaks, all on one side."""
    sample = data[:_SAMPLE]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if len(sample) < 4 or max(even, odd) < len(sample) / 50 or min(even, odd) * 8 > max(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _legacy(data: bytes) -> str:
    """GB18030 or Big5: the one in which more of the characters are common ones; GB18030 where both are alike."""
    return max(_COMMON, key=lambda encoding: _commonness(data[:_SAMPLE], encoding))


def _commonness(data: bytes, encoding: str) -> float:
    text = data.decode(encoding, "ignore")
    ideographs = [character.encode(encoding) for character in text if "\u4e00" <= character <= "\u9fff"]
    low, high = _COMMON[encoding]
    common = sum(low <= code[0] <= high and (encoding == "big5" or code[1] > 0xA0) for code in ideographs)
    return common / max(1, sum(not character.isascii() for character in text))
