"""Plain text and subtitles: who says what, and what is no dialogue at all."""

from __future__ import annotations

import pytest

from checker.sources import read_bytes
from checker.sources.dialogue import dialogue_in


def turns(text: str) -> list[tuple[str | None, str]]:
    dialogue = dialogue_in(text)
    return [(turn.speaker, turn.text) for turn in dialogue.turns] if dialogue else []


DIALOGUES = [
    ("坐席：您好\n请讲\n客户：你好", [("坐席", "您好\n请讲"), ("客户", "你好")]),
    ("通话记录\n坐席：您好\n客户：你好", [("坐席", "您好"), ("客户", "你好")]),
    (
        "坐席：请带：\n地址：人民路1号\n电话：12345\n客户：好",
        [("坐席", "请带：\n地址：人民路1号\n电话：12345"), ("客户", "好")],
    ),
    ("坐席：您好\n李大爷：你好\n坐席：请讲", [("坐席", "您好"), ("李大爷", "你好"), ("坐席", "请讲")]),
    ("王芳：您好\n李四：你好\n王芳：请讲", [("王芳", "您好"), ("李四", "你好"), ("王芳", "请讲")]),
    ("A：您好\nB：你好\nA：请讲\nB：好", [("A", "您好"), ("B", "你好"), ("A", "请讲"), ("B", "好")]),
    ("[坐席] 您好\n[客户] 你好", [("坐席", "您好"), ("客户", "你好")]),
    ("坐席:您好|客户:你好|坐席:再见", [("坐席", "您好"), ("客户", "你好"), ("坐席", "再见")]),
    ("2024-05-06 09:30:00 客服\n您好\n2024-05-06 09:31:00 用户\n你好", [("客服", "您好"), ("用户", "你好")]),
    ("说话人 1 00:02\n喂。\n\n说话人 2 00:03\n你好。", [("说话人 1", "喂。"), ("说话人 2", "你好。")]),
]


@pytest.mark.parametrize(("text", "said"), DIALOGUES)
def test_dialogues(text, said):
    assert turns(text) == said


LETTERS = [
    "各位群众：\n系统升级，请您谅解。",
    "办理材料如下：\n1：身份证\n2：户口簿\n3：照片",
    "李先生：\n您好！\n时间：9:00—17:00\n地点：一楼\n电话：12345",
    "关于您反映的问题，现答复如下：\n" + "已经处理。\n" * 20 + "申请人：李四\n经办人：王芳",
    "上午 9:00-11:30 办理\n下午 13:30-17:00 办理\n请您合理安排时间",
]


@pytest.mark.parametrize("text", LETTERS)
def test_letters_are_no_dialogues(text):
    assert turns(text) == []


def test_what_stands_above_a_dialogue_is_kept():
    assert dialogue_in("通话记录\n坐席：您好\n客户：你好").metadata == {"header": "通话记录"}


def test_clock_times_begin_at_the_first_and_dates_make_a_chat():
    late = dialogue_in("坐席 09:30:00 您好\n客户 09:30:05 你好")
    assert ([turn.start for turn in late.turns], late.channel) == ([0, 5], "phone")
    chat = dialogue_in("客服 2024-05-06 09:30:00\n您好\n用户 2024-05-06 10:30:00\n你好")
    assert ([turn.start for turn in chat.turns], chat.channel, chat.time) == (
        [None, None],
        "chat",
        "2024-05-06 09:30:00",
    )


def test_subtitles_without_names_before_every_cue():
    cues = ["坐席：您好", "请问有什么可以帮您", "客户：我问社保卡", "1：补办"]
    text = "".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{cue}\n\n" for n, cue in enumerate(cues, start=1))
    (record,) = read_bytes(text.encode(), "x")
    assert [(turn.speaker, turn.text) for turn in record.conversation.turns] == [
        ("坐席", "您好"),
        ("坐席", "请问有什么可以帮您"),
        ("客户", "我问社保卡"),
        ("客户", "1：补办"),
    ]


def test_subtitles_of_damaged_shape():
    text = "1\n00:00:01,000 --> 00:00:02,000\n<i>坐席：您好</i>\n2\n00:01,000 --> 00:00:03,000\n客户：\n你好\n\n\n3\n00:00:09,000"
    (record,) = read_bytes(text.encode(), "x")
    first, second = record.conversation.turns
    assert (first.speaker, first.text, second.speaker) == ("坐席", "您好\n2", "客户")


FUNASR = [
    ("incomplete", "您好，请问办什么？我要补卡。好的。", [("您好，", 0, 100, 0), ("我要补卡。", 900, 1500, 1)],
     ["您好，请问办什么？", "我要补卡。好的。"]),
    ("other breaks", "您好请问。好的。", [("您好", 0, 100, 0), ("，请问好的", 200, 300, 1)], ["您好", "请问。好的。"]),
    ("nothing found", "您好。", [("再见", 0, 100, 0)], ["您好。"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "sentences", "told"), FUNASR)
def test_funasr_text_goes_before_its_sentences(name, text, sentences, told):
    from checker.sources.asr import transcript

    info = [{"text": said, "start": start, "end": end, "spk": spk} for said, start, end, spk in sentences]
    assert [turn["text"] for turn in transcript({"text": text, "sentence_info": info})["turns"]] == told


def test_funasr_times_of_the_last_word_alone():
    from checker.sources.asr import transcript

    info = [
        {
            "text": "您好请讲",
            "start": 1100,
            "end": 1300,
            "timestamp": [[500, 700], [700, 900], [900, 1100], [1100, 1300]],
        }
    ]
    (turn,) = transcript({"sentence_info": info})["turns"]
    assert (turn["start"], turn["end"]) == (0.5, 1.3)


def test_the_field_that_tells_speakers_apart_is_taken():
    from checker.sources.asr import transcript

    items = [{"Text": "您好", "SpeakerId": 0, "ChannelId": 0}, {"Text": "你好", "SpeakerId": 0, "ChannelId": 1}]
    assert [turn["speaker"] for turn in transcript({"Result": {"Sentences": items}})["turns"]] == ["0", "1"]


def test_failed_recognition_is_refused_with_its_reason():
    (record,) = read_bytes(b'{"StatusText": "FILE_DOWNLOAD_FAILED", "StatusCode": 41050002}', "x")
    assert "FILE_DOWNLOAD_FAILED" in record.problems[0].message
