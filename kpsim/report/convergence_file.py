"""How the Monte Carlo error of every headline falls as draws are added, as a table of a run."""

from collections.abc import Iterator

import pandas as pd

from kpsim.report.comparison import Comparison
from kpsim.sensitivity.asked import SUMS, Asked, measure
from kpsim.sensitivity.convergence import steps


def convergence_frame(comparison: Comparison) -> pd.DataFrame:
    """Return mean, error and 90 % width after 512, 1,024 … draws of every headline."""
    return pd.DataFrame(
        {
            "scenario": scenario,
            "quantity": one.name,
            "draws": each.draws,
            "mean": each.mean,
            "error": each.error,
            "width": each.width,
            "error_of_width": each.relative,
        }
        for scenario in comparison.compared
        for one in _headlines(comparison, scenario)
        for each in steps(
            measure(comparison.results, scenario, one, public=comparison.world.ledger.public)
        )
    )


def _headlines(comparison: Comparison, scenario: str) -> Iterator[Asked]:
    """Yield what the first page of a run prints: public sums, payers, people."""
    found = comparison.findings[scenario]
    yield from (Asked(name) for name in SUMS)
    yield from (Asked(payer.name) for payer in found.payers)
    yield from (Asked(load.outcome.name) for load in found.loads)
