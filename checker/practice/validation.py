"""A file of scenarios as it is being written: what is wrong with it, and how its own examples fare."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from checker.errors import LexiconError, Problem
from checker.lexicon.schema import TomlFile
from checker.practice.grading import Grader
from checker.practice.loading import Loaded, read_file
from checker.practice.model import Scenario, Trial
from checker.practice.proving import prove
from checker.practice.vocabulary import Vocabulary

DRAFT = "草稿"


@dataclass(frozen=True, slots=True)
class Validation:
    """The problems of a text, its well-formed scenarios, and a trial for each of their own answers."""

    problems: tuple[Problem, ...]
    scenarios: tuple[Scenario, ...]
    trials: tuple[tuple[str, Trial], ...]


def validate_scenario(text: str, vocabulary: Vocabulary) -> Validation:
    """What is wrong with the text of a file, all at once and with lines, and how its model and bad answers fare."""
    loaded = Loaded()
    try:
        read_file(TomlFile(Path(DRAFT), text=text), vocabulary, loaded)
    except LexiconError as error:
        loaded.problems += error.problems
    scenarios = tuple(loaded.scenarios.values())
    grader = Grader(vocabulary)
    trials = tuple((each.id, trial) for each in scenarios for trial in prove(each, grader))
    return Validation(tuple(loaded.problems), scenarios, trials)
