"""Linear heads: each text is weighed alike, whatever stands beside it and however much is summed up at once."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.matching import heads as in_heads
from checker.matching.heads import HEARD, HEARD_WORDS, Heads
from checker.matching.ngrams import Grams
from checker.matching.word_classes import WordClasses
from checker.text import Batch
from checker.training.vocabulary import vocabulary

COUNT = 3


@pytest.fixture(scope="module")
def heads() -> Heads:
    chance = np.random.default_rng(5)
    arrays = {
        "some": chance.integers(-127, 128, (2 * in_heads.HEAD_ROWS, 2 * COUNT), dtype=np.int8),
        "some_bias": chance.random(COUNT).astype(np.float32),
        "some_scale": chance.random(2 * COUNT).astype(np.float32),
    }
    return Heads(arrays, "some", WordClasses(vocabulary()))


def weighed(heads: Heads, texts: list[str]) -> np.ndarray:
    """Every text, after the one before it."""
    return heads.weigh(Grams(Batch(texts)), np.arange(len(texts)), np.arange(-1, len(texts) - 1))


TEXTS = st.lists(st.text("请您到二楼办身份证，。不归我管 😀", max_size=3 * HEARD), min_size=1, max_size=9)


@given(TEXTS, st.sampled_from([1, 7, 50, 8192]))
@settings(deadline=None)
def test_a_text_is_weighed_alike_among_others(heads: Heads, texts: list[str], at_once: int):
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(in_heads, "_AT_ONCE", at_once)
        together = weighed(heads, texts)
    for number in range(1, len(texts)):
        assert np.array_equal(together[number], weighed(heads, texts[number - 1 : number + 1])[1])
    assert np.array_equal(together[0], weighed(heads, texts[:1])[0])


def test_of_what_came_before_the_end_alone_is_heard(heads: Heads):
    end = "身份证带了没有，" * HEARD
    assert len(end) > 2 * HEARD > 2 * HEARD_WORDS
    heard = [weighed(heads, [first + end, "带了。"])[1] for first in ("", "不归我管，")]
    assert np.array_equal(*heard)
    assert not np.array_equal(heard[0], weighed(heads, [end + "不", "带了。"])[1])
