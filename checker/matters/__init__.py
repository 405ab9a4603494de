"""Service guides (办事指南): kept as TOML below lexicons/matters/, imported from exports, found by what is said."""

from checker.matters.finding import Found, MatterIndex, require, settle
from checker.matters.importing import Imported, import_guides
from checker.matters.store import load_matters, toml_of

__all__ = ["Found", "Imported", "MatterIndex", "import_guides", "load_matters", "require", "settle", "toml_of"]
