"""What the check is measured beside: segmentation alone, the bare automaton, and what people use today."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from checker import Checker

Run = Callable[[Sequence[str]], object]


def phrases_of(checker: Checker) -> list[str]:
    """The literal phrases of the lexicon, up to a few expansions each."""
    templates = (template for entry in checker.lexicon.entries for template in entry.templates)
    return list(dict.fromkeys(phrase for template in templates for phrase in template.expansions(12)))


def jieba_lcut() -> Run:
    """jieba segments every turn."""
    import jieba

    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    return lambda texts: [tokenizer.lcut(text) for text in texts]


def rjieba_cut() -> Run:
    """The same algorithm and dictionary in Rust."""
    import rjieba

    return lambda texts: [rjieba.cut(text) for text in texts]


def bare_automaton(phrases: Sequence[str]) -> Run:
    """One pass of the automaton over the joined text: the limit."""
    from ahocorasick_rs import BytesAhoCorasick

    automaton = BytesAhoCorasick([phrase.encode("utf-16-le") for phrase in phrases])
    return lambda texts: automaton.find_matches_as_indexes(
        "\n".join(texts).encode("utf-16-le", "surrogatepass"), overlapping=True
    )


def substrings(phrases: Sequence[str]) -> Run:
    """The usual keyword list: every phrase looked for in every turn."""
    return lambda texts: [[phrase for phrase in phrases if phrase in text] for text in texts]


def phrase_matcher(phrases: Sequence[str]) -> Run:
    """spaCy's PhraseMatcher over its blank Chinese pipeline."""
    import spacy
    from spacy.matcher import PhraseMatcher

    nlp = spacy.blank("zh")
    matcher = PhraseMatcher(nlp.vocab)
    matcher.add("phrase", [nlp.make_doc(phrase) for phrase in phrases])
    return lambda texts: [matcher(doc) for doc in nlp.pipe(texts)]


def brute_rapidfuzz(phrases: Sequence[str]) -> Run:
    """rapidfuzz compares every phrase with every turn."""
    from rapidfuzz import fuzz, process

    return lambda texts: [process.extract(text, phrases, scorer=fuzz.partial_ratio, score_cutoff=85) for text in texts]
