"""The folder of a scan, read again: results one by one, what was refused, the manifest."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from checker.errors import CheckerError, Problem

RESULTS, REFUSED, MANIFEST = "results.jsonl", "refused.jsonl", "scan.json"


@dataclass(frozen=True, slots=True)
class Result:
    """One conversation of a scan with its report, both as in the JSON contract. `line` counts from 1."""

    key: str
    file: str
    line: int
    conversation: Mapping[str, Any]
    report: Mapping[str, Any]

    @property
    def violations(self) -> list[Mapping[str, Any]]:
        """The findings that count."""
        return [finding for finding in self.report["findings"] if finding["status"] == "violation"]


def read_results(out: Path) -> Iterator[Result]:
    """Every result of a scan, in order, one at a time. Raises CheckerError naming the line that is broken."""
    path = out / RESULTS
    for line, value in _lines(path):
        try:
            yield Result(value["key"], value["file"], value["line"], value["conversation"], value["report"])
        except (KeyError, TypeError) as error:
            raise CheckerError(_broken(path, line)) from error


def read_refused(out: Path) -> Iterator[Mapping[str, Any]]:
    """What could not be read: file, line, field, message, advice."""
    path = out / REFUSED
    return (value for _, value in _lines(path)) if path.exists() else iter(())


def read_manifest(out: Path) -> Mapping[str, Any]:
    """The manifest of a scan: version, inputs, settings, counts, state."""
    path = out / MANIFEST
    if not path.exists():
        raise CheckerError(Problem("这里没有检查的结果", "请写 yanjian scan 的输出文件夹", str(path)))
    try:
        manifest: Mapping[str, Any] = _value(path.read_bytes())
    except ValueError as error:
        raise CheckerError(_broken(path, 1)) from error
    return manifest


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Where to write a file that shall be there as a whole or not at all."""
    unfinished = path.with_name(f".{path.name}.part")
    try:
        yield unfinished
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _lines(path: Path) -> Iterator[tuple[int, Any]]:
    if not path.exists():
        raise CheckerError(Problem("这里没有检查的结果", "请写 yanjian scan 的输出文件夹", str(path)))
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                yield number, _value(line)
            except ValueError as error:
                raise CheckerError(_broken(path, number)) from error


def _value(line: bytes) -> Any:  # noqa: ANN401  (whatever the line holds)
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:  # a lone surrogate, which only the strict reader refuses
        return json.loads(line)


def _broken(path: Path, line: int) -> Problem:
    return Problem("内容不完整", "请重新运行 yanjian scan，它会接着做完", str(path), line)
