"""Readers of conversations, one file a format, and the detection of formats."""

from checker.sources.columns import mapping_from
from checker.sources.reading import read_bytes, read_path
from checker.sources.record import Record
from checker.sources.units import Unit, UnitReader, units_of

__all__ = ["Record", "Unit", "UnitReader", "mapping_from", "read_bytes", "read_path", "units_of"]
