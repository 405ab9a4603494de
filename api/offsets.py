"""Offsets in UTF-16 code units, as JavaScript and LanguageTool clients count, beside Python's code points."""

from __future__ import annotations

import re
from bisect import bisect_left

_ASTRAL = re.compile("[^\u0000-\uffff]")
"""Characters of two units. Told by what they are not: `re` looks through a range beyond plane 0 many times as slowly."""


class Units:
    """Code points → UTF-16 units of one text."""

    def __init__(self, text: str) -> None:
        self._astral = [found.start() for found in _ASTRAL.finditer(text)]

    def at(self, index: int) -> int:
        """The offset in units of a code point's offset."""
        return index + bisect_left(self._astral, index) if self._astral else index


def length(text: str) -> int:
    """The length of a text in UTF-16 units."""
    return Units(text).at(len(text))
