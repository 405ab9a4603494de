"""Words as classes: the vocabulary, and turns as tokens."""

from __future__ import annotations

import tomllib
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from checker.lexicon.folder import shipped
from checker.matching.detector import PATH
from checker.matching.ngrams import Grams
from checker.matching.word_classes import WordClasses
from checker.text import Batch, fold
from checker.training.heads import contrast_of
from checker.training.vocabulary import FILE, vocabulary

READ = tomllib.loads((shipped() / FILE).read_text(encoding="utf-8"))
WORDS = [word for some in (*READ["classes"].values(), READ["plain"]["words"]) for word in some]
CLASSES = WordClasses(vocabulary())


def rows(*texts: str) -> list[list[list[int]]]:
    """For each turn the rows of its n-grams, an order after the other."""
    tokens = CLASSES.tokens(Grams(Batch(texts)))
    starts, ends = tokens.places.turn_places()
    return [[some[start:end].tolist() for some in tokens.rows] for start, end in zip(starts, ends, strict=True)]


def test_no_word_has_two_classes():
    assert [word for word, count in Counter(WORDS).items() if count > 1] == []


def test_words_are_written_as_texts_are_folded():
    assert [word for word in WORDS if fold(word) != word] == []


def test_the_trained_file_carries_the_vocabulary_of_the_lexicon():
    with np.load(PATH) as trained:
        for name, array in vocabulary().items():
            assert np.array_equal(trained[name], array), f"run `yanjian train`: {FILE} was changed"


ALIKE = [
    ("身份证带了吗？", "户口本捎了吗？"),
    ("到三楼办理", "去五层办"),
    ("請帶身份證。", "请带身份证。"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_words_of_the_same_classes_are_alike(one: str, other: str):
    first, second = rows(one, other)
    assert first == second


DIFFERENT = [
    ("请带身份证。", "不带身份证。"),
    ("您放心", "您心放"),
    ("带身份证", "带身份证吗？"),
]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_other_words_and_another_order_are_not(one: str, other: str):
    first, second = rows(one, other)
    assert first != second


def test_the_longest_word_counts():
    """身份证 is one token and not 身份 with something after it."""
    alone, longer = rows("身份证", "身份证明")
    assert len(alone[0]) == len(longer[0]) == 2  # a mark leads each turn
    assert alone != longer


@given(st.lists(st.text(alphabet="您好请带身份证去三楼办，。？ 0a\n😀\ue000", max_size=12), min_size=1, max_size=4))
def test_a_turn_has_the_same_tokens_alone_and_among_others(texts: list[str]):
    assert rows(*texts) == [rows(text)[0] for text in texts]


def test_features_on_one_side_alone_stand_farthest_apart():
    present = sparse.csr_matrix(np.array([[1, 1, 0], [1, 1, 0], [1, 0, 1], [1, 0, 0]], dtype=bool))
    everywhere, inside, once = contrast_of(present, np.array([True, True, False, False]))
    assert everywhere == 0.0
    assert inside > once > 0.0
