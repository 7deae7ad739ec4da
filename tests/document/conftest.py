"""A finished run and what is written from it, made once for all tests of documents."""

from dataclasses import replace
from pathlib import Path

import pytest

from kpsim.api import run, save
from kpsim.charts.catalogue import Asked
from kpsim.document.context import Context
from kpsim.document.document_toml import About
from kpsim.document.making import Wanted, asked_of, drawn, of_run
from kpsim.document.outline import report
from kpsim.document.parts import Document
from kpsim.document.stored_run import open_run
from kpsim.report.comparison import Comparison

SCENARIOS = ("close-and-reopen", "ten-percent-cut")
DRAWN = (
    "net_cost",
    "infections",
    "return_after_reopening",
    "scenario_dots",
    "view_dots",
    "stock_and_flow",
    "tornado",
    "switching_value",
)
"""Enough charts for a document; each chart has its own test."""


@pytest.fixture(scope="session")
def comparison() -> Comparison:
    """Two scenarios at few draws, one of which reopens."""
    return run(*SCENARIOS, draws=256, lang="cs")


@pytest.fixture(scope="session")
def run_folder(comparison: Comparison, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of that run."""
    return save(comparison, tmp_path_factory.mktemp("runs") / "two")


@pytest.fixture(scope="session")
def wanted(run_folder: Path) -> Wanted:
    """The run read back from its folder."""
    return of_run(open_run(run_folder, "cs"))


@pytest.fixture(scope="session")
def asked(wanted: Wanted) -> dict[str, Asked]:
    """What charts are drawn from, by language; what drives the result is computed once."""
    return {each: asked_of(replace(wanted.comparison, language=each)) for each in ("cs", "en")}


@pytest.fixture(scope="session")
def contexts(wanted: Wanted, asked: dict[str, Asked]) -> dict[str, Context]:
    """What chapters are written from, by language."""
    found = {}
    for language, each in asked.items():
        comparison = replace(wanted.comparison, language=language)
        drivers = {name: each.drivers(name) for name in comparison.compared}
        charts = drawn(each, DRAWN)
        found[language] = Context(comparison, About(), wanted.identity, charts, (), drivers)
    return found


@pytest.fixture(scope="session")
def documents(contexts: dict[str, Context]) -> dict[str, Document]:
    """The report, by language."""
    return {language: report(context) for language, context in contexts.items()}
