"""Words by jieba's dictionary: cut as jieba cuts without its hidden Markov model, of all ways the likeliest.

jieba makes a dict of half a million strings of its dictionary, which takes longer than a first check and 80 MiB. Here the
words are a tree in plain arrays, made once and kept between runs (see checker.cache).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from math import log
from pathlib import Path
from string import ascii_letters, digits

import numpy as np

from checker.cache import Arrays, kept

Span = tuple[int, int]

_BLOCK = re.compile(r"[\u4E00-\u9FD5a-zA-Z0-9+#&\._%\-]+")
"""What is looked up, as jieba has it; every other character stands by itself."""
_LETTERS = frozenset(ascii_letters + digits)
"""Characters that, where they are no part of a word, make one with those beside them."""
_NO_WORD = -1.0


def frequencies() -> dict[str, int]:
    """The words of jieba's dictionary, read from its file, and how often each was counted."""
    return dict(_counted())


def _counted() -> Iterator[tuple[str, int]]:
    for line in _file().read_text(encoding="utf-8").split("\n"):
        if line:
            word, count, *_ = line.split(" ")
            yield word, int(count)


def _file() -> Path:
    spec = find_spec("jieba")
    folders = spec.submodule_search_locations if spec else None
    if not folders:
        raise ImportError("jieba")
    return Path(folders[0]) / "dict.txt"


class Dictionary:
    """A tree of words. Node 0 is its root, and the children of a node stand one after the other, in order of characters."""

    def __init__(self, arrays: Arrays) -> None:
        self._characters = arrays["characters"].data
        self._first = arrays["first"].data
        self._weights = arrays["weights"].data
        self._total = float(arrays["total"])
        children = range(self._first[0], self._first[1])
        self._begin: Mapping[int, int] = {self._characters[node]: node for node in children}

    def words(self, text: str) -> Iterator[Span]:
        """The spans of the words, one after the other over the whole text."""
        done = 0
        for block in _BLOCK.finditer(text):
            yield from ((place, place + 1) for place in range(done, block.start()))
            yield from self._of_block(block[0], block.start())
            done = block.end()
        yield from ((place, place + 1) for place in range(done, len(text)))

    def _of_block(self, text: str, offset: int) -> Iterator[Span]:
        ends, start, size = self._likeliest(text), 0, len(text)
        while start < size:
            end = ends[start]
            if end == start + 1 and text[start] in _LETTERS:
                while end < size and ends[end] == end + 1 and text[end] in _LETTERS:
                    end += 1
            yield offset + start, offset + end
            start = end

    def _likeliest(self, text: str) -> list[int]:
        """Where the word that begins at each place ends, on the likeliest way from there to the end."""
        characters, first, weights = self._characters, self._first, self._weights
        codes, size = list(map(ord, text)), len(text)
        scores, ends = [0.0] * (size + 1), [0] * size
        for start in range(size - 1, -1, -1):
            # A character that no word begins with counts as a word met once.
            best, best_end = -self._total + scores[start + 1], start + 1
            node, end, found = self._begin.get(codes[start], 0), start + 1, False
            while node:
                weight = weights[node]
                if weight != _NO_WORD:
                    score = weight - self._total + scores[end]
                    if not found or score >= best:
                        best, best_end, found = score, end, True
                if end == size:
                    break
                last = first[node + 1]
                node = bisect_left(characters, codes[end], first[node], last)
                if node == last or characters[node] != codes[end]:
                    break
                end += 1
            scores[start], ends[start] = best, best_end
        return ends


@cache
def dictionary() -> Dictionary:
    """The process's dictionary."""
    return Dictionary(kept("words", lambda: _file().read_bytes(), _arrays))


def _arrays() -> Arrays:
    """The tree: of every node its character, its first child (that of the next node ends them), and the logarithm of the
    frequency of the word it ends.
    """
    lines = list(_counted())
    counted = dict(lines)
    words = sorted(counted)
    letters = np.array(words).view(np.uint32).reshape(len(words), -1)
    other = np.ones(letters.shape, dtype=np.bool_)
    other[1:] = np.logical_or.accumulate(letters[1:] != letters[:-1], axis=1)
    begins = other & (letters != 0)  # a prefix that the word before does not have
    sizes = begins.sum(axis=0)
    nodes = begins.cumsum(axis=0) + np.concatenate(([0], sizes[:-1].cumsum()))
    parents = np.concatenate((np.zeros((len(words), 1), dtype=nodes.dtype), nodes[:, :-1]), axis=1)
    count = int(sizes.sum()) + 1
    characters = np.zeros(count, dtype=np.uint32)
    characters[nodes[begins]] = letters[begins]
    weights = np.full(count, _NO_WORD)
    lengths = np.array(list(map(len, words)))
    known = np.array([counted[word] > 0 for word in words])
    logarithms = np.array([log(counted[word] or 1) for word in words])
    weights[nodes[np.arange(len(words)), lengths - 1][known]] = logarithms[known]
    children = np.bincount(parents[begins], minlength=count)
    return {
        "characters": characters,
        "first": np.concatenate(([1], 1 + children.cumsum())).astype(np.uint32),
        "weights": weights,
        "total": np.array(log(sum(count for _, count in lines))),
    }
