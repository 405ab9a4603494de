"""Templates: finite patterns, read with their mistakes told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.lexicon.templates import ANCHORS_MAX, TemplateError, parse

EXPANSIONS = [
    ("不归我管", ["不归我管"]),
    ("不{归|属于}我管", ["不归我管", "不属于我管"]),
    ("别{再}?来", ["别再来", "别来"]),
    (
        "{你|您}{别|不要}{再}?来",
        ["你别再来", "你别来", "你不要再来", "你不要来", "您别再来", "您别来", "您不要再来", "您不要来"],
    ),
    ("找{{你|您}的?|我}办", None),
    ("{a{b|c}|d}e", ["abe", "ace", "de"]),
    ("有牌子，自己看。", ["有牌子自己看"]),
    ("真麻烦{死了|，全是}", ["真麻烦死了", "真麻烦全是"]),
    ("不歸我管", ["不归我管"]),
    ("ＡＢ窗口", ["ab窗口"]),
    ("请到<数>号窗口", ["请到×号窗口"]),
]

MISTAKES = [
    ("不{归|属于我管", "缺少 }"),
    ("不归}我管", "没有与之成对的"),
    ("请您?出示", "可以省去的字要写成"),
    ("{我}?", "空的短语"),
    ("，。", "空的短语"),
    ("请到<数字>窗口", "空位只能是"),
    ("请到<数", "空位只能是"),
    ("<名>不在", "空位不能在开头"),
    ("请找<名>", "不能在结尾"),
]


@pytest.mark.parametrize(("source", "phrases"), [pair for pair in EXPANSIONS if pair[1]])
def test_expansions(source, phrases):
    assert parse(source).expansions(100) == phrases


@pytest.mark.parametrize(
    ("source", "breaks"),
    [
        ("有牌子自己看", 0),
        ("有牌子，自己看。", 1),
        ("真麻烦{死了|，全是}", 1),
        ("真麻烦{死了，|全是}吧，走", 2),
        ("明天再来{吧|，}", 0),
        ("{，|你}走", 0),
    ],
)
def test_a_pause_counts_wherever_the_template_has_it(source, breaks):
    assert parse(source).breaks == breaks


@pytest.mark.parametrize(("source", "message"), MISTAKES)
def test_mistakes_are_told(source, message):
    with pytest.raises(TemplateError, match=message):
        parse(source)


@pytest.mark.parametrize(("source", "_"), [pair for pair in EXPANSIONS if pair[1]])
def test_the_expression_holds_every_expansion(source, _):
    template = parse(source)
    for phrase in template.expansions(100):
        assert template.expression.fullmatch(phrase.replace("×", "5"))


NESTED = st.recursive(
    st.sampled_from(["不", "归我", "管事", "别问", "走"]),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3).map(lambda options: "{" + "|".join(options) + "}")
        | st.lists(inner, min_size=1, max_size=3).map("".join)
    ),
    max_leaves=12,
)


@given(NESTED)
def test_templates_are_finite_and_anchored(source):
    template = parse(source)
    assert 1 <= len(template.anchors) <= ANCHORS_MAX
    for phrase in template.expansions(50):
        assert template.expression.fullmatch(phrase)
        assert any(anchor in phrase for anchor in template.anchors)
