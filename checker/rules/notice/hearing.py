"""Names of papers that sound right and are spelled wrong, by speech recognition or in haste: 社宝卡 is the 社保卡."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from checker.matching.syllables import spell

_SHORTEST = 3
"""Shorter names sound like too much else."""


class Hearing:
    """Finds the names of papers by their sound and spells them as they are written."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = {name: spell(name) for name in names if len(name) >= _SHORTEST}

    @cached_property
    def _spelled(self) -> dict[str, str]:
        return {sound: name for name, sound in reversed(self._names.items())}

    @cached_property
    def _sound(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, sorted(self._spelled, key=len, reverse=True))) or r"(?!)")

    def respelled(self, text: str) -> str:
        """A text with the names of papers spelled right, of the same length."""
        letters = list(text)
        for found in self._sound.finditer(spell(text)):
            if text[found.start() : found.end()] not in self._names:
                letters[found.start() : found.end()] = self._spelled[found[0]]
        return "".join(letters)
