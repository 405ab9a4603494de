"""The usual tool, to compare with: the phrases that the documents list, looked for as substrings."""

from __future__ import annotations

from collections.abc import Sequence

from checker.evaluation import Item
from checker.text import normalise

LISTED = (
    "不知道", "不清楚", "不能办", "不归我管", "不要问我", "你怎么这样不讲理呀", "不要烦我了", "你快走吧", "我要下班了",
    "不要和我讲", "我不管这事", "刁民", "办不了", "我不管", "有牌子，自己看", "快点，要下班了", "已经告诉你了，还不懂",
    "没看见我正忙吗", "有意见找头头去", "不行，重填", "有意见找领导去", "刚才和你说过了，怎么还问", "到点了，明天再来",
    "要下班了，明天再来", "没看我正忙着吗，急什么急", "手续不全你来干什么", "我说了算，还是你说了算",
    "文件上有规定，自己查去", "不知道，不清楚，问别人去", "我不知道", "不属于我们窗口办理",
)  # fmt: skip
"""bianmin 第一篇(三)5, 第二篇三7; yakeshi 五 禁忌用语; wenshang 七3, 八1."""


def keyword_list(items: Sequence[Item]) -> tuple[float, float]:
    """Precision and recall of violations among labelled utterances, by the listed phrases as substrings."""
    phrases = [normalise(phrase).normal for phrase in LISTED]
    found = [any(phrase in normalise(item["text"]).normal for phrase in phrases) for item in items]
    faults = [item["label"] == "violation" for item in items]
    hit = sum(a and b for a, b in zip(found, faults, strict=True))
    return hit / max(1, sum(found)), hit / max(1, sum(faults))
