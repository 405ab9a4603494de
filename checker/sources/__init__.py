"""Readers of conversations, one file a format, and the detection of formats."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from checker.sources.columns import mapping_from
    from checker.sources.reading import read_bytes, read_path
    from checker.sources.record import Record
    from checker.sources.units import Unit, UnitReader, units_of

__all__ = ["Record", "Unit", "UnitReader", "mapping_from", "read_bytes", "read_path", "units_of"]
_HOMES = {
    "Record": "record",
    "Unit": "units",
    "UnitReader": "units",
    "mapping_from": "columns",
    "read_bytes": "reading",
    "read_path": "reading",
    "units_of": "units",
}


def __getattr__(name: str) -> object:
    """What is exported, imported when it is asked for: who checks conversations that are read already needs no reader."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
