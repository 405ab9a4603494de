"""Where LanguageTool's clients look for the service: users write the base address in several ways."""

from __future__ import annotations

PREFIXES = ("", "/v2", "/v2/v2", "/v2/check")
"""What stands before the endpoint: the base may or may not end in /v2 or /v2/check, and clients add their own."""
ENDPOINTS = (
    "check", "languages", "maxtextlength", "healthcheck", "info", "configinfo", "words", "words/add", "words/delete",
)  # fmt: skip
_KNOWN = frozenset(f"{prefix}/{endpoint}" for prefix in PREFIXES for endpoint in ENDPOINTS)


def is_languagetool(path: str) -> bool:
    """Whether a path belongs to this contract, and so wants errors as plain text."""
    return path.startswith("/v2") or path in _KNOWN
