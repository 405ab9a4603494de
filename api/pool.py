"""One worker thread for what is too long to be checked between two requests, with a bounded queue before it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from http import HTTPStatus
from typing import TypeVar

from api.errors import ServiceError

ResultT = TypeVar("ResultT")


def busy() -> ServiceError:
    """The answer where the queue is full."""
    advice = "请稍后再试；经常如此，请管理员增加 workers"
    return ServiceError(HTTPStatus.SERVICE_UNAVAILABLE, "服务正忙，排队已满", advice)


class Pool:
    """Runs work in order of arrival, one at a time; a place is held until the work is done, waited for or not."""

    def __init__(self, places: int, seconds: float) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="yanjian")
        self._places = places
        self._seconds = seconds
        self._taken = 0

    async def run(self, work: Callable[[], ResultT]) -> ResultT:
        """The result of the work. Raises ServiceError 503 where the queue is full or the time is up."""
        if self._taken >= self._places:
            raise busy()
        self._taken += 1
        future = self._executor.submit(work)
        loop = asyncio.get_running_loop()
        future.add_done_callback(lambda done: self._released(loop, done))
        try:
            async with asyncio.timeout(self._seconds):
                return await asyncio.wrap_future(future)
        except TimeoutError as error:
            message = f"检查超过了 {self._seconds:g} 秒"
            raise ServiceError(HTTPStatus.SERVICE_UNAVAILABLE, message, "请把内容分成几次发，或稍后再试") from error

    def close(self) -> None:
        """Let running work end; drop what waits."""
        self._executor.shutdown(wait=False, cancel_futures=True)

    def _released(self, loop: asyncio.AbstractEventLoop, _done: Future[ResultT]) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(self._release)

    def _release(self) -> None:
        self._taken -= 1
