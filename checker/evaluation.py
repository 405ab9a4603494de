"""Figures for labelled sets: detection, judgement, spans, protocol and notice elements, as the labelling guide says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from checker.engine import Checker
from checker.model import CHANNELS, Conversation, Finding, Report
from checker.sources.conversation import conversation_from

Item = dict[str, Any]
STATUSES = ("violation", "mitigated", "clean")


@dataclass
class Figures:
    """One set's figures: lines to print, and every miss as a line."""

    lines: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    values: dict[str, float] = field(default_factory=dict)

    def ratio(self, name: str, part: int, whole: int) -> None:
        """A share, with its counts."""
        self.values[name.strip()] = part / whole if whole else 0.0
        self.lines.append(f"{name}: {part / whole:.3f} ({part}/{whole})" if whole else f"{name}: n/a")

    def f1(self, name: str, hit: int, found: int, labelled: int) -> None:
        """Precision, recall and their harmonic mean."""
        precision = hit / found if found else 0.0
        recall = hit / labelled if labelled else 0.0
        both = precision + recall
        score = 2 * precision * recall / both if both else 0.0
        self.values |= {
            f"{name.strip()} precision": precision,
            f"{name.strip()} recall": recall,
            f"{name.strip()} f1": score,
        }
        counts = f"(labelled {labelled}, found {found})"
        self.lines.append(f"{name}: precision {precision:.3f} recall {recall:.3f} f1 {score:.3f} {counts}")


def kind_of(item: Item) -> str:
    """utterance, dialogue or notice."""
    if "label" in item:
        return "utterance"
    return "dialogue" if "turns" in item else "notice"


def input_of(item: Item) -> Conversation:
    """The checker's input for one labelled item; labels are left out."""
    kind = kind_of(item)
    if kind == "utterance":
        turns = [*item.get("before", []), {"role": "clerk", "text": item["text"]}]
    elif kind == "dialogue":
        turns = item["turns"]
    else:
        told = [item["text"]] if item["channel"] == "reply" else item["text"].split("\n")
        turns = [{"role": "citizen", "text": item["citizen"]}] if item.get("citizen") else []
        turns += [{"role": "clerk", "text": text} for text in told if text.strip()]
    profile = item.get("profile") or (item.get("notice") or {}).get("profile") or "wenshang"
    value = {"id": item["id"], "channel": item["channel"], "profile": profile, "turns": turns}
    if item.get("matter"):
        value["matter"] = item["matter"]
    return conversation_from(value)


def evaluate(items: Sequence[Item], checker: Checker) -> Figures:
    """Check every item and score the reports, kind by kind."""
    figures = Figures()
    reports = dict(zip((item["id"] for item in items), checker.check_many(map(input_of, items)), strict=True))
    for kind, scorer in SCORERS.items():
        some = [item for item in items if kind_of(item) == kind]
        if some:
            scorer(some, reports, figures)
    return figures


def status_of(findings: Iterable[Finding]) -> str:
    """What a turn is seen as: the gravest status of its forbidden findings."""
    statuses = {finding.status for finding in findings}
    return "violation" if "violation" in statuses else "mitigated" if "mitigated" in statuses else "clean"


def _forbidden(report: Report, turn: int | None = None) -> list[Finding]:
    return [f for f in report.findings if f.kind == "forbidden" and (turn is None or f.turn == turn)]


def _overlaps(finding: Finding, text: str, span: str) -> bool:
    start = text.find(span)
    return start < 0 or (finding.start < start + len(span) and finding.end > start)


def _score_utterances(items: Sequence[Item], reports: dict[str, Report], figures: Figures) -> None:
    confusion: Counter[tuple[str, str]] = Counter()
    category: Counter[bool] = Counter()
    spans: Counter[bool] = Counter()
    channels: Counter[tuple[str, str, str]] = Counter()
    for item in items:
        found = _forbidden(reports[item["id"]], len(item.get("before", [])))
        seen = status_of(found)
        confusion[item["label"], seen] += 1
        channels[item["channel"], item["label"], seen] += 1
        if seen == item["label"] == "violation":
            hits = [finding for finding in found if finding.status == "violation"]
            category[any(finding.category == item["category"] for finding in hits)] += 1
            spans[any(_overlaps(finding, item["text"], item["span"]) for finding in hits)] += 1
        if seen != item["label"]:
            marks = "; ".join(f"{finding.rule}:{finding.text}" for finding in found)
            figures.errors.append(
                f"{item['id']} {item['label']} seen as {seen} [{item['channel']}] {item['text']} <{marks}>"
            )
    figures.lines.append(f"utterances: {len(items)}")
    found_all = sum(count for (_, seen), count in confusion.items() if seen == "violation")
    labelled = sum(count for (label, _), count in confusion.items() if label == "violation")
    figures.f1("  violation", confusion["violation", "violation"], found_all, labelled)
    figures.ratio("  three-way accuracy", sum(confusion[status, status] for status in STATUSES), len(items))
    for label in STATUSES:
        figures.lines.append(f"  labelled {label}: seen as { {seen: confusion[label, seen] for seen in STATUSES} }")
    for channel in CHANNELS:
        want = sum(count for (c, label, _), count in channels.items() if c == channel and label == "violation")
        wrong = sum(count for (c, label, s), count in channels.items() if c == channel and label != "violation" == s)
        if want:
            got = channels[channel, "violation", "violation"]
            figures.values[f"recall {channel}"] = got / want
            figures.lines.append(f"  {channel}: recall {got / want:.3f} ({got}/{want}), false alarms {wrong}")
    figures.ratio("  category right, of violations found", category[True], sum(category.values()))
    figures.ratio("  span overlaps, of violations found", spans[True], sum(spans.values()))


def _element_status(report: Report, element: str) -> str | None:
    found = report.notice.elements.get(element) if report.notice else None
    return found.status if found else None


def _score_elements(pairs: Sequence[tuple[str, str, str, str | None]], figures: Figures, name: str) -> None:
    right = sum(label == seen for _, _, label, seen in pairs)
    told = sum((label == "told") == (seen == "told") for _, _, label, seen in pairs)
    bad = sum(label != "told" for _, _, label, _ in pairs)
    found = sum(seen != "told" for _, _, _, seen in pairs)
    both = sum(label != "told" and seen != "told" for _, _, label, seen in pairs)
    figures.errors += [
        f"{item} {element}: {label} seen as {seen}" for item, element, label, seen in pairs if label != seen
    ]
    figures.lines.append(f"{name}: {len(pairs)} elements")
    figures.ratio(f"{name} four-way accuracy", right, len(pairs))
    figures.ratio(f"{name} told or not", told, len(pairs))
    figures.f1(f"{name} element not properly told", both, found, bad)


def _score_notices(items: Sequence[Item], reports: dict[str, Report], figures: Figures) -> None:
    pairs: list[tuple[str, str, str, str | None]] = []
    hit = found = labelled = 0
    for item in items:
        report = reports[item["id"]]
        pairs += [(item["id"], e, status, _element_status(report, e)) for e, status in item["elements"].items()]
        if item.get("matter") and "materials" in item["elements"]:
            want = set(item.get("missing_materials", []))
            element = report.notice.elements.get("materials") if report.notice else None
            seen = set(element.missing) if element else set()
            hit, found, labelled = hit + len(want & seen), found + len(seen), labelled + len(want)
            if want != seen:
                figures.errors.append(f"{item['id']} materials not told: {sorted(want)} seen as {sorted(seen)}")
    _score_elements(pairs, figures, "notices")
    figures.f1("  material left out", hit, found, labelled)


def _score_dialogues(items: Sequence[Item], reports: dict[str, Report], figures: Figures) -> None:
    hit = found = labelled = applicable = 0
    points: Counter[tuple[str, bool]] = Counter()
    missed: Counter[str] = Counter()
    pairs: list[tuple[str, str, str, str | None]] = []
    for item in items:
        report = reports[item["id"]]
        want = {violation["turn"] for violation in item["violations"]}
        seen = {finding.turn for finding in _forbidden(report) if finding.status == "violation"}
        hit, found, labelled = hit + len(want & seen), found + len(seen), labelled + len(want)
        for turn in sorted(want ^ seen):
            verdict = "not found" if turn in want else "false alarm"
            figures.errors.append(f"{item['id']} turn {turn} {verdict}: {item['turns'][turn]['text']}")
        for point, label in item["protocol"].items():
            status = report.protocol[point].status if point in report.protocol else "na"
            points[point, label == status] += 1
            missed["hit"] += label == status == "missed"
            missed["found"] += status == "missed"
            missed["labelled"] += label == "missed"
            if label != status:
                figures.errors.append(f"{item['id']} {point}: {label} seen as {status}")
        applicable += bool(item["notice"]) == bool(report.notice)
        if item["notice"]:
            elements = item["notice"]["elements"].items()
            pairs += [(item["id"], e, status, _element_status(report, e)) for e, status in elements]
    figures.lines.append(f"dialogues: {len(items)}")
    figures.f1("  violating turns", hit, found, labelled)
    figures.ratio("  protocol points", sum(n for (_, right), n in points.items() if right), sum(points.values()))
    figures.f1("  protocol point missed", missed["hit"], missed["found"], missed["labelled"])
    for point in sorted({name for name, _ in points}):
        figures.ratio(f"    {point}", points[point, True], points[point, True] + points[point, False])
    figures.ratio("  notice called for or not", applicable, len(items))
    if pairs:
        _score_elements(pairs, figures, "  notices within dialogues")


SCORERS: dict[str, Callable[[Sequence[Item], dict[str, Report], Figures], None]] = {
    "utterance": _score_utterances,
    "notice": _score_notices,
    "dialogue": _score_dialogues,
}
