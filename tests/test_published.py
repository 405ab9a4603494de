"""Recall on published phrases: lists as agencies write them, each phrase once, alone and in sentences."""

from pathlib import Path

from checker import Checker
from checker.published import FRAMES, phrases_of, recall


def test_phrases_are_read_from_plain_lists_and_from_marked_ones(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("# 某单位\n不归我管！\n\n问别人去\t客户询问\nF\t你烦不烦？\nP\t您好，请坐。\n", encoding="gb18030")
    assert list(phrases_of(path)) == ["不归我管", "问别人去", "你烦不烦"]


def test_each_different_phrase_is_counted_once_in_every_frame(checker: Checker) -> None:
    found = recall(checker, ["不归我管，问别人去", "请您稍等一下", "不归我管，问别人去"])
    assert [each.frame for each in found] == list(FRAMES)
    assert {(each.phrases, each.found) for each in found} == {(2, 1)}
    assert found[0].violations == 1


def test_no_phrase_no_division(checker: Checker) -> None:
    assert {each.phrases for each in recall(checker, [])} == {0}


def test_the_frames_are_no_fault(checker: Checker) -> None:
    assert not any(each.found for each in recall(checker, ["请您看一下这张单子"]))
