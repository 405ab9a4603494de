"""What the tests share: one checker with the shipped lexicons, and the option to renew the golden reports."""

from __future__ import annotations

import pytest

from checker import Checker, Conversation, Report, Turn


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write samples/reports anew instead of comparing")


@pytest.fixture(scope="session")
def checker() -> Checker:
    return Checker()


@pytest.fixture(scope="session")
def said(checker: Checker):
    """The report on one utterance of a clerk."""

    def report(text: str, channel: str = "window") -> Report:
        return checker.check(Conversation((Turn(text, "clerk"),), channel=channel))

    return report
