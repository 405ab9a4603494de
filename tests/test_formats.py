"""Every format is read, by its content, into the same conversation."""

from __future__ import annotations

import pytest
from format_files import GOOD, REPLIES, REPLY, ROLES, TEXTS, TIMES

from checker.sources import Record, read_bytes
from checker.speakers import resolve


def read(data: bytes, name: str = "文件", **options) -> list[Record]:
    return list(read_bytes(data, name, **options))


def conversations(records: list[Record]) -> list:
    assert [record.problems for record in records] == [()] * len(records)
    return [record.conversation for record in records]


@pytest.mark.parametrize("name", GOOD)
def test_a_conversation_is_read_from_every_format(name):
    for conversation in conversations(read(GOOD[name])):
        assert tuple(turn.text for turn in conversation.turns) == TEXTS
        resolved, _ = resolve(conversation)
        assert tuple(turn.role for turn in resolved.turns) == ROLES


@pytest.mark.parametrize("name", [name for name in GOOD if name.startswith(("asr-", "srt", "vtt", "text-tencent"))])
def test_times_are_seconds(name):
    (conversation,) = conversations(read(GOOD[name]))
    assert [turn.start for turn in conversation.turns] == [start for start, _ in TIMES]
    assert {turn.end for turn in conversation.turns} <= {end for _, end in TIMES}
    assert conversation.channel == "phone"


@pytest.mark.parametrize("name", REPLIES)
def test_a_reply_is_read_from_every_format(name):
    (conversation,) = conversations(read(REPLIES[name]))
    (turn,) = conversation.turns
    assert turn.text.removeprefix("某市人社局\n") == REPLY
    assert (turn.role, conversation.channel) == ("clerk", "reply")
