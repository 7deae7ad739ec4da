"""Cases worked by hand: one equation or a chain of them, inputs and what must come out.

Anybody who knows the field can add a case: a table in a file of `tests/model/cases/`.

    [halved_money_pays_half_the_staff]
    why = "4 posts x 50,000 / 100,000 = 2 posts"
    equations = "affordable_staff"          # or a list; each may read what came before
    inputs = { staff_at_start = 4, money_paid = 50_000, reference_money = 100_000 }
    expected = { affordable_staff = 2 }

A value by service or substance is a table, `{ pervitin = 1, others = 0 }`; to an equation that
picks one element, give the number of that element.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kpsim.engine.graph import collect
from kpsim.errors import suggestion
from kpsim.inputs.indices import Array
from kpsim.model import SECTORS
from kpsim.model.dimensions import SERVICE, SUBSTANCE

FOLDER = Path(__file__).parent / "cases"
VARIABLES = collect(SECTORS, [])
EXACT = 1e-9
KEYS = {"why", "source", "equations", "inputs", "expected", "tolerance"}
NEEDED = KEYS - {"source", "tolerance"}
OTHERS = "others"

Case = Mapping[str, Any]


def cases() -> dict[str, Case]:
    """Read all cases, named by file and table."""
    return {
        f"{path.stem}: {name}": case
        for path in sorted(FOLDER.glob("*.toml"))
        for name, case in tomllib.loads(path.read_text(encoding="utf-8")).items()
    }


CASES = cases()


def as_array(value: Any, name: str) -> Array:
    """Give a number or a table by element the four axes."""
    if not isinstance(value, dict):
        return np.full((1, 1, 1, 1), float(value))
    named = set(value) - {OTHERS}
    for dimension in (SERVICE, SUBSTANCE):
        if named <= set(dimension.elements):
            row = [float(value[e] if e in value else value[OTHERS]) for e in dimension.elements]
            shape = [1, 1, 1, 1]
            shape[dimension.axis] = dimension.size
            return np.array(row).reshape(shape)
    raise AssertionError(f"{name}: {sorted(named)} are not all services or all substances")


def computed(case: Case) -> dict[str, Array]:
    """Call the equations of a case one after the other."""
    values = {name: as_array(value, name) for name, value in case["inputs"].items()}
    listed = case["equations"]
    for name in [listed] if isinstance(listed, str) else listed:
        assert name in VARIABLES, f"no equation '{name}'{suggestion(name, VARIABLES)}"
        equation = VARIABLES[name]
        arguments = equation.function.__code__.co_varnames[: equation.function.__code__.co_argcount]
        missing = [argument for argument in arguments if argument not in values]
        assert missing == [], f"{name} also needs {', '.join(missing)}; add them to inputs"
        values[name] = np.asarray(equation(**{each: values[each] for each in arguments}))
    return values


@pytest.mark.parametrize("name", CASES)
def test_a_case_worked_by_hand_comes_out(name: str) -> None:
    case = CASES[name]
    found = computed(case)
    assert case["expected"]
    for variable, expected in case["expected"].items():
        came, wanted = np.broadcast_arrays(found[variable], as_array(expected, variable))
        within = pytest.approx(wanted, rel=case.get("tolerance", EXACT), abs=EXACT)
        assert came == within, f"{variable}: {case['why']}"


@pytest.mark.parametrize("name", CASES)
def test_a_case_is_complete_and_uses_what_it_says(name: str) -> None:
    case = CASES[name]
    assert set(case) >= NEEDED
    assert set(case) <= KEYS
    listed = case["equations"]
    asked = {listed} if isinstance(listed, str) else set(listed)
    assert set(case["expected"]) <= asked


def test_every_sector_has_cases() -> None:
    listed = [case["equations"] for case in CASES.values()]
    names = {name for each in listed for name in ([each] if isinstance(each, str) else each)}
    covered = {VARIABLES[name].module.rpartition(".")[2] for name in names}
    sectors = {sector.__name__.rpartition(".")[2] for sector in SECTORS}
    assert sectors - covered - {"stocks"} == set()
