"""What a notice tells: the labels of its sentences, the model over them, and what it changes in the elements."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker import Checker, Conversation, Matter, Turn
from checker.evaluation import input_of
from checker.matching.detector import PATH, Detector
from checker.matching.telling import ELEMENTS, HEADS, STATUSES, Telling, sentences
from checker.matching.word_classes import WordClasses
from checker.training.corpus import read_items
from checker.training.fitting import write
from checker.training.telling import fit_telling, labels_of
from checker.training.vocabulary import vocabulary

CORPUS = Path(__file__).parent / "corpus"
LABELLED = [
    path
    for path in sorted((*CORPUS.glob("notices-*.jsonl"), *CORPUS.glob("dialogues-*.jsonl")))
    if any("evidence" in item for item in read_items([path]))
]


@pytest.mark.parametrize("path", LABELLED, ids=[path.stem for path in LABELLED])
def test_evidence_fits_the_labels_of_its_notices(path: Path):
    items = [item for item in read_items([path]) if item.get("notice", True)]
    assert items
    for item in items:
        count = len(sentences(input_of(item)))
        labels = labels_of(item)
        assert {name for name in labels if labels[name] != "missing"} == set(item["evidence"])
        for name, places in item["evidence"].items():
            assert places.keys() <= {"told", "vague"}, item["id"]
            assert all(0 <= place < count for some in places.values() for place in some), (item["id"], name)


TURNS = st.lists(
    st.tuples(st.text("您带身份证。；！？\n 一", max_size=40), st.sampled_from(["clerk", "citizen"])), max_size=5
)


@given(TURNS)
def test_sentences_are_spans_of_the_clerks_turns(turns):
    conversation = Conversation(tuple(Turn(text, role) for text, role in turns))
    found = sentences(conversation)
    for sentence in found:
        turn = conversation.turns[sentence.turn]
        assert turn.role == "clerk"
        assert turn.text[sentence.start : sentence.end] == sentence.text
    places = [(sentence.turn, sentence.start) for sentence in found]
    assert places == sorted(set(places))


def asked(*answers: str, profile: str = "wenshang", matter: Matter | None = None) -> Conversation:
    turns = tuple(
        turn
        for answer in answers
        for turn in (Turn("这个怎么办，要带什么，几天能好？", "citizen"), Turn(answer, "clerk"))
    )
    return Conversation(turns, profile=profile, matter=matter)


def test_every_element_stands_on_the_clerks_words(checker: Checker):
    conversation = asked("身份证跟房本都捎上，先到二楼交件，审过了公示，三个工作日出证。", "满十八就行。")
    notice = checker.check(conversation).notice
    assert notice is not None
    for element in notice.elements.values():
        assert bool(element.evidence) == (element.status != "missing")
        for place in element.evidence:
            assert conversation.turns[place.turn].role == "clerk"
            assert conversation.turns[place.turn].text[place.start : place.end] == place.text


def test_papers_of_a_guide_are_left_to_the_comparison_with_it(checker: Checker):
    matter = Matter(name="补证", materials=("身份证", "遗失声明"))
    ruling = Checker(lexicon=checker.lexicon, detecting=False)
    conversation = asked("带身份证来。", matter=matter)
    reports = [each.check(conversation).notice for each in (checker, ruling)]
    assert all(notice is not None for notice in reports)
    ours, rules = (notice.elements["materials"] for notice in reports if notice)
    assert ours == rules
    assert ours.missing == ("遗失声明",)


def _shown(folder: Path, name: str) -> Path:
    """Notices in which the way is told in a made-up wording, or not at all."""
    lines = []
    for number in range(24):
        told = number % 2 == 0
        text = f"第{number}件。嘟嘟转三圈再叮一下。" if told else f"第{number}件。谢谢您。"
        labels = {"elements": {"procedure": "told" if told else "missing"}, "profile": "wenshang"}
        evidence = {"procedure": {"told": [1]}} if told else {}
        asks = {"citizen": "这个怎么办，要带什么，几天能好？", "channel": "reply"}
        lines.append({"id": f"{name}{number}", **asks, "text": text, **labels, "evidence": evidence})
    path = folder / f"{name}.jsonl"
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    return path


def test_telling_is_learnt_from_what_is_shown_and_the_same_again(tmp_path: Path, checker: Checker):
    paths = [_shown(tmp_path, name) for name in ("a", "b", "c")]
    ruling = Checker(lexicon=checker.lexicon, detecting=False)
    arrays, again = fit_telling(paths, ruling), fit_telling(paths, ruling)
    assert all(np.array_equal(values, again[name]) for name, values in arrays.items())
    with np.load(PATH) as shipped:
        write({**{name: shipped[name] for name in shipped.files}, **arrays}, tmp_path / "own.npz")
    telling = Detector.load(tmp_path / "own.npz").telling
    assert telling is not None
    for text, status in (("第7件。嘟嘟转三圈再叮一下。", "told"), ("第7件。谢谢您。", "missing")):
        weights = telling.weigh(sentences(Conversation((Turn(text, "clerk"),))))
        assert weights.shape == (2, len(HEADS))
        shares = telling.statuses("procedure", weights, "missing", 0)
        assert shares.sum() == pytest.approx(1)
        assert STATUSES[int(shares.argmax())] == status


def test_an_element_that_was_never_labelled_is_left_to_the_rules(tmp_path: Path, checker: Checker):
    arrays = fit_telling([_shown(tmp_path, "a")], Checker(lexicon=checker.lexicon, detecting=False))
    telling = Telling(arrays, WordClasses(vocabulary()))
    weights = telling.weigh(sentences(Conversation((Turn("第7件。嘟嘟转三圈再叮一下。", "clerk"),))))
    for ruled in STATUSES:
        assert STATUSES[int(telling.statuses("remedy", weights, ruled, 0).argmax())] == ruled


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("五个工作日办结。", "十五个工作日办结。"),
        ("到3号窗。", "到12号窗。"),
        ("二楼交件。", "六楼交件。"),
        ("交八十元。", "交三百元。"),
        ("打6218043问。", "打8840332问。"),
        ("满十八岁就行。", "满六十岁就行。"),
    ],
)
def test_how_many_is_all_the_same(one: str, other: str):
    telling = Detector.load(PATH).telling
    assert telling is not None
    first, second = (telling.weigh(sentences(Conversation((Turn(text, "clerk"),)))) for text in (one, other))
    assert np.array_equal(first, second)


def test_without_evidence_nothing_is_fitted(tmp_path: Path, checker: Checker):
    (tmp_path / "n.jsonl").write_text("", encoding="utf-8")
    assert fit_telling([tmp_path / "n.jsonl"], checker) == {}


def test_the_weighed_elements_are_those_of_the_profiles(checker: Checker):
    assert set(ELEMENTS) <= {name for profile in checker.profiles.values() for name in profile.elements}


def test_an_element_that_is_seen_otherwise_says_why(checker: Checker):
    reports = checker.check_many(input_of(item) for item in read_items([CORPUS / "notices-h.jsonl"]))
    findings = [finding for report in reports for finding in report.findings]
    seen = [finding for finding in findings if finding.kind == "notice" and finding.how == "model"]
    assert seen
    for finding in seen:
        assert finding.trail[0].startswith("规则：")
        assert finding.trail[1].startswith("统计判断：")
        assert 0 < finding.confidence <= 1
