"""Who may use the service, how often, and with how much: API keys and token buckets, per worker."""

from __future__ import annotations

import hashlib
import hmac
import time
from dataclasses import dataclass, field
from http import HTTPStatus

from starlette.datastructures import Headers

from api.errors import ServiceError
from api.settings import ApiKey, Settings

ANYBODY = "anybody"
"""The name under which requests are counted where no keys are asked for."""


@dataclass(slots=True)
class Bucket:
    """A token bucket that holds a minute's worth of requests."""

    per_minute: int
    tokens: float
    filled: float = field(default_factory=time.monotonic)

    def take(self) -> bool:
        """Take one token, if there is one."""
        now = time.monotonic()
        self.tokens = min(self.per_minute, self.tokens + (now - self.filled) * self.per_minute / 60)
        self.filled = now
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True


@dataclass(frozen=True, slots=True)
class Client:
    """Whoever a request is counted for; `bucket` is None where there is no limit."""

    name: str
    max_bytes: int
    bucket: Bucket | None

    def count(self) -> None:
        """Count one request. Raises ServiceError 429 beyond the rate."""
        if self.bucket and not self.bucket.take():
            advice = f"每分钟最多 {self.bucket.per_minute} 次，请稍后再试，或请管理员调高"
            raise ServiceError(HTTPStatus.TOO_MANY_REQUESTS, "请求太频繁", advice)


class Keys:
    """Knows the clients by the hash of their key."""

    def __init__(self, settings: Settings) -> None:
        self._clients = [(key.sha256.encode(), _client(key, settings)) for key in settings.keys]
        self._anybody = None if settings.keys else _client(None, settings)

    def admit(self, headers: Headers, given: str | None = None) -> Client:
        """The client of a request, after its rate was counted. `given` is a key sent as a parameter.

        Raises ServiceError: 401 without a valid key, 429 beyond the rate.
        """
        client = self._anybody or self._find(given or key_of(headers))
        client.count()
        return client

    def _find(self, key: str) -> Client:
        """Every key is compared, in constant time, so that the time of the answer tells nothing."""
        digest = hash_of(key).encode()
        found = [client for known, client in self._clients if hmac.compare_digest(known, digest)]
        if not found:
            advice = "请在请求头写 Authorization: Bearer 密钥，或 X-API-Key: 密钥；密钥向管理员索取"
            raise ServiceError(HTTPStatus.UNAUTHORIZED, "缺少密钥，或密钥不对", advice)
        return found[0]


def hash_of(key: str) -> str:
    """What is kept of a key. Keys are random and long, so a plain SHA-256 cannot be guessed back."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def key_of(headers: Headers) -> str:
    """The key in a request's headers, or nothing."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else headers.get("x-api-key", "")


def _client(key: ApiKey | None, settings: Settings) -> Client:
    rate = (key and key.requests_per_minute) or settings.requests_per_minute
    size = (key and key.max_bytes) or settings.max_bytes
    return Client(key.name if key else ANYBODY, size, Bucket(rate, rate) if rate else None)
