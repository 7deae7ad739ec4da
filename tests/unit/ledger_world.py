"""A small ledger for tests: three prices, two shares, a model of four variables, two draws."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from kpsim.inputs.funding import Line
from kpsim.inputs.indices import Indices
from kpsim.inputs.locations import params_folder
from kpsim.inputs.money_paths import Money
from kpsim.inputs.parameters import ParameterSet
from kpsim.inputs.records import Label
from kpsim.ledger.evaluate import Array, Prices
from kpsim.ledger.row_checks import HealthValue
from kpsim.ledger.rows import Ledger, Quantity, Row
from kpsim.model.dimensions import SERVICE, SUBSTANCE
from tests.unit.parameter_folder import load, record

MONEY = {"role": '"price"', "price_year": "2020", "index": '"wages"'}
SHARE = {"role": '"share"', "unit": '"1"', "value": "0.3", "low": "0.1", "high": "0.8",
    "distribution": '"pert"', "level": "1", "kind": '"mode"'}  # fmt: skip


def _by_substance(name: str, *, indices: Mapping[str, str]) -> str:
    keys = {**MONEY, "by": '"substance"', "unit": '"CZK/person/month"', "value": "", "index": ""}
    common = record(name, **keys)
    parts = [
        f'[{name}.{element}]\nvalue = 2.0\nindex = "{indices.get(element, "wages")}"\n'
        for element in SUBSTANCE.elements
    ]
    return common + "\n" + "\n".join(parts)


PARAMETERS = "\n".join(
    [
        record("prison_day_cost", **{**MONEY, "unit": '"CZK/person/day"'}),
        record("prison_share", **SHARE),
        _by_substance("user_cost", indices={}),
        _by_substance("user_cost_mixed", indices={"alcohol": "cpi"}),
    ]
)

KNOWN = {
    "prison_population": Quantity("person", {}),
    "offences": Quantity("offence/month", {"substance": SUBSTANCE.elements}),
    "users": Quantity("person", {"substance": SUBSTANCE.elements}),
    "laying_off": Quantity("FTE/month", {"service": SERVICE.elements}),
}


def write_ledger(root: Path, text: str | bytes) -> tuple[ParameterSet, Path]:
    """Write a ledger beside the small parameters; return these and the folder."""
    parameters = load(root, PARAMETERS)
    folder = root / "params"
    shutil.copy(params_folder() / "institutions.toml", folder / "institutions.toml")
    raw = text if isinstance(text, bytes) else text.encode()
    (folder / "ledger.toml").write_bytes(raw)
    return parameters, folder


def row(
    name: str,
    quantity: str,
    *,
    payers: Mapping[str, str],
    system: str = "justice",
    kind: str = "variable",
    index: str = "cpi",
    marginal_share: str | None = None,
    sign: int = 1,
    element: str | None = None,
    health_valued_by: str | None = None,
) -> Row:
    """Make a row priced at the parameter "price"."""
    return Row(
        name=name,
        label=Label(cs=name, en=name),
        system=system,
        kind=kind,
        quantity=quantity,
        element=element,
        unit_cost="price",
        unit="CZK2025/person/month",
        index=index,
        marginal_share=marginal_share,
        payers=payers,
        sign=sign,
        health_valued_by=health_valued_by,
        note=None,
    )


def ledger(*rows: Row) -> Ledger:
    """Make a ledger of these rows, with three public payers."""
    everyone = ("mpsv", "justice", "region", "health_insurers", "eu", "victims")
    return Ledger(rows, frozenset(everyone[:4]), everyone, "params/ledger.toml")


def column(*values: float) -> Array:
    """Make a parameter without dimensions: one value for each draw."""
    return np.array(values).reshape(1, 1, 1, -1)


def money(amounts: Mapping[tuple[str, str], float], *, shape: tuple[int, int, int]) -> Money:
    """Pay each line the same crowns a year in every year, scenario and draw."""
    lines = tuple(
        Line.model_construct(service=service, funder=funder, value=value)
        for (service, funder), value in amounts.items()
    )
    real = np.ones((len(lines), *shape)) * np.array(list(amounts.values()))[:, None, None, None]
    years = tuple(range(2026, 2026 + shape[0]))
    return Money(lines, years, real, real)


def prices(
    parameters: Mapping[str, Array],
    paid: Money,
    *,
    wages: float = 1.0,
    cpi: float = 1.0,
    average: bool = False,
    health: HealthValue = "qaly",
) -> Prices:
    """Put prices together; wages and consumer prices are levels that hold in every year."""
    shape = (len(paid.years), paid.real.shape[-1])
    path = np.ones(shape)
    indices = Indices(paid.years, path * cpi, path * wages, path)
    return Prices(parameters, indices, paid, average=average, health=health)
