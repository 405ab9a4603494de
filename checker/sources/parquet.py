"""Parquet, a batch of rows at a time: conversations as in JSON, or rows of turns or replies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from checker.sources.columns import columns_of, no_columns
from checker.sources.json_values import records_of
from checker.sources.optional import needs
from checker.sources.record import Record
from checker.sources.source import Source, check_unpacked

_BATCH = 4096
_THRIFT_MAX = 64 << 20


def read_parquet(source: Source, mapping: Mapping[str, str] | None) -> Iterator[Record]:
    """The records of all rows. Raises SourceError where no column of utterances is found."""
    with needs("pyarrow", "读 Parquet"):
        from pyarrow.parquet import ParquetFile
    source.handle.seek(0)
    file = ParquetFile(
        source.handle,
        thrift_string_size_limit=_THRIFT_MAX,
        thrift_container_size_limit=_THRIFT_MAX,
        page_checksum_verification=True,
    )
    names = file.schema_arrow.names
    if "turns" not in names and "text" not in columns_of(names, mapping):
        raise no_columns([names])
    metadata = file.metadata
    groups = (metadata.row_group(number) for number in range(metadata.num_row_groups))
    check_unpacked(max(metadata.num_rows, sum(group.total_byte_size for group in groups)), source.packed)
    yield from records_of(_values(file), source, mapping)


def _values(file: Any) -> Iterator[tuple[int, dict[str, Any]]]:  # noqa: ANN401  (pyarrow has no types of its own)
    line = 0
    for batch in file.iter_batches(batch_size=_BATCH, use_threads=False):
        for row in batch.to_pylist():
            line += 1
            yield line, {key: _filled(cell) for key, cell in row.items() if cell is not None}


def _filled(cell: object) -> object:
    """A cell without the fields that are null, which in JSON would not be there."""
    if isinstance(cell, dict):
        return {key: _filled(inner) for key, inner in cell.items() if inner is not None}
    return [_filled(inner) for inner in cell] if isinstance(cell, list) else cell
