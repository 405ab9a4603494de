"""Packages that only some formats need: told by name where they are not installed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from checker.errors import Problem, SourceError


@contextmanager
def needs(package: str, what: str) -> Iterator[None]:
    """Around an import. Raises SourceError with the line that installs the package."""
    try:
        yield
    except ImportError as error:
        raise SourceError(Problem(f"{what}要用 {package}，没有安装", "请运行 pip install 'yanjian[scan]'")) from error
