"""Spans of a text, and stars in their place."""

from __future__ import annotations

from collections.abc import Iterable

Span = tuple[int, int]

STAR = "*"


def starred(text: str, spans: Iterable[Span]) -> str:
    """The text with stars in the spans; what is no word character there (spaces, hyphens, marks) stays."""
    characters: list[str] | None = None
    for start, end in spans:
        characters = list(text) if characters is None else characters
        for index in range(start, end):
            if characters[index].isalnum():
                characters[index] = STAR
    return text if characters is None else "".join(characters)
