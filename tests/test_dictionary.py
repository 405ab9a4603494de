"""Words are those that jieba cuts without its hidden Markov model."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.dictionary import dictionary
from checker.sources import read_path
from checker.text import Batch

CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.jsonl"))


@pytest.fixture(scope="module")
def jieba_words(tmp_path_factory):
    """The spans of the words by jieba itself."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel("ERROR")
    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = str(tmp_path_factory.mktemp("jieba"))

    def words(text: str) -> list[tuple[int, int]]:
        spans, end = [], 0
        for word in tokenizer.cut(text, HMM=False):
            spans.append((end, end + len(word)))
            end += len(word)
        return spans

    return words


def test_the_words_of_the_corpus_are_jiebas(jieba_words):
    records = (record for path in CORPUS[:6] for record in read_path(path))
    turns = [turn.text for record in records if record.conversation for turn in record.conversation.turns]
    batch = Batch(turns[:4000])
    assert len(batch) > 1000
    for number, raw in enumerate(batch.raws):
        for text in (raw.replace("\r\n", "\n"), batch.normal_of(number)):
            assert list(dictionary().words(text)) == jieba_words(text)


LETTERS = "的一是不了在人有我他这中大来上个国办理社保卡身份证明天下午好请稍等abAB019+#&._%- ，。\n😀龘\uffff"


@given(st.text(LETTERS, max_size=30))
def test_the_words_of_any_text_are_jiebas(jieba_words, text):
    assert list(dictionary().words(text)) == jieba_words(text)


def test_an_empty_text_has_no_words():
    assert list(dictionary().words("")) == []
