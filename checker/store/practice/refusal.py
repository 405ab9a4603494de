"""Why the practice refuses something: told to people as it is, and turned into a status by the service."""

from __future__ import annotations

from typing import Literal

from checker.errors import CheckerError, Problem

Reason = Literal["wrong_code", "too_often", "taken", "unknown", "stale"]
"""wrong_code: a name or code is not right; too_often: too many wrong codes; taken: there is one already; unknown: there
is none, or it is somebody else's; stale: it was changed meanwhile."""


class RefusalError(CheckerError):
    """Something the practice does not do, and why."""

    def __init__(self, reason: Reason, message: str, advice: str) -> None:
        super().__init__(Problem(message, advice))
        self.reason = reason


def unknown(what: str) -> RefusalError:
    """The answer to what is not there, or not theirs: the two are not told apart."""
    return RefusalError("unknown", f"没有这个{what}", "可能已经删除，请刷新页面")
