"""What a requirement can name (situations, elements, points, skills), and what is said of it where the scenario says nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from checker.engine import Checker
from checker.model import Citation
from checker.practice.skills import Skill, load_skills
from checker.reports.names import POINT_NAMES
from checker.rules.protocol.points import POINTS

SITUATIONS = {
    "arrival": "来有迎声",
    "asking_papers": "请出示证件",
    "called_away": "中途离开",
    "cannot_finish_now": "不能当场办完",
    "cannot_meet": "要求不能满足",
    "consultation": "来访咨询",
    "dissatisfied": "对方不满意",
    "done": "办完送别",
    "form_wrong": "表格填错",
    "general": "礼貌用语",
    "long_wait": "久等致歉",
    "own_error": "自己出错",
    "papers_missing": "材料不全",
    "papers_not_acceptable": "材料不合要求",
    "papers_returned": "退还材料",
    "phone_calling_out": "打出电话",
    "phone_consultation": "来电咨询",
    "phone_opening": "接起电话",
    "phone_other_window": "电话问别处的事",
    "phone_person_absent": "要找的人不在",
    "phone_person_sought": "来电找人",
    "phone_unclear": "没有听清",
    "phone_wrong_number": "打错电话",
    "please_wait": "请稍等",
    "queue_jumping": "有人插队",
    "thanked": "对方致谢",
    "wrong_window": "找错窗口",
}
"""The situations of polite expressions (N1) by the names of the files in lexicons/courtesy/."""
DUTIES = {
    "first_asked": "首问负责",
    "notice": "一次性告知",
    "consult_case": "咨询件",
    "supplement_case": "补充件",
    "returned_case": "退回件",
    "instant_case": "即办件",
    "promised_case": "承诺件",
    "refusal": "不予受理",
    "delay": "滞办告知",
    "appointment": "预约",
    "callback": "回访",
    "no_quarrel": "不争吵",
    "identity": "亮明身份",
    "clean_hands": "廉洁",
    "privacy": "保密",
}
"""What else a scenario may be about: duties of the norms (N3–N5, N8, N10–N14, N18, N21)."""


@dataclass(frozen=True, slots=True)
class Described:
    """What a trainee is told of a requirement."""

    title: str
    why: str
    say_instead: tuple[str, ...]
    clause: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names that a checker and the skills know."""

    checker: Checker
    skills: dict[str, Skill]

    @classmethod
    def of(cls, checker: Checker, folders: Sequence[Path] = ()) -> Vocabulary:
        """The vocabulary of a checker. Raises LexiconError with every problem of the skills."""
        return cls(checker, load_skills(checker.cues.lists, folders))

    def names(self, kind: str, profile: str) -> Sequence[str]:
        """The names that a requirement of a kind may have."""
        match kind:
            case "expression":
                return list(SITUATIONS)
            case "point":
                return list(POINTS)
            case "element":
                return self.checker.profiles[profile].elements
            case _:
                return list(self.skills)

    def describe(self, kind: str, name: str, profile: str) -> Described:
        """What is said of a known name."""
        match kind:
            case "expression":
                return self._expression(name)
            case "point":
                point = POINTS[name]
                return Described(POINT_NAMES[name], point.message, (point.suggestion,), point.basis)
            case "element":
                return self._element(name, profile)
            case _:
                skill = self.skills[name]
                return Described(skill.title, skill.why, skill.say_instead, skill.clause)

    def _expression(self, situation: str) -> Described:
        entries = [entry for entry in self.checker.lexicon.of("courtesy") if entry.group == situation]
        suggestions = tuple(dict.fromkeys(text for entry in entries for text in entry.say_instead))
        first = entries[0]
        return Described(SITUATIONS[situation], first.why, suggestions[:3], first.citations)

    def _element(self, name: str, profile: str) -> Described:
        cues = self.checker.notices.cues[name]
        clause = tuple(Citation(basis.document, basis.clause) for basis in self.checker.profiles[profile].clauses)
        return Described(cues.title, "要一次性告知清楚，不让群众跑第二趟", (cues.say,), clause)
