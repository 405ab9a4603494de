"""The remedy where the matter itself is one: 申请复查 is what a matter of 复查鉴定 is about, no remedy against its outcome."""

from __future__ import annotations

from checker.deferred import deferred
from checker.model import Matter
from checker.rules.notice.talk import MASK

_REMEDY = deferred(r"复查|复核|复议|复评|复检|复审|申诉|仲裁|异议|更正|补正|重新鉴定|再次鉴定|再鉴定")


def beside_the_matter(text: str, matter: Matter | None) -> str:
    """A text without the words that name the matter itself."""
    for word in _REMEDY.findall(matter.name) if matter else ():
        text = text.replace(word, MASK * len(word))
    return text
