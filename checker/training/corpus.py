"""Labelled utterances from every kind of labelled set, and from the lexicon's own examples."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from checker.lexicon import Lexicon
from checker.matching.detector import CLASSES
from checker.model import Conversation, Turn
from checker.sources.conversation import conversation_from

GROUP = 20
"""Neighbours in a file are often variations of one frame: so many lines stay together in cross-validation."""

FRAMES = (
    "您好，{}，谢谢您。",
    "您好，{}。",
    "{}，请您谅解。",
    "{}，谢谢您的配合。",
    "您好，{}，请您理解，祝您生活愉快。",
    "请您稍等，{}。",
    "{}，感谢您的来电，再见。",
    "您好，感谢您的咨询，{}。",
    "{}，谢谢，请慢走。",
    "亲，{}哦，祝您生活愉快。",
    "那件事嘛，{}，就这样吧。",
    "我跟您说啊，{}。",
    "{}，您的材料先放我这儿。",
)
"""Politeness and small talk around an utterance change nothing about it: 您好，不归我管，谢谢您 is what it is without."""
FRAMED = 24
"""So many characters at most has an utterance that is put into a frame: longer ones bring words of their own."""
MIXED = 2
"""Every so manyth short utterance is put beside a harmless one: what is said besides changes nothing about it either."""
LEAST = 3
"""So many characters at least has the harmless one."""
STEP = 7919
"""From one utterance to the next, so far on lies the harmless one that is put beside it: none of its neighbours."""
_ENDS, _MARKS = "。！？!?，…～~ ", "，。"


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


def framed(examples: Sequence[Example]) -> Iterator[Example]:
    """Short examples once more, in turn in each of the frames, with the label they have."""
    for number, example in enumerate(examples):
        if len(example.text) <= FRAMED:
            yield _within(example, FRAMES[number % len(FRAMES)])


def mixed(examples: Sequence[Example]) -> Iterator[Example]:
    """Short examples once more, before or after a harmless one of the same file and channel, with the label they have.

    Of the same file, so that nothing of a file that is held out is heard.
    """
    harmless: dict[tuple[str, str], list[str]] = defaultdict(list)
    for example in examples:
        if example.label == "clean" and LEAST <= len(example.text) <= FRAMED:
            harmless[_place(example)].append(example.text.rstrip(_ENDS))
    for number, example in enumerate(examples):
        others = harmless[_place(example)]
        if number % MIXED == 0 and others and len(example.text) <= FRAMED:
            raw = example.conversation.channel == "phone" and not any(mark in example.text for mark in _MARKS)
            mark = "" if raw else _MARKS[number // 2 % 2]
            other = others[number * STEP % len(others)]
            yield _within(example, f"{other}{mark}{{}}" if number // 4 % 2 else f"{{}}{mark}{other}")


def _place(example: Example) -> tuple[str, str]:
    return example.group.partition("/")[0], example.conversation.channel


def _within(example: Example, frame: str) -> Example:
    """An example inside a frame, with the label it has."""
    said = example.text.rstrip(_ENDS)
    last = Turn(frame.replace("{}", said), "clerk")
    span = (example.span or (said if example.label == "violation" else "")).rstrip(_ENDS)
    conversation = replace(example.conversation, turns=(*example.conversation.turns[:-1], last))
    return replace(example, conversation=conversation, span=span)


def all_examples(paths: Sequence[Path], lexicon: Lexicon) -> list[Example]:
    """What a detector is trained on: the utterances of label files, the lexicon's own, and short ones amid other words."""
    labelled = list(examples_of(read_items(paths)))
    plain = [*labelled, *lexicon_examples(lexicon)]
    return [*plain, *framed(plain), *mixed(labelled)]


def _example(
    channel: str, turns: Sequence[dict[str, Any]], label: str, category: str, span: str, group: str
) -> Example:
    conversation = conversation_from({"channel": channel, "turns": list(turns)})
    clerk = conversation.turns[-1]
    last = Turn(clerk.text, "clerk")
    return Example(
        Conversation((*conversation.turns[:-1], last), channel=conversation.channel), label, category, span, group
    )
