"""Examples → the arrays of checker.matching.network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import jax
import numpy as np
import numpy.typing as npt

from checker.matching.detection import previous_citizen_turns
from checker.matching.detector import CLASSES
from checker.matching.network import (
    BEFORE,
    PREFIX,
    UNKNOWN,
    character_numbers,
    characters_of,
)
from checker.matching.ngrams import Grams
from checker.matching.pieces import LONGEST, pieces_of
from checker.matching.syllables import syllable_numbers
from checker.model import CATEGORIES, CHANNELS
from checker.tables import TURN_END
from checker.text import Batch
from checker.training.convolution import Weights, initial, loss
from checker.training.corpus import Example
from checker.training.descent import descend, drawn
from checker.training.fitting import SEED, Arrays

EPOCHS = 8
PLACES = 6144
"""So many places about has a batch, those of the turns before counted half: their one layer costs less."""
WIDTHS = (8, 16, 24, 32, 48, 64, LONGEST)
"""Turns are padded to the next of these."""
LEAST = 2
"""A character that occurs less often is left to its syllable."""
UNHEARD, UNSPOKEN, UNHEARD_BEFORE, WITHOUT_BEFORE = 0.06, 0.03, 0.1, 0.15
"""How often, while learning, a character is left to its syllable, a syllable to its character, a character of the turn before
left to its syllable, and the whole turn before left out.
"""
LEARNT_BY = ("tags", "tags_bias", "categories", "categories_bias")
"""Weights that only help to learn."""
Numbers = npt.NDArray[np.int32]
Offsets = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Material:
    """The pieces of all examples as numbers, a row each, padded with zeros; see checker.training.convolution.Padded."""

    columns: dict[str, Numbers]
    lengths: Numbers

    def batches(self, chance: np.random.Generator) -> Iterator[dict[str, Numbers]]:
        """All pieces once, those of about one length together, in an order and with gaps by chance."""
        batches = self.drawn(chance)
        for number in chance.permutation(len(batches)):
            yield _gapped(self._padded(*batches[number]), chance)

    def drawn(self, chance: np.random.Generator) -> list[tuple[Offsets, int, int]]:
        """The numbers of the pieces of each batch, how wide it is, and how many it may hold."""
        return drawn(self.lengths.astype(np.int64), WIDTHS, lambda width: PLACES // (width + BEFORE // 2), chance)

    def _padded(self, some: npt.NDArray[np.int64], width: int, size: int) -> dict[str, Numbers]:
        """These pieces as a batch of this size: what is lacking is pieces that do not count."""
        batch = {}
        for name, column in self.columns.items():
            rows = column[some, :width] if name in ("characters", "syllables", "tags") else column[some]
            batch[name] = np.concatenate((rows, np.zeros((size - len(some), *rows.shape[1:]), dtype=rows.dtype)))
        return batch


def fit_network(examples: Sequence[Example]) -> Arrays:
    """The arrays of a network trained on the examples; on one machine the same for the same examples."""
    material, vocabulary = material_of(examples)
    chance = np.random.default_rng(SEED)
    weights = initial(jax.random.key(SEED), len(vocabulary) + UNKNOWN + 1, int(syllable_numbers().max()) + 1)
    steps = EPOCHS * len(material.drawn(np.random.default_rng(SEED)))
    batches = (batch for _ in range(EPOCHS) for batch in material.batches(chance))
    weights = descend(loss, weights, batches, steps)
    return network_arrays(weights, vocabulary)


def network_arrays(weights: Weights, vocabulary: npt.NDArray[np.uint16]) -> Arrays:
    """The weights as they are stored: those of the layers as whole numbers of eight bits, with a scale for each column."""
    layers = np.asarray(weights["layers"])
    scale = np.maximum(np.abs(layers).max(axis=1), 1e-9) / 127
    stored: Arrays = {
        name: np.asarray(some, dtype=np.float16) for name, some in weights.items() if name not in LEARNT_BY
    }
    stored["layers"] = np.rint(layers / scale[:, None]).astype(np.int8)
    stored |= {"layers_scale": scale.astype(np.float32), "vocabulary": vocabulary}
    return {f"{PREFIX}{name}": some for name, some in stored.items()}


def material_of(examples: Sequence[Example]) -> tuple[Material, npt.NDArray[np.uint16]]:
    """The examples in the pieces in which the network reads them, each by itself, and the vocabulary of their characters."""
    conversations = [example.conversation for example in examples]
    counts = np.array([len(conversation.turns) for conversation in conversations])
    batch = Batch([turn.text for conversation in conversations for turn in conversation.turns])
    grams = Grams(batch)
    starts, ends = characters_of(grams)
    own = np.cumsum(counts) - 1
    spans = grams.characters.places_of(*_spans(examples, batch.starts[own]))
    pieces = _pieces(examples, ends[own] - starts[own], (spans[0] - starts[own], spans[1] - starts[own]))
    whose, first = pieces.whose, starts[own][pieces.whose] + pieces.first
    roles = [turn.role for conversation in conversations for turn in conversation.turns]
    previous = previous_citizen_turns(roles, counts)[own][whose]
    heard = np.where(previous >= 0, ends[previous] - starts[previous], 0)
    vocabulary = _vocabulary(grams.codes[: grams.syllables_from])
    numbers, sounds = character_numbers(vocabulary), syllable_numbers()
    turns = _rows(grams.codes, first, pieces.lengths, LONGEST)
    before = _rows(grams.codes, ends[previous] - np.minimum(heard, BEFORE), np.minimum(heard, BEFORE), BEFORE)
    tags, known = _tags(pieces.targets, first, (spans[0][whose], spans[1][whose]))
    columns = {
        "characters": np.where(turns > 0, numbers[turns], 0),
        "syllables": np.where(turns > 0, sounds[turns], 0),
        "before_characters": np.where(before > 0, numbers[before], 0),
        "before_syllables": np.where(before > 0, sounds[before], 0),
        "tags": tags,
        "known": known,
        "target": pieces.targets,
        "category": np.array([_CATEGORIES.index(example.category) for example in examples])[whose]
        * (pieces.targets > 0),
        "channel": np.array([CHANNELS.index(conversation.channel) for conversation in conversations])[whose],
        "weight": np.ones(len(whose)),
    }
    as_stored = {name: some.astype(np.int32) for name, some in columns.items()}
    return Material(as_stored, pieces.lengths.astype(np.int32)), vocabulary


_CATEGORIES = ("", *CATEGORIES)


class _Pieces(NamedTuple):
    """Pieces of examples: whose each is, where it begins in its turn, how long it is, and the number of its class."""

    whose: Offsets
    first: Offsets
    lengths: Offsets
    targets: Offsets


def _pieces(examples: Sequence[Example], lengths: Offsets, spans: tuple[Offsets, Offsets]) -> _Pieces:
    """The pieces of which the class is known: all of a short example and of a clean one; of a longer one at fault those that have the
    span whole, and as clean ones those that have none of it. What repairs a taboo may stand in another piece.
    """
    whose, first, last = pieces_of(lengths)
    targets = np.array([example.target for example in examples])
    begin, end = spans[0][whose], spans[1][whose]
    fault = targets == CLASSES.index("violation")
    of_all = (np.bincount(whose) == 1)[whose] | (targets == 0)[whose]
    within = fault[whose] & (begin < end) & (first <= begin) & (end <= last)
    apart = fault[whose] & (begin < end) & ((end <= first) | (last <= begin))
    kept = (lengths[whose] > 0) & (of_all | within | apart)
    classes = np.where(apart & ~of_all, 0, targets[whose])
    return _Pieces(whose[kept], first[kept], (last - first)[kept], classes[kept])


def _vocabulary(codes: npt.NDArray[np.uint16]) -> npt.NDArray[np.uint16]:
    """The characters that are frequent enough, in the order of their codes."""
    found, frequency = np.unique(codes, return_counts=True)
    kept: npt.NDArray[np.uint16] = found[(frequency >= LEAST) & (found != ord(TURN_END))]
    return kept


def _rows(codes: npt.NDArray[np.uint16], starts: Offsets, lengths: Offsets, width: int) -> Offsets:
    """Pieces of codes as rows of this width, padded with zeros, cut where they are longer."""
    places = np.arange(width)
    inside = places < lengths[:, None]
    return np.where(inside, codes[np.where(inside, starts[:, None] + places, 0)], 0)


def _spans(examples: Sequence[Example], starts: Offsets) -> tuple[Offsets, Offsets]:
    """The spans at fault as offsets of the joined text; empty where none is named or it is not found."""
    first = np.array([max(0, example.text.find(example.span)) for example in examples])
    lengths = np.array([len(example.span) if example.span in example.text else 0 for example in examples])
    return starts + first, starts + first + lengths


def _tags(targets: Offsets, starts: Offsets, spans: tuple[Offsets, Offsets]) -> tuple[Numbers, Numbers]:
    """What each place is, 0 outside of the span at fault, shape (pieces, LONGEST); and of which pieces that is known."""
    places = starts[:, None] + np.arange(LONGEST)
    inside = (places >= spans[0][:, None]) & (places < spans[1][:, None])
    return inside * targets[:, None], (targets == 0) | inside.any(axis=1)


def _gapped(batch: dict[str, Numbers], chance: np.random.Generator) -> dict[str, Numbers]:
    """A batch in which some is left out by chance, so that nothing is learnt from one character alone."""

    def by_chance(name: str, rate: float) -> npt.NDArray[np.bool_]:
        return chance.random(batch[name].shape) < rate

    def unheard(name: str, rate: float) -> Numbers:
        return np.where(by_chance(name, rate) & (batch[name] > 0), UNKNOWN, batch[name])

    present = ~by_chance("target", WITHOUT_BEFORE)[:, None]
    return {
        **batch,
        "characters": unheard("characters", UNHEARD),
        "syllables": np.where(by_chance("syllables", UNSPOKEN), 0, batch["syllables"]),
        "before_characters": unheard("before_characters", UNHEARD_BEFORE) * present,
        "before_syllables": batch["before_syllables"] * present,
    }
