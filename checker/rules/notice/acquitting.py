"""Papers said to be needless that there is a reason not to bring: the office has them, or they are not asked of this citizen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher

from checker.matching.mentions import Mention, Mentions, mention
from checker.rules.notice.documents import Documents
from checker.rules.notice.phrases import folded
from checker.rules.notice.ruled import Ruled
from checker.rules.notice.surroundings import Surroundings

Place = tuple[int, int]

SURE = 0.8
"""From this share on a waiver has a reason: in a file held out more than three of four that have one reach it, and fewer than one
of five that have none (tests/test_mentions.py).
"""
_SHARED = 2
"""So many letters in a row at least a name and a phrase must share."""
_BETWEEN = 2
"""So far after them the head noun belongs to them."""


def acquitted(around: Surroundings, mentions: Mentions | None) -> tuple[list[Ruled], Mapping[str, float]]:
    """The papers, with those told that are needless with reason; and how likely that is of each of these."""
    needless = {number: each.denied for number, each in enumerate(around.ruled) if each.missing and each.denied}
    if mentions is None or not needless:
        return list(around.ruled), {}
    reasons = mentions.reasons([said_of(around, number) for number in needless])
    sure = {number: share for number, share in zip(needless, reasons, strict=True) if share >= SURE}
    decided = [each.with_reason() if number in sure else each for number, each in enumerate(around.ruled)]
    return decided, {around.ruled[number].name: share for number, share in sure.items()}


def said_of(around: Surroundings, number: int) -> Mention:
    """What stands around a paper that is said to be needless."""
    paper = around.ruled[number]
    place = paper.denied or (0, 0)
    return mention(around.talk.text, *word_of(paper.name, around.text, place, around.documents))


def word_of(name: str, text: str, place: Place, documents: Documents) -> Place:
    """Where in a phrase that names a paper its own word stands: by its kind, by the letters it shares with the name and their
    head noun, else by the first head noun, a loose one (那个) only for want of another; the phrase where it has none.
    """
    phrase, first = text[slice(*place)], place[0]
    start, end = next(_words(folded(name), phrase, documents), (0, len(phrase)))
    return first + start, first + end


def _words(name: str, phrase: str, documents: Documents) -> Iterator[Place]:
    kind = documents.place_of(documents.kinds(name), phrase)
    if kind:
        yield kind
    heads = documents.nouns.heads(phrase)
    shared = SequenceMatcher(None, name, phrase, autojunk=False).find_longest_match()
    if shared.size >= _SHARED:
        end = shared.b + shared.size
        near = (head.end for head in heads if head.start <= end + _BETWEEN and head.end >= end)
        yield shared.b, max(near, default=end)
    plain = sorted(heads, key=lambda head: head.word in documents.nouns.loose)
    yield from ((head.start, head.end) for head in plain)
