"""What arrives at about the same time is worked on together: drafts in one batch, log lines in one write."""

from __future__ import annotations

import asyncio
import logging

import pytest

pytest.importorskip("fastapi", reason="pip install 'yanjian[serve]'")

from api.logs import Lines
from api.together import MOST, Together
from checker import Checker, Conversation, Turn


def drafts(count: int) -> list[Conversation]:
    return [Conversation((Turn(f"第{number}号，这事不归我管。", "clerk"),), channel="reply") for number in range(count)]


class Counting:
    """A checker that remembers how many it was given at once."""

    def __init__(self, checker: Checker) -> None:
        self._checker, self.batches = checker, []
        self.profile = checker.profile

    def check_many(self, conversations):
        self.batches.append(len(conversations))
        return self._checker.check_many(conversations)


def checked(checker: Counting, conversations: list[Conversation], *, rounds: int) -> list:
    """The reports on drafts each of which arrives so many rounds of the event loop after the one before."""

    async def one(together: Together, number: int, conversation: Conversation):
        for _ in range(number * rounds):
            await asyncio.sleep(0)
        return await together.check(checker, conversation)

    async def every():
        together = Together()
        return await asyncio.gather(*(one(together, *each) for each in enumerate(conversations)))

    return asyncio.run(every())


def test_drafts_that_follow_each_other_are_checked_together(checker):
    counting, some = Counting(checker), drafts(9)
    assert checked(counting, some, rounds=1) == [checker.check(each) for each in some]
    assert counting.batches == [9]


def test_a_draft_by_itself_does_not_wait(checker):
    counting = Counting(checker)
    checked(counting, drafts(3), rounds=5)
    assert counting.batches == [1, 1, 1]


def test_no_more_than_so_many_are_waited_for(checker):
    counting = Counting(checker)
    checked(counting, drafts(MOST + 5), rounds=1)
    assert len(counting.batches) == 2 and max(counting.batches) <= MOST + 1


def test_lines_of_one_round_are_written_at_once_and_in_order():
    written = []

    class Stream:
        def write(self, text):
            written.append(text)

        def flush(self):
            pass

    async def act():
        handler = Lines(Stream())
        for number in range(3):
            handler.emit(logging.makeLogRecord({"msg": str(number)}))
        assert not written
        await asyncio.sleep(0)
        handler.emit(logging.makeLogRecord({"msg": "3"}))
        handler.flush()
        await asyncio.sleep(0)

    asyncio.run(act())
    assert [text for text in written if text] == ["0\n1\n2\n", "3\n"]
