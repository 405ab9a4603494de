"""The network of checker.matching.network as it is fitted: its first weights, what it makes of padded batches, its loss."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import count

import jax
import jax.numpy as jnp
import optax
from jax import Array

from checker.matching.detector import CLASSES
from checker.matching.network import CEILING, DILATIONS
from checker.model import CATEGORIES, CHANNELS

CHARACTER, SYLLABLE, CHANNEL = 48, 24, 16
"""Dimensions of a character, of a syllable, of a channel."""
WIDTH = 96
"""Dimensions of a place after each layer, and of what is made of a turn."""
ATTENTIONS = 4
CATEGORY_WEIGHT = 0.3
"""How much it counts to tell the category besides."""
_HIDDEN = -1e4
"""The score of a place where no character stands."""
Weights = dict[str, Array]
Padded = Mapping[str, Array]
"""A batch: numbers of `characters` and `syllables` of the turns and of the ends of the turns before (`before_…`), 0 where none
stands, shape (turns, places); `tags`, what each place is; for each turn its `target`, `category` and `channel`, whether its
tags are `known`, and whether it counts (`weight`).
"""


def initial(key: Array, characters: int, syllables: int) -> Weights:
    """The weights to begin with, for vocabularies of this size. Categories and tags only help to learn; they are not kept."""
    keys = iter(jax.random.split(key, 16))
    point = CHARACTER + SYLLABLE
    half = WIDTH // 2
    pooled = WIDTH * (2 + ATTENTIONS) + half + CHANNEL

    def scattered(*shape: int) -> Array:
        return jax.random.normal(next(keys), shape) * 0.3

    def dense(*shape: int) -> Array:
        return jax.random.normal(next(keys), shape) / jnp.sqrt(shape[-2])

    return {
        "characters": scattered(characters, CHARACTER).at[0].set(0.0),
        "syllables": scattered(syllables, SYLLABLE),
        "channels": scattered(len(CHANNELS), CHANNEL),
        "first": dense(3 * point, WIDTH),
        "first_bias": jnp.zeros(WIDTH),
        "layers": dense(len(DILATIONS), 3 * WIDTH, WIDTH) * 0.7,
        "layers_bias": jnp.zeros((len(DILATIONS), WIDTH)),
        "before": dense(3 * point, half),
        "before_bias": jnp.zeros(half),
        "attention": dense(WIDTH, ATTENTIONS),
        "hidden": dense(pooled, WIDTH),
        "hidden_bias": jnp.zeros(WIDTH),
        "out": dense(WIDTH, len(CLASSES)),
        "out_bias": jnp.zeros(len(CLASSES)),
        "tags": dense(WIDTH, len(CLASSES)),
        "tags_bias": jnp.zeros(len(CLASSES)),
        "categories": dense(WIDTH, len(CATEGORIES) + 1),
        "categories_bias": jnp.zeros(len(CATEGORIES) + 1),
    }


def forward(weights: Weights, batch: Padded, key: Array | None = None) -> tuple[Array, Array, Array]:
    """The logits of the classes, of the categories, and of the tag of each place; with a key, with dropout."""
    dropped = dropping(key)
    points, here = _points(weights, batch["characters"], batch["syllables"])
    read = convolved(dropped(points, 0.2), 1, weights["first"], weights["first_bias"]) * here
    for dilation, layer, bias in zip(DILATIONS, weights["layers"], weights["layers_bias"], strict=True):
        given = dropped(jnp.minimum(read, CEILING), 0.2)
        read += convolved(given, dilation, layer, bias) * here
    hidden_away = (1 - here) * _HIDDEN
    heed = jax.nn.softmax(read @ weights["attention"] + hidden_away, axis=1)
    picked = jnp.einsum("tpa,tpw->taw", heed, read).reshape(len(read), -1)
    mean = read.sum(axis=1) / jnp.maximum(here.sum(axis=1), 1)
    points, there = _points(weights, batch["before_characters"], batch["before_syllables"])
    before = (convolved(dropped(points, 0.3), 1, weights["before"], weights["before_bias"]) * there).max(axis=1)
    channels = weights["channels"][batch["channel"]]
    pooled = jnp.concatenate(((read + hidden_away).max(axis=1), mean, picked, before, channels), axis=-1)
    hidden = jax.nn.relu(dropped(pooled, 0.3) @ weights["hidden"] + weights["hidden_bias"])
    hidden = dropped(hidden, 0.3)
    return (
        hidden @ weights["out"] + weights["out_bias"],
        hidden @ weights["categories"] + weights["categories_bias"],
        read @ weights["tags"] + weights["tags_bias"],
    )


def dropping(key: Array | None) -> Callable[[Array, float], Array]:
    """Dropout: some values at this rate become nothing, others each time; without a key, none."""
    numbers = count()

    def dropped(values: Array, rate: float) -> Array:
        if key is None:
            return values
        kept = jax.random.bernoulli(jax.random.fold_in(key, next(numbers)), 1 - rate, values.shape)
        return values * kept / (1 - rate)

    return dropped


def loss(weights: Weights, batch: Padded, key: Array) -> Array:
    """The mean cross-entropy of the classes, and of the categories and tags that help to learn them."""
    classes, categories, tags = forward(weights, batch, key)
    entropy = optax.softmax_cross_entropy_with_integer_labels
    tagged = (batch["characters"] > 0) * batch["known"][:, None]
    of_tags = (entropy(tags, batch["tags"]) * tagged).sum(axis=1) / jnp.maximum(tagged.sum(axis=1), 1)
    of_turns = entropy(classes, batch["target"]) + CATEGORY_WEIGHT * entropy(categories, batch["category"]) + of_tags
    mean: Array = (of_turns * batch["weight"]).sum() / batch["weight"].sum()
    return mean


def _points(weights: Weights, characters: Array, syllables: Array) -> tuple[Array, Array]:
    """The characters and syllables as points, and where one stands."""
    here = (characters > 0)[..., None].astype(jnp.float32)
    return jnp.concatenate((weights["characters"][characters], weights["syllables"][syllables]), axis=-1) * here, here


def convolved(values: Array, dilation: int, weights: Array, bias: Array) -> Array:
    """A convolution over each place and those so far to its left and right."""
    empty = jnp.zeros_like(values[:, :dilation])
    left = jnp.concatenate((empty, values[:, :-dilation]), axis=1)
    right = jnp.concatenate((values[:, dilation:], empty), axis=1)
    return jax.nn.relu(jnp.concatenate((left, values, right), axis=-1) @ weights + bias)
