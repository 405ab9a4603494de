"""Weights → the weights that fit best: AdamW along a cosine, batch by batch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import jax
import numpy as np
import numpy.typing as npt
import optax

from checker.training.convolution import Weights
from checker.training.fitting import SEED

RATE = 2e-3
"""The step at its highest, after a twentieth of all steps; it falls to nothing along a cosine (Loshchilov and Hutter 2017)."""
DECAY = 0.01
"""How far the weights shrink with each step."""
Offsets = npt.NDArray[np.int64]
Batch = Mapping[str, npt.NDArray[Any]]
Loss = Callable[[Weights, Mapping[str, jax.Array], jax.Array], jax.Array]


def drawn(
    lengths: Offsets, widths: Sequence[int], size_of: Callable[[int], int], chance: np.random.Generator
) -> list[tuple[Offsets, int, int]]:
    """The examples by their numbers, in batches of those that are about as long: which ones, padded to which width, how many it may
    hold (`size_of` a width). What is longer than the last width is left out.
    """
    batches = []
    for low, width in zip((0, *widths), widths, strict=False):
        some = chance.permutation(np.flatnonzero((lengths > low) & (lengths <= width)))
        size = size_of(width)
        batches += [(some[start : start + size], width, size) for start in range(0, len(some), size)]
    return batches


def descend(loss: Loss, weights: Weights, batches: Iterator[Batch], steps: int) -> Weights:
    """The weights after a step over each of the batches, of which there are so many; on one machine the same for the same batches.

    `loss` takes weights, a batch, and a key for what it leaves to chance.
    """
    optimiser = optax.chain(
        optax.clip(1.0),
        optax.adamw(optax.warmup_cosine_decay_schedule(0.0, RATE, steps // 20, max(steps, 1)), weight_decay=DECAY),
    )
    state, key = optimiser.init(weights), jax.random.key(SEED + 1)
    for batch in batches:
        key, own = jax.random.split(key)
        weights, state = _step(loss, optimiser, weights, state, jax.tree.map(jax.numpy.asarray, dict(batch)), own)
    return weights


@partial(jax.jit, static_argnums=(0, 1))
def _step(
    loss: Loss,
    optimiser: optax.GradientTransformation,
    weights: Weights,
    state: optax.OptState,
    batch: Mapping[str, jax.Array],
    key: jax.Array,
) -> tuple[Weights, optax.OptState]:
    """The weights and the optimiser's state after one batch."""
    gradient = jax.grad(loss)(weights, batch, key)
    updates, state = optimiser.update(gradient, state, weights)
    return optax.apply_updates(weights, updates), state
