"""Bytes to text: byte order marks, UTF-8, UTF-16 without a mark, GB18030, Big5."""

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


def detect_encoding(data: bytes) -> str:
    """The name of the encoding in which the bytes are text. Raises SourceError where there is none."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    if not _unmarked_utf16(data):
        try:
            data.decode("utf-8", "strict")
            return "utf-8"
        except UnicodeDecodeError:
            pass
    for name in _candidates(data):
        try:
            data.decode(name)
            return name
        except UnicodeDecodeError:
            continue
    raise SourceError(Problem("认不出文字编码", "请另存为 UTF-8 或 GB18030 再试"))


def decode(data: bytes) -> str:
    """The text of the bytes. Raises SourceError where no encoding fits."""
    return data.decode(detect_encoding(data))


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark shows in the zero bytes of its spaces, digits and line breaks, all on one side."""
    sample = data[:_SAMPLE]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if len(sample) < 4 or max(even, odd) < len(sample) / 50 or min(even, odd) * 8 > max(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _candidates(data: bytes) -> list[str]:
    wide = _unmarked_utf16(data)
    return ([wide] if wide else []) + ([guess] if (guess := _legacy(data)) else []) + ["gb18030"]


def _legacy(data: bytes) -> str | None:
    """GB18030 or Big5, by which of the two gives more likely Chinese."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE], cp_isolation=["gb18030", "big5"]).best()
    return best.encoding if best else None
