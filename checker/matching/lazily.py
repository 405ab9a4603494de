"""Values made when they are first asked for: most of a lexicon is never met in a text."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

ValueT = TypeVar("ValueT")


class Lazily(dict[int, ValueT]):
    """Values by number; the one that is missing is made and stays."""

    def __init__(self, make: Callable[[int], ValueT]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, number: int) -> ValueT:
        made = self[number] = self._make(number)
        return made
