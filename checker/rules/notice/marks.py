"""What is marked in a clerk's words for each paper of a guide, for the network that reads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from checker.matching.aliases import Aliases
from checker.matching.heads import Floats
from checker.matching.paper_network import LONGEST, MARKS, NAME, Sight, Singles
from checker.rules.notice.phrases import folded
from checker.rules.notice.surroundings import CANDIDATES, Surroundings

Place = tuple[int, int]

ASKED = 50
"""So many characters of the end of what the citizen said are read, in front of the clerk's words."""
_WIDTH = LONGEST - ASKED - 1
_PHRASE = 24
"""Longer phrases are no names of papers."""
_COLUMNS = {name: number for number, name in enumerate(MARKS)}


def sight(around: Surroundings, aliases: Aliases, papers: Sequence[int]) -> Sight:
    """What the network reads for some of the papers: the end of what the citizen said, and the clerk's words, of long ones those
    around the paper.
    """
    return _Marking(around, aliases).sight(papers)


@dataclass(frozen=True)
class _Marking:
    around: Surroundings
    aliases: Aliases

    def sight(self, papers: Sequence[int]) -> Sight:
        text, asked = self.around.talk.text, "。".join(filter(None, self.around.talk.asked))[-ASKED:]
        width = min(len(text), _WIDTH)
        words, marks = [], np.zeros((len(papers), len(asked) + 1 + width, len(MARKS)), dtype=np.float32)
        for index, of_paper in zip(papers, marks, strict=True):
            first = min(max(0, self._focus(index) - width // 2), len(text) - width)
            words.append(f"{asked}\n{text[first : first + width]}")
            self._mark(index, of_paper[len(asked) + 1 :].T, first)
            of_paper[: len(asked), _COLUMNS["citizen"]] = 1
            of_paper[:, _COLUMNS["letter"]] = _among(words[-1], self.around.names.letters[index])
        return Sight([folded(self.around.ruled[index].name)[:NAME] for index in papers], words, marks)

    def _mark(self, index: int, marks: Singles, first: int) -> None:
        """Mark a paper in the clerk's words from a place on; `marks` are of shape (MARKS, places)."""
        around, last = self.around, first + marks.shape[1]
        paper, own = around.ruled[index], around.names.own_letters[index]
        marks[_COLUMNS["own_letter"]] = _among(around.talk.text[first:last], own)
        others = [each.place or each.denied for number, each in enumerate(around.ruled) if number != index]
        asked = [(start, end) for start, end, _ in around.asked]
        for name, places in (
            ("told", [paper.place]),
            ("needless", [paper.denied]),
            ("another", others),
            ("asked", asked),
        ):
            for start, end in filter(None, places):
                marks[_COLUMNS[name], max(0, start - first) : max(0, end - first)] = 1
        another = np.delete(self._likenesses, index, axis=0).max(axis=0, initial=0)
        for name, shares in (("alias", self._likenesses[index]), ("alias_of_another", another)):
            for same, share in zip(self._phrases, shares.tolist(), strict=True):
                for start, end in same:
                    within = marks[_COLUMNS[name], max(0, start - first) : max(0, end - first)]
                    np.maximum(within, share, out=within)

    def _focus(self, index: int) -> int:
        """Where in long words a paper is looked for: where the rules found it, else where something sounds most like it."""
        paper, sounds = self.around.ruled[index], self._likenesses[index]
        place = paper.place or paper.denied or (self._phrases[int(sounds.argmax())][0] if len(sounds) else None)
        return place[0] if place else 0

    @cached_property
    def _phrases(self) -> Sequence[Sequence[Place]]:
        """What may name a paper, with all its places: head nouns with the words that modify them, and short phrases."""
        heads = [self.around.called(each.head) for each in self.around.heads]
        short = [place for place in self.around.phrases if place[1] - place[0] <= _PHRASE]
        places: dict[str, list[Place]] = {}
        for place in dict.fromkeys((*heads, *short)):
            if place[0] < place[1]:
                places.setdefault(self.around.masked[slice(*place)], []).append(place)
        return list(places.values())[:CANDIDATES]

    @cached_property
    def _likenesses(self) -> Floats:
        """How much each phrase sounds like each paper, from 0 to 2, shape (papers, phrases)."""
        papers = range(len(self.around.ruled))
        if not self._phrases:
            return np.zeros((len(papers), 0))
        return self.around.sounds_like(self.aliases, papers, [places[0] for places in self._phrases]) + 1


def _among(text: str, letters: frozenset[str]) -> npt.NDArray[np.bool_]:
    """Which characters of a text are among these letters."""
    return np.array([letter in letters for letter in text], dtype=np.bool_)
