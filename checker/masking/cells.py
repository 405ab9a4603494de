"""Cells of tables that a spreadsheet would run as formulas."""

from __future__ import annotations

_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def neutral_cell(text: str) -> str:
    """The text as a spreadsheet may show it: behind an apostrophe where it begins like a formula."""
    return f"'{text}" if text.startswith(_STARTS) else text
