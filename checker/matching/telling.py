"""What a notice tells: the sentences that tell an element, and those that only sound like it.

Heads over the words of each of the clerk's sentences and of what came before it; and a second model, over the strongest of them
and what the rules made of the element, that says whether it was told, told in part, or missing. Trained by `yanjian train`
(checker.training.telling).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from checker.deferred import deferred
from checker.matching.heads import NEVER, Floats, Heads
from checker.matching.ngrams import Grams
from checker.matching.word_classes import WordClasses
from checker.model import Conversation, ElementStatus
from checker.text import Batch

ELEMENTS = (
    "materials", "time_limit", "procedure", "conditions", "basis", "department", "path", "contact", "remedy", "reason",
)  # fmt: skip
"""The elements that are weighed; others are left to the rules."""
PARTS = ("told", "vague")
"""What a sentence may be to an element: it tells it, or stands in its place and tells too little."""
HEADS = tuple((element, part) for element in ELEMENTS for part in PARTS)
STATUSES: tuple[ElementStatus, ...] = ("told", "partial", "missing", "wrong")
_UNSETTLED = STATUSES.index("wrong")
"""So many of STATUSES may be overruled; `wrong`, the last, is settled by the guide."""
_LONG = 40
"""Notices of more sentences count as so long."""
_SURE = 5.0
"""More speaks no louder."""
_MANY = 3
"""More papers left out count as so many."""
_QUANTITY = deferred(
    r"[0-9〇零一二两三四五六七八九十百千万半]{1,8}(?=个?(?:工作日|工作天|自然日|月|星期|礼拜|小时|钟头)|天|日|分钟|周|年|"
    r"楼|号|层|窗|条|元|块|岁|份|张|寸|米|平)"
)
_NUMBER = deferred(r"[0-9零幺一二三四五六七八九]{5,20}")
_SENTENCE = deferred(r"[^。！？!?；;\n]{1,2000}[。！？!?；;\n]{0,20}")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the clerk's: its turn, its span there, its words, and what was said before it."""

    turn: int
    start: int
    end: int
    text: str
    before: str


def sentences(conversation: Conversation) -> list[Sentence]:
    """The clerk's sentences in order."""
    found: list[Sentence] = []
    before = ""
    for number, turn in enumerate(conversation.turns):
        if turn.role != "clerk":
            before = turn.text
            continue
        for each in _SENTENCE.finditer(turn.text):
            words = each[0].strip()
            if words:
                start = each.start() + each[0].index(words)
                found.append(Sentence(number, start, start + len(words), words, before))
                before = words
    return found


class Telling:
    """The trained weights."""

    def __init__(self, arrays: Mapping[str, npt.NDArray[Any]], classes: WordClasses) -> None:
        self._heads = Heads(arrays, "telling", classes)
        self._weights: Floats = arrays["elements"].astype(np.float64)
        self._bias: Floats = arrays["elements_bias"].astype(np.float64)

    def weigh(self, told: Sequence[Sentence]) -> Floats:
        """How much speaks for each head in each sentence, as logits of shape (sentences, HEADS)."""
        own = np.arange(len(told))
        return self._heads.weigh(grams_of(told), own, own + len(told))

    def statuses(self, element: str, weighed: Floats, ruled: ElementStatus, missing: int) -> Floats:
        """The shares of STATUSES for one of ELEMENTS, shape (STATUSES,).

        `weighed` are all sentences, `ruled` is what the rules made of the element, with so many papers `missing`.
        """
        number = ELEMENTS.index(element)
        logits = self._weights[number] @ element_features(number, weighed, ruled, missing) + self._bias[number]
        shares = np.exp(logits)
        result: Floats = shares / shares.sum()
        return result


def grams_of(told: Sequence[Sentence]) -> Grams:
    """The n-grams of sentences, and after all of them those of what came before each."""
    return Grams(Batch([*(_alike(each.text) for each in told), *(_alike(each.before) for each in told)]))


def _alike(words: str) -> str:
    """Words in which all quantities are alike, and all telephone numbers: how many days or which window tells nothing more."""
    return _QUANTITY.sub("数", _NUMBER.sub("号码", words))


def element_features(number: int, weighed: Floats, ruled: ElementStatus, missing: int) -> Floats:
    """What decides the element of that number: its two strongest sentences of each kind, the rules' outcome, the strongest
    under each outcome (what the rules did not find may be told, what they found may be empty), the length, and the strongest
    sentences of all elements, for what is told beside it.
    """
    padded = np.vstack((weighed, np.full((2, len(HEADS)), NEVER)))
    strongest = np.sort(padded[:, number * len(PARTS) : (number + 1) * len(PARTS)], axis=0)[:-3:-1]
    known = [float(ruled == status) for status in STATUSES]
    under = np.outer(known[:_UNSETTLED], strongest[0]).ravel()
    size = [min(len(weighed), _LONG) / 20, min(missing, _MANY) / 3]
    return np.array([*strongest.T.ravel() / 3, *known, *under / 3, *size, *padded.max(axis=0).clip(NEVER, _SURE) / 3])
