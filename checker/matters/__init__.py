"""Service guides (办事指南): kept as TOML below lexicons/matters/, imported from exports, found by what is said."""

from typing import TYPE_CHECKING

from checker.matters.finding import Found, MatterIndex, require, settle
from checker.matters.store import load_matters, toml_of

if TYPE_CHECKING:
    from checker.matters.importing import Imported, import_guides

__all__ = ["Found", "Imported", "MatterIndex", "import_guides", "load_matters", "require", "settle", "toml_of"]


def __getattr__(name: str) -> object:
    """What reads exports of guides, imported when it is asked for: no check needs it."""
    if name not in ("Imported", "import_guides"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from checker.matters import importing

    return getattr(importing, name)
