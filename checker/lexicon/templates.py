"""Templates: finite patterns of phrases. `{a|b}` is a choice, `{a|b}?` may be left out, `<数>` is a slot.

A template is kept factored. It is found by its anchors: the expansions of all of it where those are few, else of the
run of its parts that is most telling, and then a bounded regular expression confirms the whole. Nothing in a template
can loop, so no entry can blow up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import islice, product
from math import prod

from checker.text import PAUSES_AND_QUOTES, STOP, normal_character

ANCHORS_MAX = 400
"""How many literal anchors one template may put into the automaton."""
COMPLETE_MAX = 24
"""Templates with so few expansions are found by all of them, without an expression."""
TELLING = 3
"""An anchor of so many characters is rare enough: fewer anchors count more than longer ones."""
ANCHOR_MIN = 1
"""A template of which not all expansions are anchors is found by a part of at least so many characters."""

SLOTS = {
    "数": "[0-9〇零一二两三四五六七八九十百×xX某]{1,6}",
    "名": "[^。\uffff]{1,12}?",
    "时": "[^。\uffff]{1,12}?",
    "话": "[0-9×xX某零一二三四五六七八九幺转]{2,20}",
}
"""Slot → bounded regular expression over the normal form."""
SLOT_LENGTHS = {name: int(pattern.rstrip("?}").rpartition(",")[2]) for name, pattern in SLOTS.items()}
"""Slot → the most characters it stands for."""


class TemplateError(ValueError):
    """A template that cannot be read; the message is for the lexicon's author."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a filling: a number, a name, a time, a telephone number."""

    name: str


@dataclass(frozen=True, slots=True)
class Break:
    """Punctuation inside a phrase: it may be there or not, and may be a sentence end in the text."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several sequences; an optional one has the empty sequence among them."""

    options: tuple[Parts, ...]


Part = str | Slot | Break | Choice
Parts = tuple[Part, ...]


@dataclass(frozen=True)
class Template:
    """A parsed template; literal parts are in normal form."""

    source: str
    parts: Parts

    @cached_property
    def breaks(self) -> int:
        """How many places of punctuation an expansion may have at most."""
        return sum(map(_breaks, self.parts))

    @cached_property
    def anchors(self) -> tuple[str, ...]:
        """The literals by which the template is found in the normal form."""
        low, high = self._anchor_window
        return tuple(dict.fromkeys(_expansions(self.parts[low:high], stops=True)))

    @cached_property
    def complete(self) -> bool:
        """Whether the anchors are all expansions, so that an anchor found is the phrase found."""
        return self._anchor_window == (0, len(self.parts))

    @cached_property
    def beginnings(self) -> tuple[frozenset[str], ...]:
        """For each part beside the anchor that may not be left out, the characters with which it may begin."""
        low, high = self._anchor_window
        beside = (*self.parts[:low], *self.parts[high:])
        return tuple(letters for part in beside if (letters := _beginnings(part)))

    @cached_property
    def edges(self) -> tuple[frozenset[str] | None, frozenset[str] | None]:
        """The characters of which one stands just before the anchor, and just after it; None where any may, or the text may end."""
        low, high = self._anchor_window
        return _edge(self.parts[:low], last=True), _edge(self.parts[high:], last=False)

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """The whole template over the normal form; every part of it is bounded."""
        return re.compile(_expression(self.parts))

    def around(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        """The span of the whole template around its anchor at [start, end) of a text in normal form."""
        if self.complete:
            return start, end
        before, inner, after = self._reach
        limit = start + inner + after
        if not before:
            found = self.expression.match(text, start, limit)
            return found.span() if found and found.end() >= end else None
        place = max(0, start - before)
        while place <= start and (found := self.expression.search(text, place, limit)) and found.start() <= start:
            if found.end() >= end:
                return found.span()
            place = found.start() + 1
        return None

    @cached_property
    def _reach(self) -> tuple[int, int, int]:
        """How many characters may stand before the anchor, in it and after it."""
        low, high = self._anchor_window
        longest = list(map(_part_longest, self.parts))
        return sum(longest[:low]), sum(longest[low:high]), sum(longest[high:])

    @cached_property
    def has_slots(self) -> bool:
        """Whether a filling is wanted somewhere."""
        return any(map(_has_slot, self.parts))

    @cached_property
    def characters(self) -> frozenset[str]:
        """Every character of its literal parts."""
        return frozenset(character for part in self.parts for character in _letters(part))

    def spelled(self, spell: Callable[[str], str]) -> Template:
        """The same template in another alphabet: every literal part respelled."""
        return Template(self.source, _spelled(self.parts, spell))

    def expansions(self, limit: int) -> list[str]:
        """The first expansions in normal form, without stops; slots are left as `×`."""
        return list(dict.fromkeys(islice(_expansions(self.parts, stops=False), limit)))

    @cached_property
    def _anchor_window(self) -> tuple[int, int]:
        """The run of parts that is most telling, few enough to be anchors."""
        size = len(self.parts)
        counts = list(map(_part_count, self.parts))
        if prod(counts) <= COMPLETE_MAX:
            return 0, size
        shortest = list(map(_part_shortest, self.parts))
        best, best_window = (0, 0), (0, 0)
        for low in range(size):
            count, length = 1, 0
            for high in range(low, size):
                count, length = count * counts[high], length + shortest[high]
                if count > ANCHORS_MAX:
                    break
                best, best_window = max((best, best_window), ((min(length, TELLING), -count), (low, high + 1)))
        return best_window


@cache
def parse(source: str) -> Template:
    """A template from its source. Raises TemplateError with what to mend."""
    parts, rest = _parse(source, 0, depth=0)
    if rest != len(source):
        raise TemplateError(f"“{source}” 第 {rest + 1} 个字 “{source[rest]}” 没有与之成对的 {{")
    template = Template(source, _trimmed(parts[0]) if len(parts) == 1 else (Choice(tuple(parts)),))
    if sum(map(_part_shortest, template.parts)) == 0:
        raise TemplateError(f"“{source}” 可以展开成空的短语；请至少留下一个固定的字")
    if isinstance(template.parts[0], Slot) or template.parts[-1] in (Slot("名"), Slot("时")):
        raise TemplateError(f"“{source}”：空位不能在开头，<名> 和 <时> 也不能在结尾，请写上固定的字")
    if not template.complete and min(map(len, template.anchors), default=0) < ANCHOR_MIN:
        raise TemplateError(f"“{source}”：选择太多或空位太多，请写上连续 {ANCHOR_MIN} 个以上固定的字，或拆成几条")
    return template


def _parse(source: str, start: int, *, depth: int) -> tuple[list[Parts], int]:
    """Parse from `start` to the end of this group: its options, and the offset of what ended it."""
    options: list[Parts] = []
    current: list[Part] = []
    position = start
    while position < len(source):
        character = source[position]
        if character == "{":
            inner, position = _parse(source, position + 1, depth=depth + 1)
            if position >= len(source):
                raise TemplateError(f"“{source}” 缺少 }}")
            position += 1
            if source[position : position + 1] == "?":
                inner, position = [*inner, ()], position + 1
            current.append(_choice(inner))
        elif character == "<":
            slot, position = _slot(source, position)
            current.append(slot)
        elif character == "|" and depth:
            options.append(tuple(current))
            current, position = [], position + 1
        elif character == "}" and not depth:
            return [tuple(current)], position
        elif character == "}":
            break
        elif character == "?" and position + 1 < len(source):
            raise TemplateError(f"“{source}” 第 {position + 1} 个字 “?” 前面没有 {{…}}；可以省去的字要写成 {{字}}?")
        else:
            _append(current, character)
            position += 1
    return [*options, tuple(current)], position


def _append(parts: list[Part], character: str) -> None:
    """Add a literal character in normal form; punctuation becomes a break, what carries no word is left out."""
    normal = normal_character(character)
    if normal == STOP or character in PAUSES_AND_QUOTES:
        if not parts or not isinstance(parts[-1], Break):
            parts.append(Break())
    elif normal:
        if parts and isinstance(parts[-1], str):
            parts[-1] += normal
        else:
            parts.append(normal)


def _slot(source: str, start: int) -> tuple[Slot, int]:
    end = source.find(">", start)
    name = source[start + 1 : end]
    if end < 0 or name not in SLOTS:
        raise TemplateError(f"“{source}”：空位只能是 {'、'.join(f'<{known}>' for known in SLOTS)}")
    return Slot(name), end + 1


def _trimmed(parts: Parts, *, first: bool = True, last: bool = True) -> Parts:
    """Punctuation at the ends of a phrase does not matter; `first` and `last` say whether its beginning and its end are here."""
    while last and parts and isinstance(parts[-1], Break):
        parts = parts[:-1]
    while first and parts and isinstance(parts[0], Break):
        parts = parts[1:]
    if last and parts and isinstance(parts[-1], Choice):
        parts = (*parts[:-1], _choice(_trimmed(option, first=False) for option in parts[-1].options))
    if first and parts and isinstance(parts[0], Choice):
        parts = (_choice(_trimmed(option, last=False) for option in parts[0].options), *parts[1:])
    return parts


def _choice(options: Iterable[Parts]) -> Choice:
    """A choice among the options, each of them once."""
    return Choice(tuple(dict.fromkeys(options)))


def _letters(part: Part) -> str:
    if isinstance(part, Choice):
        return "".join(_letters(inner) for option in part.options for inner in option)
    return part if isinstance(part, str) else ""


def _beginnings(part: Part) -> frozenset[str]:
    """The characters with which the text of a part may begin; none where that may be any or none."""
    if isinstance(part, Choice):
        each = [_beginnings(option[0]) if option else frozenset() for option in part.options]
        return frozenset().union(*each) if all(each) else frozenset()
    return frozenset(part[0]) if isinstance(part, str) else frozenset()


def _edge(parts: Parts, *, last: bool) -> frozenset[str] | None:
    """The characters with which the text of some parts may begin, or end if `last`; None where that may be any or none."""
    letters, needed = _edge_letters(parts, last=last)
    return letters if needed else None


def _edge_letters(parts: Parts, *, last: bool) -> tuple[frozenset[str] | None, bool]:
    """As `_edge`, None where it may be any; and whether there is such a character, for the parts may all be left out."""
    found: frozenset[str] = frozenset()
    for part in reversed(parts) if last else parts:
        if isinstance(part, str):
            return found | {part[-1] if last else part[0]}, True
        if isinstance(part, Slot):
            return None, True
        options = ((), (STOP,)) if isinstance(part, Break) else part.options
        each = [_edge_letters(option, last=last) for option in options]
        if any(letters is None for letters, _ in each):
            return None, True
        found = found.union(*(letters for letters, _ in each if letters))
        if all(needed for _, needed in each):
            return found, True
    return found, False


def _spelled(parts: Parts, spell: Callable[[str], str]) -> Parts:
    return tuple(_spelled_part(part, spell) for part in parts)


def _spelled_part(part: Part, spell: Callable[[str], str]) -> Part:
    if isinstance(part, Choice):
        return _choice(_spelled(option, spell) for option in part.options)
    return spell(part) if isinstance(part, str) else part


def _has_slot(part: Part) -> bool:
    if isinstance(part, Choice):
        return any(_has_slot(inner) for option in part.options for inner in option)
    return isinstance(part, Slot)


def _breaks(part: Part) -> int:
    if isinstance(part, Choice):
        return max(sum(map(_breaks, option)) for option in part.options)
    return int(isinstance(part, Break))


def _part_count(part: Part) -> int:
    """How many expansions; more than may be anchors where there is a slot."""
    if isinstance(part, Choice):
        return sum(prod(map(_part_count, option)) for option in part.options)
    return {Break: 2, Slot: ANCHORS_MAX + 1}.get(type(part), 1)


def _part_shortest(part: Part) -> int:
    """The length of the shortest expansion."""
    if isinstance(part, Choice):
        return min(sum(map(_part_shortest, option)) for option in part.options)
    return len(part) if isinstance(part, str) else 0


def _part_longest(part: Part) -> int:
    """The length of the longest text that a part stands for."""
    if isinstance(part, Choice):
        return max(sum(map(_part_longest, option)) for option in part.options)
    if isinstance(part, Slot):
        return SLOT_LENGTHS[part.name]
    return len(part) if isinstance(part, str) else 1


def _expansions(parts: Parts, *, stops: bool) -> Iterator[str]:
    choices = [_part_expansions(part, stops=stops) for part in parts]
    return ("".join(chosen) for chosen in product(*choices))


def _part_expansions(part: Part, *, stops: bool) -> list[str]:
    if isinstance(part, Choice):
        return [text for option in part.options for text in _expansions(option, stops=stops)]
    if isinstance(part, Break):
        return ["", STOP] if stops else [""]
    return ["×" if isinstance(part, Slot) else part]


def _expression(parts: Parts) -> str:
    return "".join(map(_part_expression, parts))


def _part_expression(part: Part) -> str:
    if isinstance(part, Choice):
        options = sorted((_expression(option) for option in part.options), key=len, reverse=True)
        return f"(?:{'|'.join(options)})"
    if isinstance(part, Break):
        return f"{STOP}?"
    return SLOTS[part.name] if isinstance(part, Slot) else re.escape(part)
