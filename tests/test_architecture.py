"""Who may import whom, and what importing the library must not load."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

import checker
from checker.deferred import _Deferred

ROOT = Path(__file__).parent.parent
FILES = sorted((ROOT / "checker").rglob("*.py"))
LAYERS = [
    {"errors", "model", "cache", "deferred"},
    {"tables", "dictionary"},
    {"text"},
    {"lexicon"},
    {"matching"},
    {"judging", "matters"},
    {"rules"},
    {"scoring", "speakers", "masking"},
    {"engine", "fingerprint", "store"},
    {"sources", "reports", "scan", "practice", "review", "evaluation", "published", "trials"},
    {"cli", "training", "spacy_pipe", "spark"},
]
"""From the bottom up: a module imports only from lower layers and, in the same layer, from its neighbours."""
LEAVES = {"checker.sources.decoding"}
"""Modules of a higher layer that import nothing but errors, and may be used from anywhere."""
RANK = {name: rank for rank, layer in enumerate(LAYERS) for name in layer}
ALONE = {"jieba": [], "rapidfuzz": ["checker/matching/", "checker/matters/"], "fastapi": [],
         "spacy": ["checker/text.py", "checker/spacy_pipe.py", "checker/training/textcat.py"], "opencc": ["checker/tables.py"],
         "pypinyin": ["checker/tables.py"], "sklearn": ["checker/training/"], "jax": ["checker/training/"], "optax": ["checker/training/"],
         "sqlalchemy": ["checker/store/", "checker/review/", "checker/practice/"], "alembic": ["checker/store/"],
         "pyspark": ["checker/spark.py"]}  # fmt: skip
"""Packages that few files may import."""


def _part(name: str) -> str:
    return name.split(".")[1] if "." in name else ""


def _imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names if node.module == "checker"}
    return found


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(ROOT)) for path in FILES])
def test_imports_go_downwards(path):
    part = path.relative_to(ROOT / "checker").parts[0].removesuffix(".py")
    if part == "__init__":
        return
    ours = {name for name in _imports(path) if name.startswith("checker")} - {"checker"} - LEAVES
    assert {name for name in ours if RANK[_part(name)] > RANK[part]} == set()


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(ROOT)) for path in FILES])
def test_packages_are_imported_where_they_belong(path):
    name = str(path.relative_to(ROOT))
    packages = {imported.split(".")[0] for imported in _imports(path)}
    for package, places in ALONE.items():
        assert package not in packages or any(name.startswith(place) for place in places), package


def test_rules_do_not_import_each_other():
    rules = {"forbidden", "courtesy", "protocol", "notice", "timing"}
    for path in (ROOT / "checker" / "rules").glob("*.py"):
        if path.stem in rules:
            ours = {name.split(".")[2] for name in _imports(path) if name.startswith("checker.rules.")}
            assert not ours & (rules - {path.stem}), path.name


def test_the_service_reaches_the_core_only_through_what_the_library_exports():
    exported = {f"checker.{name}" for name in checker.__all__}
    open_to_it = exported | {"checker", "checker.practice", "checker.reports", "checker.review", "checker.store"}
    for path in (ROOT / "api").rglob("*.py"):
        ours = {name for name in _imports(path) if name.split(".")[0] == "checker"}
        assert {".".join(name.split(".")[:2]) for name in ours} <= open_to_it, path.name


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(ROOT)) for path in FILES])
def test_files_are_short(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_importing_the_library_is_light():
    heavy = [
        "jieba",
        "pydantic",
        "spacy",
        "fastapi",
        "rapidfuzz",
        "rich",
        "typer",
        "sklearn",
        "scipy",
        "opencc",
        "pypinyin",
        "sqlalchemy",
        "alembic",
    ]
    script = f"import sys, checker; print([name for name in {heavy!r} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)  # noqa: S603
    assert result.stdout.strip() == "[]"


CHECK = """
import sys
from checker import Checker, Conversation, Turn
Checker().check(Conversation((Turn("您好，办社保卡要带什么？", "citizen"), Turn("不行，下一个。", "clerk")), channel="phone"))
print([name for name in ("pydantic", "tomllib", "jieba", "email", "html.parser") if name in sys.modules])
"""


def test_a_first_check_with_kept_lexicons_reads_no_toml(checker):
    for _ in range(2):  # the first keeps what the session's checker has not needed so far
        result = subprocess.run([sys.executable, "-c", CHECK], capture_output=True, text=True, check=True, cwd=ROOT)  # noqa: S603
    assert result.stdout.strip() == "[]"


def test_every_deferred_expression_can_be_compiled():
    found = 0
    for path in sorted((ROOT / "checker").rglob("*.py")):
        if "deferred(" not in path.read_text(encoding="utf-8") or path.stem == "deferred":
            continue
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for value in vars(importlib.import_module(name)).values():
            for each in value if isinstance(value, tuple) else (value,):
                if isinstance(each, _Deferred):
                    assert each.pattern
                    found += 1
    assert found > 50
