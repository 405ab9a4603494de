"""LanguageTool's endpoints. They stay out of the OpenAPI document: their contract is LanguageTool's own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from http import HTTPStatus

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from api.answers import dumped
from api.body import too_long
from api.errors import JSON, ServiceError, plain_response, unusable
from api.languagetool import answers
from api.languagetool.parameters import Parameters, fields_of, read_parameters
from api.languagetool.paths import PREFIXES
from api.offsets import length
from api.remembered import Answer
from api.service import Service, service_of
from checker import Checker, CheckerError, Conversation, Turn, conversation_from

Endpoint = Callable[[Request, Service], Awaitable[Response]]
READ = ("GET", "HEAD", "OPTIONS")
BOTH = (*READ, "POST")
BODY_FACTOR = 12
"""Bytes a UTF-16 unit may take in a body: three in UTF-8, three each when percent-encoded, and room for markup."""


async def check(request: Request, service: Service) -> Response:
    """A draft in, its matches out."""
    longest = service.settings.max_characters
    body = await service.read(request, longest * BODY_FACTOR)
    fields = fields_of(request.scope["query_string"], body)
    client = service.admit(request, fields.get("apiKey"))
    if len(body) > client.max_bytes:
        raise too_long(client.max_bytes)
    checker = service.lexicons.checker
    sent = (b"/v2/check", client.name.encode(), request.scope["query_string"], body)
    found = await service.remembered.answer(checker, sent, lambda: _checked(service, checker, fields))
    return Response(found.body, media_type=JSON)


async def _checked(service: Service, checker: Checker, fields: dict[str, str]) -> Answer:
    """The answer to the fields of a request."""
    parameters = read_parameters(fields)
    _within(length(parameters.markup.whole), service.settings.max_characters)
    report = await service.check(checker, _draft(parameters))
    return Answer(dumped(answers.checked(parameters, report, checker.lexicon.titles)))


async def languages(_request: Request, _service: Service) -> Response:
    """The one language."""
    return _json(answers.LANGUAGES)


async def longest_text(_request: Request, service: Service) -> Response:
    """How long a text may be, in UTF-16 units."""
    return PlainTextResponse(str(service.settings.max_characters))


async def health(_request: Request, _service: Service) -> Response:
    """That the service is there."""
    return PlainTextResponse("OK")


async def info(_request: Request, _service: Service) -> Response:
    """What the server is."""
    return _json(answers.info())


async def configuration(_request: Request, service: Service) -> Response:
    """Its limits and rules."""
    return _json(answers.configuration(service.lexicons.checker, service.settings.max_characters))


async def words(_request: Request, _service: Service) -> Response:
    """No personal dictionary is kept."""
    return _json({"words": []})


async def add_word(_request: Request, _service: Service) -> Response:
    """Nothing is added."""
    return _json({"added": False})


async def delete_word(_request: Request, _service: Service) -> Response:
    """Nothing is deleted."""
    return _json({"deleted": False})


ENDPOINTS: dict[str, tuple[Endpoint, tuple[str, ...]]] = {
    "check": (check, BOTH),
    "languages": (languages, READ),
    "maxtextlength": (longest_text, READ),
    "healthcheck": (health, READ),
    "info": (info, READ),
    "configinfo": (configuration, READ),
    "words": (words, READ),
    "words/add": (add_word, BOTH),
    "words/delete": (delete_word, BOTH),
}


def router() -> APIRouter:
    """All endpoints below all prefixes."""
    routes = APIRouter(include_in_schema=False)
    for name, (endpoint, methods) in ENDPOINTS.items():
        for prefix in PREFIXES:
            routes.add_api_route(f"{prefix}/{name}", _served(endpoint, methods), methods=list(methods))
    return routes


def _served(endpoint: Endpoint, methods: tuple[str, ...]) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint with its errors as plain text, and with an answer to pings and preflights."""

    async def serve(request: Request) -> Response:
        if request.method == "OPTIONS" or (request.method == "HEAD" and endpoint is check):
            return Response(status_code=HTTPStatus.OK, headers={"Allow": ", ".join(methods)})
        try:
            return await endpoint(request, service_of(request))
        except CheckerError as error:
            return plain_response(_renamed(unusable(error)))
        except ServiceError as error:
            return plain_response(_renamed(error))

    return serve


def _renamed(error: ServiceError) -> ServiceError:
    """The error with the status that LanguageTool gives it."""
    statuses = {
        HTTPStatus.UNAUTHORIZED: HTTPStatus.FORBIDDEN,
        HTTPStatus.TOO_MANY_REQUESTS: HTTPStatus.FORBIDDEN,
        HTTPStatus.UNPROCESSABLE_ENTITY: HTTPStatus.BAD_REQUEST,
    }
    status = statuses.get(HTTPStatus(error.status), HTTPStatus(error.status))
    return ServiceError(status, error.message, error.advice)


def _draft(parameters: Parameters) -> Conversation:
    """The text as a clerk's draft."""
    turn = Turn(parameters.markup.plain, "clerk")
    shell = conversation_from({"text": "", "channel": parameters.channel, "profile": parameters.profile})
    return Conversation((turn,), channel=shell.channel, profile=shell.profile)


def _within(units: int, longest: int) -> None:
    """Raises ServiceError 413, in LanguageTool's words, which clients show."""
    if units > longest:
        message = f"Your text exceeds the limit of {longest} characters (it's {units} characters). 文字太长"
        raise ServiceError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, message, "请分成几段检查")


def _json(value: object) -> Response:
    return Response(dumped(value), media_type=JSON)
