"""Every entry of the shipped lexicons does what its examples say: an entry added to one file is tested from here on."""

from __future__ import annotations

import pytest

from checker import Checker
from checker.lexicon import Entry, load_lexicon
from checker.lexicon.linting import lint, lint_profiles
from checker.trials import trial

ENTRIES = load_lexicon().entries


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry.rule for entry in ENTRIES])
def test_examples_and_suggestions_hold(checker: Checker, entry: Entry):
    assert [str(problem) for problem in trial(entry, checker)] == []


def test_the_shipped_lexicons_pass_the_linter(checker: Checker):
    problems = [*lint(checker.lexicon), *lint_profiles(checker.profiles, checker.lexicon)]
    assert [str(problem) for problem in problems] == []


def test_every_situation_and_category_of_the_norms_has_entries(checker: Checker):
    from checker.model import CATEGORIES

    groups = {entry.group for entry in checker.lexicon.of("forbidden")}
    assert groups == set(CATEGORIES)
    assert len({entry.group for entry in checker.lexicon.of("courtesy")}) >= 26
