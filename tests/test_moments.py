"""Moments of a conversation: their labels, the model over them, and what it changes in the protocol."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker import Checker, Conversation, Turn
from checker.matching.detection import detect
from checker.matching.detector import PATH, Detector
from checker.matching.heads import NEVER
from checker.matching.moments import COURSE, HEADS, OUTCOMES, POINTS, SEQUENCE, Moments, courses
from checker.text import Batch
from checker.training.corpus import read_items
from checker.training.fitting import quantised, write
from checker.training.moments import OPENING, fit_moments

CORPUS = Path(__file__).parent / "corpus"
LABELLED = sorted(CORPUS.glob("dialogues-*.jsonl"))


def talk(*texts: str, channel: str = "window") -> Conversation:
    """A conversation that the citizen begins."""
    turns = tuple(Turn(text, "clerk" if number % 2 else "citizen") for number, text in enumerate(texts))
    return Conversation(turns, channel=channel)


@pytest.mark.parametrize("path", LABELLED, ids=[path.stem for path in LABELLED])
def test_moments_fit_the_labels_of_their_dialogues(path: Path):
    for item in read_items([path]):
        some = item["moments"]
        labelled = [point for point in POINTS if point != OPENING]
        due = [
            point for point in labelled if item["protocol"][point] not in {"na", "met" if point == "answered" else ""}
        ]
        assert [point for point in POINTS if point in some] == due
        for point in due:
            assert all(0 <= turn < len(item["turns"]) for turn in some[point]["due"])
            assert all(item["turns"][turn]["role"] == "clerk" for turn in some[point]["by"])


POINTS_IN_OTHER_WORDS = [
    ("please_wait", "met", ("帮我看看到账没。", "我给您瞅一眼啊，您先喝口水。", "好。", "到了，昨天下午打的。")),
    (
        "answered",
        "missed",
        ("您好，我想申请公租房。", "您坐。", "那我外地的房子算不算一套？", "你先把号取了。", "好吧，我去取。", "嗯。"),
    ),
]


@pytest.mark.parametrize(("point", "status", "texts"), POINTS_IN_OTHER_WORDS)
def test_points_in_words_that_the_rules_do_not_know(checker: Checker, ruling: Checker, point, status, texts):
    assert ruling.check(talk(*texts)).protocol[point].status != status
    assert checker.check(talk(*texts)).protocol[point].status == status


@pytest.mark.parametrize(
    ("turns", "share", "follows"), [(2, 0.6, False), (2, 0.7, True), (8, 0.6, True), (8, 0.45, False)]
)
def test_in_a_short_exchange_the_detector_must_be_surer(
    checker: Checker, ruling: Checker, monkeypatch: pytest.MonkeyPatch, turns: int, share: float, follows: bool
):
    said = talk(*["您看看这张表。", "好的。"] * (turns // 2))
    shares = np.full((len(POINTS), len(OUTCOMES)), (1 - share) / 2)
    shares[:, OUTCOMES.index("met")] = share
    monkeypatch.setattr(Moments, "outcomes", lambda *_: shares)
    ruled = ruling.check(said).protocol["please_wait"]
    assert ruled.status == "na"
    assert checker.check(said).protocol["please_wait"].status == ("met" if follows else "na")


def test_a_missed_point_stands_on_the_clerks_turn_and_says_how_it_was_weighed(checker: Checker):
    report = checker.check(talk("那我的证什么时候能拿到？", "好了自然会叫你。", "总有个日子吧？", "急也没用。"))
    missed = next(finding for finding in report.findings if finding.rule == "protocol/time_commitment")
    assert missed.turn in (1, 3)
    assert any("统计判断" in step for step in missed.trail)


def test_without_the_detector_the_rules_decide(checker: Checker, ruling: Checker):
    alone = Checker(lexicon=checker.lexicon, detecting=False)
    for point, status, texts in POINTS_IN_OTHER_WORDS:
        found = alone.check(talk(*texts)).protocol[point]
        assert found == ruling.check(talk(*texts)).protocol[point]
        assert found.status != status


@pytest.mark.parametrize(
    "conversation", [talk("请问怎么办？", "带身份证来。", channel="reply"), Conversation((Turn("不行。", "clerk"),))]
)
def test_letters_and_single_turns_are_not_weighed(checker: Checker, monkeypatch, conversation):
    weighed: list[object] = []
    outcomes = Moments.outcomes
    monkeypatch.setattr(Moments, "outcomes", lambda *given: weighed.append(given) or outcomes(*given))
    checker.check(conversation)
    assert not weighed
    checker.check(talk("请问怎么办？", "带身份证来。"))
    assert weighed


TURNS = st.lists(
    st.tuples(st.text("您好不行谢办理几天？。abc1 ", max_size=30), st.sampled_from(["clerk", "citizen"])),
    min_size=2,
    max_size=6,
)


@given(st.lists(TURNS, min_size=2, max_size=4))
@settings(max_examples=25, deadline=None)
def test_a_batch_is_weighed_as_each_conversation_alone(checker: Checker, told):
    conversations = [Conversation(tuple(Turn(text, role) for text, role in turns)) for turns in told]
    together = _heard(checker, conversations)
    apart = [_heard(checker, [conversation])[0] for conversation in conversations]
    for one, other in zip(together, apart, strict=True):
        assert np.array_equal(one.moments, other.moments)
        assert one.leaning == pytest.approx(other.leaning)


def _heard(checker: Checker, conversations):
    batch = Batch([turn.text for conversation in conversations for turn in conversation.turns])
    profiles = [checker.profile(None)] * len(conversations)
    return list(detect(Detector.load(), batch, conversations, profiles))


def test_a_citizen_neither_meets_nor_misses_a_point(checker: Checker):
    (wording,) = _heard(checker, [talk("对不起，我来晚了。", "没关系，您请坐。")])
    moments = wording.moments
    assert {moments[0, number] for number, (_, part) in enumerate(HEADS) if part != "due"} == {NEVER}
    assert np.isfinite(moments).all()


def _shown(folder: Path, name: str, points: list[str]) -> Path:
    """A file of dialogues in which a promise is kept in one made-up wording, and broken in another."""
    lines = []
    for number in range(24):
        status, answer = (("met", "嗡嗡立时就好"), ("missed", "哼哼早晚罢了"))[number % 2]
        turns = [{"role": "citizen", "text": f"第{number}件几时得"}, {"role": "clerk", "text": answer}]
        labels = {"protocol": {**dict.fromkeys(points, "na"), "time_commitment": status}, "violations": []}
        moments = {"time_commitment": {"due": [0], "by": [1]}}
        lines.append({"id": f"{name}{number}", "channel": "window", "turns": turns, **labels, "moments": moments})
    path = folder / f"{name}.jsonl"
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    return path


def test_moments_are_learnt_from_what_is_shown_and_the_same_again(tmp_path: Path, checker: Checker):
    points = list(checker.check(talk("好", "好")).protocol)
    paths = [_shown(tmp_path, name, points) for name in ("a", "b", "c")]
    ruling = Checker(lexicon=checker.lexicon, detecting=False)
    arrays, again = fit_moments(paths, ruling), fit_moments(paths, ruling)
    assert all(np.array_equal(values, again[name]) for name, values in arrays.items())
    with np.load(PATH) as shipped:
        write({**{name: shipped[name] for name in shipped.files}, **arrays}, tmp_path / "own.npz")
    own = Checker(lexicon=checker.lexicon, detector=Detector.load(tmp_path / "own.npz"))
    said = [own.check(talk("第5件几时得", answer)).protocol for answer in ("嗡嗡立时就好", "哼哼早晚罢了")]
    assert [protocol["time_commitment"].status for protocol in said] == ["met", "missed"]


def test_without_moments_nothing_is_fitted(tmp_path: Path, checker: Checker):
    (tmp_path / "d.jsonl").write_text("", encoding="utf-8")
    assert fit_moments([tmp_path / "d.jsonl"], checker) == {}


def test_quantised_weights_leave_the_row_of_no_n_gram_empty():
    arrays = quantised("some", np.array([[5.0], [2.0], [-4.0]]))
    assert arrays["some"][0, 0] == 0
    assert arrays["some"].dtype == np.int8


def test_outcomes_are_shares(checker: Checker):
    (wording,) = _heard(checker, [talk("几天能好？", "三个工作日。")])
    model = Detector.load().moments
    assert model is not None
    shares = model.outcomes(wording.leaning, ["na"] * 11)
    assert shares.shape == (len(POINTS), len(OUTCOMES))
    assert shares.sum(axis=1) == pytest.approx(1)


DUE, MET, MISSED = (HEADS.index(("reason", part)) for part in ("due", "met", "missed"))


def _course(*turns: dict[int, float]) -> dict[str, float]:
    """What the course of one conversation says of a reason, given the moments that are not impossible in each turn."""
    moments = np.full((len(turns), len(HEADS)), NEVER)
    for row, some in zip(moments, turns, strict=True):
        for head, value in some.items():
            row[head] = value
    point, strongest = POINTS.index("reason"), 2 * len(HEADS)
    sequence = courses(moments, np.array([len(turns)]))[0, strongest : strongest + SEQUENCE].reshape(-1, len(POINTS))
    return dict(zip(("met soon", "missed soon", "met next", "missed next"), sequence[:4, point] * 3, strict=True))


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        ([{DUE: 2.0, MET: 1.0}], {"met soon": 1.0, "met next": 1.0, "missed soon": NEVER}),
        ([{DUE: 2.0}, {}, {}, {MISSED: 3.0}], {"missed soon": 2.0, "missed next": 3.0, "met next": NEVER}),
        ([{DUE: 2.0}, {}, {}, {}, {MET: 3.0}], {"met soon": NEVER, "met next": NEVER}),
        ([{MET: 3.0}, {DUE: 2.0}], {"met soon": NEVER, "met next": NEVER}),
        ([{DUE: 1.0}, {MET: 1.0}, {DUE: 3.0}, {MET: 2.0}], {"met soon": 2.0, "met next": 2.0}),
    ],
)
def test_what_is_due_is_met_or_missed_soon_after(turns: list[dict[int, float]], expected: dict[str, float]):
    course = _course(*turns)
    assert {name: course[name] for name in expected} == pytest.approx(expected)


def test_a_conversation_takes_its_own_course_whatever_stands_beside_it():
    some = np.random.default_rng(3).normal(size=(9, len(HEADS)))
    together = courses(some, np.array([4, 0, 2, 3]))
    for number, (first, last) in enumerate([(0, 4), (4, 4), (4, 6), (6, 9)]):
        assert together[number] == pytest.approx(courses(some[first:last], np.array([last - first]))[0])
    assert together.shape == (4, COURSE)
    assert not together[1].any()
