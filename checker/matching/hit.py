"""A place where an entry of the lexicon stands, whatever way it was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from checker.lexicon import Entry
from checker.model import How

Use = Literal["phrase", "unless", "when", "asked"]


@dataclass(frozen=True, slots=True)
class Hit:
    """`turn` counts within the batch; `start` and `end` are code points of the turn as given.

    `use` says which templates of the entry were found: its phrases, its harmless longer wordings, or the situation it is
    due in, as the clerk shows it (`when`) or the citizen (`asked`). `confidence` is 1 for the phrase itself and less for
    what merely resembles it.
    """

    entry: Entry
    use: Use
    turn: int
    start: int
    end: int
    how: How
    confidence: float
