"""Readers of conversations, one file a format, and the detection of formats."""

from checker.sources.reading import Record, read_bytes, read_path

__all__ = ["Record", "read_bytes", "read_path"]
