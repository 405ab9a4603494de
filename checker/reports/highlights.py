"""What stands out in a scan, in a few sentences: only what the numbers bear, each with the turns behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from checker.reports.names import ELEMENT_NAMES, POINT_NAMES
from checker.reports.statistics import FEW, Clerk, Interval, Rate, Statistics, Tally

MOST = 5
"""Sentences besides the one on what could not be read."""
NAMED = 3
"""So many clerks are named in a sentence."""


@dataclass(frozen=True, slots=True)
class Highlight:
    """One sentence. `behind` says which findings or conversations it speaks of, by the names of the report's filters."""

    text: str
    behind: Mapping[str, Any] = field(default_factory=dict)


def highlights(statistics: Statistics, refused: int) -> list[Highlight]:
    """What the head of a service hall should know first; at most six sentences."""
    rules: Sequence[Callable[[Statistics], Highlight | None]] = (
        _overall, _severe, _worse_clerks, _change, _untold, _missed,
    )  # fmt: skip
    found = [sentence for rule in rules if statistics.total.conversations and (sentence := rule(statistics))]
    return found[:MOST] + _refused(refused)


def clerk_name(clerk: Clerk) -> str:
    """A clerk as a sentence names them."""
    return f"{clerk.name}（{clerk.unit}）" if clerk.unit else clerk.name


def percent(share: float) -> str:
    """A share in whole per cent; tenths where it is small."""
    value = share * 100
    return f"{value:.1f}%" if 0 < value < 10 else f"{value:.0f}%"


def with_interval(rate: Rate) -> str:
    """A rate with its interval, as in 41%（95% 区间 36%–46%）."""
    return f"{percent(rate.share)}（95% 区间 {_span(rate.interval)}）"


def _span(interval: Interval) -> str:
    return f"{percent(interval.low)}–{percent(interval.high)}"


def _overall(statistics: Statistics) -> Highlight:
    total = statistics.total
    text = f"共检查 {total.conversations} 段对话，平均 {total.mean:.1f} 分；有不当用语的占 {with_interval(total.rude_rate)}。"
    if total.few:
        text += f"对话不到 {FEW} 段，下面的比例只供参考。"
    return Highlight(text, {"kind": ["forbidden"]})


def _severe(statistics: Statistics) -> Highlight:
    """Severe violations, and how few clerks account for most of them: told only where more than their work explains."""
    if not statistics.severe:
        return Highlight("没有发现情节严重的问题。")
    behind = {"severity": ["severe"]}
    clerks = _by_severe(statistics)
    text = f"情节严重的问题 {statistics.severe} 处"
    if clerks:
        text += f"，涉及 {len(clerks)} 位工作人员"
    few = [clerk for clerk, _ in clerks[:NAMED]]
    hits = sum(tally.findings["severe"] for _, tally in clerks[:NAMED])
    worked = sum(tally.conversations for _, tally in clerks[:NAMED]) / statistics.total.conversations
    if statistics.severe < FEW:
        return Highlight(f"{text}；数量不多，请逐处核对。", behind)
    if len(clerks) <= NAMED or Rate(hits, statistics.severe).interval.low <= worked:
        return Highlight(f"{text}，没有集中在少数人身上。" if len(clerks) > NAMED else f"{text}。", behind)
    share = percent(hits / statistics.severe)
    names = "、".join(map(clerk_name, few))
    text += f"；其中 {NAMED} 位（{names}）占 {share}，而他们的对话占 {percent(worked)}。"
    return Highlight(text, {**behind, "clerk": few})


def _by_severe(statistics: Statistics) -> list[tuple[Clerk, Tally]]:
    found = [item for item in statistics.clerks.items() if item[0].name and item[1].findings["severe"]]
    return sorted(found, key=_severe_first)


def _severe_first(item: tuple[Clerk, Tally]) -> tuple[int, Clerk]:
    return -item[1].findings["severe"], item[0]


def _worse_clerks(statistics: Statistics) -> Highlight | None:
    """Clerks whose rate of forbidden language lies above that of all others."""
    worse = [(clerk, tally) for clerk, tally in statistics.ranked() if statistics.compared(tally) == "above"]
    if not worse:
        return None
    told = "；".join(f"{clerk_name(clerk)} {with_interval(tally.rude_rate)}" for clerk, tally in worse[:NAMED])
    more = "等" if len(worse) > NAMED else ""
    text = f"{len(worse)} 位工作人员有不当用语的对话明显多于其他人：{told}{more}。"
    return Highlight(text, {"kind": ["forbidden"], "clerk": [clerk for clerk, _ in worse]})


def _change(statistics: Statistics) -> Highlight | None:
    """The last week against the earlier ones, where the difference is beyond chance."""
    trend = statistics.trend()
    if trend is None:
        return None
    last, earlier = trend
    compared = last.against(earlier)
    if compared not in ("above", "below"):
        return None
    word = "上升" if compared == "above" else "下降"
    week = max(statistics.weeks)
    text = f"最近一周（{week}）有不当用语的对话{word}：{with_interval(last)}，此前是 {with_interval(earlier)}。"
    return Highlight(text, {"kind": ["forbidden"], "week": week})


def _untold(statistics: Statistics) -> Highlight | None:
    return _most(statistics.untold_elements(), ("一次性告知最常漏", "没有说全"), ELEMENT_NAMES, "element")


def _missed(statistics: Statistics) -> Highlight | None:
    return _most(statistics.missed_points(), ("服务流程最常没做到", "没做到"), POINT_NAMES, "point")


def _most(
    rates: list[tuple[str, Rate]], words: tuple[str, str], names: Mapping[str, str], key: str
) -> Highlight | None:
    """What is missed most, and what cannot be told from it; nothing where too few conversations called for it."""
    enough = [(name, rate) for name, rate in rates if rate.total >= FEW and rate.hits]
    if not enough:
        return None
    (name, rate), *others = enough
    opening, verb = words
    text = f"{opening}：{names.get(name, name)}，{rate.total} 段里有 {rate.hits} 段{verb}，{with_interval(rate)}"
    near = [names.get(other, other) for other, each in others if rate.against(each) == "alike"][:NAMED]
    if near:
        text += f"；与{'、'.join(near)}差别不明显"
    return Highlight(f"{text}。", {key: name})


def _refused(count: int) -> list[Highlight]:
    text = f"{count} 处读不了，没有检查，也没有算作合格。"
    return [Highlight(text, {"refused": True})] if count else []
