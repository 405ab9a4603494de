"""The opening: the clerk greets, and on the telephone or online says who is speaking."""

from __future__ import annotations

from checker.model import Point
from checker.rules.protocol.view import NA, View, once, status

GREETING_REACH = 60
"""Within so many characters of the first words a greeting counts."""
UNIT_REACH = 50
"""Within so many characters of the first words the unit or number counts."""
LATER_TURNS = 3
"""In so many of the clerk's first turns a plain 这里是… counts as well."""


def greeting(view: View) -> Point:
    """The clerk's first words greet (来有迎声)."""
    turn = view.clerk_turns[0]
    spans = view.spans(turn, "opening.greeting", "opening.greeting_unless")
    return status(any(end <= GREETING_REACH for _, end in spans), turn)


@once
def self_introduction(view: View) -> Point:
    """On the telephone, by video or online the clerk names the unit or their number; not called for at a window."""
    if view.channel in ("window", "reply"):
        return NA
    first = view.clerk_turns[0]
    if any(end <= UNIT_REACH for _, end in view.spans(first, "opening.unit", "opening.unit_unless")):
        return Point("met", first)
    later = view.first(view.clerk_turns[:LATER_TURNS], "opening.unit_later")
    return Point("missed", first) if later is None else Point("met", later)
