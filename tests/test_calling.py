"""Whether a conversation calls for a notice, as the detector weighs it: learnt from dialogues, heard with the rules' signals."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from checker import Checker, Conversation, Turn
from checker.matching.calling import Calling, Consulted
from checker.matching.detector import PATH, Detector
from checker.matching.word_classes import WordClasses
from checker.training.calling import fit_calling
from checker.training.fitting import write


def talk(*texts: str, channel: str = "window") -> Conversation:
    """A conversation that the citizen begins, under a profile that asks for a notice."""
    turns = tuple(Turn(text, "clerk" if number % 2 else "citizen") for number, text in enumerate(texts))
    return Conversation(turns, channel=channel, profile="wenshang")


def called(checker: Checker, conversation: Conversation) -> bool:
    """Whether the report has a notice."""
    return checker.check(conversation).notice is not None


TALKS = [
    (
        True,
        (
            "我想把驾照换成新的，咋弄？",
            "过期没有？",
            "下个月到期。",
            "带身份证、旧驾照，到二楼体检拍照，再到6号窗口交。",
        ),
    ),
    (True, ("孩子上户口要带啥？", "出生证有吧？", "有。", "出生证、结婚证、户口本，三样，派出所当场办。")),
    (False, ("我上周交的材料批了没有？", "报一下受理号。", "3302。", "批了，证已经寄出，明天到。")),
    (False, ("楼下的路灯不亮好几天了。", "是哪条路？", "建设路口。", "记下了，今晚派人修。")),
]


@pytest.mark.parametrize(("expected", "texts"), TALKS)
def test_what_calls_for_a_notice(checker: Checker, expected: bool, texts: tuple[str, ...]):
    assert called(checker, talk(*texts)) is expected


def _shown(folder: Path) -> Path:
    """Dialogues in which one made-up word calls for a notice, and another does not."""
    lines = []
    for number in range(24):
        word, notice = (("嗡嗡", {"profile": "wenshang", "elements": {}}), ("哼哼", None))[number % 2]
        texts = (f"第{number}件{word}。", "行。", f"那{word}呢。", "行。")
        turns = [{"role": ("citizen", "clerk")[place % 2], "text": text} for place, text in enumerate(texts)]
        lines.append({"id": f"d{number}", "channel": "window", "turns": turns, "notice": notice, "protocol": {}})
    path = folder / "dialogues.jsonl"
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    return path


def test_calling_is_learnt_from_what_is_shown_and_the_same_again(tmp_path: Path, checker: Checker):
    path = _shown(tmp_path)
    arrays, again = fit_calling([path], checker), fit_calling([path], checker)
    assert all(np.array_equal(values, again[name]) for name, values in arrays.items())
    with np.load(PATH) as shipped:
        write({**{name: shipped[name] for name in shipped.files}, **arrays}, tmp_path / "own.npz")
    own = Checker(lexicon=checker.lexicon, detector=Detector.load(tmp_path / "own.npz"))
    assert called(own, talk("第3件嗡嗡。", "行。", "那嗡嗡呢。", "行。"))
    assert not called(own, talk("第3件哼哼。", "行。", "那哼哼呢。", "行。"))


def test_dialogues_that_do_not_differ_teach_nothing(tmp_path: Path, checker: Checker):
    (tmp_path / "d.jsonl").write_text("", encoding="utf-8")
    assert fit_calling([tmp_path / "d.jsonl"], checker) == {}


def test_the_signals_are_heard_and_no_words_are_no_error():
    arrays = dict(np.load(PATH))
    model = Calling(arrays, WordClasses(arrays))
    silent = [model.share(Consulted(("", "", ""), 2, 0, signals)) for signals in (-100, -12, 0, 18, 100)]
    assert silent == sorted(silent)
    assert silent[0] == silent[1] < silent[2] < silent[3] == silent[4]


@pytest.mark.parametrize(
    "conversation",
    [talk("路灯不亮。", "记下了。"), talk("路灯不亮。", "记下了。", "好。", "再见。", channel="reply")],
    ids=["one question", "letter"],
)
def test_letters_and_single_questions_are_left_to_the_signals(checker: Checker, monkeypatch, conversation):
    monkeypatch.setattr(Calling, "share", lambda *_: pytest.fail("weighed"))
    checker.check(conversation)
