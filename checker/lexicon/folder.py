"""Where the shipped lexicons lie."""

from __future__ import annotations

from pathlib import Path


def shipped() -> Path:
    """The folder of the shipped lexicons: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "_lexicons"
    return installed if installed.is_dir() else package.parent / "lexicons"
