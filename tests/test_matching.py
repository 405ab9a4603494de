"""Every way of finding a phrase beyond its exact form, and the words that must not be taken for it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from checker import Checker
from checker.lexicon import Lexicon, load_lexicon
from checker.matching import fuzzy as near_misses
from checker.matching import windows
from checker.matching.automaton import Automaton
from checker.matching.evasion import find_evasions, respell
from checker.matching.fuzzy import FuzzyMatcher
from checker.matching.homophones import HomophoneMatcher
from checker.matching.phrases import PhraseMatcher
from checker.matching.spans import Cover, Disjoint
from checker.text import Batch


@pytest.fixture(scope="module")
def homophones(checker: Checker) -> HomophoneMatcher:
    return HomophoneMatcher(checker.lexicon)


@pytest.fixture(scope="module")
def fuzzy(checker: Checker) -> FuzzyMatcher:
    return FuzzyMatcher(checker.lexicon)


def heard(matcher: HomophoneMatcher | FuzzyMatcher, text: str) -> set[str]:
    found = matcher.find(Batch([text]), np.array([True]))
    return {text[hit.start : hit.end] for hit in found.get(0, ()) if hit.use == "phrase"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("这个不鬼我管你别来了", "不鬼我管"),
        ("没看见我正盲吗", "没看见我正盲吗"),
        ("不归那个我管", "不归那个我管"),
        ("不归归我管", "不归归我管"),
        ("你们这些叼民", "你们这些叼民"),
    ],
)
def test_speech_as_recognised_is_heard(homophones: HomophoneMatcher, text: str, words: str):
    assert words in heard(homophones, text)


@pytest.mark.parametrize(
    "text",
    [
        "步行过去十分钟",
        "人社部规定的",
        "返给您",
        "布置到位了",
        "补办了一张",
        "我们到点名册上找",
        "拿着听筒别放，我瞄一眼登记簿",
    ],
)
def test_words_of_their_own_are_no_homophones(homophones: HomophoneMatcher, text: str):
    assert heard(homophones, text) == set()


@pytest.mark.parametrize(
    ("text", "words"),
    [("bzd呢亲", "bzd"), ("b知道", "b知道"), ("不归wo管", "不归wo管"), ("丕知道", "丕知道"), ("给我gun", "给我gun")],
)
def test_typed_evasion_is_read(checker: Checker, homophones: HomophoneMatcher, text: str, words: str):
    found = find_evasions(Batch([text]), [0], PhraseMatcher(checker.lexicon), homophones)
    assert words in {text[hit.start : hit.end] for hit in found.get(0, ())}


@pytest.mark.parametrize(
    "text",
    [
        "OK的",
        "发PDF过来",
        "用App扫码",
        "编号BZD202403",
        "5个G流量",
        "没有字母",
        "dm码扫一下",
        "hb的材料也行",
        "g开头的车次",
        "已经办好了",
    ],
)
def test_plain_letters_are_no_evasion(text: str):
    assert respell(text) is None


def test_a_look_alike_may_be_a_word():
    respelled = respell("您自已看")
    assert respelled is not None
    assert respelled.text == "您自己看"
    assert (respelled.starts, respelled.ends) == ([0, 1, 1, 3], [1, 3, 3, 4])


def test_a_near_miss_is_found_and_one_that_turns_the_sense_is_not(fuzzy: FuzzyMatcher):
    assert heard(fuzzy, "手续不齐你来干什么")
    assert not heard(fuzzy, "手续齐全您来就行了")


def test_neighbouring_texts_make_no_near_miss_together(fuzzy: FuzzyMatcher):
    lines = (Path(__file__).parent / "corpus" / "utterances-t.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [turn["text"] for item in map(json.loads, lines) for turn in (*item["before"], item)]
    together = fuzzy.find(Batch(texts), np.ones(len(texts), dtype=np.bool_))
    alone = {number: fuzzy.find(Batch([text]), np.array([True])).get(0, []) for number, text in enumerate(texts)}
    assert together
    assert together == {number: [hit._replace(turn=number) for hit in hits] for number, hits in alone.items() if hits}


core = [phrase for phrase, _ in FuzzyMatcher(load_lexicon())._phrases]
resembling = st.builds(
    lambda phrase, place, put: phrase[: place % len(phrase)] + put + phrase[place % len(phrase) + 1 :],
    st.sampled_from(core),
    st.integers(0, 20),
    st.text(alphabet="你我不管归谁找去的", max_size=2),
)
stammered = st.builds(
    lambda phrase, place, size: phrase[: place + size] + phrase[place:],
    st.sampled_from(core),
    st.integers(0, 8),
    st.integers(1, 4),
)


@given(st.lists(st.one_of(resembling, stammered, st.text(alphabet="你我不管归谁找去", max_size=9)), max_size=30))
@example(["不行", "不行", "不行，重填"])
@example(["我下班下班了你明天打"])
@settings(max_examples=100, deadline=None)
def test_what_is_sifted_out_was_no_near_miss(fuzzy: FuzzyMatcher, said: list[str]):
    everywhere = np.ones(len(said), dtype=np.bool_)
    plain = fuzzy.find(Batch(said), everywhere)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(near_misses, "SIFTED", -1)
        sifted = fuzzy.find(Batch(said), everywhere)
    assert sifted == plain


def test_a_lexicon_without_long_phrases_has_no_near_misses():
    assert not FuzzyMatcher(Lexicon(())).find(Batch(["这事不归我管"]), np.array([True]))


@given(st.lists(st.integers(0, 63), min_size=1, max_size=40), st.data())
def test_what_stands_around_a_place_is_what_is_near(said: list[int], data: st.DataObject):
    bits = np.uint64(1) << np.array(said, dtype=np.uint64)
    places = np.array(sorted(data.draw(st.sets(st.integers(0, len(said) - 1), min_size=1))))
    reaches = sorted(data.draw(st.lists(st.integers(1, 50), min_size=1, max_size=3)))
    for reach, found in zip(reaches, windows.around(bits, places, reaches), strict=True):
        for place, near in zip(places.tolist(), found.tolist(), strict=True):
            wanted = np.bitwise_or.reduce(bits[max(0, place - reach) : place + reach + 1])
            assert near & int(wanted) == int(wanted)
            assert near == int(wanted) or place < reach
    counted = windows.count_around(places, places, reaches[0]).tolist()
    assert counted == [sum(abs(other - place) <= reaches[0] for other in places.tolist()) for place in places.tolist()]


@given(
    st.sets(st.text(alphabet="甲乙丙", min_size=1, max_size=3), max_size=8), st.text(alphabet="甲乙丙丁", max_size=20)
)
def test_the_automaton_finds_what_a_plain_search_would(patterns: set[str], text: str):
    known = sorted(patterns)
    automaton = Automaton([pattern.encode("utf-16-le") for pattern in known])
    found = automaton.find(np.frombuffer(text.encode("utf-16-le"), dtype=np.uint16)).tolist()
    expected = [
        [number, start, start + len(pattern)]
        for number, pattern in enumerate(known)
        for start in range(len(text))
        if text.startswith(pattern, start)
    ]
    assert found == sorted(expected, key=_by_end)


def _by_end(match: list[int]) -> tuple[int, int]:
    return match[2], match[1]


@given(st.text(alphabet="不归我管wogun丕b🐔 ，。", max_size=20))
@settings(max_examples=200, deadline=None)
def test_respelling_leads_back_to_the_text_as_given(text: str):
    found = respell(text)
    if found is not None:
        assert len(found.starts) == len(found.ends) == len(found.text)
        assert all(0 <= start < end <= len(text) for start, end in zip(found.starts, found.ends, strict=True))


spans = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 8)).map(lambda pair: (pair[0], pair[0] + pair[1])))


@given(spans, st.integers(0, 30), st.integers(1, 8))
def test_cover_answers_as_a_plain_search_would(some: list[tuple[int, int]], start: int, length: int):
    end = start + length
    cover = Cover(some)
    assert cover.covers(start, end) == any(a <= start and end <= b for a, b in some)
    assert cover.exceeds(start, end) == any(a <= start and end <= b and (a, b) != (start, end) for a, b in some)


@given(spans)
def test_disjoint_takes_what_a_plain_search_would(some: list[tuple[int, int]]):
    taken: list[tuple[int, int]] = []
    disjoint = Disjoint()
    for start, end in some:
        free = all(end <= a or b <= start for a, b in taken)
        assert disjoint.take(start, end) is free
        if free:
            taken.append((start, end))
