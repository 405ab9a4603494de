"""Names of papers that sound right and are spelled wrong, by speech recognition or in haste: 社宝卡 is the 社保卡."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from checker.deferred import deferred
from checker.matching.syllables import spell

_SHORTEST = 3
"""Shorter names sound like too much else."""
_LONGEST = 40
"""Nobody calls a paper by a longer part of its name."""
_HEADS = "证书表单"
"""What a name ends in is no other word misheard: 许可证副本 is no 正副本."""
_MISHEARD = (
    ("证", deferred(r"(?<![改反公真修纠端方立校指补订转不])正(?=[拿带也和跟还都就要给交原复两一各，。；]|$)")),
    ("证书", deferred(r"(?<=[级业格历权位员师])正书(?=[拿带也和跟还都就要给交原复两一各拍，。；]|$)")),
    ("发票", deferred(r"(?<!头)发[飘漂](?=[拿带也和跟还都就要给交原复两一抬你您，。；]|$)")),
    ("合同", deferred(r"(?<=[房动赁卖购])和同(?=[拿带也和跟还都就要给交原复两上，。；]|$)")),
)
"""What was misheard and is no word: 把那个旧正拿上, 买机子的发飘."""


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

    def respelled(self, text: str, known: Sequence[str] = ()) -> str:
        """A text with the names of papers spelled right, of the same length; what stands in `known` names is right as it is."""
        letters = list(text)
        for found in self._sound.finditer(spell(text)):
            said, meant = text[found.start() : found.end()], self._spelled[found[0]]
            kept = (one in _HEADS and one != other for one, other in zip(said, meant, strict=True))
            if said not in self._names and not any(kept) and not any(said in name for name in known):
                letters[found.start() : found.end()] = meant
        heard = "".join(letters)
        for meant, misheard in _MISHEARD:
            heard = misheard.sub(meant, heard)
        return heard


def endings(names: Sequence[str]) -> list[str]:
    """Names and what they end in, by which they are called too: 操作证 of 特种作业操作证."""
    return [
        name[start:] for name in names for start in (0, *range(max(1, len(name) - _LONGEST), len(name) - _SHORTEST + 1))
    ]
