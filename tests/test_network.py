"""The network that reads turns: as it was fitted, alike alone and in a batch, and heard beside the linear model."""

from __future__ import annotations

from itertools import pairwise

import jax
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.matching import network as shipped
from checker.matching import pieces as in_pieces
from checker.matching import products
from checker.matching.detector import LEXICON_FEATURES, NETWORK_WEIGHT, Detector
from checker.matching.network import BEFORE, CEILING, UNKNOWN, Network, characters_of, log_shares
from checker.matching.ngrams import Grams
from checker.matching.pieces import LONGEST, MOST, READ_WHOLE, STEP, Pieces, pieces_of, read_pieces
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
    starts, ends = characters_of(grams)
    pieces = pieces_of(ends[own] - starts[own])
    return network.read(grams, own, pieces, np.where(counts > 1, own - 1, -1), channels)


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


def test_a_long_example_at_fault_is_learnt_piece_by_piece():
    harmless = "身份证复印件一张，表格在门口桌上，填好了交到这里就可以。"
    said = harmless * 5 + "你自己不会看啊。" + harmless * 5
    item = {"channel": "window", "before": [], "file": "x", "line": 0}
    fault = {**item, "text": said, "label": "violation", "category": "scolding", "span": "你自己不会看啊"}
    repaired = {**fault, "label": "mitigated"}
    unknown = {**fault, "span": ""}
    clean = {**item, "text": said, "label": "clean", "category": "", "span": ""}
    _, first, last = pieces_of(np.array([len(said)]))
    begin = said.index("你")
    whole = (first <= begin) & (begin + 7 <= last)
    parted = ~whole & (first < begin + 7) & (begin < last)
    columns = material_of(list(examples_of([fault])))[0].columns
    assert columns["target"].tolist() == [2 if held else 0 for held, cut in zip(whole, parted, strict=True) if not cut]
    assert (columns["tags"].sum(axis=1) == columns["target"] * 7).all()
    assert (columns["category"] > 0).tolist() == (columns["target"] > 0).tolist()
    assert not len(material_of(list(examples_of([repaired, unknown])))[0].lengths)
    assert material_of(list(examples_of([clean])))[0].columns["target"].tolist() == [0] * len(first)


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
        assert alone.reading.done[1] == together.reading.done[number]
        assert np.allclose(alone.reading.shares[1], together.reading.shares[number], rtol=0, atol=1e-13)


def test_empty_turns_are_not_read(detector: Detector):
    texts = ["", "  ", "您" * LONGEST, "您" * (LONGEST + 1)]
    scored = detector.score(Batch(texts), np.full(4, -1), np.zeros(4, dtype=np.int64))
    detector.read(scored, np.arange(4))
    assert scored.reading.done.tolist() == [False, False, True, True]


@given(st.lists(st.integers(0, LONGEST * 5), min_size=1, max_size=6))
def test_every_place_of_a_turn_is_read_and_short_clauses_whole(lengths: list[int]):
    whose, first, last = pieces_of(np.array(lengths))
    assert sorted(set(whose.tolist())) == list(range(len(lengths)))
    for turn, length in enumerate(lengths):
        pieces = [(int(start), int(end)) for start, end in zip(first[whose == turn], last[whose == turn], strict=True)]
        assert (pieces[0][0], pieces[-1][1]) == (0, length)
        assert all(end - start == min(LONGEST, length) for start, end in pieces)
        assert all(before < start <= before + STEP for (before, _), (start, _) in pairwise(pieces))


def test_of_a_long_turn_the_gravest_piece_counts_and_each_is_read_alike_without_the_others(detector: Detector):
    harmless = "您好，身份证复印件一张，表格在门口桌上，填好了交到这里就可以。"
    said = harmless * 4 + "你自己不会看啊。" + harmless * 4
    scored = detector.score(Batch([said, "这个怎么填？"]), np.array([1, -1]), np.zeros(2, dtype=np.int64))
    pieces = pieces_of(np.array([len(said)]))
    assert len(said) > LONGEST * 2 and len(pieces.whose) > 4

    def read(some: Pieces) -> np.ndarray:
        return detector.network.read(scored.grams, np.array([0]), some, np.array([1]), np.array([0]))[0]

    alone = [read(Pieces(*(each[number : number + 1] for each in pieces))) for number in range(len(pieces.whose))]
    faults = np.array([np.exp(shares[-1]) for shares in alone])
    assert read(pieces) == pytest.approx(alone[int(faults.argmax())], abs=1e-12)
    assert faults.max() > faults.min() + 0.1


def test_a_piece_sees_what_stands_around_it_and_no_farther(detector: Detector):
    said, piece = "请坐，" * 40 + "你自己不会看啊。" + "请坐，" * 40, (100, 140)

    def read(words: str) -> np.ndarray:
        scored = detector.score(Batch([words]), np.array([-1]), np.zeros(1, dtype=np.int64))
        some = Pieces(*(np.array([each]) for each in (0, *piece)))
        return detector.network.read(scored.grams, np.array([0]), some, np.array([-1]), np.array([0]))[0]

    first, last = piece[0] - shipped.SEEN, piece[1] + shipped.SEEN
    for place, seen in ((first - 1, False), (first, True), (last - 1, True), (last, False)):
        changed = said[:place] + "滚" + said[place + 1 :]
        assert (apart(read(changed), read(said)) > 1e-9) is seen, place


@given(
    st.lists(st.lists(st.integers(0, LONGEST * 10 - 1), max_size=MOST), min_size=1, max_size=4), st.integers(0, LONGEST)
)
def test_of_long_turns_the_first_piece_is_read_and_those_around_the_gravest_clauses(places: list[list[int]], more: int):
    lengths = np.array([max((READ_WHOLE, *some)) + more for some in places])
    every = pieces_of(lengths)
    left = read_pieces(lengths, lambda turn: np.array(places[turn], dtype=np.int64))
    assert set(zip(*map(np.ndarray.tolist, left), strict=True)) <= set(zip(*map(np.ndarray.tolist, every), strict=True))
    for turn, length in enumerate(lengths.tolist()):
        own = [(first, last) for whose, first, last in zip(*left, strict=True) if whose == turn]
        if length <= READ_WHOLE:
            assert len(own) == (every.whose == turn).sum()
            continue
        assert own[0][0] == 0 and len(own) <= 1 + len(places[turn])
        for place in places[turn]:
            low, high = max(0, place - STEP // 2), min(length, place + STEP // 2)
            assert any(first <= low and high <= last for first, last in own)


def test_a_very_long_turn_is_judged_by_the_piece_with_the_fault_and_costs_no_more_pieces(
    detector: Detector, monkeypatch
):
    harmless = "您好，身份证复印件一张，表格在门口桌上，填好了交到这里就可以。"
    said = harmless * 40 + "你自己不会看啊。" + harmless * 40
    read: list[int] = []

    def share() -> float:
        scored = detector.score(Batch([said]), np.array([-1]), np.array([0]))
        detector.read(scored, np.array([0]))
        return float(np.exp(scored.reading.shares[0, -1]))

    as_shipped = shipped.Network._shares
    monkeypatch.setattr(
        shipped.Network, "_shares", lambda *given: (read.append(len(given[3].whose)), as_shipped(*given))[1]
    )
    found = share()
    assert len(read) == 1 and read[0] <= MOST + 1
    monkeypatch.setattr(in_pieces, "READ_WHOLE", 9999)
    assert share() == pytest.approx(found, abs=1e-12)
    assert read[1] > 40 and found > 0.5


def test_a_long_turn_without_a_clause_is_read(detector: Detector):
    scored = detector.score(Batch(["。" * 999]), np.array([-1]), np.array([0]))
    detector.read(scored, np.array([0]))
    assert scored.reading.done.all() and np.exp(scored.reading.shares[0]).sum() == pytest.approx(1)


@given(st.lists(st.tuples(st.integers(1, LONGEST * 8), st.booleans()), min_size=1, max_size=6), st.integers(0, 99))
@settings(max_examples=20, deadline=None)
def test_however_many_are_read_at_once_each_is_read_alike(detector: Detector, lengths, seed):
    chance = np.random.default_rng(seed)
    texts = [
        "这个怎么填？",
        *("".join(chance.choice(list("不归我管您好请坐自己看，。 😀"), length)) for length, _ in lengths),
    ]
    previous = np.array([-1, *(0 if asked else -1 for _, asked in lengths)])
    channels = np.zeros(len(texts), dtype=np.int64)

    def read(turns: np.ndarray) -> np.ndarray:
        scored = detector.score(Batch(texts), previous, channels)
        detector.read(scored, turns)
        return scored.reading.shares[turns]

    turns = np.arange(1, len(texts))
    together = read(turns)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(in_pieces, "AT_ONCE", 3)
        assert np.allclose(read(turns), together, rtol=0, atol=1e-12)
    for turn in turns:
        assert np.allclose(read(np.array([turn]))[0], together[turn - 1], rtol=0, atol=1e-12)


def test_what_counts_is_the_geometric_mean_of_both(detector: Detector):
    scored = detector.score(Batch(["你自己不会看啊"]), np.array([-1]), np.array([0]))
    together = np.array(detector.shares(scored, 0, NONE))
    linear = 1 / (1 + np.exp(-scored.logits[0]))
    mean = linear ** (1 - NETWORK_WEIGHT) * np.exp(scored.reading.shares[0]) ** NETWORK_WEIGHT
    assert scored.reading.done.all()
    assert together == pytest.approx(mean / mean.sum())


def test_only_what_the_linear_model_doubts_is_read(detector: Detector):
    texts = ["您好，请坐，请问您要办理什么业务？", "你自己不会看啊", "你自己不会看啊"]
    scored = detector.score(Batch(texts), np.full(3, -1), np.zeros(3, dtype=np.int64))
    assert detector.notable(scored, np.array([True, True, False])).tolist() == [1]
    assert scored.reading.done.tolist() == [False, True, False]


@pytest.mark.parametrize("shape", [(0, 5), (2, 0, 5), (1, 5), (7, 5), (3, 4, 5), (20, 5)])
@pytest.mark.parametrize("single_thread", [10, 40, 200, 9_999])
def test_a_product_some_rows_at_a_time_is_the_product(shape: tuple[int, ...], single_thread: int, monkeypatch):
    monkeypatch.setattr(products, "SINGLE_THREAD", single_thread)
    chance = np.random.default_rng(1)
    values, weights = chance.random(shape), chance.random((5, 4))
    assert np.allclose(products.product(values, weights), values @ weights)
    assert products.product(values, weights).shape == (*shape[:-1], 4)
