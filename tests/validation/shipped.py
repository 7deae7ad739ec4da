"""Where the shipped cases are, and a small case for tests to break."""

from pathlib import Path

from kpsim.validation.cases import cases_folder

SMALL = """\
title = { cs = "Zkouška", en = "Trial" }
kind = "case"
source = "effects:NSP-01"
begins = 2010-01-01

[[change]]
service = "counselling"
action = "reduce"
by = 0.5
from = 2011-01-01

[[expect]]
what = { cs = "klienti", en = "clients" }
outcome = "counselling_clients"
measure = "ratio_to_before"
years = 2
observed = 0.7
"""


def case_file(name: str) -> Path:
    """Return the file of a shipped case."""
    return cases_folder() / f"{name}.toml"


def written(folder: Path, text: str) -> Path:
    """Write a case file and return it."""
    path = folder / "trial.toml"
    path.write_text(text, encoding="utf-8", newline="\n")
    return path
