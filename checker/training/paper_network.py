"""Labelled notices with a guide, lists and mentions of papers → the arrays of checker.matching.paper_network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import numpy.typing as npt
import optax
from jax import Array

from checker.matching.heads import Floats
from checker.matching.network import UNKNOWN, character_numbers
from checker.matching.paper_network import (
    DILATIONS,
    LIKENESSES,
    LONGEST,
    MARKS,
    MOST,
    NAME,
    PREFIX,
    Sight,
    Singles,
    numbered,
)
from checker.training.convolution import Weights, convolved, dropping
from checker.training.descent import descend, drawn
from checker.training.fitting import SEED, Arrays

EPOCHS = 10
"""So often each paper is seen."""
POINT, WIDTH, LIKE, ATTENTIONS = 40, 64, 16, 3
"""Dimensions of a character, of a place after each layer, of what likeness is told by; how many attentions there are."""
PLACES = 12_000
"""So many places about has a batch."""
WIDTHS = (64, 128, 192, 320, LONGEST)
"""Words are padded to the next of these."""
LEAST = 2
"""A character that occurs in fewer guides is as good as unknown."""
UNHEARD = 0.04
"""How often, while learning, a character is unknown."""
_HIDDEN = -1e4
"""The score of a place where no character stands."""
_LEAST_SPREAD = 1e-6
"""What differs by less differs by rounding alone."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A guide as it is learnt from: what is read for each paper, what is heard beside the words, shape (papers, features), and
    which papers were left out.
    """

    sight: Sight
    features: Floats
    left_out: npt.NDArray[np.bool_]


def fit_paper_network(guides: Sequence[Seen]) -> Arrays:
    """The arrays of a network trained on the papers of these guides; on one machine the same for the same guides."""
    material = Material(guides)
    chance = np.random.default_rng(SEED)
    weights = initial(jax.random.key(SEED), len(material.vocabulary) + UNKNOWN + 1, material.heard.shape[1])
    steps = EPOCHS * len(material.drawn(np.random.default_rng(SEED)))
    batches = (batch for _ in range(EPOCHS) for batch in material.batches(chance))
    return stored(descend(loss, weights, batches, steps), material)


def stored(weights: Weights, material: Material) -> Arrays:
    """The weights as they are stored, with what they were fitted to."""
    arrays: Arrays = {name: np.asarray(some, dtype=np.float16) for name, some in weights.items()}
    arrays |= {"mean": material.mean, "scale": material.scale, "vocabulary": material.vocabulary}
    return {f"{PREFIX}{name}": some for name, some in arrays.items()}


class Material:
    """All papers of all guides, one after the other.

    `vocabulary` are the codes of the characters, in order; `mean` and `scale` (shape (features,)) bring what is heard beside the
    words to one scale, as it is in `heard`, shape (papers, features).
    """

    def __init__(self, guides: Sequence[Seen]) -> None:
        self.vocabulary = _vocabulary(guides)
        self._numbers = character_numbers(self.vocabulary)
        self._words = [words for guide in guides for words in guide.sight.words]
        self._marks = [marks for guide in guides for marks in guide.sight.marks]
        self._names = [name for guide in guides for name in guide.sight.names]
        self._left_out = np.concatenate([guide.left_out for guide in guides])
        features = np.concatenate([guide.features for guide in guides])
        spread = features.std(axis=0)
        self.mean = features.mean(axis=0).astype(np.float32)
        self.scale = np.where(spread > _LEAST_SPREAD, spread, np.inf).astype(np.float32)
        self.heard = np.clip((features - self.mean) / self.scale, -MOST, MOST).astype(np.float32)

    def drawn(self, chance: np.random.Generator) -> list[tuple[npt.NDArray[np.int64], int, int]]:
        """The numbers of the papers of each batch, how wide it is, and how many it may hold."""
        return drawn(np.array(list(map(len, self._words))), WIDTHS, lambda width: PLACES // width, chance)

    def batches(self, chance: np.random.Generator) -> Iterator[Mapping[str, npt.NDArray[Any]]]:
        """All papers once, those with words of about one length together, in an order and with gaps by chance."""
        batches = self.drawn(chance)
        for number in chance.permutation(len(batches)):
            batch = self.padded(*batches[number])
            words = batch["words"]
            unheard = (chance.random(words.shape) < UNHEARD) & (words > 0)
            yield {**batch, "words": np.where(unheard, UNKNOWN, words)}

    def padded(self, some: npt.NDArray[np.int64], width: int, size: int) -> dict[str, npt.NDArray[Any]]:
        """These papers as a batch of this size: what is lacking is papers that do not count."""
        words, names = np.zeros((size, width), dtype=np.int32), np.zeros((size, NAME), dtype=np.int32)
        marks: Singles = np.zeros((size, width, len(MARKS)), dtype=np.float32)
        of_words = numbered([self._words[number] for number in some], self._numbers)
        of_names = numbered([self._names[number] for number in some], self._numbers)
        words[: len(some), : of_words.shape[1]], names[: len(some), : of_names.shape[1]] = of_words, of_names
        for row, number in zip(marks, some, strict=False):
            row[: len(self._marks[number])] = self._marks[number]
        beside = np.zeros((size, self.heard.shape[1]), dtype=np.float32)
        target, counts = np.zeros((2, size), dtype=np.float32)
        beside[: len(some)], target[: len(some)], counts[: len(some)] = self.heard[some], self._left_out[some], 1
        return {"words": words, "names": names, "marks": marks, "heard": beside, "target": target, "counts": counts}


def _vocabulary(guides: Sequence[Seen]) -> npt.NDArray[np.uint16]:
    """The codes of the characters that are frequent enough, in order."""
    seen = Counter(chain.from_iterable(set("".join((*of.sight.words, *of.sight.names))) for of in guides))
    kept = sorted(ord(character) for character, times in seen.items() if times >= LEAST)
    return np.array([code for code in kept if code < 0xFFFF], dtype=np.uint16)


def initial(key: Array, characters: int, features: int) -> Weights:
    """The weights to begin with, for a vocabulary and features of this number."""
    keys = iter(jax.random.split(key, 12))

    def dense(*shape: int) -> Array:
        return jax.random.normal(next(keys), shape) / jnp.sqrt(shape[-2])

    return {
        "characters": (jax.random.normal(next(keys), (characters, POINT)) * 0.3).at[0].set(0.0),
        "asking": dense(POINT, LIKENESSES * LIKE),
        "given": dense(POINT, LIKENESSES * LIKE),
        "first": dense(3 * (POINT + len(MARKS) + LIKENESSES), WIDTH),
        "first_bias": jnp.zeros(WIDTH),
        "layers": dense(len(DILATIONS), 3 * WIDTH, WIDTH) * 0.7,
        "layers_bias": jnp.zeros((len(DILATIONS), WIDTH)),
        "attention": dense(WIDTH, ATTENTIONS),
        "hidden": dense(WIDTH * (3 + ATTENTIONS) + features + POINT, WIDTH),
        "hidden_bias": jnp.zeros(WIDTH),
        "out": dense(WIDTH, 1),
        "out_bias": jnp.zeros(1),
        "beside": jnp.zeros((features, 1)),
    }


def forward(weights: Weights, batch: Mapping[str, Array], key: Array | None = None) -> Array:
    """The logits of papers having been left out; with a key, with dropout. See checker.matching.paper_network.PaperNetwork.read."""
    dropped = dropping(key)
    here, of_name = ((batch[name] > 0)[..., None].astype(jnp.float32) for name in ("words", "names"))
    points = weights["characters"][batch["words"]] * here
    name = weights["characters"][batch["names"]] * of_name
    asking = (dropped(points, 0.1) @ weights["asking"]).reshape(*points.shape[:2], LIKENESSES, LIKE)
    given = (name @ weights["given"]).reshape(*name.shape[:2], LIKENESSES, LIKE)
    alike = jnp.einsum("plhd,pnhd->plnh", asking, given) / jnp.sqrt(LIKE) + (of_name[:, None] - 1) * -_HIDDEN
    given_places = jnp.concatenate((dropped(points, 0.2), batch["marks"], jnp.tanh(alike.max(axis=2))), axis=-1) * here
    read = convolved(given_places, 1, weights["first"], weights["first_bias"]) * here
    for dilation, layer, bias in zip(DILATIONS, weights["layers"], weights["layers_bias"], strict=True):
        read += convolved(dropped(read, 0.15), dilation, layer, bias) * here
    hidden_away = (1 - here) * _HIDDEN
    heed = jax.nn.softmax(read @ weights["attention"] + hidden_away, axis=1)
    picked = jnp.einsum("pla,plw->paw", heed, read).reshape(len(read), -1)
    told = batch["marks"][..., MARKS.index("told"), None]
    there = (read * told).sum(axis=1) / jnp.maximum(told.sum(axis=1), 1)
    mean = read.sum(axis=1) / jnp.maximum(here.sum(axis=1), 1)
    called = name.sum(axis=1) / jnp.maximum(of_name.sum(axis=1), 1)
    pooled = ((read + hidden_away).max(axis=1), mean, picked, there, batch["heard"], called)
    hidden = dropped(jnp.concatenate(pooled, axis=-1), 0.3) @ weights["hidden"] + weights["hidden_bias"]
    hidden = dropped(jax.nn.relu(hidden), 0.3)
    logits: Array = (hidden @ weights["out"] + batch["heard"] @ weights["beside"] + weights["out_bias"])[:, 0]
    return logits


def loss(weights: Weights, batch: Mapping[str, Array], key: Array) -> Array:
    """The mean cross-entropy."""
    entropy = optax.sigmoid_binary_cross_entropy(forward(weights, batch, key), batch["target"])
    mean: Array = (entropy * batch["counts"]).sum() / batch["counts"].sum()
    return mean
