"""What is said of each category of forbidden language where no entry speaks for it."""

from __future__ import annotations

from dataclasses import dataclass

from checker.errors import LexiconError, Problem
from checker.lexicon.loading import shipped
from checker.lexicon.schema import Basis, Strict, TomlFile, validate
from checker.model import CATEGORIES, Citation, Severity


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
    file = TomlFile(shipped() / "categories.toml")
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
