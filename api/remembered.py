"""Answers of the last minute, for the same request again: an editor asks again for paragraphs that have not changed, a page
for the decision on a draft that it has just had marked. LanguageTool's server keeps its results for the same reason.

They stay in the memory of the worker, under a digest of the request, for their time at least, unless there are too many,
and are out of it after twice that at the latest; those of a lexicon that another took the place of are never given again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from weakref import ReferenceType, ref

from checker import Checker

_BYTES = 8_000_000
"""So much the recent answers may take together, and the older ones as much."""
_BESIDES = 500
"""What the keeping of an answer takes besides its body, in bytes."""
_DIGEST = 20


@dataclass(frozen=True, slots=True)
class Answer:
    """The body of an answer, and the decision that was counted with it."""

    body: bytes
    decision: str = ""


class Remembered:
    """The answers of one worker, the recent and the older ones. For how many `seconds` each is remembered; with 0 none is."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._recent: dict[bytes, Answer] = {}
        self._older: dict[bytes, Answer] = {}
        self._room = _BYTES
        self._checker: ReferenceType[Checker] | None = None
        self._aging = False

    async def answer(self, checker: Checker, request: Sequence[bytes], work: Callable[[], Awaitable[Answer]]) -> Answer:
        """The answer that this checker gave to the request, or else what `work` gives. `request` is all that the answer depends on."""
        if not self._seconds:
            return await work()
        digest = _digest_of(request)
        known = (self._recent.get(digest) or self._older.get(digest)) if self._are_by(checker) else None
        if known is None:
            known = await work()
            self._remember(checker, digest, known)
        return known

    def _remember(self, checker: Checker, digest: bytes, answer: Answer) -> None:
        if not self._are_by(checker):
            self._recent, self._older, self._room = {}, {}, _BYTES
            self._checker = ref(checker)  # it may be collected when another takes its place
        size = len(answer.body) + _BESIDES
        if size > _BYTES or digest in self._recent:  # the same request may have come twice at a time
            return
        if size > self._room:
            self._grow_older()
        self._recent[digest] = answer
        self._room -= size
        if not self._aging:
            self._aging = True
            self._age_later()

    def _are_by(self, checker: Checker) -> bool:
        return self._checker is not None and self._checker() is checker

    def _age_later(self) -> None:
        """See to it that answers go when their time is over, though nobody asks again."""
        asyncio.get_running_loop().call_later(self._seconds, self._age)

    def _age(self) -> None:
        self._grow_older()
        self._aging = bool(self._older)
        if self._aging:
            self._age_later()

    def _grow_older(self) -> None:
        """The recent answers become the older ones, which go."""
        self._recent, self._older, self._room = {}, self._recent, _BYTES


def _digest_of(parts: Sequence[bytes]) -> bytes:
    """A digest of some parts that no other parts have."""
    return blake2b(b"".join([len(part).to_bytes(8) + part for part in parts]), digest_size=_DIGEST).digest()
