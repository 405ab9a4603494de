"""Bytes to text: byte order marks, UTF-8, UTF-16 without a mark, GB18030, Big5, and files that mix them by lines."""

from __future__ import annotations

import codecs

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
        return "\n".join(map(_line, lines))
    return _strict(data, _legacy(data))


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(Problem("认不出文字编码", "请另存为 UTF-8 或 GB18030 再试")) from error


def _is_utf8_beyond_ascii(line: bytes) -> bool:
    try:
        return not line.isascii() and bool(line.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def _line(line: bytes) -> str:
    """One line of a file that is UTF-8 elsewhere; what no encoding fits is shown as U+FFFD."""
    if line.isascii() or _is_utf8_beyond_ascii(line):
        return line.decode("utf-8")
    return line.decode(_legacy(line), "replace")


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
