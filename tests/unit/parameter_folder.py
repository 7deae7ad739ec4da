"""A small parameter folder for tests: its own region and sources, the shipped grades."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from kpsim.errors import ParameterError, problem
from kpsim.inputs.locations import params_folder
from kpsim.inputs.parameters import ParameterSet, load_parameters

SOURCES = """
["unit_costs:prison_day_2018"]
title = "Prison service yearbook"
confidence = "high"

["epidemiology:injecting"]
title = "Drug report"
confidence = "high"

["epidemiology:guess"]
title = "A guess in print"
confidence = "low"

["epidemiology:wards_bg"]
title = "Background knowledge"
confidence = "medium"

["effects:OST-01"]
title = "Mortality risk during and after opioid substitution treatment"
confidence = "high"
interval_is_ci = true

["effects:NSP-09"]
title = "Before and after"
confidence = "medium"
interval_is_ci = "no"
"""

REGION = """
[region]
name = { cs = "Zkušebno", en = "Testland" }
code = "ZK"
"""


def write_folder(root: Path, files: Mapping[str, str | bytes], *, region: str = REGION) -> Path:
    """Write a parameter folder with these files and return it."""
    folder = root / "params"
    (folder / "regions").mkdir(parents=True, exist_ok=True)
    shutil.copy(params_folder() / "grades.toml", folder / "grades.toml")
    everything = {"sources.toml": SOURCES, "regions/testland.toml": region, **files}
    for name, text in everything.items():
        raw = text if isinstance(text, bytes) else text.encode()
        (folder / name).write_bytes(raw)
    return folder


def load(
    root: Path, text: str | bytes, *, region: str = REGION, factor: float = 2.0
) -> ParameterSet:
    """Load one parameter file of a small folder; prices of any year but 1900 have one factor."""

    def history(index: str, year: int) -> float:
        if year == 1900:
            raise ParameterError(problem("params/indices.toml", "no figure for {y}", y=year))
        return factor

    folder = write_folder(root, {"case.toml": text}, region=region)
    return load_parameters("testland", folder, price_history=history)


def record(name: str, **keys: str) -> str:
    """Write a plain assumption as TOML, with some keys replaced, added or (empty) left out."""
    usual = {
        "label": '{ cs = "Číslo", en = "Number" }',
        "unit": '"1"',
        "value": "2.0",
        "distribution": '"lognormal"',
        "low": "1.0",
        "high": "4.0",
        "level": "0.9",
        "role": '"definition"',
        "source": '"assumption"',
        "reason": '"made up for a test"',
        "owner": '"nobody"',
        "place": '"CZ"',
        "period": '"2025"',
        "grade": '"D"',
        "collected_on": "2026-11-21",
    }
    lines = [f"{key} = {value}" for key, value in {**usual, **keys}.items() if value]
    return "\n".join([f"[{name}]", *lines, ""])
