"""Law 11: the base year reproduces published totals within their stated error."""

from collections.abc import Mapping

import pytest

from kpsim.analysis.reconciliation import (
    LEAST_PREDICTIONS,
    ReconciliationResult,
    load_reconciliation,
    parameters_behind,
    reconcile,
)
from kpsim.engine.simulate import Keep, Names, simulate
from kpsim.study import month_labels
from tests.model.experiment import REFERENCE, Bench, paths_of

MISSED: Mapping[str, str] = {
    "property_offences": "the rate of offences is taken from cleared cases, and the recorded number "
    "of the region lies below what it gives; the police count for the region is older",
}
"""Predictions that miss, with what is known about why; said in words by `kpsim check`."""


@pytest.fixture(scope="module")
def rows(bench: Bench) -> list[ReconciliationResult]:
    """Compare the base year of the reference, 256 draws, with every published figure."""
    asked = load_reconciliation()
    draws = bench.few(count=256)
    wanted = {(row.measure.variable, row.measure.aggregate) for row in asked}
    found = simulate(
        bench.world.model,
        parameters={name: draws.values[name] for name in bench.world.model.parameters},
        paths=paths_of(bench, [REFERENCE], draws, steps=12),
        steps=12,
        step=1.0,
        keep=[Keep(f"{name}:{how}", name, how) for name, how in sorted(wanted)],
        names=Names(("reference",), 0, month_labels(12, 1.0)),
    )
    loads = {
        row.name: row.measure.of(found[f"{row.measure.variable}:{row.measure.aggregate}"])[0, 0]
        for row in asked
    }
    return reconcile(loads, asked)


def test_what_was_fed_in_or_solved_agrees(rows: list[ReconciliationResult]) -> None:
    wrong = [each.sentence.en for each in rows if each.kind != "prediction" and not each.agrees]
    assert wrong == []


def test_at_least_eight_predictions_agree(rows: list[ReconciliationResult]) -> None:
    right = [each.row.name for each in rows if each.kind == "prediction" and each.agrees]
    assert len(right) >= LEAST_PREDICTIONS


def test_every_miss_is_known(rows: list[ReconciliationResult]) -> None:
    missed = {each.row.name: each.sentence.en for each in rows if not each.agrees}
    assert {name: words for name, words in missed.items() if name not in MISSED} == {}


def test_no_parameter_cites_the_source_of_a_prediction(
    bench: Bench, rows: list[ReconciliationResult]
) -> None:
    records = bench.world.parameters.records
    behind = {each.row.name: parameters_behind(each.row, records) for each in rows}
    predictions = [each.row.name for each in rows if each.kind == "prediction"]
    assert {name: behind[name] for name in predictions if behind[name]} == {}
