"""What is told to people goes by the names that people use."""

from __future__ import annotations

from checker import Checker, category_name


def element_name(checker: Checker, element: str) -> str:
    """An element of notices; one that an agency added goes by the title it was given."""
    name = category_name("notice", element)
    cues = checker.notices.cues.get(element)
    return cues.title if cues and name == element else name


def point_name(point: str) -> str:
    """A point of the protocol."""
    return category_name("protocol", point)
