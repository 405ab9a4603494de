"""Cross-validation by files: how the whole checker judges what its detector has not seen, written by other hands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from checker.engine import Checker
from checker.matching.detector import Detector
from checker.training.calling import fit_calling
from checker.training.corpus import all_examples, corpus_hash
from checker.training.features import features_of
from checker.training.fitting import Arrays, fit
from checker.training.mentions import fit_mentions
from checker.training.moments import fit_moments
from checker.training.papers import fit_papers
from checker.training.telling import fit_telling


def train(paths: Sequence[Path]) -> Arrays:
    """The arrays of a detector trained on label files, their moments and evidence, and on the lexicon's examples."""
    checker = Checker(detecting=False)
    examples = all_examples(paths, checker.lexicon)
    arrays = fit(examples, features_of(examples, checker), corpus=corpus_hash(paths))
    ruling = Checker(lexicon=checker.lexicon, detector=Detector(arrays))
    called = {
        **arrays,
        **fit_moments(paths, ruling),
        **fit_calling(paths, ruling),
        **fit_papers(paths, ruling),
        **fit_mentions(paths, ruling),
    }
    return {**called, **fit_telling(paths, Checker(lexicon=checker.lexicon, detector=Detector(called)))}


def cross_validate(paths: Sequence[Path], held_out: Sequence[Path]) -> Iterator[tuple[Path, Checker]]:
    """For each file to hold out, a checker whose detector was trained on all others."""
    checker = Checker(detecting=False)
    examples = all_examples(paths, checker.lexicon)
    features = features_of(examples, checker)
    for path in held_out:
        kept = [number for number, example in enumerate(examples) if not example.group.startswith(f"{path.stem}/")]
        arrays = fit([examples[number] for number in kept], features.rows(kept), corpus="cross-validation")
        yield path, Checker(lexicon=checker.lexicon, detector=Detector(arrays))
