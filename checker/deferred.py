"""Regular expressions that are compiled when they are first used: hundreds of them would hold up every start."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, cast


def deferred(pattern: str) -> re.Pattern[str]:
    """As `re.compile`, but compiled on first use; a mistake in the pattern shows only then."""
    return cast("re.Pattern[str]", _Deferred(pattern))


class _Deferred:
    """Stands for an expression; what was once asked of it is an attribute of its own, as quick as the expression's."""

    def __init__(self, pattern: str) -> None:
        self._source = pattern

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  (any attribute of an expression)
        value = getattr(self._expression, name)
        setattr(self, name, value)
        return value

    @cached_property
    def _expression(self) -> re.Pattern[str]:
        return re.compile(self._source)
