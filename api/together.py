"""Drafts that arrive at the same time are checked together: one pass over many costs little more than over one."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from checker import Checker, Conversation, Report

Waiting = tuple[Checker, Conversation, "asyncio.Future[Report]"]


MOST = 64
"""So many are waited for at most: the first of them waits as long as it takes to check all."""


class Together:
    """Gathers drafts as long as each round of the event loop brings more of them, and checks them in one batch."""

    def __init__(self) -> None:
        self._waiting: list[Waiting] = []

    async def check(self, checker: Checker, conversation: Conversation) -> Report:
        """The report on a short conversation. Raises CheckerError for an unknown profile."""
        checker.profile(conversation.profile)
        if conversation.case:  # the visits of a case are followed within one request alone
            return checker.check(conversation)
        loop = asyncio.get_running_loop()
        if not self._waiting:
            loop.call_soon(self._gather, 0)
        future: asyncio.Future[Report] = loop.create_future()
        self._waiting.append((checker, conversation, future))
        return await future

    def _gather(self, before: int) -> None:
        """Check what waits, unless there are more of them than `before` this round."""
        if before < len(self._waiting) < MOST:
            asyncio.get_running_loop().call_soon(self._gather, len(self._waiting))
        else:
            self._check_all()

    def _check_all(self) -> None:
        waiting, self._waiting = self._waiting, []
        while waiting:
            checker = waiting[0][0]  # another one after a reload
            same = [each for each in waiting if each[0] is checker]
            waiting = [each for each in waiting if each[0] is not checker]
            _answer(checker, same)


def _answer(checker: Checker, waiting: Sequence[Waiting]) -> None:
    """Give every one its report; where the batch fails, each is checked alone, so that it fails for none but the cause."""
    try:
        reports = list(checker.check_many([conversation for _, conversation, _ in waiting]))
    except Exception as error:  # whatever it was, it belongs to its own request
        if len(waiting) > 1:
            for each in waiting:
                _answer(checker, [each])
        elif not waiting[0][2].done():
            waiting[0][2].set_exception(error)
        return
    for (_, _, future), report in zip(waiting, reports, strict=True):
        if not future.done():
            future.set_result(report)
