"""The network that reads a clerk's words with a paper in mind: what it is shown, that it reads as it was fitted, and what it sees."""

from __future__ import annotations

from collections.abc import Sequence

import jax
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker import Checker, Conversation, Matter, Turn
from checker.matching.mentions import SAID
from checker.matching.network import UNKNOWN
from checker.matching.paper_network import LONGEST, MARKS, MOST, NAME, PaperNetwork, Sight
from checker.matching.papers import FEATURES, TOLD_FEATURES
from checker.rules.notice import papers_said
from checker.rules.notice.listed import features_of
from checker.rules.notice.marks import ASKED, sight
from checker.training.convolution import Weights
from checker.training.paper_network import WIDTHS, Material, Seen, forward, initial, stored

ASKS = "这个怎么办，要带什么？"
LETTERS = "身份证户口本照片申请表带来，。的您我们"


def shown(checker: Checker, said: str, papers: Sequence[str], asked: str = ASKS) -> tuple[np.ndarray, Sight]:
    """What is heard of the papers of a guide, and what the network reads."""
    turns = (Turn(asked, "citizen"), Turn(said, "clerk"))
    matter = Matter("测试事项", materials=tuple(papers))
    (scene, _), *_ = checker.scenes([Conversation(turns, profile="wenshang", matter=matter)])
    assert scene.conversation.matter is not None
    assert scene.wording is not None
    detector = scene.wording.detector
    around = papers_said(scene, checker.notices, scene.conversation.matter)
    aliases = detector.papers.aliases
    return features_of(around, aliases, detector.mentions), sight(around, aliases, range(len(papers)))


def marked(seen: Sight, paper: int, mark: str) -> str:
    """The words at which there is a mark of a paper."""
    some = seen.marks[paper, :, MARKS.index(mark)] > 0
    return "".join(character for character, here in zip(seen.words[paper], some, strict=True) if here)


def test_what_is_marked(checker: Checker):
    _, seen = shown(checker, "身份证带来，户口本不用带。完了。", ("身份证", "户口簿"), "我带了身份证")
    assert seen.words == ["我带了身份证\n身份证带来，户口本不用带。完了。"] * 2
    assert marked(seen, 0, "citizen") == "我带了身份证"
    assert marked(seen, 0, "told") == "身份证带来"
    assert marked(seen, 0, "needless") == ""
    assert marked(seen, 1, "needless") == marked(seen, 0, "another") == "户口本不用带"
    assert marked(seen, 1, "own_letter") == "户口"
    alias = seen.marks[..., MARKS.index("alias")]
    assert alias[0, seen.words[0].rindex("身份证")] > alias[1, seen.words[0].rindex("身份证")]


def test_what_asks_for_papers_is_marked(checker: Checker):
    _, seen = shown(checker, "身份证带来。今天天气真好啊。", ("身份证", "户口簿"))
    assert marked(seen, 1, "asked") == "身份证带来"


def test_of_long_words_those_around_the_paper_are_read(checker: Checker):
    filler = "这里说的都是别的事情，跟材料没有关系。" * 60
    _, seen = shown(checker, f"{filler}请带身份证。{filler}", ("身份证", "船舶检验证书"), "问" * 200)
    assert all(len(words) == LONGEST for words in seen.words)
    assert marked(seen, 0, "told") == "请带身份证"
    assert marked(seen, 0, "citizen") == "问" * ASKED
    assert seen.marks.shape == (2, LONGEST, len(MARKS))


TOLD = [
    ("place_shared", ("申请人身份证", "配偶身份证"), "您和爱人的身份证带来。", [1, 1]),
    ("place_shared", ("身份证", "户口簿"), "身份证带来，户口本也带来。", [0, 0]),
    ("word_shared", ("申请人身份证", "配偶身份证"), "您和爱人的身份证带来。", [1, 1]),
    ("sounds_like", ("身份证", "船舶检验证书"), "身份证带来。", [1, 0]),
]


@pytest.mark.parametrize(("name", "papers", "said", "expected"), TOLD)
def test_what_is_heard_where_a_paper_is_told(checker: Checker, name, papers, said, expected):
    features, _ = shown(checker, said, papers)
    assert features.shape == (len(papers), len(FEATURES) + len(TOLD_FEATURES))
    column = features[:, len(FEATURES) + TOLD_FEATURES.index(name)]
    assert (column > 0.5).tolist() == [bool(each) for each in expected]


def test_what_is_said_of_a_paper_told_is_heard_wherever_its_word_stands(checker: Checker):
    papers = ("身份证", "产品合格证")
    once, twice = (
        dict(zip(TOLD_FEATURES, shown(checker, said, papers)[0][1, len(FEATURES) :], strict=True))
        for said in (
            "身份证带来，跟合格证上的号码对一下。",
            "身份证带来，跟合格证上的号码对一下。合格证也要带来，别忘了。",
        )
    )
    assert once["named_everywhere"] == once["said_named"]
    assert twice["named_everywhere"] < once["named_everywhere"]
    assert sum(once[f"said_{said}"] for said in SAID) == pytest.approx(1)


def test_of_a_paper_not_told_nothing_is_heard_there(checker: Checker):
    features, _ = shown(checker, "身份证带来，户口本不用带。", ("身份证", "户口簿", "船舶检验证书"))
    assert not features[1:, len(FEATURES) :].any()


def test_in_long_words_a_paper_is_looked_for_where_something_sounds_like_it(checker: Checker):
    filler = "这里说的都是别的事情，跟材料没有关系。" * 300
    papers = ("身份证", "房屋产权人同意设置证明")
    _, seen = shown(checker, f"身份证带来。{filler}房东点头的字据也给我。{filler}", papers)
    assert "身份证带来" in seen.words[0]
    assert "房东点头的字据" in seen.words[1]


@pytest.mark.parametrize("papers", [("身份证", ""), ("", ""), ("U盾（Ａ）", "身份证"), ("𠮷字证明", "身份证")])
def test_any_name_of_a_paper_is_read(checker: Checker, papers):
    features, seen = shown(checker, "𠮷字证明和身份证都带来😀，u盾插上。", papers)
    assert checker._detector is not None
    assert np.isfinite(checker._detector.papers.read_shares(features, seen)).all()


def test_names_are_read_as_words_are_written(checker: Checker):
    _, seen = shown(checker, "身份证带来，Ｕ盾也带来。", ("身份证", "Ｕ盾"))
    assert seen.names[1] == "u盾"


def drawn(seed: int, words: Sequence[str], names: Sequence[str]) -> tuple[Sight, np.ndarray]:
    """Marks and features by chance."""
    chance = np.random.default_rng(seed)
    marks = chance.random((len(words), len(words[0]), len(MARKS))).round().astype(np.float32)
    return Sight(names, words, marks), chance.normal(size=(len(words), 4))


def fitted(seen: Sight, features: np.ndarray) -> tuple[Weights, Material, PaperNetwork]:
    """Weights by chance for these papers, as they are fitted and as they are stored."""
    material = Material([Seen(seen, features, np.zeros(len(seen.names), dtype=np.bool_))])
    weights = initial(jax.random.key(3), len(material.vocabulary) + UNKNOWN + 1, features.shape[1])
    weights["beside"] = jax.random.normal(jax.random.key(4), weights["beside"].shape)
    return weights, material, PaperNetwork(stored(weights, material))


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.text(LETTERS, max_size=NAME), min_size=1, max_size=3),
    st.integers(1, WIDTHS[0]),
    st.integers(0, 99),
)
def test_it_reads_as_it_was_fitted(names, length, seed):
    chance = np.random.default_rng(seed)
    words = ["".join(chance.choice(list(LETTERS), length)) for _ in names]
    seen, features = drawn(seed, words, names)
    weights, material, network = fitted(seen, features)
    batch = material.padded(np.arange(len(names)), WIDTHS[0], len(names) + 1)
    expected = forward(weights, {name: jax.numpy.asarray(column) for name, column in batch.items()})[: len(names)]
    assert network.read(seen, features) == pytest.approx(np.asarray(expected), abs=0.02, rel=0.02)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 2), min_size=1, max_size=40), st.integers(0, 99))
def test_each_paper_is_read_for_itself(some, seed):
    seen, features = drawn(seed, [LETTERS] * 3, ["身份证", "户口本的复印件", ""])
    network = fitted(seen, features)[2]
    read = network.read(seen, features)
    assert network.read(seen.of(some), features[some]) == pytest.approx(read[some], abs=1e-3)


def test_a_feature_far_off_counts_for_no_more_than_the_most():
    seen, features = drawn(5, [LETTERS] * 2, ["身份证", "户口本"])
    network = fitted(seen, features)[2]
    far, farther = (network.read(seen, np.full_like(features, MOST * factor)) for factor in (50, 500))
    assert far == pytest.approx(farther)


def test_every_paper_is_seen_once_in_each_round():
    lengths = [1, WIDTHS[0], WIDTHS[0] + 1, LONGEST]
    seen = []
    for length in lengths:
        of_one, features = drawn(length, ["证" * length], ["证"])
        seen.append(Seen(of_one, features, np.array([False])))
    material = Material(seen)
    chance = np.random.default_rng(1)
    assert sorted(number for some, _, _ in material.drawn(chance) for number in some) == [0, 1, 2, 3]
    batches = list(material.batches(chance))
    assert sum(batch["counts"].sum() for batch in batches) == len(lengths)
    assert sorted(int(row.sum()) for batch in batches for row in batch["words"] > 0 if row.any()) == lengths
