"""Besides the eleven points: a name when asked (N8), no vague time (N9), a document for a refusal (N11)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from checker.model import Citation, Finding
from checker.rules.protocol.findings import finding
from checker.rules.protocol.promising import asked_turns, concrete, vague_turns
from checker.rules.protocol.view import View

NAME = (Citation("renshe", "一(一)"), Citation("bianmin", "第二篇三2"), Citation("qidong", "一(二)5"))
TIME = (Citation("yakeshi", "五 办公用语6"), Citation("bianmin", "第一篇(二)3"), Citation("qidong", "一(二)3"))
DOCUMENT = (Citation("bianmin", "第五篇 否定报备3"), Citation("wenshang", "八2"))


def name_withheld(view: View) -> Iterator[Finding]:
    """The citizen asks for the clerk's name, number or post, and is not told."""
    for turn in view.having(view.citizen_turns, "identity.asks"):
        replies = view.replies(turn)
        if replies and view.first(replies, "identity.tells", "identity.tells_unless") is None:
            yield finding(
                view, "name_withheld", replies[0], "对方问姓名、工号，没有告知",
                "我是××窗口的工作人员××，工号××，您可以随时找我。", NAME,
            )  # fmt: skip


def vague_time(view: View) -> Iterator[Finding]:
    """尽快, 过几天, 等通知 where a time was asked for or promised, and no concrete one beside it."""
    replies = {reply for turn in asked_turns(view) for reply in view.replies(turn)}
    for turn in vague_turns(view, replies):
        vague = view.spans(turn, "promising.vague") or view.spans(turn, "promising.put_off")
        if vague and not concrete(view, turn, asked=True):
            yield finding(
                view, "vague_time", turn, "时间说得含糊，应当说出具体时间",
                "我们将在××个工作日内为您办理完毕，最迟××月××日给您答复。", TIME, vague[0],
            )  # fmt: skip


def refusal_document(view: View) -> Iterator[Finding]:
    """Papers are formally returned or refused, and no document is named that says so."""
    for turn in view.having(view.clerk_turns, "refusing.formal_return", "refusing.refusal_unless"):
        returned = view.spans(turn, "refusing.formal_return", "refusing.refusal_unless")
        if view.first(view.clerk_turns, "refusing.document") is None:
            yield finding(
                view, "refusal_document", turn, "不予受理或退件，没有给出书面文书",
                "这是《不予受理通知单》，理由和补救办法都写在上面，请您收好。", DOCUMENT, returned[0],
            )  # fmt: skip
            return


EXTRAS: dict[str, Callable[[View], Iterator[Finding]]] = {
    "name_withheld": name_withheld,
    "vague_time": vague_time,
    "refusal_document": refusal_document,
}
