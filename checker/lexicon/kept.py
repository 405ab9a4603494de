"""Records of lexicon files, kept between runs by the contents of the files (see checker.cache)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import numpy as np

from checker.cache import kept
from checker.lexicon.folder import shipped

RecordT = TypeVar("RecordT")
Maker = Callable[[Any], Any]


def kept_records(
    part: str, folders: Sequence[Path], patterns: Sequence[str], kind: type[RecordT], make: Callable[[], RecordT]
) -> RecordT:
    """What `make` reads from the files of these patterns, in the shipped folder and the given ones.

    `kind` is the type of it: records, and lists, tuples, sets and mappings of records and plain values. Raises what
    `make` raises.
    """

    def contents() -> bytes:
        return b"\0".join(_contents((shipped(), *folders), patterns))

    def arrays() -> dict[str, Any]:
        return {"json": np.frombuffer(json.dumps(make(), default=_plain).encode(), dtype=np.uint8)}

    made: RecordT = restored(kind, json.loads(kept(part, contents, arrays)["json"].tobytes()))
    return made


def _contents(folders: Sequence[Path], patterns: Sequence[str]) -> Iterator[bytes]:
    """Every file with its path and length: records name the file they come from."""
    for folder in folders:
        yield str(folder).encode("utf-8", "surrogateescape")
        for path in (path for pattern in patterns for path in sorted(folder.glob(pattern))):
            try:
                data = path.read_bytes()
            except OSError:  # the reader of the file says so
                data = b""
            yield from (str(path).encode("utf-8", "surrogateescape"), str(len(data)).encode(), data)


def _plain(value: object) -> object:
    """A record or a set as JSON has it."""
    return list(value) if isinstance(value, frozenset) else asdict(value)  # type: ignore[call-overload]


def restored(kind: type[RecordT], value: Any) -> RecordT:  # noqa: ANN401  (any value of JSON)
    """A value of a type from its JSON."""
    whole: Any = kind  # the type checker knows no type of types
    maker = _maker(whole)
    made: RecordT = value if maker is None else maker(value)
    return made


@cache
def _maker(kind: Any) -> Maker | None:  # noqa: ANN401  (any type)
    """How a value of JSON becomes one of a type; None where it is one as it is."""
    if is_dataclass(kind):
        return _record_maker(kind)
    origin, inner = get_origin(kind), get_args(kind)
    if origin is tuple or origin is frozenset:
        return _row_maker(origin, _maker(inner[0]))
    if origin in (list, Sequence):
        each = _maker(inner[0])
        return each and _row_maker(list, each)
    if origin in (dict, Mapping):
        each = _maker(inner[1])
        return each and (lambda value: {key: each(one) for key, one in value.items()})
    return None


def _record_maker(kind: Any) -> Maker:  # noqa: ANN401  (any type)
    hints = get_type_hints(kind)
    makers = {each.name: maker for each in fields(kind) if (maker := _maker(hints[each.name]))}
    return lambda value: kind(**value | {name: maker(value[name]) for name, maker in makers.items()})


def _row_maker(row: Callable[[Any], Any], each: Maker | None) -> Maker:
    return row if each is None else lambda value: row(map(each, value))
