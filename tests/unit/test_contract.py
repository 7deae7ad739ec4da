"""What every part of kpsim promises: labels, sources, equations without numbers, import order."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import kpsim
from kpsim.engine.graph import collect
from kpsim.engine.lang import AnyEquation
from kpsim.engine.units import parse
from kpsim.inputs.parameters import load_parameters
from kpsim.inputs.records import EVIDENCE, Record
from kpsim.model import SECTORS

PACKAGE = Path(kpsim.__file__).parent
MODEL = sorted((PACKAGE / "model").glob("*.py"))
VARIABLES = collect(SECTORS, [])
COLUMNS = load_parameters().columns

SHARED = {"kpsim.errors", "kpsim.language", "kpsim.atomic", "kpsim.results"}
"""Modules on the lowest shelf: they import nothing but each other.

The shape of results is data that ledger, analysis, charts and report all speak of.
"""

ENGINE = {"kpsim.engine"}
INPUTS = {"kpsim.inputs", "kpsim.engine.units", "kpsim.model.dimensions"}
LEDGER = {"kpsim.ledger", *INPUTS}
ANALYSIS = {"kpsim.analysis", "kpsim.model", *ENGINE, *LEDGER}
ORCHESTRA = {"kpsim.world", "kpsim.study", "kpsim.scale", "kpsim.money_study"}
FINDINGS = {"kpsim.validation", "kpsim.sensitivity"}
"""Whether the model holds, and what carries a result: they run studies and say what they found."""

WORDING = {"kpsim.wording", *ANALYSIS, *ORCHESTRA, *FINDINGS}
"""How numbers and verdicts are written: charts and tables say them alike."""

CHARTS = {"kpsim.charts", *WORDING}
REPORT = {"kpsim.report", *CHARTS}
MAY_IMPORT = {
    "kpsim.results": SHARED,
    "kpsim.errors": SHARED,
    "kpsim.language": SHARED,
    "kpsim.atomic": SHARED,
    "kpsim.engine": SHARED | ENGINE,
    "kpsim.model": {"kpsim.model", "kpsim.engine.lang"},
    "kpsim.inputs": SHARED | INPUTS,
    "kpsim.ledger": SHARED | LEDGER,
    "kpsim.analysis": SHARED | ANALYSIS,
    "kpsim.world": SHARED | ANALYSIS,
    "kpsim.study": SHARED | ANALYSIS | ORCHESTRA,
    "kpsim.scale": SHARED | ANALYSIS | ORCHESTRA,
    "kpsim.wording": SHARED | WORDING,
    "kpsim.charts": SHARED | CHARTS,
    "kpsim.report": SHARED | REPORT,
    "kpsim.money_study": SHARED | ANALYSIS | ORCHESTRA,
    "kpsim.validation": SHARED | ANALYSIS | ORCHESTRA | {"kpsim.validation"},
    "kpsim.sensitivity": SHARED | ANALYSIS | ORCHESTRA | {"kpsim.sensitivity"},
    "kpsim.export": SHARED | REPORT | {"kpsim.export"},
    "kpsim.document": SHARED | REPORT | {"kpsim.export", "kpsim.document"},
    "kpsim.api": SHARED | REPORT,
    "kpsim.cli": SHARED | REPORT | {"kpsim.api", "kpsim.document", "kpsim.export", "kpsim.cli"},
}
"""files, inputs, engine (model), ledger, analysis, wording, charts, report, cli: left to right."""

FREE = {"kpsim", "kpsim.__main__"}
"""The front door: it may offer anything, and everybody may ask it for the version."""


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def imported(path: Path) -> Iterator[str]:
    """Name what a file imports, `from kpsim.model import stocks` as kpsim.model.stocks."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: write the whole name instead of a relative import"
            module = node.module or ""
            own = PACKAGE.parent / Path(*module.split("."))
            for alias in node.names:
                inner = own.is_dir() and (
                    (own / alias.name).is_dir() or (own / f"{alias.name}.py").is_file()
                )
                yield f"{module}.{alias.name}" if inner else module


def within(name: str, shelf: str) -> bool:
    return name == shelf or name.startswith(f"{shelf}.")


# Variables


@pytest.mark.parametrize("variable", VARIABLES.values(), ids=lambda v: v.name)
def test_every_variable_has_unit_labels_and_a_sentence(variable: AnyEquation) -> None:
    parse(variable.unit, variable.place)
    assert variable.labels["cs"].strip()
    assert variable.labels["en"].strip()
    assert variable.doc.strip().split("\n")[0].endswith(".")


def test_no_two_variables_share_a_label() -> None:
    for language in ("cs", "en"):
        labels = [variable.labels[language] for variable in VARIABLES.values()]
        assert labels
        assert sorted({label for label in labels if labels.count(label) > 1}) == []


def test_names_are_whole_words_in_ascii() -> None:
    assert [n for n in VARIABLES if not re.fullmatch(r"[a-z]+(_[a-z]+)*", n)] == []


# Records


@pytest.mark.parametrize("key", COLUMNS)
def test_every_record_says_where_it_comes_from(key: str) -> None:
    record = COLUMNS[key]
    assert record.source
    assert record.label.cs.strip()
    assert record.label.en.strip()
    assert is_explained(record)


def is_explained(record: Record) -> bool:
    """Say whether a record cites evidence, or a definition, or tells why it is assumed."""
    cited = [source.partition(":")[0] in EVIDENCE for source in record.source]
    if any(cited) and all(cited):
        return True
    if record.is_definition:
        return True
    return record.is_assumption and bool(record.reason) and bool(record.owner)


def test_every_evidence_id_is_in_the_list_of_sources() -> None:
    known = load_parameters().sources
    cited = {source for record in COLUMNS.values() for source in record.source if ":" in source}
    assert cited - set(known) == set()


# Equations


@pytest.mark.parametrize("path", MODEL, ids=lambda path: path.stem)
def test_only_nought_and_one_stand_as_digits_in_equations(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    numbers = {
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, (int, float, complex))
    }
    assert {found for found in numbers if found[1] not in (0, 1) or found[1] is True} == set()


@pytest.mark.parametrize("path", MODEL, ids=lambda path: path.stem)
def test_equations_hold_no_if_loop_index_or_call_of_other_libraries(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    forbidden = (ast.If, ast.IfExp, ast.For, ast.While, ast.Subscript, ast.Lambda, ast.Try)
    assert [f.name for f in functions for n in ast.walk(f) if isinstance(n, forbidden)] == []


@pytest.mark.parametrize("path", MODEL, ids=lambda path: path.stem)
def test_the_model_imports_the_vocabulary_and_itself_only(path: Path) -> None:
    allowed = ("kpsim.engine.lang", "kpsim.model")
    names = set(imported(path))
    assert {n for n in names if not any(within(n, each) for each in allowed)} == set()


@pytest.mark.parametrize("path", MODEL, ids=lambda path: path.stem)
def test_sector_files_import_stocks_and_dimensions_but_no_other_sector(path: Path) -> None:
    if path.stem == "__init__":
        return
    others = {name for name in imported(path) if within(name, "kpsim.model")}
    assert others <= {"kpsim.model.stocks", "kpsim.model.dimensions"}


# Imports


@pytest.mark.parametrize("shelf", MAY_IMPORT)
def test_imports_point_one_way(shelf: str) -> None:
    allowed = MAY_IMPORT[shelf]
    wrong = {
        f"{name} imports {other}"
        for name, path in modules()
        if within(name, shelf)
        for other in imported(path)
        if within(other, "kpsim") and other not in FREE
        if not any(within(other, each) for each in allowed)
    }
    assert sorted(wrong) == []


def test_every_module_stands_on_a_shelf() -> None:
    names = {name for name, _ in modules()} - FREE
    assert {n for n in names if not any(within(n, shelf) for shelf in MAY_IMPORT)} == set()


def test_the_engine_knows_nothing_of_addiction_or_files() -> None:
    words = re.compile(r"addict|drug|client|pervitin|toml", re.IGNORECASE)
    found = {
        path.name: sorted(set(hits))
        for path in (PACKAGE / "engine").glob("*.py")
        if (hits := words.findall(code_of(path)))
    }
    assert found == {}


def code_of(path: Path) -> str:
    """Return the names and texts of a file without comments and docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [each for each in body if not is_text(each)] or [ast.Pass()]  # type: ignore[attr-defined]
    return ast.unparse(tree)


def is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
