"""What is measured on: the project's own corpus, repeated, or files given by path."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from checker import Conversation, conversation_from

from ..labelled_files import CORPUS, talk_files


@dataclass(frozen=True)
class Material:
    """Conversations with their texts."""

    name: str
    conversations: list[Conversation]

    @property
    def turns(self) -> list[str]:
        """The texts of all turns."""
        return [turn.text for conversation in self.conversations for turn in conversation.turns]

    @property
    def megabytes(self) -> float:
        """The size of the texts in UTF-8."""
        return sum(len(text.encode("utf-8", "surrogatepass")) for text in self.turns) / 1e6

    def first(self, megabytes: float) -> Material:
        """As many conversations from the beginning as make up the size."""
        kept, size = [], 0.0
        for conversation in self.conversations:
            if size >= megabytes:
                break
            kept.append(conversation)
            size += sum(len(turn.text.encode("utf-8", "surrogatepass")) for turn in conversation.turns) / 1e6
        return Material(self.name, kept)


def corpus(megabytes: float) -> Material:
    """The labelled sets of this repository, repeated up to the size."""
    once = [conversation for path in talk() for conversation in _labelled(path)]
    material = Material("corpus", once)
    times = max(1, round(megabytes / material.megabytes))
    return Material(f"corpus x{times}", once * times).first(megabytes)


def given(path: Path) -> Material:
    """Conversations of a JSON Lines file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return Material(path.stem, [conversation_from(json.loads(line)) for line in lines if line.strip()])


def talk() -> list[Path]:
    """The labelled sets of talk that the detector is trained on; names and mentions of papers are none."""
    return [path for path in talk_files() if path.parent == CORPUS]


def _labelled(path: Path) -> list[Conversation]:
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        turns = item.get("turns") or [*item.get("before", []), {"role": "clerk", "text": item["text"]}]
        found.append(conversation_from({"channel": item["channel"], "turns": turns}))
    return found
