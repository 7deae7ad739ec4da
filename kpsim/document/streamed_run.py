"""A streamed run read back: statistics of its series, without the draws documents need."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from kpsim.analysis.summary import STATISTICS
from kpsim.report.comparison import Prepared
from kpsim.report.streamed import STATISTICS_FILE
from kpsim.scale import identity, streaming
from kpsim.scale.pieces import Job
from kpsim.scale.store import Store
from kpsim.study import Progress, with_reference

_NAME = ("scenario", "view", "what", "quantity", "period")


def is_streamed(record: Mapping[str, Any]) -> bool:
    """Tell whether a record is that of a streamed run."""
    return bool(record.get("streamed", False))


def stored_figures(folder: Path) -> dict[str, float]:
    """Return every statistic of every series of a streamed run."""
    return _figures(pd.read_csv(folder / STATISTICS_FILE, dtype={"period": str}))


def computed_figures(prepared: Prepared, progress: Progress | None = None) -> dict[str, float]:
    """Stream a run again; finished parts are kept as those of any long run."""
    settings = prepared.settings
    job = Job(prepared.world, with_reference(prepared.scenarios), settings)
    store = Store(identity.of_job(job, settings.draws, settings.horizon, "reproduced"))
    with TemporaryDirectory() as draws:
        found = streaming.stream(job, store, Path(draws), progress=progress)
    store.forget()
    return _figures(found.frame)


def _figures(frame: pd.DataFrame) -> dict[str, float]:
    names = ["/".join(map(str, row)) for row in zip(*(frame[key] for key in _NAME), strict=True)]
    return {
        f"{name}/{statistic}": float(value)
        for statistic in (*STATISTICS, "monte_carlo_error")
        for name, value in zip(names, frame[statistic], strict=True)
        if pd.notna(value)
    }
