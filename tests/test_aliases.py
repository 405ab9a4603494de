"""Which words name which paper of a service guide."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from checker.matching.aliases import SHARED, Aliases, shares, spelled
from checker.matching.word_classes import WordClasses
from checker.training.aliases import fit_aliases
from checker.training.corpus import read_items
from checker.training.vocabulary import vocabulary

CORPUS = Path(__file__).parent / "corpus"
CLASSES = WordClasses(vocabulary())


@pytest.mark.parametrize(
    ("name", "words", "shared", "of_name", "of_words"),
    [
        ("营业执照", "执照", 2, 0.5, 1.0),
        ("四邻意见书", "左邻右舍签的字", 1, 0.2, 1 / 7),
        ("发票", "房本", 0, 0.0, 0.0),
        ("特种设备作业人员证", "特种设备作业人员证", SHARED, 1.0, 1.0),
        ("发票", "", 0, 0.0, 0.0),
    ],
)
def test_what_two_names_share(name: str, words: str, shared: int, of_name: float, of_words: float) -> None:
    one, other = spelled([name], CLASSES), spelled([words], CLASSES)
    both = np.isin(other.letters, one.letters).sum(keepdims=True)
    (found,) = shares(both, one.counts, other.counts)
    assert found[:-2].tolist() == [float(number == shared) for number in range(SHARED + 1)]
    assert found[-2:].tolist() == pytest.approx([of_name, of_words])


def test_what_stands_in_words_twice_counts_once_and_their_classes_besides() -> None:
    once, twice = spelled(["房本"], CLASSES), spelled(["房本房本"], CLASSES)
    assert {ord("房"), ord("本")} < set(once.codes.tolist())
    assert once.codes.tolist() == twice.codes.tolist()


def test_words_are_scored_beside_others_as_by_themselves() -> None:
    model = Aliases(fit_aliases([CORPUS / "names-h.jsonl"]), CLASSES)
    names, words = ["机动车行驶证", "不动产权证书"], ["房本", "", "车本", "房产的那个证"]
    together = model.scores(names, words)
    assert together.shape == (2, 4)
    alone = [[model.scores([name], [some]).item() for some in words] for name in names]
    np.testing.assert_allclose(together, alone)


def test_it_is_learnt_from_what_is_shown_and_the_same_again(tmp_path: Path) -> None:
    named = {"渔业船舶检验证书": "船检那本", "不动产权证书": "房本", "机动车行驶证": "车本", "购房发票": "买房的票"}
    lines = [{"paper": paper, "names": [name, f"那个{name}"]} for paper, name in named.items()]
    path = tmp_path / "names.jsonl"
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    arrays, again = fit_aliases([path]), fit_aliases([path])
    assert all(np.array_equal(values, again[name]) for name, values in arrays.items())
    scores = Aliases(arrays, CLASSES).scores(list(named), list(named.values()))
    assert scores.argmax(axis=0).tolist() == list(range(len(named)))


def test_where_nothing_is_labelled_nothing_is_like_anything() -> None:
    assert not Aliases(fit_aliases([]), CLASSES).scores(["购房发票", "房本"], ["发票", "房本", ""]).any()


def test_papers_it_has_not_seen_are_told_apart_better_than_by_their_letters() -> None:
    paths = sorted(CORPUS.glob("names-*.jsonl"))
    model = Aliases(fit_aliases(paths[:-1]), CLASSES)
    known = {item["paper"] for item in read_items(paths[:-1])}
    items = [item for item in read_items(paths[-1:]) if item["paper"] not in known]
    by_letters = by_model = asked = 0
    for first in range(0, len(items) - 4, 5):
        guide = items[first : first + 5]
        papers = [item["paper"] for item in guide]
        words = [name for item in guide for name in item["names"]]
        wanted = np.arange(len(papers)).repeat([len(item["names"]) for item in guide])
        letters = np.array([[len(set(paper) & set(name)) / len(paper) for name in words] for paper in papers])
        by_letters += int((letters.argmax(axis=0) == wanted).sum())
        by_model += int((model.scores(papers, words).argmax(axis=0) == wanted).sum())
        asked += len(words)
    assert by_model > by_letters + asked / 20
    assert by_model / asked > 0.7
