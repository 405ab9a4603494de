"""The normal form and the way back, over any Unicode."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker import Checker, Conversation, Turn
from checker.lexicon import load_lexicon
from checker.tables import PAUSE
from checker.text import CLAUSE, LONG_TEXTS, Batch, Segmenter, fold, normalise

ANY_TEXT = st.text(
    st.characters(codec=None) | st.sampled_from("。？！\n ，、“”Ａａ臺灣嗯啊那个\ud800\udc00\x00😀"), max_size=60
)
PHRASES = [template.expansions(1)[0] for entry in load_lexicon().of("forbidden") for template in entry.templates]
MIXED = st.lists(ANY_TEXT | st.sampled_from(PHRASES), max_size=8).map("".join)

FOLDED = [
    ("ＡＢＣ１２３", "abc123"),
    ("ABC", "abc"),
    ("不歸我管", "不归我管"),
    ("問別人去", "问别人去"),
    ("您好,再见", f"您好{PAUSE}再见"),
    ("真的?", "真的？"),
    ("好；行！", "好；行！"),
    ("「不知道」", "“不知道”"),
    ("a\nb", "a。b"),
    ("不​知道", "不 知道"),
    ("什么", "什么"),
    ("抬头", "抬头"),
    ("\ud800😀", "  "),
]

NORMAL = [
    ("不 归 我 管", "不归我管"),
    ("不*归-我.管", "不归我管"),
    ("不，归，我管", "不归我管"),
    ("不归我管！！！别问", "不归我管。别问"),
    ("嗯，不知道", "不知道"),
    ("不 嗯 知道", "不知道"),
    ("嗯，那个，我看看", "我看看"),
    ("那个那个我看看", "那个我看看"),
    ("就是说，不行", "不行"),
    ("那个窗口", "那个窗口"),
    ("快快快走", "快快走"),
    ("滚滚滚", "滚"),
    ("谢谢谢谢", "谢谢"),
    ("谢谢", "谢谢"),
    ("1110009", "1110009"),
    ("他说“不知道”", "他说不知道"),
    ("", ""),
    ("…… ——", ""),
]


@pytest.mark.parametrize(("raw", "folded"), FOLDED)
def test_fold(raw, folded):
    assert fold(raw) == folded


@pytest.mark.parametrize(("raw", "normal"), NORMAL)
def test_normal_form(raw, normal):
    assert normalise(raw).normal == normal


@given(ANY_TEXT)
def test_folding_keeps_every_offset(raw):
    text = normalise(raw)
    assert len(text.folded) == len(raw)
    assert text.folded == fold(text.folded)


@given(MIXED)
def test_origin_leads_back(raw):
    text = normalise(raw)
    assert len(text.origin) == len(text.normal)
    assert all(before < after for before, after in zip(text.origin, text.origin[1:], strict=False))
    assert all(0 <= place < len(raw) for place in text.origin)
    plain = [text.folded[place] for place in text.origin]
    assert all(kept in (folded, "。") for kept, folded in zip(text.normal, plain, strict=True))


@given(st.lists(MIXED, max_size=5))
def test_a_batch_equals_its_members(raws):
    batch = Batch(raws)
    assert len(batch) == len(raws)
    texts = [batch.text(index) for index in range(len(raws))]
    assert texts == [normalise(raw) for raw in raws]
    assert [text.origin for text in texts] == [normalise(raw).origin for raw in raws]


@settings(deadline=None)
@given(st.lists(MIXED, min_size=1, max_size=4), st.sampled_from(["window", "phone", "chat", "reply"]))
def test_every_span_is_the_text_as_given(checker: Checker, texts, channel):
    roles = ["clerk" if index % 3 != 1 else "citizen" for index in range(len(texts))]
    turns = tuple(Turn(text, role) for text, role in zip(texts, roles, strict=True))
    explained = next(checker.explain_many([Conversation(turns, channel=channel)]))
    report = explained.report
    spans = [*report.findings, *report.courtesy.expressions, *explained.let_go]
    if report.notice:
        spans += [evidence for element in report.notice.elements.values() for evidence in element.evidence]
    for span in spans:
        assert turns[span.turn].text[span.start : span.end] == span.text
    assert all(turns[finding.turn].role == "clerk" for finding in report.findings if finding.kind == "forbidden")


def test_a_phrase_is_found_wherever_it_stands_in_a_batch(checker: Checker):
    turns = [Turn(f"{'😀' * index}这事不归我管。", "clerk") for index in range(5)]
    report = checker.check(Conversation(tuple(turns)))
    found = {(finding.turn, finding.start) for finding in report.findings if finding.category == "shirking"}
    assert found == {(index, index + 2) for index in range(5)}


@pytest.mark.parametrize("text", ["不归我。管理员在二楼。", "您说不知。道理我懂。", "不要问。我在呢。"])
def test_a_hit_never_runs_across_a_sentence_end(said, text):
    assert not [finding for finding in said(text).findings if finding.kind == "forbidden" and finding.how != "model"]


def test_the_tables_are_those_that_are_built_from_their_sources():
    numpy = pytest.importorskip("numpy")
    pytest.importorskip("opencc")
    from checker.tables import simplified_characters
    from checker.text import tables

    fold_table = tables()["fold"]
    assert fold_table.shape == (0x110000,) and fold_table.dtype == numpy.uint16
    assert tables()["syllable"].shape == (0x10000,)
    for source, target in list(simplified_characters().items())[::50]:
        assert fold(source) == fold(target)


def test_of_long_texts_few_are_remembered():
    """Speech without marks is one sentence a turn, none of which comes again: its words would fill the memory."""
    own = Segmenter()
    for number in range(LONG_TEXTS + 5):
        assert len(own.words(f"{number}" + "请稍等" * CLAUSE)) > CLAUSE
    assert own._long_texts.cache_info().currsize == LONG_TEXTS
    assert own._clauses.cache_info().currsize == 0
