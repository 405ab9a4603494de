"""What the tests share: one checker with the shipped lexicons, and the option to renew the golden reports."""

from __future__ import annotations

import os
import shutil
import tempfile

import pytest

from checker import Checker, Conversation, Report, Turn
from checker.matching.detector import Detector


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write samples/reports anew instead of comparing")


def pytest_configure(config: pytest.Config) -> None:
    """A cache of the tests' own, for them and all that they start: what they find must not hang on earlier runs."""
    os.environ["YANJIAN_CACHE"] = tempfile.mkdtemp(prefix="yanjian-cache-")


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(os.environ.pop("YANJIAN_CACHE", ""), ignore_errors=True)


@pytest.fixture(scope="session")
def checker() -> Checker:
    return Checker()


@pytest.fixture(scope="session")
def ruling() -> Checker:
    """The checker in which rules alone decide points, papers, and whether a notice is called for: for what a rule does."""
    detector = Detector.load()
    detector.moments = detector.calling = detector.papers = detector.mentions = None
    return Checker(detector=detector)


@pytest.fixture(scope="session")
def said(checker: Checker):
    """The report on one utterance of a clerk."""

    def report(text: str, channel: str = "window") -> Report:
        return checker.check(Conversation((Turn(text, "clerk"),), channel=channel))

    return report
