"""The citizen's questions, and which of the clerk's turns answers each (问有答声)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from checker.deferred import deferred
from checker.matching.cues import Span
from checker.model import Point, Question
from checker.rules.protocol.view import NA, PARTICLES, View, once

REST = 4
"""What is left of a reply beside evasions, rude words and particles must be longer than this to answer anything."""
RUDE_REST = 12
"""What is left of a rude reply beside the rude clauses must be longer than this: scorn is often longer than its worst
words.
"""
MEANT = 2
"""A question has so many characters beside greetings."""
TOLD = 6
"""A reply that tells something after an evasion has so many characters beside evasions and particles."""
_SENTENCE = deferred(r"[^。！？；\n]+[。！？；]*")
_MARKED = deferred(r"[。？！；，]")
_CLAUSE = deferred(r"[^，。！？； \n]+[，。！？； ]*")
_TAUTOLOGY = deferred(r"([^。]{2,5})(?:就是|是|归)\1")
"""没批就是没批: says nothing."""
_BREAK = deferred(r"[，。！？； \n]")
WILLING = frozenset({"disclosure"})
"""Faults that say nothing of whether the question was answered."""
ASSENT = "好行嗯哦中成对是吧嘛的了啊唉。"
"""What a citizen who only assents says."""
SHARED = 4
"""Questions that share so many characters in a row ask the same."""
SUBJECTS = ("promising.asked", "refusing.asks_fee", "answering.asks_papers", "referring.asks_where")
"""Cues of what is asked for: time, money, papers, place. A question for another of them is a new one."""
INSISTING = ("refusing.asks_why", "referring.asks_where", "referring.asks_whom")
"""Cues of a citizen who asks on after an evasion."""
EVADING = frozenset({"shirking", "ignorance", "dismissal", "solicitation", "impatience", "arrogance", "threat"})
"""Faults that stand in place of an answer, whatever else is said."""


class _Cues(NamedTuple):
    """Where a turn asks, where the words stand that ask at the end of a piece, and what is no question."""

    asked: Sequence[Span]
    ends: Sequence[Span]
    idle: Sequence[Span]


@once
def answered(view: View) -> tuple[Point, tuple[Question, ...]]:
    """Whether every question got an answer or a word on what will be done; the questions with their answers."""
    questions = tuple(question for turn in view.citizen_turns for question in questions_in(view, turn))
    if not questions:
        return NA, ()
    open_questions = [question for question in questions if question.answered_by is None]
    if open_questions:
        return Point("missed", open_questions[0].turn), questions
    return Point("met", questions[-1].answered_by), questions


def questions_in(view: View, turn: int) -> list[Question]:
    """The questions asked in a citizen's turn, each with the turn that answers it."""
    spans = list(_question_spans(view, turn))
    if not spans:
        return []
    answer = _answer(view, turn)
    text = view.scene.conversation.turns[turn].text
    return [Question(turn, start, end, text[start:end], answer) for start, end in spans]


def _question_spans(view: View, turn: int) -> Iterator[Span]:
    """The questions of a turn as given: sentences, or the bits between pauses where there is no punctuation."""
    asked = view.spans(turn, "answering.question", "answering.no_question")
    ends = view.spans(turn, "answering.question_end")
    folded = view.scene.folded(turn)
    if not (asked or ends or "？" in folded):
        return
    cues = _Cues(asked, ends, view.spans(turn, "answering.no_question"))
    text = view.scene.text(turn)
    piece = _SENTENCE if _MARKED.search(folded) else _CLAUSE
    for match in piece.finditer(folded):
        normal = bisect_left(text.origin, match.start()), bisect_left(text.origin, match.end())
        if _is_question(text.normal, cues, normal, marked="？" in match[0]):
            yield match.start(), match.start() + len(match[0].rstrip())


def _is_question(normal: str, cues: _Cues, piece: Span, *, marked: bool) -> bool:
    """Whether a piece of the normal form asks something, beside greetings and outbursts."""
    start, end = piece
    words = normal[start:end].rstrip("。")
    end = start + len(words)
    idle = [span for span in cues.idle if start <= span[0] < end]
    if len(words) - sum(stop - begin for begin, stop in idle) < MEANT:
        return False
    if any(start <= span[0] and span[1] <= end for span in cues.asked):
        return True
    if idle:
        return False
    return marked or any(start <= span[0] and span[1] == end for span in cues.ends)


def _answer(view: View, turn: int) -> int | None:
    """The turn that answers, be it only when the citizen asks the same again."""
    replies = view.replies(turn)
    if not replies:
        return None
    found = next((reply for reply in replies if not evades(view, reply)), None)
    if found is not None:
        return found
    later = (reply for asking in _asked_again(view, turn, replies[-1]) for reply in view.replies(asking))
    return next((reply for reply in later if _tells(view, reply)), None)


def _tells(view: View, turn: int) -> bool:
    """Whether a reply tells something, after an evasion: neither evasive nor rude, no question in return, and no nod."""
    if view.rude(turn) or evades(view, turn) or "？" in view.given(turn):
        return False
    return len(_rest(view, turn, [])) >= TOLD


def _asked_again(view: View, turn: int, reply: int) -> list[int]:
    """The turn in which the citizen insists right after an evasion, and those that later say 到底 and ask the same."""
    later = [index for index in view.citizen_turns if index > reply]
    return [
        index for index in later if (index == later[0] and _insists(view, index, turn)) or _repeats(view, index, turn)
    ]


def _insists(view: View, turn: int, first: int) -> bool:
    """Words that ask on: why, where or whom, a bare question word, or a plea; no new question, and no giving up."""
    if view.has(turn, "answering.gives_up") or not view.words(turn).strip(ASSENT):
        return False
    if any(view.has(turn, cue) for cue in INSISTING):
        return True
    new = any(view.has(turn, cue) and not view.has(first, cue) for cue in SUBJECTS)
    return not new and not view.has(turn, "answering.moves_on")


def _repeats(view: View, turn: int, first: int) -> bool:
    """A question put once more: it says so (到底), or shares a run of words with the first."""
    if not any(_question_spans(view, turn)):
        return False
    return view.has(turn, "answering.once_more") or _shares(view, turn, first)


def evades(view: View, turn: int) -> bool:
    """A reply that leaves the citizen where they were: evasive or rude, with nothing else in it."""
    if _answers_first(view, turn):
        return False
    if view.rude(turn, EVADING) or _TAUTOLOGY.search(view.words(turn)):
        return True
    if view.has(turn, "answering.helping"):
        return False
    scorn = _scorn(view, turn)
    if not scorn and not view.has(turn, "answering.evasive"):
        return False
    return len(_rest(view, turn, scorn)) <= (RUDE_REST if scorn else REST)


def _answers_first(view: View, turn: int) -> bool:
    """Whether the reply begins with a plain sentence that answers, and is rude only after it."""
    faults = view.taboos.get(turn, ())
    if not faults:
        return False
    plain = view.given(turn)[: min(item.start for item in faults)]
    answer, stop, _ = plain.partition("。")
    end = len(answer)
    evasive = any(view.as_given(turn, span)[0] < end for span in view.spans(turn, "answering.evasive"))
    return bool(stop) and "？" not in answer and len(answer) >= MEANT and not evasive


def _scorn(view: View, turn: int) -> list[Span]:
    """The clauses of a reply that brush the citizen off, rudely or not, as given."""
    folded = view.scene.text(turn).folded
    rude = [(item.start, item.end) for item in view.taboos.get(turn, ()) if item.category not in WILLING]
    brushed = [view.as_given(turn, span) for span in view.spans(turn, "answering.brush_off")]
    return [_clause_around(folded, start, end) for start, end in (*rude, *brushed)]


def _rest(view: View, turn: int, scorn: list[Span]) -> str:
    """The reply in normal form without scorn, rude words, evasions and particles."""
    text = view.scene.text(turn)
    evasions = view.spans(turn, "answering.evasive")
    left_out = [*scorn, *((item.start, item.end) for item in view.taboos.get(turn, ()))]
    kept = "".join(
        character
        for index, (character, origin) in enumerate(zip(text.normal, text.origin, strict=True))
        if not any(start <= index < end for start, end in evasions)
        and not any(start <= origin < end for start, end in left_out)
    )
    return kept.translate(PARTICLES)


def _clause_around(words: str, start: int, end: int) -> Span:
    """The clauses that a span touches; the span itself where nothing parts the words (raw transcripts)."""
    breaks = [match.start() for match in _BREAK.finditer(words.rstrip("。！？ "))]
    if not breaks:
        return start, end
    before = [index + 1 for index in breaks if index < start]
    after = [index for index in breaks if index >= end]
    return before[-1] if before else 0, after[0] if after else len(words)


def _shares(view: View, turn: int, first: int) -> bool:
    """Whether the questions of two turns have a run of words in common."""
    words, earlier = view.words(turn), view.words(first)
    runs = (words[start : start + SHARED] for start in range(len(words) - SHARED + 1))
    return any("。" not in run and run in earlier for run in runs)
