"""Labelled utterances from every kind of labelled set, and from the lexicon's own examples."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from checker.lexicon import Lexicon
from checker.matching.detector import CLASSES
from checker.model import Conversation, Turn
from checker.sources.conversation import conversation_from

GROUP = 20
"""Neighbours in a file are often variations of one frame: so many lines stay together in cross-validation."""


@dataclass(frozen=True, slots=True)
class Example:
    """One clerk's utterance, the last turn of its conversation, with its label; `group` keeps neighbours together."""

    conversation: Conversation
    label: str
    category: str
    span: str
    group: str

    @property
    def text(self) -> str:
        """The utterance."""
        return self.conversation.turns[-1].text

    @property
    def target(self) -> int:
        """The number of the label among CLASSES."""
        return CLASSES.index(self.label)


def read_items(paths: Sequence[Path]) -> list[dict[str, Any]]:
    """The items of label files, each with the name of its file and its line."""
    items = []
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n")):
            if line.strip():
                items.append({**json.loads(line), "file": path.stem, "line": number})
    return items


def corpus_hash(paths: Sequence[Path]) -> str:
    """SHA-256 over the contents of the files in order of their names."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def examples_of(items: Iterable[dict[str, Any]]) -> Iterator[Example]:
    """The utterances of labelled utterances, dialogues and notices; names, mentions and lists of papers are none."""
    for item in items:
        group = f"{item['file']}/{item['line'] // GROUP}"
        if "label" in item:
            turns = [*item["before"][-1:], {"role": "clerk", "text": item["text"]}]
            yield _example(item["channel"], turns, item["label"], item["category"], item["span"], group)
        elif "turns" in item:
            yield from _of_dialogue(item, group)
        elif "paper" not in item and "papers" not in item:
            told = [item["text"]] if item["channel"] == "reply" else item["text"].split("\n")
            for text in told:
                if text.strip():
                    yield _example(item["channel"], [{"role": "clerk", "text": text}], "clean", "", "", group)


def _of_dialogue(item: dict[str, Any], group: str) -> Iterator[Example]:
    faults = {fault["turn"]: fault for fault in item["violations"]}
    for number, turn in enumerate(item["turns"]):
        if turn["role"] != "clerk":
            continue
        before = item["turns"][max(0, number - 1) : number]
        fault = faults.get(number)
        label = "violation" if fault else "clean"
        category, span = (fault["category"], fault["span"]) if fault else ("", "")
        yield _example(item["channel"], [*before, turn], label, category, span, group)


def lexicon_examples(lexicon: Lexicon) -> Iterator[Example]:
    """The lexicon's own examples: what it flags, advises and passes."""
    for entry in lexicon.entries:
        group = f"lexicon/{entry.rule}"
        flagged = "violation" if entry.kind == "forbidden" else "clean"
        category = entry.group if entry.kind == "forbidden" else ""
        for label, texts in ((flagged, entry.flag), ("mitigated", entry.advise), ("clean", entry.pass_)):
            for text in texts:
                turns = [{"role": "clerk", "text": text}]
                yield _example("window", turns, label, category if label != "clean" else "", "", group)


def _example(
    channel: str, turns: Sequence[dict[str, Any]], label: str, category: str, span: str, group: str
) -> Example:
    conversation = conversation_from({"channel": channel, "turns": list(turns)})
    clerk = conversation.turns[-1]
    last = Turn(clerk.text, "clerk")
    return Example(
        Conversation((*conversation.turns[:-1], last), channel=conversation.channel), label, category, span, group
    )
