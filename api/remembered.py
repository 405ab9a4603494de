"""Answers of the last minute, for the same request again: an editor asks again for paragraphs that have not changed, a page
for the decision on a draft that it has just had marked. LanguageTool's server keeps its results for the same reason.

They stay in the memory of the worker, under a digest of the request, and are out of it after twice their time at the
latest; those of a lexicon that another took the place of are never given again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from weakref import ReferenceType, ref

from cachetools import TTLCache

from checker import Checker

_BYTES = 16_000_000
"""So much all answers together may take."""
_BESIDES = 500
"""What the keeping of an answer takes besides its body, in bytes."""
_DIGEST = 20


@dataclass(frozen=True, slots=True)
class Answer:
    """The body of an answer, and the decision that was counted with it."""

    body: bytes
    decision: str = ""


class Remembered:
    """The answers of one worker. For how many `seconds` each is remembered; with 0 none is."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._answers: TTLCache[bytes, Answer] = TTLCache(_BYTES, seconds, getsizeof=_size)
        self._checker: ReferenceType[Checker] | None = None
        self._forgetting = False

    async def answer(self, checker: Checker, request: Sequence[bytes], work: Callable[[], Awaitable[Answer]]) -> Answer:
        """The answer that this checker gave to the request, or else what `work` gives. `request` is all that the answer depends on."""
        if not self._seconds:
            return await work()
        digest = _digest_of(request)
        known = self._answers.get(digest) if self._are_by(checker) else None
        if known is None:
            known = await work()
            self._remember(checker, digest, known)
        return known

    def _remember(self, checker: Checker, digest: bytes, answer: Answer) -> None:
        if not self._are_by(checker):
            self._answers.clear()
            self._checker = ref(checker)  # it may be collected when another takes its place
        if _size(answer) <= _BYTES:
            self._answers[digest] = answer
            self._forget_later()

    def _are_by(self, checker: Checker) -> bool:
        return self._checker is not None and self._checker() is checker

    def _forget_later(self) -> None:
        """See to it that answers go when their time is over, though nobody asks again."""
        if not self._forgetting:
            self._forgetting = True
            asyncio.get_running_loop().call_later(self._seconds, self._forget)

    def _forget(self) -> None:
        self._forgetting = False
        self._answers.expire()
        if self._answers:
            self._forget_later()


def _size(answer: Answer) -> int:
    return len(answer.body) + _BESIDES


def _digest_of(parts: Sequence[bytes]) -> bytes:
    digest = blake2b(digest_size=_DIGEST)
    for part in parts:
        digest.update(len(part).to_bytes(8))
        digest.update(part)
    return digest.digest()
