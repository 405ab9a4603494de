"""What a clerk's words say of a paper: needless with reason, or all the same; and where in a phrase its word stands."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from checker import Checker
from checker.matching.mentions import Mention, Mentions, mention
from checker.matching.word_classes import WordClasses
from checker.model import Conversation, Matter, Turn
from checker.rules.notice.acquitting import SURE, word_of
from checker.training.corpus import read_items
from checker.training.mentions import fit_mentions
from checker.training.vocabulary import vocabulary

CORPUS = Path(__file__).parent / "corpus"
WITH_REASON = [
    (("申请表", "营业执照"), "申请表填一张，营业执照不必提供，由我股从市场监管数据库里调。"),
    (("身份证", "水费结清证明"), "身份证带来，水费结清证明不用您打，欠不欠我这边直接看得到。"),
    (("身份证", "学籍证明"), "身份证带上。学籍证明不用开，我们在全国系统里一调就有。"),
    (("表决书", "现场照片"), "表决书带来。现场照片不用您拍，我们上门的时候自己拍。"),
    (("身份证", "营业执照"), "身份证带来，营业执照不用带，系统能调。"),
    (("身份证", "行驶证"), "身份证带来，行驶证不用带，系统能查。"),
    (("身份证", "授权委托书"), "身份证带来，您本人来办，授权委托书不用写。"),
    (("身份证", "经济困难证明"), "身份证带来。农民工讨薪不审查经济状况，经济困难证明您免交。"),
]
ALL_THE_SAME = [
    (("行驶证", "登记证书"), "行驶证带来，登记证书不用带，我们不看那个。"),
    (("申请表", "一寸照片"), "申请表填一张，照片不要，今年起不收了。"),
    (("林权证", "身份证"), "林权证带来，身份证就不用了。"),
    (("身份证", "检测报告"), "身份证带来，检测报告不用做了，省点钱。"),
    (("身份证", "检测报告"), "身份证带来，检测报告不用做，我们系统里勾一下就过了。"),
    (("身份证", "登记证书"), "身份证带来；登记证书也不用带，太麻烦。"),
]


def seen(checker: Checker, papers: tuple[str, ...], said: str) -> tuple[str, list[str]]:
    """How the materials of a guide are seen, and which of them as left out."""
    turns = (Turn("请问怎么办，要带什么？", "citizen"), Turn(said, "clerk"))
    matter = Matter(name="测试事项", materials=papers)
    report = checker.check(Conversation(turns, channel="window", profile="wenshang", matter=matter))
    assert report.notice is not None
    element = report.notice.elements["materials"]
    return element.status, list(element.missing)


@pytest.mark.parametrize(("papers", "said"), WITH_REASON)
def test_a_paper_needless_with_reason_is_not_left_out(checker: Checker, papers: tuple[str, ...], said: str) -> None:
    assert seen(checker, papers, said) == ("told", [])


@pytest.mark.parametrize(("papers", "said"), ALL_THE_SAME)
def test_one_waived_all_the_same_is(checker: Checker, papers: tuple[str, ...], said: str) -> None:
    assert seen(checker, papers, said) == ("wrong", [papers[1]])


def test_beside_a_paper_left_out_the_trail_says_how_sure_it_was(checker: Checker) -> None:
    turns = (Turn("请问怎么办，要带什么？", "citizen"), Turn(WITH_REASON[0][1], "clerk"))
    matter = Matter(name="测试事项", materials=("申请表", "营业执照", "消防验收意见书"))
    report = checker.check(Conversation(turns, channel="window", profile="wenshang", matter=matter))
    (found,) = (each for each in report.findings if each.category == "materials")
    assert "消防验收意见书" in found.message
    assert any("营业执照" in each and "单位已有" in each for each in found.trail)


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("表填好。执照我们调，不用传。别的没有", "执照", Mention("", "我们调，不用传")),
        ("公司章程和执照不用带", "执照", Mention("公司章程和", "不用带")),
        ("章程\n执照", "执照", Mention("", "")),
    ],
)
def test_a_mention_is_what_stands_around_a_paper_in_its_sentence(text: str, word: str, expected: Mention) -> None:
    start = text.index(word)
    assert mention(text, start, start + len(word)) == expected


@pytest.mark.parametrize(
    ("name", "phrase", "word"),
    [
        ("营业执照", "执照我们按信用代码直接调取", "执照"),
        ("近期免冠照片", "不用自己带照片", "照片"),
        ("业主委员会备案证明", "业委会备案那张不用管", "会备案那张"),
        ("渔船检验证书", "那个本子不用拿", "本子"),
        ("食用菌种样品", "这个不用了", "这个不用了"),
    ],
)
def test_the_word_for_a_paper_within_a_phrase(checker: Checker, name: str, phrase: str, word: str) -> None:
    text = f"您好，{phrase}。"
    start, end = word_of(name, text, (3, 3 + len(phrase)), checker.notices.documents)
    assert text[start:end] == word


def test_it_is_learnt_from_what_is_shown_and_the_same_again(tmp_path: Path, checker: Checker) -> None:
    said = {"held": "系统里能调，不用交", "waived": "早就取消，不用交", "told": "带来"}
    lines = [
        {"text": f"第{number}样证书{words}", "span": [3, 5], "paper": "证书", "said": kind}
        for number in range(9)
        for kind, words in said.items()
    ]
    path = tmp_path / "mentions.jsonl"
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    arrays, again = fit_mentions([path], checker), fit_mentions([path], checker)
    assert all(np.array_equal(values, again[name]) for name, values in arrays.items())
    model = Mentions(arrays, WordClasses(vocabulary()))
    held, waived = model.reasons([Mention("这样", said["held"]), Mention("这样", said["waived"])])
    assert held > SURE > 0.5 > waived


def test_waivers_in_labelled_notices_are_heard_too(tmp_path: Path, checker: Checker) -> None:
    mentions = [{"text": "证书带来", "span": [0, 2], "paper": "证书", "said": "told"} for _ in range(4)]
    notices = [
        {
            "id": f"n-{number}",
            "channel": "window",
            "profile": "wenshang",
            "citizen": "请问要带什么？",
            "text": f"身份证带来。检验证书不用带，{reason}。",
            "elements": {"materials": "told"},
            "matter": {"name": "测试", "materials": ["身份证", "船舶检验证书"]},
            "missing_materials": left_out,
        }
        for number in range(6)
        for reason, left_out in (("库房里摆着呢", []), ("反正没人瞧", ["船舶检验证书"]))
    ]
    path = tmp_path / "labelled.jsonl"
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in [*mentions, *notices]), encoding="utf-8")
    model = Mentions(fit_mentions([path], checker), WordClasses(vocabulary()))
    held, waived = model.reasons([Mention("", "不用带，库房里摆着呢"), Mention("", "不用带，反正没人瞧")])
    assert held > 0.5 > waived


def test_where_nothing_is_labelled_nothing_is_learnt(tmp_path: Path, checker: Checker) -> None:
    (tmp_path / "none.jsonl").write_text("", encoding="utf-8")
    assert fit_mentions([tmp_path / "none.jsonl"], checker) == {}


def test_of_files_it_has_not_seen_it_tells_most_waivers_from_most_reasons(checker: Checker) -> None:
    held_out = CORPUS / "mentions-h.jsonl"
    paths = [path for path in sorted(CORPUS.glob("mentions-*.jsonl")) if path != held_out]
    model = Mentions(fit_mentions(paths, checker), WordClasses(vocabulary()))
    items = [item for item in read_items([held_out]) if item["said"] in ("held", "exempt", "waived")]
    sure = np.array(model.reasons([mention(item["text"], *item["span"]) for item in items])) >= SURE
    waived = np.array([item["said"] == "waived" for item in items])
    assert sure[~waived].mean() > 0.75
    assert sure[waived].mean() < 0.2
