"""Who is the clerk? Names of roles are mapped; where there are none, the roles are inferred from what is said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from checker.deferred import deferred
from checker.lexicon.folder import shipped
from checker.lexicon.schema import TomlFile
from checker.model import Conversation, Role, Turn
from checker.text import fold

_ROLES: tuple[Role, ...] = ("clerk", "citizen", "other")
_NUMBERED = deferred(r"[\s_\-#:：]*[0-9a-z一二三四五六七八九十]{0,8}号?(?:[(（【\[].{0,20}[)）】\]])?$")
_BARE_LABEL = deferred(r"[a-z甲乙丙丁]|[0-9]{1,2}")


@dataclass(frozen=True, slots=True)
class Roles:
    """How the roles of a conversation came about: given in its own terms, mapped from other names, or inferred."""

    source: str
    mapped: Mapping[str, str] = field(default_factory=dict)
    sure: bool = True
    by_turn: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The `roles` of a report; the role of every turn where the conversation did not give it in these terms."""
        told = {"source": self.source, "mapped": dict(self.mapped), "sure": self.sure}
        return told | ({"by_turn": list(self.by_turn)} if self.by_turn else {})


@cache
def _names() -> dict[str, Role | None]:
    names = TomlFile(shipped() / "speakers.toml").data["names"]
    known: dict[str, Role | None] = {name: role for role in _ROLES for name in names[role]}
    return known | dict.fromkeys(names["neutral"])


@cache
def _cues() -> dict[Role, tuple[str, ...]]:
    cues = TomlFile(shipped() / "speakers.toml").data["cues"]
    return {"clerk": tuple(cues["clerk"]), "citizen": tuple(cues["citizen"])}


def known_names() -> list[str]:
    """The names of roles that are understood, for messages."""
    return [name for name, role in _names().items() if role]


def is_label(name: str) -> bool:
    """Whether a role's name is one that is understood, or merely tells speakers apart (说话人1, A, 0)."""
    plain = name.strip().lower()
    stem = _NUMBERED.sub("", plain)
    return plain in _names() or stem in _names() or _BARE_LABEL.fullmatch(plain) is not None


def role_of(name: str) -> Role | None:
    """The role a name stands for; None for neutral labels and names of persons."""
    plain = name.strip().lower()
    names = _names()
    return names.get(plain) or names.get(_NUMBERED.sub("", plain))


def resolve(conversation: Conversation) -> tuple[Conversation, Roles]:
    """The conversation with a role for every turn, and how the roles came about."""
    turns = conversation.turns
    if all(turn.role for turn in turns):
        mapped = {turn.speaker: str(turn.role) for turn in turns if turn.speaker and role_of(turn.speaker)}
        by_turn = tuple(str(turn.role) for turn in turns) if mapped else ()
        return conversation, Roles("mapped" if mapped else "given", mapped, by_turn=by_turn)
    labels = [turn.speaker or "" for turn in turns]
    named: dict[str, Role] = {label: role for label in set(labels) if label and (role := role_of(label))}
    named |= {turn.speaker: turn.role for turn in turns if turn.speaker and turn.role}
    if not any(labels):
        labels = _alternating(turns)
    open_labels = [label for label in dict.fromkeys(labels) if label not in named]
    inferred, sure = _infer(turns, labels, open_labels, named)
    roles = named | inferred
    resolved = tuple(
        turn if turn.role else replace(turn, role=roles[label]) for turn, label in zip(turns, labels, strict=True)
    )
    source = "inferred" if inferred else "mapped"
    mapped = {label: str(role) for label, role in roles.items()}
    by_turn = tuple(str(turn.role) for turn in resolved)
    return replace(conversation, turns=resolved), Roles(source, mapped, sure, by_turn)


def _alternating(turns: Sequence[Turn]) -> list[str]:
    """Labels for turns that carry none at all: two speakers by turns."""
    return ["单数句" if index % 2 == 0 else "双数句" for index in range(len(turns))]


def _infer(
    turns: Sequence[Turn], labels: Sequence[str], open_labels: Sequence[str], named: Mapping[str, Role]
) -> tuple[dict[str, Role], bool]:
    """Roles for the labels that have none, and whether the words speak clearly for them."""
    if not open_labels:
        return {}, True
    if "clerk" in named.values():
        return dict.fromkeys(open_labels, "citizen" if "citizen" not in named.values() else "other"), True
    if len(open_labels) == 1:
        return {open_labels[0]: "clerk"}, True
    scores = {label: _leaning(turns, labels, label) for label in open_labels}
    clerk = max(open_labels, key=scores.__getitem__)
    rest = max(score for label, score in scores.items() if label != clerk)
    return {label: "clerk" if label == clerk else "citizen" for label in open_labels}, scores[clerk] - rest > 0.2


def _leaning(turns: Sequence[Turn], labels: Sequence[str], label: str) -> float:
    """How much a speaker's words are a clerk's rather than a citizen's, per turn."""
    texts = [fold(turn.text).replace("，", "") for turn, name in zip(turns, labels, strict=True) if name == label]
    cues = _cues()
    clerk = sum(cue in text for text in texts for cue in cues["clerk"])
    citizen = sum(cue in text for text in texts for cue in cues["citizen"])
    return (clerk - citizen) / len(texts)
