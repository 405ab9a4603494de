"""The network that reads turns: as it was fitted, alike alone and in a batch, and heard beside the linear model."""

from __future__ import annotations

import jax
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.matching import network as shipped
from checker.matching.detector import LEXICON_FEATURES, NETWORK_WEIGHT, Detector
from checker.matching.network import BEFORE, CEILING, LONGEST, UNKNOWN, Network, log_shares
from checker.matching.ngrams import Grams
from checker.matching.syllables import syllable_numbers
from checker.model import CHANNELS
from checker.text import Batch
from checker.training import network as training
from checker.training.convolution import forward, initial
from checker.training.corpus import examples_of
from checker.training.network import material_of, network_arrays

LONG_BEFORE = "前头说的那张表我已经填好交上去了可是系统里一直显示正在受理中我着急用您帮忙看看到底卡在哪一步还要等多久"
SAID = (
    ("phone", "这个怎么办？", "不归我管，问别人去。", "violation", "不归我管，问别人去"),
    ("window", "", "您好，请坐。", "clean", ""),
    ("chat", LONG_BEFORE, "我也不清楚，我帮您问问，您稍等。", "mitigated", "不清楚"),
    ("reply", "谢谢", "不客气😀 2026年3月1日以前来", "clean", ""),
    ("phone", "", "嗯", "clean", ""),
    ("window", "在吗", "您把这张表填了再来排队吧" * (LONGEST // 12), "clean", ""),
)
NONE = dict.fromkeys(LEXICON_FEATURES, 0.0)
"""What the lexicon says of a turn in which it finds nothing."""
CLOSE, APART = 0.03, 0.045
"""How far logarithms of shares may be apart that ought to be the same (the layers are stored in eight bits), and must be apart
where something is not heard.
"""


@pytest.fixture(scope="module")
def examples():
    rows = [
        {"channel": channel, "before": [{"role": "citizen", "text": before}] if before else [], "text": text, "span": span,
         "label": label, "category": "shirking" if span else "", "file": "x", "line": number}
        for number, (channel, before, text, label, span) in enumerate(SAID)
    ]  # fmt: skip
    return list(examples_of(rows))


@pytest.fixture(scope="module")
def detector() -> Detector:
    found = Detector.load()
    assert found.network is not None
    return found


def random_weights(characters: int) -> dict[str, jax.Array]:
    """Weights in which everything counts: no bias is nothing, and what the layers are given reaches the ceiling."""
    weights = initial(jax.random.key(3), characters + UNKNOWN + 1, int(syllable_numbers().max()) + 1)
    keys = iter(jax.random.split(jax.random.key(4), len(weights)))
    biased = {name: jax.random.normal(next(keys), some.shape) * 0.5 for name, some in weights.items() if "bias" in name}
    louder = {name: weights[name] * 4 for name in ("first", "before", "channels")}
    return {**weights, **biased, **louder}


def apart(one: np.ndarray, other: np.ndarray) -> float:
    """How far they are apart at most."""
    return float(np.abs(one - other).max())


def as_fitted(examples, weights) -> np.ndarray:
    """What the weights make of the examples where they are fitted."""
    material, _ = material_of(examples)
    return log_shares(np.asarray(forward(weights, dict(material.columns))[0], dtype=np.float64))


def as_run(examples, network: Network) -> np.ndarray:
    """What the weights make of the examples where they are run."""
    conversations = [example.conversation for example in examples]
    grams = Grams(Batch([turn.text for conversation in conversations for turn in conversation.turns]))
    counts = np.array([len(conversation.turns) for conversation in conversations])
    own = counts.cumsum() - 1
    channels = np.array([CHANNELS.index(conversation.channel) for conversation in conversations])
    return network.read(grams, own, np.where(counts > 1, own - 1, -1), channels)


def test_it_reads_as_it_was_fitted(examples, monkeypatch):
    _, vocabulary = material_of(examples)
    weights = random_weights(len(vocabulary))
    fitted = as_fitted(examples, weights)
    network = Network(network_arrays(weights, vocabulary))
    assert apart(as_run(examples, network), fitted) < CLOSE
    for name, other in (("DILATIONS", (1, 2, 3)), ("CEILING", CEILING / 4), ("BEFORE", BEFORE // 8)):
        with monkeypatch.context() as patched:
            patched.setattr(shipped, name, other)
            changed = Network(network_arrays(weights, vocabulary))
            assert apart(as_run(examples, changed), fitted) > APART, name


def test_every_weight_counts(examples):
    _, vocabulary = material_of(examples)
    weights = random_weights(len(vocabulary))
    fitted = as_fitted(examples, weights)
    for name, some in weights.items():
        if name not in training.LEARNT_BY:
            changed = Network(network_arrays({**weights, name: some * 0}, vocabulary))
            assert apart(as_run(examples, changed), fitted) > APART, name


def test_the_span_at_fault_is_what_its_places_are_labelled_with(examples):
    columns = material_of(examples)[0].columns
    assert columns["tags"][0].tolist() == [2] * 9 + [0] * (LONGEST - 9)
    assert columns["tags"][2, :5].tolist() == [0, 0, 1, 1, 1]
    assert not columns["tags"][[1, 3, 4, 5]].any()
    assert columns["known"].tolist() == [1] * len(SAID)
    assert [CHANNELS[number] for number in columns["channel"]] == [channel for channel, *_ in SAID]


def test_no_syllable_is_taken_for_a_character(examples):
    vocabulary = material_of(examples)[1]
    assert set(map(chr, vocabulary)) <= set("".join(before + text for _, before, text, *_ in SAID)) | {"0", "。"}


def test_each_batch_holds_what_it_may_and_none_is_lost(examples):
    material, _ = material_of(examples * 50)
    drawn = material.drawn(np.random.default_rng(1))
    assert sorted(number for some, _, _ in drawn for number in some) == list(range(len(SAID) * 50))
    assert all(len(some) <= size and (material.lengths[some] <= width).all() for some, width, size in drawn)
    batches = list(material.batches(np.random.default_rng(1)))
    assert sum(int(batch["weight"].sum()) for batch in batches) == len(SAID) * 50


def test_the_same_examples_give_the_same_network(examples, monkeypatch):
    monkeypatch.setattr(training, "EPOCHS", 2)
    monkeypatch.setattr(training, "WIDTHS", (LONGEST,))
    first, second = training.fit_network(examples * 20), training.fit_network(examples * 20)
    assert first.keys() == second.keys()
    assert all(np.array_equal(first[name], second[name]) for name in first)


@given(st.lists(st.text("不归我管您好请坐，。😀a1 ", min_size=1, max_size=30), min_size=2, max_size=5))
@settings(max_examples=60, deadline=None)
def test_a_turn_is_read_alike_alone_and_among_others(detector: Detector, texts: list[str]):
    channels, previous = np.zeros(len(texts), dtype=np.int64), np.arange(len(texts)) - 1
    together = detector.score(Batch(texts), previous, channels)
    detector.read(together, np.arange(len(texts)))
    for number in range(1, len(texts)):
        alone = detector.score(Batch(texts[number - 1 : number + 1]), np.array([-1, 0]), channels[:2])
        detector.read(alone, np.array([1]))
        assert alone.was_read[1] == together.was_read[number]
        assert np.allclose(alone.read[1], together.read[number], rtol=0, atol=1e-13)


def test_long_and_empty_turns_are_not_read(detector: Detector):
    texts = ["", "  ", "您" * LONGEST, "您" * (LONGEST + 1)]
    scored = detector.score(Batch(texts), np.full(4, -1), np.zeros(4, dtype=np.int64))
    detector.read(scored, np.arange(4))
    assert scored.was_read.tolist() == [False, False, True, False]


def test_what_counts_is_the_geometric_mean_of_both(detector: Detector):
    scored = detector.score(Batch(["你自己不会看啊"]), np.array([-1]), np.array([0]))
    together = np.array(detector.shares(scored, 0, NONE))
    linear = 1 / (1 + np.exp(-scored.logits[0]))
    mean = linear ** (1 - NETWORK_WEIGHT) * np.exp(scored.read[0]) ** NETWORK_WEIGHT
    assert scored.was_read.all()
    assert together == pytest.approx(mean / mean.sum())


def test_only_what_the_linear_model_doubts_is_read(detector: Detector):
    texts = ["您好，请坐，请问您要办理什么业务？", "你自己不会看啊", "你自己不会看啊"]
    scored = detector.score(Batch(texts), np.full(3, -1), np.zeros(3, dtype=np.int64))
    assert detector.notable(scored, np.array([True, True, False])).tolist() == [1]
    assert scored.was_read.tolist() == [False, True, False]
