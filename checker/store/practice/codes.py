"""Codes and tokens: made at random, kept only as hashes.

Codes that people choose are hashed by scrypt, each with its own salt. A class's code is found by its digest, so all
share one salt; it is drawn at random from 31**8 codes, which scrypt makes too many to try.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Without those that are taken for one another: 0 and O, 1, I and L."""
LENGTH = 8
CLASS_SALT = b"yanjian practice class code"
HARDNESS = {"n": 2**14, "r": 8, "p": 1}
"""16 MiB and some 50 ms a code."""


def new_code() -> str:
    """A code to write on the board, such as K7M3-9QXD."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    return f"{drawn[:4]}-{drawn[4:]}"


def class_digest(code: str) -> str:
    """What is kept of a class's code; capitals, spaces and hyphens make no difference."""
    plain = "".join(letter for letter in code.upper() if letter in LETTERS)
    return _scrypt(plain, CLASS_SALT).hex()


def hashed(code: str) -> str:
    """What is kept of a code that a person chose."""
    salt = secrets.token_bytes(16)
    return f"{salt.hex()}:{_scrypt(code, salt).hex()}"


def matches(code: str, kept: str | None) -> bool:
    """Whether the code is the one of which `kept` is kept."""
    if not kept:
        return False
    salt, _, expected = kept.partition(":")
    return hmac.compare_digest(_scrypt(code, bytes.fromhex(salt)).hex(), expected)


def new_token() -> str:
    """A token for a cookie: 256 random bits."""
    return secrets.token_urlsafe(32)


def token_digest(token: str) -> str:
    """What is kept of a token; it is long and random, so a plain hash cannot be guessed back."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _scrypt(code: str, salt: bytes) -> bytes:
    return hashlib.scrypt(code.encode("utf-8", "surrogatepass"), salt=salt, dklen=32, **HARDNESS)
