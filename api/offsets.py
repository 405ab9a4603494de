"""Offsets in UTF-16 code units, as JavaScript and LanguageTool clients count, beside Python's code points."""

from __future__ import annotations

from itertools import accumulate

LAST_OF_PLANE_0 = "\uffff"
_BYTES = 2
"""Bytes of one unit."""


class Units:
    """Code points → UTF-16 units of one text. Texts without astral characters, nearly all, need no table."""

    def __init__(self, text: str) -> None:
        astral = len(text.encode("utf-16-le", "surrogatepass")) > _BYTES * len(text)
        self._table = (0, *accumulate(1 + (each > LAST_OF_PLANE_0) for each in text)) if astral else None

    def at(self, index: int) -> int:
        """The offset in units of a code point's offset."""
        return self._table[index] if self._table else index


def length(text: str) -> int:
    """The length of a text in UTF-16 units."""
    return Units(text).at(len(text))
