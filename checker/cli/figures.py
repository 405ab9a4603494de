"""`yanjian figures`: the table of figures in the documentation, measured anew."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from checker.cli.output import console
from checker.cli.train import CORPUS, require_training
from checker.engine import Checker
from checker.errors import CheckerError, Problem
from checker.evaluation import Figures, Item, evaluate
from checker.lexicon import Profile
from checker.model import CHANNELS, Conversation
from checker.published import phrases_of, recall
from checker.sources import read_path

PARTS = {
    "homophones": "同音识别",
    "evasion": "变形写法",
    "fuzzy": "近似短语",
    "model": "统计识别",
}
WHOLE = {
    "Development dialogues": ["dev/dialogues-a.jsonl"],
    "Dialogues and notices that nothing was trained or tuned on": [
        "unseen/dialogues-z.jsonl",
        "unseen/dialogues-zz.jsonl",
        "unseen/dialogues-da.jsonl",
        "unseen/dialogues-db.jsonl",
        "unseen/notices-z.jsonl",
        "unseen/notices-zz.jsonl",
        "unseen/notices-cc.jsonl",
        "unseen/notices-cf.jsonl",
        "unseen/notices-cu.jsonl",
        "unseen/notices-cv.jsonl",
    ],
    "Phrases such as agencies publish as forbidden, written down from memory, that nothing was trained or tuned on": [
        "unseen/utterances-zw.jsonl",
    ],
    "One or two short sentences at counters of many trades, that nothing was trained or tuned on": [
        "unseen/utterances-zu.jsonl",
    ],
    "Turns of about 70 characters, of half of which one clause is at fault, that nothing was trained or tuned on": [
        "unseen/utterances-zk.jsonl",
    ],
    "Turns of more than 110 characters, of half of which one clause is at fault, that nothing was trained or tuned on": [
        "unseen/utterances-zl.jsonl",
    ],
    "Chats and letters of more than 90 characters, of two in five of which one clause is at fault, that nothing was trained or tuned on": [
        "unseen/utterances-zv.jsonl",
    ],
}
"""Files of tests/corpus that are judged together, under the heading of their figures."""
PUBLISHED = "## Forbidden phrases that other agencies have published (entries of the lexicon were written with some of them in view)"
FIGURES, TEXTCAT, LEFT_OUT = Path("docs/figures.md"), Path("docs/textcat.md"), Path("docs/held-out.md")
COMPARED = "utterances-k"
HELD_OUT = "fgjklm"
"""Files of tests/corpus that are held out, all at once: every kind of talk, written by several hands. Features, strengths and
thresholds were chosen on them: nothing was trained on them, but they are not as new as tests/corpus/unseen.
"""


def figures(
    real: Annotated[
        list[Path] | None, typer.Option(help="没有标注的真实文本（JSON Lines），量误报率；可写多次")
    ] = None,
    phrases: Annotated[
        list[Path] | None,
        typer.Option(help="别的单位公布的服务忌语（一行一句），量单独说和夹在句子里的召回率；可写多次"),
    ] = None,
    harmless: Annotated[
        Path | None,
        typer.Option(help="这些忌语里按标注规则单独说出来挑不出毛病的（一行一句）：除去它们再量一遍"),
    ] = None,
    textcat: Annotated[
        bool,
        typer.Option("--textcat", help="只和 spaCy 的文本分类比较（需要另装 spaCy，约四十分钟），写到 docs/textcat.md"),
    ] = False,
    held_out: Annotated[
        bool,
        typer.Option("--held-out", help="只量没有学过的文件（重新训练一次，约四十分钟），写到 docs/held-out.md"),
    ] = False,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="写到这个文件")] = None,
) -> None:
    """重新测量文档里的数字：开发集、逐项关闭、各渠道、没有训练过的集、真实文本。约一分钟；没有学过的文件和对照另外量。"""
    require_training()
    if harmless and not phrases:
        raise CheckerError(Problem("只写了 --harmless", "请同时用 --phrases 写明服务忌语的文件"))
    if held_out:
        _write(["# Utterances held out", "", *_held_out()], output or LEFT_OUT)
        return
    if textcat:
        _write(["# spaCy's text categoriser on the same examples", "", *_compared()], output or TEXTCAT)
        return
    lines = ["# Figures", "", "Measured by `yanjian figures`; never edited by hand.", ""]
    dev = _items([CORPUS / "dev" / "utterances-a.jsonl"])
    lines += ["## Development set and each part switched off in turn", "", *_head()]
    lines += [_keyword_row(dev), _row("everything on", evaluate(dev, Checker()), dev)]
    for part in PARTS:
        lines.append(_row(f"without {part}", evaluate(dev, _checker_without(part)), dev))
    for title, files in WHOLE.items():
        found = evaluate(_items([CORPUS / file for file in files]), Checker()).lines
        lines += ["", f"## {title}", "", "```", *found, "```"]
    if real:
        lines += [
            "",
            "## Real, unlabelled text",
            "",
            "| file | clerk turns | violations per 1,000 | suspected per 1,000 |",
            "|---|---|---|---|",
        ]
        lines += [_rate(path, Checker()) for path in real]
    if phrases:
        lines += ["", PUBLISHED, "", *_published(phrases)]
    if phrases and harmless:
        lines += ["", "## The same without those that are given as harmless by themselves", ""]
        lines += _published(phrases, frozenset(phrases_of(harmless)))
    _write(lines, output or FIGURES)


def _write(lines: Sequence[str], output: Path) -> None:
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text("\n".join(lines) + "\n", encoding="utf-8")
    console().print(f"写到 {output}", markup=False)


def _items(paths: Iterable[Path]) -> list[Item]:
    from checker.training.corpus import read_items

    return read_items(list(paths))


def _head() -> list[str]:
    return [
        "| what | items | precision | recall | three-way | " + " | ".join(f"recall {c}" for c in CHANNELS) + " |",
        "|---" * 9 + "|",
    ]


def _row(name: str, found: Figures, items: Sequence[Item]) -> str:
    values = found.values
    channels = " | ".join(
        f"{values[key]:.2f}" if (key := f"recall {channel}") in values else "–" for channel in CHANNELS
    )
    shown = (
        f"{values['violation precision']:.3f} | {values['violation recall']:.3f} | {values['three-way accuracy']:.3f}"
    )
    return f"| {name} | {len(items)} | {shown} | {channels} |"


def _keyword_row(items: Sequence[Item]) -> str:
    from checker.training.keywords import keyword_list

    precision, recall = keyword_list(items)
    return f"| listed phrases as substrings | {len(items)} | {precision:.3f} | {recall:.3f} | – |" + " – |" * 4


def _checker_without(part: str) -> Checker:
    checker = Checker()
    checker.profiles = {name: _without(profile, part) for name, profile in checker.profiles.items()}
    return checker


def _without(profile: Profile, part: str) -> Profile:
    return replace(profile, matching=replace(profile.matching, **{part: []}))


def _held_out() -> list[str]:
    """Some files judged by a checker whose detector was trained on all others."""
    from checker.training.corpus import corpus_hash
    from checker.training.validation import held_out

    paths = sorted(CORPUS.glob("*.jsonl"))
    files = [CORPUS / f"utterances-{name}.jsonl" for name in HELD_OUT]
    checker = held_out(paths, files)
    rows = []
    for name, some in [*((path.stem, [path]) for path in files), ("all of them", files)]:
        items = _items(some)
        rows.append(_keyword_row(items).replace("listed phrases", f"{name}: listed phrases"))
        rows.append(_row(f"{name}: everything on", evaluate(items, checker), items))
    corpus = (
        f"Judged by a detector that has seen none of these files, trained on the rest of corpus {corpus_hash(paths)[:12]}. Strengths "
        "and thresholds were chosen on these files."
    )
    return [corpus, "", *_head(), *rows]


def _compared() -> list[str]:
    """One held-out file judged by spaCy's categorisers, trained on all other labelled utterances, and by the whole checker."""
    from checker.training.corpus import examples_of, read_items
    from checker.training.textcat import ARCHITECTURES, predictions
    from checker.training.validation import held_out

    examples = list(examples_of(read_items(sorted(CORPUS.glob("utterances-*.jsonl")))))
    test = [one for one in examples if one.group.startswith(f"{COMPARED}/")]
    train = [one for one in examples if not one.group.startswith(f"{COMPARED}/")]
    rows = [
        f"Trained on {len(train)} labelled utterances, judged on the {len(test)} of {COMPARED}, by `yanjian figures --textcat`.",
        "",
        "| what | precision | recall | three-way |",
        "|---|---|---|---|",
    ]
    for name in ARCHITECTURES:
        given = predictions(name, train, test)
        hit = sum(label == one.label == "violation" for label, one in zip(given, test, strict=True))
        right = sum(label == one.label for label, one in zip(given, test, strict=True))
        labelled = sum(one.label == "violation" for one in test)
        found = max(1, given.count("violation"))
        rows.append(f"| {name} | {hit / found:.3f} | {hit / labelled:.3f} | {right / len(test):.3f} |")
    path = CORPUS / f"{COMPARED}.jsonl"
    values = evaluate(_items([path]), held_out(sorted(CORPUS.glob("*.jsonl")), [path])).values
    ours = (f"{values[key]:.3f}" for key in ("violation precision", "violation recall", "three-way accuracy"))
    rows.append(f"| lexicon, judgements and detector together | {' | '.join(ours)} |")
    return rows


def _published(paths: Iterable[Path], harmless: Container[str] = ()) -> list[str]:
    rows = ["| said as | phrases | found | as a violation |", "|---|---|---|---|"]
    phrases = (phrase for path in paths for phrase in phrases_of(path))
    for each in recall(Checker(), (phrase for phrase in phrases if phrase not in harmless)):
        shares = (f"{count / max(1, each.phrases):.3f}" for count in (each.found, each.violations))
        rows.append(f"| {each.frame.format('……')} | {each.phrases} | {' | '.join(shares)} |")
    return rows


def _rate(path: Path, checker: Checker) -> str:
    conversations = [record.conversation for record in read_path(path) if record.conversation]
    turns = sum(turn.role == "clerk" for conversation in conversations for turn in conversation.turns)
    violations, suspected = _counted(conversations, checker)
    return f"| {path.name} | {turns} | {1000 * violations / turns:.2f} | {1000 * suspected / turns:.2f} |"


def _counted(conversations: Sequence[Conversation], checker: Checker) -> tuple[int, int]:
    statuses = [
        finding.status
        for report in checker.check_many(conversations)
        for finding in report.findings
        if finding.kind == "forbidden"
    ]
    return statuses.count("violation"), statuses.count("suspected")
