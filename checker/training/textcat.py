"""spaCy's text categoriser on the same examples, to compare with: characters as tokens, an ensemble of bag of n-grams and CNN."""

from __future__ import annotations

import random
from collections.abc import Sequence

from checker.matching.detector import CLASSES
from checker.text import fold
from checker.training.corpus import Example

EPOCHS = 6
SEED = 7
ARCHITECTURES = {
    "spaCy textcat, bag of n-grams": {
        "@architectures": "spacy.TextCatBOW.v3",
        "exclusive_classes": True,
        "length": 262144,
        "ngram_size": 3,
        "no_output_layer": False,
    },
    "spaCy textcat, CNN": {
        "@architectures": "spacy.TextCatReduce.v1",
        "exclusive_classes": True,
        "use_reduce_first": False,
        "use_reduce_last": False,
        "use_reduce_max": True,
        "use_reduce_mean": True,
        "tok2vec": {
            "@architectures": "spacy.HashEmbedCNN.v2",
            "pretrained_vectors": None,
            "width": 96,
            "depth": 3,
            "embed_size": 2000,
            "window_size": 2,
            "maxout_pieces": 3,
            "subword_features": False,
        },
    },
}


def predictions(name: str, train: Sequence[Example], test: Sequence[Example]) -> list[str]:
    """The labels that a categoriser of this architecture, trained on `train`, gives to `test`."""
    import spacy
    from spacy.training import Example as SpacyExample
    from spacy.util import fix_random_seed, minibatch

    fix_random_seed(SEED)
    shuffle = random.Random(SEED).shuffle  # noqa: S311
    nlp = spacy.blank("zh")
    nlp.add_pipe("textcat", config={"model": ARCHITECTURES[name]})
    rows = [
        SpacyExample.from_dict(nlp.make_doc(_view(one)), {"cats": {label: label == one.label for label in CLASSES}})
        for one in train
    ]
    optimizer = nlp.initialize(lambda: rows)
    for _ in range(EPOCHS):
        shuffle(rows)
        for some in minibatch(rows, 64):
            nlp.update(some, sgd=optimizer, drop=0.2)
    return [max(doc.cats, key=doc.cats.get) for doc in nlp.pipe(map(_view, test))]


def _view(example: Example) -> str:
    """What the categoriser reads: the turn before, a mark, the utterance; folded, each character a token."""
    turns = example.conversation.turns
    before = turns[-2].text if len(turns) > 1 else ""
    return f"{fold(before)[-40:]}|{fold(example.text)[:120]}"
