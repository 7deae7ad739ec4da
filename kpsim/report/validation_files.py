"""The files of `kpsim validate`: a table for people, JSON for machines, and the chart."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from kpsim import __version__
from kpsim.atomic import write_atomically
from kpsim.charts.observed_and_modelled import observed_and_modelled
from kpsim.charts.saving import save
from kpsim.report.run_folder import json_bytes
from kpsim.report.tables import write_csv
from kpsim.validation.scoring import COVERAGE, Judged
from kpsim.validation.validate import Validated
from kpsim.wording.verdicts import part_of


def machine_readable(found: Sequence[Validated], *, draws: int, seed: int) -> dict[str, Any]:
    """Return everything as plain data."""
    return {
        "kpsim": __version__,
        "draws": draws,
        "seed": seed,
        "coverage": COVERAGE,
        "cases": [_case(each) for each in found],
    }


def _case(found: Validated) -> dict[str, Any]:
    return {
        "name": found.case.name,
        "kind": found.case.kind,
        "standing": found.standing,
        "title": found.case.title.model_dump(),
        "source": list(found.case.source),
        "reason": found.case.reason.model_dump() if found.case.reason else None,
        "explanation": found.case.explanation.model_dump() if found.case.explanation else None,
        "share_lost": found.depth,
        "own_source": {
            "at_null": list(found.own.at_null),
            "replaced": list(found.own.replaced),
            "kept": list(found.own.kept),
        },
        "observed": [
            {"what": each.what.model_dump(), "value": each.observed, "range": list(each.bounds)}
            for each in found.case.expects
        ],
        "modelled": [_judged(each) for each in found.judged],
        "without_own_source": [_judged(each) for each in found.without],
    }


def _judged(found: Judged) -> dict[str, Any]:
    return {
        "outcome": list(found.expectation.outcomes),
        "element": found.expectation.element,
        "measure": found.expectation.measure,
        "against": found.expectation.against,
        "months": found.expectation.month,
        "median": found.median,
        "p05": found.low,
        "p95": found.high,
        "overlap": found.overlap,
        "score": _finite(found.score),
        "score_no_effect": _finite(found.score_no_effect),
        "score_proportional": _finite(found.score_proportional),
        "verdict": found.verdict,
    }


def _finite(score: float) -> float | None:
    """Return a score, or nothing where a forecast excluded what happened for ever."""
    return score if score < float("inf") else None


def frame(found: Sequence[Validated]) -> pd.DataFrame:
    """Put one row an observation and run."""
    rows = []
    for each in found:
        runs = (("as is", each.judged), ("without its own source", each.without))
        for run, judged in runs:
            for one in judged:
                low, high = one.expectation.bounds
                rows.append(
                    {
                        "case": each.case.name,
                        "part": part_of(each),
                        "run": run,
                        "what": one.expectation.what.en,
                        "observed": one.expectation.observed,
                        "observed_low": low,
                        "observed_high": high,
                        "p05": one.low,
                        "p50": one.median,
                        "p95": one.high,
                        "overlap": one.overlap,
                        "verdict": one.verdict,
                    }
                )
    return pd.DataFrame(rows)


def write_validation(
    found: Sequence[Validated], folder: Path, *, language: str, draws: int, seed: int
) -> None:
    """Write table, JSON and chart into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    write_csv(frame(found), folder / "validation.csv")
    data = machine_readable(found, draws=draws, seed=seed)
    write_atomically(folder / "validation.json", json_bytes(data))
    chart = observed_and_modelled(found, language=language, version=__version__, draws=draws)
    save(chart, folder)
