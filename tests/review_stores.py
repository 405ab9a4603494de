"""A scan with a review of it, for the tests: conversations, their store, and the people who work at it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from scan_folders import checked, write_scan

from checker import Checker
from checker.review.desk import Desk
from checker.review.importing import import_results
from checker.review.listing import Filters
from checker.review.people import Person
from checker.store.engine import open_store

WANG, LI = Person("王"), Person("李")
CLERK = Person("017", "clerk", "社保大厅", "017")
FORBIDDEN = Filters(kind="forbidden")


def said(text: str, clerk: str = "017", unit: str = "社保大厅") -> dict[str, Any]:
    """A short conversation in which a clerk says this."""
    turns = [{"role": "citizen", "text": "请问社保卡怎么补办？"}, {"role": "clerk", "text": text}]
    return {"channel": "window", "turns": turns, "clerk": clerk, "unit": unit}


CONVERSATIONS = [
    said("😀这事不归我管，问别人去。"),
    said("您好，请稍等，我帮您查询。"),
    said("这事不归我管，问别人去。", clerk="102"),
    said("你快走吧，我要下班了。", clerk="102", unit="医保大厅"),
]


def scan(checker: Checker, out: Path, values: Iterable[dict[str, Any]] = CONVERSATIONS) -> Path:
    """The output of a scan of these conversations."""
    return write_scan(out, checked(checker, values))


@contextmanager
def desk_of(url: str | Path, out: Path) -> Iterator[Desk]:
    """The desk of a store with this scan in it."""
    engine = open_store(url)
    import_results(engine, out)
    yield Desk(engine, {})
    engine.dispose()


def forbidden(desk: Desk, words: str = "") -> list[int]:
    """The numbers of the findings of forbidden expressions with these words."""
    items = desk.page(FORBIDDEN, WANG)["items"]
    return [item["id"] for item in items if words in item["text"]]
