"""Answers of the last minute, for the same request again: an editor asks again for paragraphs that have not changed, a page
for the decision on a draft that it has just had marked. LanguageTool's server keeps its results for the same reason.

They stay in the memory of the worker, under a digest of the request, and are forgotten when a lexicon takes the place of another.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from weakref import ReferenceType, ref

from cachetools import TTLCache

from checker import Checker

_BYTES = 16_000_000
"""So much all answers together may take."""
_DIGEST = 20


@dataclass(frozen=True, slots=True)
class Answer:
    """The body of an answer, and the decision that was counted with it."""

    body: bytes
    decision: str = ""


class Remembered:
    """The answers of one worker. For how many `seconds` each is remembered; with 0 none is."""

    def __init__(self, seconds: float) -> None:
        self._answers: TTLCache[bytes, Answer] = TTLCache(_BYTES, seconds, getsizeof=lambda answer: len(answer.body))
        self._checker: ReferenceType[Checker] | None = None

    async def answer(self, checker: Checker, request: Sequence[bytes], work: Callable[[], Awaitable[Answer]]) -> Answer:
        """The answer that this checker gave to the request, or else what `work` gives. `request` is all that the answer depends on."""
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
        if len(answer.body) <= _BYTES:
            self._answers[digest] = answer

    def _are_by(self, checker: Checker) -> bool:
        return self._checker is not None and self._checker() is checker


def _digest_of(parts: Sequence[bytes]) -> bytes:
    digest = blake2b(digest_size=_DIGEST)
    for part in parts:
        digest.update(len(part).to_bytes(8))
        digest.update(part)
    return digest.digest()
