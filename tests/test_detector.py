"""The statistical detector: its file, its reproducibility, and that a batch is judged as each text alone."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker import Checker, Conversation, Turn
from checker.matching.detector import Detector, probabilities
from checker.matching.ngrams import ORDERS, SHORT, Grams, segments, short_rows
from checker.reports.json import to_json
from checker.text import Batch
from checker.training.corpus import Example, corpus_hash, examples_of, read_items
from checker.training.examples import LONG, amid, framed, mixed
from checker.training.features import features_of
from checker.training.fitting import fit, write
from checker.training.keywords import LISTED

CORPUS = Path(__file__).parent / "corpus"


def test_the_shipped_detector_is_that_of_the_corpus():
    assert Detector.load().about["corpus"] == corpus_hash(sorted(CORPUS.glob("*.jsonl"))), "run: yanjian train"


def test_the_same_corpus_gives_the_same_file(tmp_path: Path):
    lines = (CORPUS / "utterances-f.jsonl").read_text(encoding="utf-8").splitlines()[:150]
    source = tmp_path / "some.jsonl"
    source.write_text("\n".join(lines), encoding="utf-8")
    checker = Checker(detecting=False)
    examples = list(examples_of(read_items([source])))
    files = []
    for name in ("one.npz", "two.npz"):
        write(fit(examples, features_of(examples, checker), corpus=corpus_hash([source])), tmp_path / name)
        files.append((tmp_path / name).read_bytes())
    assert files[0] == files[1]
    assert len(files[0]) < 4_000_000


def test_a_detector_learns_what_it_is_shown(tmp_path: Path):
    rows = [
        {
            "id": f"x{n}",
            "channel": "window",
            "before": [],
            "text": text,
            "label": label,
            "category": category,
            "span": span,
            "note": "",
        }
        for n in range(30)
        for text, label, category, span in (
            (f"第{n}个吵死了滚远点", "violation", "dismissal", "吵死了滚远点"),
            (f"第{n}位您请坐这边", "clean", "", ""),
            (f"第{n}项不行，您改一下再来", "mitigated", "refusal", "不行"),
        )
    ]
    source = tmp_path / "tiny.jsonl"
    source.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    examples = list(examples_of(read_items([source])))
    detector = Detector(fit(examples, features_of(examples, Checker(detecting=False)), corpus="tiny"))
    scored = detector.score(Batch(["第99个吵死了滚远点", "第99位您请坐这边"]), np.array([-1, -1]), np.array([0, 0]))
    assert probabilities(scored.logits).argmax(axis=1).tolist() == [2, 0]
    assert detector.category("吵死了滚远点")[0] == "dismissal"
    assert detector.nearest("吵死了滚远", "dismissal") == "吵死了滚远点"


TEXTS = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.sampled_from([*LISTED, "您好，请坐。", "", "嗯", "😀不归我管"]),
        st.text("不归我管知道，。 ", max_size=30),
    ),
    min_size=1,
    max_size=6,
)


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_a_batch_is_judged_as_each_conversation_alone(checker: Checker, texts: list[str]):
    some = [
        Conversation((Turn("请问这个怎么办", "citizen"), Turn(text, "clerk")), id=str(number), channel="phone")
        for number, text in enumerate(texts)
    ]
    together = [to_json(report) for report in checker.check_many(some)]
    assert together == [to_json(checker.check(one)) for one in some]


@given(st.lists(st.text(max_size=40), min_size=1, max_size=5))
@settings(max_examples=100, deadline=None)
def test_segments_lie_within_their_turns(texts: list[str]):
    batch = Batch(texts)
    found = segments(batch)
    assert (found.start >= batch.starts[found.turn]).all()
    assert (found.end <= batch.starts[found.turn + 1] - 1).all()
    assert (found.end > found.start).all()


@given(st.lists(st.text(max_size=20), min_size=1, max_size=5))
@settings(max_examples=100, deadline=None)
def test_every_turn_has_its_place_in_every_view(texts: list[str]):
    grams = Grams(Batch(texts))
    for view in grams.views:
        starts, ends = view.turn_places()
        assert len(starts) == len(texts)
        assert (ends > starts).all()
    assert grams.rows.shape == (ORDERS, len(grams.codes))


@pytest.mark.parametrize("words", ["你家不是有钱吗，给我们主任拿两条烟", "再投诉以后你的件都压着"])
def test_its_findings_can_be_judged_by_a_person(checker: Checker, words: str):
    report = checker.check(Conversation((Turn("什么时候能办？", "citizen"), Turn(words, "clerk"))))
    found = [finding for finding in report.findings if finding.kind == "forbidden"]
    assert found
    assert all(finding.basis and finding.suggestions and finding.trail for finding in found)


def test_short_examples_are_learnt_in_polite_frames_too():
    plain = list(examples_of([{"file": "x", "line": 0, "id": "x-1", "channel": "window", "before": [], "text": "不归我管。",
                               "label": "violation", "category": "shirking", "span": "不归我管"}]))  # fmt: skip
    (again,) = framed(plain)
    assert again.text == "您好，不归我管，谢谢您。"
    assert (again.label, again.category, again.span) == ("violation", "shirking", "不归我管")
    assert not list(framed([replace(plain[0], conversation=Conversation((Turn("不归我管。" * 10, "clerk"),)))]))


def test_short_examples_are_learnt_beside_harmless_words_too():
    said = {"channel": "window", "before": [], "span": "", "category": "", "file": "x", "line": 0}
    fault = {
        **said,
        "id": "x-1",
        "text": "不归我管。",
        "label": "violation",
        "category": "shirking",
        "span": "不归我管",
    }
    harmless = {**said, "id": "x-2", "text": "复印件一张。", "label": "clean"}
    elsewhere = {**said, "id": "x-3", "channel": "chat", "text": "在的亲。", "label": "clean"}
    first, second = mixed(list(examples_of([fault, harmless, elsewhere])))
    assert first.text == "不归我管，复印件一张"
    assert (first.label, first.category, first.span) == ("violation", "shirking", "不归我管")
    assert (second.text, second.label) == ("在的亲。在的亲", "clean")


BUSINESS = [
    "身份证",
    "户口本",
    "结婚证",
    "房产证",
    "申请表",
    "委托书",
    "毕业证",
    "驾驶证",
    "行驶证",
    "照片",
    "存折",
    "医保卡",
    "合同",
]


def _labelled(number: int, channel: str, text: str, category: str = "") -> Example:
    label, span = ("violation", text.rstrip("。")) if category else ("clean", "")
    item = {"id": f"x-{number}", "channel": channel, "before": [], "text": text, "label": label, "category": category}
    return next(examples_of([{**item, "span": span, "file": "x", "line": number}]))


def test_short_examples_are_learnt_amid_other_business_too():
    business = [f"{word}的复印件一张给我看一下。" for word in BUSINESS]
    fault, harmless = "这都不会填。", "请您稍等一下我看看。"
    examples = [
        *(_labelled(number, "window", text) for number, text in enumerate((harmless, *business))),
        *(_labelled(number, "window", fault, "scolding") for number in range(14, 80)),
    ]
    heard = list(amid(examples))
    assert {each.label for each in heard} == {"violation", "clean"}
    assert all(len(each.text) <= LONG for each in heard)
    faults = [each for each in heard if each.label == "violation"]
    assert all(each.span == "这都不会填" and each.span in each.text for each in faults)
    assert all(any(one.strip("。") in each.text for one in business) for each in faults)
    assert len({each.text.index(each.span) for each in faults}) > 1


def test_how_an_example_is_put_amid_business_says_nothing_of_its_label():
    business = [f"{word}的复印件拿来看一下" for word in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳"]
    labels = ["", *["scolding"] * 3] * 200
    said = ["好的您拿好", "这都不会填"]
    examples = [
        *(_labelled(number, "window", text) for number, text in enumerate(business)),
        *(_labelled(number, "window", said[bool(label)], label) for number, label in enumerate(labels)),
    ]
    ways: dict[str, set[tuple[int, bool]]] = {"clean": set(), "violation": set()}
    for each in amid(examples):
        if any(words in each.text for words in said):
            ways[each.label].add((each.text.count("复印件"), "。" in each.text))
    assert len(ways["clean"]) == 8
    assert ways["clean"] == ways["violation"]


def test_no_destination_is_put_beside_a_refusal():
    business = [f"{word}一张给我看一下。" for word in BUSINESS] + [f"您去三号窗口找{word}办。" for word in BUSINESS]
    refusals = [_labelled(number, "window", "这个办不了。", "refusal") for number in range(26, 60)]
    heard = list(amid([*(_labelled(number, "window", text) for number, text in enumerate(business)), *refusals]))
    refused = [each for each in heard if each.label == "violation"]
    assert refused
    assert not any("窗口" in each.text for each in refused)


def test_speech_without_marks_stays_without_them():
    said = [_labelled(number, "phone", f"{word}带来我看一下") for number, word in enumerate(BUSINESS)]
    heard = list(amid([*said, *(_labelled(number, "phone", "你烦不烦", "impatience") for number in range(13, 29))]))
    assert heard
    assert not any(mark in each.text for each in heard for mark in "，。")


@pytest.mark.parametrize("text", ["您好，不归我管，问别人去，谢谢您。", "这个不是我的事，望您见谅。"])
def test_politeness_round_a_listed_phrase_mends_nothing(checker: Checker, text: str):
    report = checker.check(Conversation((Turn(text, "clerk"),)))
    assert any(finding.kind == "forbidden" and finding.status == "violation" for finding in report.findings)


@given(st.text(alphabet="不归我管，。 0123aA😀\n\uffff\ud800", max_size=12))
def test_the_short_rows_of_one_text_are_those_of_a_batch(words: str):
    grams = Grams(Batch([words]))
    rows = np.concatenate([some[: grams.syllables_from] for some in grams.rows[:SHORT]])
    assert short_rows(words).tolist() == rows[rows > 0].tolist()
