"""A conversation and its report as they are shown: personal data masked, every span cut anew from the masked text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from checker.masking import Masker
from checker.model import Conversation, Element, Evidence, Expression, Finding, Notice, Question, Report, Turn
from checker.speakers import is_label

_Spanned = TypeVar("_Spanned", Evidence, Expression, Finding, Question)


def masked_conversation(
    conversation: Conversation, roles: Sequence[str], texts: Sequence[str], masker: Masker
) -> Conversation:
    """The conversation with the masked texts. Names that label citizens are masked too; clerk, unit and time stay."""
    turns = zip(conversation.turns, roles, texts, strict=True)
    return replace(
        conversation,
        id=masker.mask(conversation.id),
        case=masker.mask(conversation.case) if conversation.case else conversation.case,
        turns=tuple(_turn(turn, role, text, masker) for turn, role, text in turns),
        metadata=masker.mask_value(conversation.metadata),
    )


def masked_report(report: Report, given: Conversation, shown: Conversation, masker: Masker) -> Report:
    """The report on a conversation, for that conversation as it is shown: all spans are cut from its texts."""
    report = replace(
        report, id=shown.id, roles=_roles(report.roles, masker), metadata=_metadata(report.metadata, shown)
    )
    texts = [turn.text for turn in shown.turns]
    if texts == [turn.text for turn in given.turns]:
        return report
    return replace(
        report,
        findings=_cut(report.findings, texts),
        questions=_cut(report.questions, texts),
        notice=_notice(report.notice, texts) if report.notice else None,
        courtesy=replace(report.courtesy, expressions=_cut(report.courtesy.expressions, texts)),
    )


def _turn(turn: Turn, role: str, text: str, masker: Masker) -> Turn:
    speaker = _label(turn.speaker, role, masker) if turn.speaker else turn.speaker
    metadata = masker.mask_value(turn.metadata) if turn.metadata else turn.metadata
    if text is turn.text and speaker == turn.speaker and metadata is turn.metadata:
        return turn
    return replace(turn, text=text, speaker=speaker, metadata=metadata)


def _label(label: str, role: str, masker: Masker) -> str:
    """Names of clerks stay; what is a role's name (客户, 说话人1) stays too."""
    return label if role == "clerk" or is_label(label) else masker.mask_name(label)


def _roles(roles: Mapping[str, Any], masker: Masker) -> dict[str, Any]:
    if not roles.get("mapped"):
        return dict(roles)
    mapped = {_label(label, role, masker): role for label, role in roles["mapped"].items()}
    return {**roles, "mapped": mapped}


def _metadata(metadata: Mapping[str, Any], shown: Conversation) -> dict[str, Any]:
    """What a report tells of its conversation, as the conversation shows it."""
    return {name: shown.metadata[name] if name in shown.metadata else getattr(shown, name) for name in metadata}


def _notice(notice: Notice, texts: Sequence[str]) -> Notice:
    return replace(notice, elements={name: _element(each, texts) for name, each in notice.elements.items()})


def _element(element: Element, texts: Sequence[str]) -> Element:
    return replace(element, evidence=_cut(element.evidence, texts))


def _cut(some: Sequence[_Spanned], texts: Sequence[str]) -> tuple[_Spanned, ...]:
    return tuple(replace(each, text=texts[each.turn][each.start : each.end]) for each in some)
