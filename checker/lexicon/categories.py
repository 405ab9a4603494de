"""What is said of each category of forbidden language where no entry speaks for it."""

from __future__ import annotations

from dataclasses import dataclass

from checker.errors import LexiconError, Problem
from checker.lexicon.folder import shipped
from checker.lexicon.kept import kept_records
from checker.lexicon.schema import Basis, Strict, TomlFile, validate
from checker.model import CATEGORIES, Citation, Severity

FILE = "categories.toml"


@dataclass(frozen=True)
class Category(Strict):
    """Severity, reason, remedy and clauses of a category."""

    severity: Severity
    why: str
    say_instead: list[str]
    basis: list[Basis]

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The clauses it rests on."""
        return tuple(Citation(basis.document, basis.clause) for basis in self.basis)


def load_categories() -> dict[str, Category]:
    """All categories by name. Raises LexiconError with every problem."""
    return kept_records("categories", (), [FILE], dict[str, Category], _read)


def _read() -> dict[str, Category]:
    file = TomlFile(shipped() / FILE)
    problems: list[Problem] = []
    categories: dict[str, Category] = {}
    for name in CATEGORIES:
        result = validate(Category, file.data.get(name), file)
        if isinstance(result, list):
            problems += result
        else:
            categories[name] = result
    if problems:
        raise LexiconError(problems)
    return categories
