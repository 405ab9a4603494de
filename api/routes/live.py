"""WebSocket /v1/live: a conversation turn by turn, as live captions give it; each is answered with what is at fault."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter
from starlette.websockets import WebSocket, WebSocketDisconnect

from api.answers import dumped
from api.body import parsed
from api.errors import ServiceError, unusable
from api.keys import Client
from api.names import element_name
from api.routes.check import answered
from api.service import Service, service_of
from checker import Checker, CheckerError, Problem, Report, SourceError, conversation_from

routes = APIRouter()
TURNS_MAX = 2_000
IDLE_SECONDS = 600.0
POLICY, NORMAL = 1008, 1000
"""Codes with which the socket is closed: refused, and at its end."""
AT_THE_END = ("farewell", "answered", "thanks_response")
"""Protocol points that only the end of a conversation decides."""


@dataclass(slots=True)
class Talk:
    """A conversation as far as it has come."""

    head: dict[str, Any] = field(default_factory=dict)
    turns: list[dict[str, Any]] = field(default_factory=list)

    def add(self, turn: dict[str, Any], longest: int) -> None:
        """One more turn. Raises SourceError where it cannot be read, or the conversation becomes too long."""
        conversation_from({"turns": [turn]})
        size = sum(len(each["text"]) for each in self.turns) + len(turn["text"])
        if len(self.turns) >= TURNS_MAX or size > longest:
            advice = '请发 {"end": true} 结束，再重新开始'
            raise SourceError(Problem(f"对话太长，最多 {TURNS_MAX} 句、{longest} 字", advice))
        self.turns.append(turn)

    def value(self) -> dict[str, Any]:
        """The conversation as JSON."""
        return {**self.head, "turns": self.turns}


@routes.websocket("/v1/live")
async def live(socket: WebSocket) -> None:
    """Serve one conversation until its end."""
    service = service_of(socket)
    try:
        client = service.keys.admit(socket.headers, socket.query_params.get("key"))
    except ServiceError as error:
        await socket.accept()
        await _send(socket, error.as_dict())
        await socket.close(POLICY)
        return
    await socket.accept()
    talk = Talk()
    try:
        going_on = True
        while going_on:
            async with asyncio.timeout(IDLE_SECONDS):
                message = await socket.receive()
            if message["type"] == "websocket.disconnect":
                return
            data = message.get("bytes") or (message.get("text") or "").encode("utf-8", "surrogatepass")
            going_on = await _serve(service, socket, talk, data, client)
        await socket.close(NORMAL)
    except TimeoutError:
        await socket.close(POLICY, "太久没有新的话")
    except WebSocketDisconnect:
        return


async def _serve(service: Service, socket: WebSocket, talk: Talk, data: bytes, client: Client) -> bool:
    """Answer one message; False after the last."""
    try:
        client.count()
        value = _message(data, client.max_bytes)
        if "start" in value and "text" not in value:  # a turn has a start too, in seconds
            await _send(socket, _start(service.lexicons.checker, talk, value["start"]))
        elif value.get("end") is True:
            await _send(socket, {"end": True, "report": await _whole(service, talk)})
            return False
        else:
            talk.add(value, service.settings.max_characters)
            await _send(socket, await _last(service, talk))
    except CheckerError as error:
        await _send(socket, unusable(error).as_dict())
    except ServiceError as error:
        await _send(socket, error.as_dict())
    return True


def _message(data: bytes, limit: int) -> dict[str, Any]:
    if len(data) > limit:
        raise ServiceError(413, f"消息太长，最多 {limit} 字节", "请一句一句地发")
    value = parsed(data)
    if not isinstance(value, dict):
        raise SourceError(Problem("应当是一个对象", '如 {"role": "clerk", "text": "…"}'))
    return value


def _start(checker: Checker, talk: Talk, head: object) -> dict[str, Any]:
    """Take the head of the conversation: channel, profile, matter. Raises CheckerError for what cannot be."""
    if talk.turns or not isinstance(head, dict):
        advice = "start 只能在第一句之前，写渠道、标准和事项"
        raise SourceError(Problem("现在不能 start", advice, field="start"))
    conversation = conversation_from({**head, "turns": [{"role": "clerk", "text": ""}]})
    profile = checker.profile(conversation.profile)
    talk.head = head
    return {"start": True, "channel": conversation.channel, "profile": profile.name}


async def _whole(service: Service, talk: Talk) -> dict[str, Any] | None:
    """The report on the whole conversation; None where nothing was said."""
    if not talk.turns:
        return None
    checker = service.lexicons.checker
    conversation = conversation_from(talk.value())
    report = await service.check(checker, conversation)
    return answered(service, checker, conversation, report)


async def _last(service: Service, talk: Talk) -> dict[str, Any]:
    """What is at fault in the last turn, and what remains to be told."""
    checker = service.lexicons.checker
    conversation = conversation_from(talk.value())
    report = await service.check(checker, conversation)
    whole = answered(service, checker, conversation, report)
    last = len(talk.turns) - 1
    remaining = _remaining(checker, report)
    return {
        "turn": last,
        "findings": [finding for finding in whole["findings"] if finding["turn"] == last and _now(finding)],
        "remaining": remaining,
        "message": f"还没有告知：{'、'.join(remaining)}" if remaining else "",
    }


def _now(finding: dict[str, Any]) -> bool:
    """Whether a finding can be told before the conversation is over."""
    return finding["kind"] != "notice" and finding["category"] not in AT_THE_END


def _remaining(checker: Checker, report: Report) -> list[str]:
    """The elements still to be told, materials by their names."""
    if report.notice is None:
        return []
    found: list[str] = []
    for name, element in report.notice.elements.items():
        if element.status != "told":
            found += element.missing or [element_name(checker, name)]
    return found


async def _send(socket: WebSocket, value: object) -> None:
    await socket.send_text(dumped(value).decode())
