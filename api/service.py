"""What every endpoint works with: settings, keys, lexicons, metrics, the worker thread; one object a worker process."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from starlette.requests import HTTPConnection, Request

from api import body
from api.keys import Client, Keys
from api.lexicons import Lexicons
from api.metrics import Metrics
from api.pool import Pool
from api.remembered import Remembered
from api.settings import Settings
from api.together import Together
from checker import Checker, Conversation, Report

ResultT = TypeVar("ResultT")


class Service:
    """The state of one worker."""

    def __init__(self, settings: Settings, checker: Checker | None = None) -> None:
        self.settings = settings
        self.keys = Keys(settings)
        self.lexicons = Lexicons(settings.lexicons, checker)
        self.metrics = Metrics()
        self.remembered = Remembered(settings.remember_seconds)
        self._together = Together()
        self.pool = Pool(settings.queue, settings.request_seconds)

    def admit(self, request: HTTPConnection, given: str | None = None) -> Client:
        """Who sends the request. Raises ServiceError without a valid key, and beyond the rate."""
        client = self.keys.admit(request.headers, given)
        request.state.client = client.name
        return client

    async def read(self, request: Request, limit: int) -> bytes:
        """The body of a request, within the limits."""
        return await body.read(request, limit, self.settings.request_seconds)

    async def check(self, checker: Checker, conversation: Conversation) -> Report:
        """The report: a short text's at once, with those that came with it, a long one's from the worker thread."""
        if sum(len(turn.text) for turn in conversation.turns) <= self.settings.inline_characters:
            return await self._together.check(checker, conversation)
        return await self.pool.run(lambda: checker.check(conversation))

    async def run(self, size: int, work: Callable[[], ResultT]) -> ResultT:
        """Do the work for so many characters."""
        return work() if size <= self.settings.inline_characters else await self.pool.run(work)


def service_of(request: HTTPConnection) -> Service:
    """The service that a request came to."""
    service: Service = request.app.state.service
    return service
