"""The phrases of a text, and a guide's names of papers without what stands in brackets."""

from __future__ import annotations

from functools import lru_cache

from checker.deferred import deferred
from checker.text import fold

Place = tuple[int, int]

_SEPARATORS = deferred(r"[，。；！？【】（）\x00①-⒇]|以及|还有|外加|再加|加上|和(?!解)|跟|及|与|或者?|、")
_ALTERNATIVE = deferred(r"或者?|/|／")
_INSERTED = deferred(r"^[\u4e00-\u9fff]{2,8}[（(【\[]([\u4e00-\u9fff]{2,5})[）)】\]]([\u4e00-\u9fff]{2,10})$")
BRACKETS = deferred(r"[（(【\[][^）)】\]]{0,40}[）)】\]]")


def split(text: str) -> list[Place]:
    """The phrases of a text: clauses, cut at 和, 及, 或 too."""
    places, start = [], 0
    for found in _SEPARATORS.finditer(text):
        if found.start() > start:
            places.append((start, found.start()))
        start = found.end()
    if start < len(text):
        places.append((start, len(text)))
    return places


@lru_cache(maxsize=4096)
def folded(word: str) -> str:
    """A word of a guide as texts are compared."""
    return fold(word)


def bare(material: str) -> str:
    """A guide's name of a paper without what stands in brackets."""
    return BRACKETS.sub("", folded(material))


def alternatives(material: str) -> list[str]:
    """What each will do of a material: 身份证或社保卡 is told by either; so is a word in brackets amid the name: 林地（承包地）证明."""
    inserted = _INSERTED.search(folded(material))
    parts = [part for part in _ALTERNATIVE.split(bare(material)) if part]
    return [*parts, inserted[1] + inserted[2]] if inserted and len(parts) == 1 else parts
