"""Where templates may stand: what is left out by the characters beside an anchor is no span that another does not hold."""

from __future__ import annotations

import pytest
from hypothesis import example, given, reject
from hypothesis import strategies as st

from checker.lexicon.templates import TemplateError, parse
from checker.matching.anchors import anchors_of
from checker.text import Batch

PARTS = st.sampled_from(["不", "归我", "{这|那里}?", "{管|办|不管}", "，", "{的}?", "{{不|没}?办|{管}?{事}?}", "<数>"])
SOURCES = st.lists(PARTS, min_size=1, max_size=6).map(lambda parts: f"归{''.join(parts)}<数>号{''.join(parts[::-1])}事")
TEXTS = st.text(alphabet="不没归我这那里管办的事，。5号", max_size=60)


def spans(source: str, text: str) -> set[tuple[int, int]]:
    """The spans of a template in one text by trying it around every anchor, whatever stands beside that."""
    batch = Batch([text])
    anchors = anchors_of("x", [source], parse).automaton.find(batch.normal).tolist()
    return {parse(source).around(batch.normal_text, start, end) for _, start, end in anchors} - {None}


@given(SOURCES, st.lists(TEXTS, min_size=1, max_size=3), st.data())
@example("归我{管}?<数>号{的}?事", ["归我5号的事", "归我管5号事", "归我办5号的事"], None)
def test_a_template_is_found_wherever_its_anchor_stands(source: str, texts: list[str], data: st.DataObject | None):
    try:
        template = parse(source)
    except TemplateError:
        reject()
    if data is not None:
        said = data.draw(st.sampled_from(template.expansions(40))).replace("×", "5")
        texts = [*texts, f"{texts[0]}{said}{texts[-1]}"]
    batch = Batch(texts)
    places = anchors_of("x", [source], parse).find(batch)
    for turn, text in enumerate(texts):
        first = batch.normal_bounds[turn]
        found = {
            template.around(batch.normal_text, start, end)
            for of, start, end in zip(*(column.tolist() for column in places[1:]), strict=True)
            if of == turn
        }
        found = {(start - first, end - first) for start, end in found - {None}}
        everywhere = spans(source, text)
        assert found <= everywhere
        assert all(any(low <= start and end <= high for low, high in found) for start, end in everywhere)


@pytest.mark.parametrize(
    ("source", "before", "after"),
    [
        ("{感|多}谢您{的}?{支持|配合}{您|你|大家|各位}<数>次", None, "的支配"),
        ("请您{先}?{填|写}{这|那}{张|份}表，{再|就}<名>来", "填写", "。再就"),
        ("不归我，<数>号", None, None),
        ("您好{啊}?，{请问}?<名>事", None, None),
    ],
)
def test_the_characters_beside_an_anchor_are_known(source: str, before: str | None, after: str | None):
    template = parse(source)
    assert not template.complete
    assert template.edges == (before and frozenset(before), after and frozenset(after))


def test_many_parts_that_may_be_left_out_are_no_trouble():
    source = f"请{'{啊}?' * 900}您办理"
    assert len(anchors_of("x", [source], parse).find(Batch(["请您办理", "请您", "请啊啊您办理"])).turns) == 2
