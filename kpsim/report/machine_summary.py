"""The findings of a run for machines: one nested record, numbers unrounded."""

from dataclasses import asdict
from typing import Any

import numpy as np

from kpsim.report.comparison import Comparison
from kpsim.report.findings import Findings
from kpsim.report.run_files import record, recovery_frame


def machine_summary(comparison: Comparison) -> dict[str, Any]:
    """Return what the terminal shows, in names instead of words; money in crowns of 2025."""
    return {
        **record(comparison),
        "results": {name: _scenario(found) for name, found in comparison.findings.items()},
        "recovery": _finite(recovery_frame(comparison).to_dict("records")),
    }


def _scenario(found: Findings) -> dict[str, Any]:
    return {
        "years": [found.first_year, found.last_year],
        "loads": {
            load.outcome.name: {
                "when": load.when,
                "unit": load.outcome.unit.en,
                "reference": asdict(load.reference),
                "difference": asdict(load.difference),
                "probability_worse": load.worse,
            }
            for load in found.loads
        },
        "public_budgets": {
            view: _finite({**asdict(money), "probability_worse": money.worse})
            for view, money in found.money.items()
        },
        "payers": {payer.name: _finite(asdict(payer)) for payer in found.payers},
        "systems": {
            system.name: {view: asdict(each) for view, each in system.by_view.items()}
            for system in found.systems
        },
    }


def _finite(content: Any) -> Any:
    """Put null where a number is not defined: JSON has no other word for it."""
    if isinstance(content, dict):
        return {key: _finite(value) for key, value in content.items()}
    if isinstance(content, list):
        return [_finite(value) for value in content]
    return None if isinstance(content, float) and not np.isfinite(content) else content
