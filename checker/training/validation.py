"""Training on all label files, or on all but some: how does the checker judge what other hands wrote?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from checker.engine import Checker
from checker.matching.detector import Detector
from checker.matching.mentions import Mentions
from checker.matching.word_classes import WordClasses
from checker.training.calling import fit_calling
from checker.training.corpus import corpus_hash
from checker.training.examples import all_examples
from checker.training.features import features_of
from checker.training.fitting import Arrays, fit
from checker.training.mentions import fit_mentions
from checker.training.moments import fit_moments
from checker.training.network import fit_network
from checker.training.papers import fit_papers
from checker.training.telling import fit_telling


def train(paths: Sequence[Path]) -> Arrays:
    """The arrays of a detector trained on label files, their moments and evidence, and on the lexicon's examples."""
    checker = Checker(detecting=False)
    examples = all_examples(paths, checker.lexicon)
    arrays = {**fit(examples, features_of(examples, checker), corpus=corpus_hash(paths)), **fit_network(examples)}
    ruling = Checker(lexicon=checker.lexicon, detector=Detector(arrays))
    of_mentions = fit_mentions(paths, ruling)
    mentions = Mentions(of_mentions, WordClasses(arrays)) if of_mentions else None
    called = {
        **arrays,
        **fit_moments(paths, ruling),
        **fit_calling(paths, ruling),
        **fit_papers(paths, ruling, mentions),
        **of_mentions,
    }
    return {**called, **fit_telling(paths, Checker(lexicon=checker.lexicon, detector=Detector(called)))}


def held_out(paths: Sequence[Path], left_out: Sequence[Path]) -> Checker:
    """A checker whose detector was trained on all label files but some, to judge utterances: what weighs whole conversations and
    notices is not trained.
    """
    checker = Checker(detecting=False)
    heard = [path for path in paths if path not in left_out]
    examples = all_examples(heard, checker.lexicon)
    arrays = {**fit(examples, features_of(examples, checker), corpus=corpus_hash(heard)), **fit_network(examples)}
    return Checker(lexicon=checker.lexicon, detector=Detector(arrays))
