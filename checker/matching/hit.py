"""A place where an entry of the lexicon stands, whatever way it was found."""

from __future__ import annotations

from typing import Literal, NamedTuple

from checker.lexicon import Entry
from checker.model import How

Use = Literal["phrase", "unless", "when", "asked"]


class Hit(NamedTuple):
    """`turn` counts within the batch; `start` and `end` are code points of the turn as given.

    `use` says which templates of the entry were found: its phrases, its harmless longer wordings, or the situation it is
    due in, as the clerk shows it (`when`) or the citizen (`asked`). `confidence` is 1 for the phrase itself and less for
    what merely resembles it. A tuple, for it is made in a fraction of the time of a frozen dataclass.
    """

    entry: Entry
    use: Use
    turn: int
    start: int
    end: int
    how: How
    confidence: float
