"""What a detector is trained on: labelled utterances and the lexicon's examples, and short ones once more amid other words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from checker.deferred import deferred
from checker.lexicon import Lexicon
from checker.model import REPAIRABLE_NEVER, Turn
from checker.training.corpus import Example, examples_of, lexicon_examples, read_items

FRAMES = (
    "您好，{}，谢谢您。",
    "您好，{}。",
    "{}，请您谅解。",
    "{}，谢谢您的配合。",
    "您好，{}，请您理解，祝您生活愉快。",
    "请您稍等，{}。",
    "{}，感谢您的来电，再见。",
    "您好，感谢您的咨询，{}。",
    "{}，谢谢，请慢走。",
    "亲，{}哦，祝您生活愉快。",
    "那件事嘛，{}，就这样吧。",
    "我跟您说啊，{}。",
    "{}，您的材料先放我这儿。",
)
"""Politeness and small talk around an utterance change nothing about it: 您好，不归我管，谢谢您 is what it is without."""
FRAMED = 24
"""So many characters at most has an utterance that is put into a frame: longer ones bring words of their own."""
MIXED = 2
"""Every so manyth short utterance is put beside a harmless one: what is said besides changes nothing about it either."""
LEAST = 3
"""So many characters at least has the harmless one."""
STEP = 7919
"""From one utterance to the next, so far on lies the harmless one that is put beside it: none of its neighbours."""
AMID, AMID_CLEAN = 2, 4
"""Every so manyth utterance, and every so manyth clean one, is put amid sentences of other business."""
AMID_LONGEST = 40
"""So many characters at most has an utterance that is."""
SENTENCES = (2, 3, 4, 8)
"""So many sentences stand around it, in turn."""
LONG = 160
"""So many characters at most it has with them."""
FAR = 104_729
"""From one of these sentences to the next, so far on lies the next."""
VARIETY = 12
"""So many sentences to choose from there must be at least."""
_REPAIRS = deferred(r"[0-9一二三四五六七八九十两]号|窗口|电话|拨|联系|咨询|帮|查|问|找|楼|核实|[去到]|12")
"""What might repair a fault that can be repaired: it stands around none."""
_STOPS, _COMMAS = deferred(r"[。！？!?；;\n]"), deferred(r"[，,]")
_SENTENCE = range(6, 27)
"""So many characters has a sentence of business; of a longer one its clauses are taken."""
_ENDS, _MARKS = "。！？!?，…～~ ", "，。"
_UNMARKED = (" ", "")
Place = tuple[str, str, bool]
Sentences = Mapping[Place, Sequence[str]]


def all_examples(paths: Sequence[Path], lexicon: Lexicon) -> list[Example]:
    """What a detector is trained on: the utterances of label files, the lexicon's own, and short ones amid other words."""
    labelled = list(examples_of(read_items(paths)))
    plain = [*labelled, *lexicon_examples(lexicon)]
    return [*plain, *framed(plain), *mixed(labelled), *amid(labelled)]


def framed(examples: Sequence[Example]) -> Iterator[Example]:
    """Short examples once more, in turn in each of the frames, with the label they have."""
    for number, example in enumerate(examples):
        if len(example.text) <= FRAMED:
            yield _within(example, FRAMES[number % len(FRAMES)])


def mixed(examples: Sequence[Example]) -> Iterator[Example]:
    """Short examples once more, before or after a harmless one of the same file and channel, with the label they have.

    Of the same file, so that nothing of a file that is held out is heard.
    """
    harmless: dict[Place, list[str]] = defaultdict(list)
    for example in examples:
        if example.label == "clean" and LEAST <= len(example.text) <= FRAMED:
            harmless[_place(example)].append(example.text.rstrip(_ENDS))
    for number, example in enumerate(examples):
        others = harmless[_place(example)]
        if number % MIXED == 0 and others and len(example.text) <= FRAMED:
            mark = "" if _unmarked(example) else _MARKS[number // 2 % 2]
            other = others[number * STEP % len(others)]
            yield _within(example, f"{other}{mark}{{}}" if number // 4 % 2 else f"{{}}{mark}{other}")


def amid(examples: Sequence[Example]) -> Iterator[Example]:
    """Short examples once more, amid sentences of harmless business of the same file and channel, with the label they have: one
    fault in a long turn is none the less a fault. How many sentences, how they are joined and where it stands says nothing of it.
    """
    business = _business(examples)
    harmless = {place: [one for one in some if not _REPAIRS.search(one)] for place, some in business.items()}
    made: Counter[str] = Counter()
    for number, example in enumerate(examples):
        if number % (AMID if example.target else AMID_CLEAN) or len(example.text) > AMID_LONGEST:
            continue
        repairable = example.category not in REPAIRABLE_NEVER and example.category
        others = (harmless if repairable else business).get(_place(example), ())
        if len(others) < VARIETY:
            continue
        turn = made[example.label]
        made[example.label] += 1
        around = _fitting(others, turn, SENTENCES[turn % len(SENTENCES)], LONG - len(example.text))
        around.insert(turn // 8 % (len(around) + 1), "{}")
        pauses = _UNMARKED if _unmarked(example) else _MARKS
        yield _within(example, pauses[turn // 4 % len(pauses)].join(around))


def _business(examples: Sequence[Example]) -> Sentences:
    """The sentences of the clean examples, by where they come from."""
    found: dict[Place, list[str]] = defaultdict(list)
    for example in examples:
        if example.label == "clean":
            found[_place(example)] += [
                one for one in _sentences(example.text) if len(one) in _SENTENCE and "{" not in one
            ]
    return found


def _sentences(text: str) -> Iterator[str]:
    """The sentences of a text, of long ones the clauses."""
    for sentence in _STOPS.split(text):
        yield from (sentence.strip(),) if len(sentence) < _SENTENCE.stop else map(str.strip, _COMMAS.split(sentence))


def _fitting(sentences: Sequence[str], turn: int, count: int, room: int) -> list[str]:
    """So many of the sentences, drawn by a number, or fewer where more do not fit into so many characters."""
    chosen: list[str] = []
    for step in range(count):
        one = sentences[(turn * STEP + step * FAR) % len(sentences)]
        if len(one) < room and one not in chosen:
            chosen.append(one)
            room -= len(one) + 1
    return chosen


def _unmarked(example: Example) -> bool:
    """Whether an example is speech as it was recognised, without marks."""
    return example.conversation.channel == "phone" and not any(mark in example.text for mark in _MARKS)


def _place(example: Example) -> Place:
    """Where an example comes from: its file and channel, and whether it is unmarked."""
    return example.group.partition("/")[0], example.conversation.channel, _unmarked(example)


def _within(example: Example, frame: str) -> Example:
    """An example inside a frame, with the label it has."""
    said = example.text.rstrip(_ENDS)
    last = Turn(frame.replace("{}", said), "clerk")
    span = (example.span or (said if example.label == "violation" else "")).rstrip(_ENDS)
    conversation = replace(example.conversation, turns=(*example.conversation.turns[:-1], last))
    return replace(example, conversation=conversation, span=span)
