"""What the service refuses, told in Chinese with what to do about it; one shape for every error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from http import HTTPStatus

import orjson
from starlette.responses import PlainTextResponse, Response

from api.languagetool.paths import is_languagetool
from checker import CheckerError, Problem

JSON = "application/json"
RETRY_SECONDS = 1
"""What a client is told to wait when the service is busy."""


class ServiceError(Exception):
    """A request that is answered with an error: the status, what is wrong, and what to do."""

    def __init__(self, status: int, message: str, advice: str = "", *, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.advice = advice
        self.problems = tuple(problems)

    @property
    def headers(self) -> Mapping[str, str]:
        """What the status asks for besides the body."""
        if self.status == HTTPStatus.UNAUTHORIZED:
            return {"WWW-Authenticate": "Bearer"}
        if self.status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
            return {"Retry-After": str(RETRY_SECONDS)}
        return {}

    def as_dict(self) -> dict[str, object]:
        """The body of the answer."""
        return {"error": self.message, "advice": self.advice, "problems": [_shown(each) for each in self.problems]}


def unusable(error: CheckerError) -> ServiceError:
    """The answer to input that the library refuses."""
    first = error.problems[0]
    where = f"{first.field}：" if first.field else ""
    advice = first.advice or "请按 /docs 的说明改正后再发"
    return ServiceError(HTTPStatus.UNPROCESSABLE_ENTITY, f"{where}{first.message}", advice, problems=error.problems)


def respond(path: str, error: ServiceError) -> Response:
    """The error as the clients of an address expect it."""
    return plain_response(error) if is_languagetool(path) else json_response(error)


def json_response(error: ServiceError) -> Response:
    """The error as JSON, for /v1."""
    return Response(orjson.dumps(error.as_dict()), error.status, dict(error.headers), media_type=JSON)


def plain_response(error: ServiceError) -> Response:
    """The error as LanguageTool's clients expect it: plain text that begins with `Error: `."""
    advice = f"。{error.advice}" if error.advice else ""
    return PlainTextResponse(f"Error: {error.message}{advice}", error.status, dict(error.headers))


def _shown(problem: Problem) -> dict[str, object]:
    return {key: value for key, value in asdict(problem).items() if key != "file" and value not in ("", None)}
