"""Completeness of the one-time notice (一次性告知): every element told, in one go, and true (norms N3, N4, N9, N17).

Each element is read off all that the clerk told: first words that look like it and are none are masked (a law named in
passing, papers already handed in, deadlines on the citizen, the hotline in the letterhead), then words that tell it and
empty formulas in its place are looked for. Where there is a service guide, what was told is compared with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from checker.errors import LexiconError, Problem
from checker.model import Element, Finding, Matter, Notice
from checker.rules.notice.acquitting import said_of
from checker.rules.notice.calling import called_for
from checker.rules.notice.cues import Cues
from checker.rules.notice.findings import finding
from checker.rules.notice.guide import Compared, compare
from checker.rules.notice.lexicon import NoticeLexicon, load_notices
from checker.rules.notice.listed import Against, surroundings
from checker.rules.notice.once import Cases, dripped, unlisted
from checker.rules.notice.papers import read_materials
from checker.rules.notice.reading import Reading, read_plain
from checker.rules.notice.remedies import beside_the_matter
from checker.rules.notice.sources import read_basis, read_contact
from checker.rules.notice.steps import read_procedure
from checker.rules.notice.surroundings import Surroundings
from checker.rules.notice.talk import Talk, masked, talk_of
from checker.rules.notice.times import read_time
from checker.rules.notice.weighing import EVIDENCE_MAX, Weighed, weighed
from checker.rules.notice.whereabouts import read_whereabouts
from checker.rules.scene import Scene

__all__ = ["Cases", "NoticeLexicon", "load_notices", "notice", "papers_said", "said_of"]


def notice(scene: Scene, lexicon: NoticeLexicon) -> tuple[Notice | None, list[Finding]]:
    """The notice's elements, or None where nothing called for one, and a finding for each that is not told."""
    if not scene.profile.elements or not scene.clerk_turns or not called_for(scene, lexicon.signals):
        return None, []
    talk = talk_of(scene)
    text = masked(talk.text, lexicon.aside)
    compared = {name: _compared(name, talk, text, scene, lexicon) for name in scene.profile.elements}
    outcome = weighed(scene, {name: _element(talk, each) for name, each in compared.items()})
    findings = _findings(scene, outcome, compared, lexicon.cues)
    return Notice(scene.profile.name, outcome.elements), [*findings, *unlisted(scene, talk, lexicon)]


def _compared(name: str, talk: Talk, text: str, scene: Scene, lexicon: NoticeLexicon) -> Compared:
    cues = _cues(name, scene, lexicon)
    cleared = masked(text, cues.none)
    if name == "remedy":
        cleared = beside_the_matter(cleared, scene.conversation.matter)
    reading = _read(name, talk, cleared, cues, lexicon)
    if name == "materials" and reading.status == "told" and (late := dripped(scene, talk, lexicon)):
        reading = replace(reading, status="partial", vague=tuple(talk.place(asked.evidence) for asked in late))
    return compare(name, reading, talk, cleared, scene.conversation.matter, _against(scene, lexicon))


def _against(scene: Scene, lexicon: NoticeLexicon) -> Against:
    """What the papers of a service guide are held against the talk with."""
    if scene.wording is None:
        return Against(lexicon.documents)
    detector = scene.wording.detector
    return Against(lexicon.documents, detector.papers, detector.mentions)


def papers_said(scene: Scene, lexicon: NoticeLexicon, matter: Matter) -> Surroundings:
    """The papers of a guide as the rules find them, amid what was said; for the training of the detector."""
    talk = talk_of(scene)
    text = masked(masked(talk.text, lexicon.aside), lexicon.cues["materials"].none)
    return surroundings(talk, text, matter, lexicon.documents)


def _cues(name: str, scene: Scene, lexicon: NoticeLexicon) -> Cues:
    """The cues of an element. Raises LexiconError for one that a profile names and no file describes."""
    found = lexicon.cues.get(name)
    if found is None:
        message = f"标准“{scene.profile.name}”的要素 “{name}” 没有提示词"
        raise LexiconError(Problem(message, f"在词库的 notice/ 下写一个 {name}.toml", field="elements"))
    return found


def _read(name: str, talk: Talk, text: str, cues: Cues, lexicon: NoticeLexicon) -> Reading:
    match name:
        case "materials":
            return read_materials(talk, text, cues, lexicon.names)
        case "procedure":
            return read_procedure(talk, text, cues, lexicon.steps)
        case "time_limit":
            return read_time(talk, text, cues)
        case "contact":
            return read_contact(talk, text, cues)
        case "basis" | "policy":
            return read_basis(talk, text, cues)
        case "department" | "path":
            return read_whereabouts(talk, text, cues)
        case _:
            return read_plain(talk, text, cues)


def _element(talk: Talk, compared: Compared) -> Element:
    reading = compared.reading
    shown = reading.vague if reading.status == "partial" and reading.vague else reading.told
    evidence = tuple(talk.evidence(start, end) for start, end in shown[:EVIDENCE_MAX])
    return Element(reading.status, tuple(each for each in evidence if each.text), compared.missing)


def _findings(
    scene: Scene, outcome: Weighed, compared: Mapping[str, Compared], cues: Mapping[str, Cues]
) -> Iterator[Finding]:
    due = _due(scene, outcome.elements)
    for name, element in outcome.elements.items():
        if element.status != "told":
            found = finding(scene, name, element, compared[name], cues[name], due)
            yield outcome.grounds[name].on(found) if name in outcome.grounds else found


def _due(scene: Scene, elements: Mapping[str, Element]) -> int:
    """The clerk's turn that told most: there the rest was due; of several the first."""
    told = [evidence.turn for element in elements.values() for evidence in element.evidence]
    return max(scene.clerk_turns, key=told.count) if told else scene.clerk_turns[0]
