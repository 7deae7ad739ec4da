"""Under which conditions a scenario does harm: patient rule induction over the draws."""

import contextlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from prim import Prim

from kpsim.errors import RunError, problem
from kpsim.results import Array

Cases = NDArray[np.bool_]
LEAST_CASES = 20
MOST_CONDITIONS = 4
LEAST_MASS = 0.05
HARDLY = 0.03
DENSER, DENSE = 2.0, 0.8
FREQUENT, HALF = 1 / 3, 1 / 2
BOUND = 3.0
"""With none of N draws, the rate is below 3/N with 95 % confidence."""


@dataclass(frozen=True)
class Condition:
    """One number above or below a limit; an open end is None."""

    name: str
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Rule:
    """A box of conditions, how many of the cases it holds and how many of its draws are cases."""

    conditions: tuple[Condition, ...]
    coverage: float
    density: float
    mass: float


@dataclass(frozen=True)
class Discovery:
    """What was found: a rule, or too few cases for one and a bound on how often they come."""

    cases: int
    draws: int
    rule: Rule | None

    @property
    def share(self) -> float:
        """Return how often the cases come."""
        return self.cases / self.draws

    @property
    def bound(self) -> float:
        """Return what the share is below with 95 % confidence."""
        return float((self.cases + BOUND + 2 * np.sqrt(self.cases)) / self.draws)


def discover(
    columns: Mapping[str, Array], case: Cases, *, among: Sequence[str] | None = None
) -> Discovery:
    """Look for the conditions under which the cases come."""
    cases, draws = int(case.sum()), len(case)
    chosen = list(among if among is not None else strongest(columns, case))
    if cases < LEAST_CASES or cases == draws:
        return Discovery(cases, draws, None)
    table = pd.DataFrame({name: columns[name] for name in chosen})
    if table.empty:
        text = "no number varies, so no condition can be found; run with drawn parameters"
        raise RunError(problem("discover", text))
    with contextlib.redirect_stdout(io.StringIO()):
        search = Prim(
            table, case.astype(bool), threshold=cases / draws, mass_min=_mass(cases, draws)
        )
        box = search.find_box()
    if box is None:
        return Discovery(cases, draws, None)
    path = box.peeling_trajectory
    coverage, density = (path[name].to_numpy(dtype=float) for name in ("coverage", "density"))
    if cases > FREQUENT * draws:
        # Where cases are frequent everything is a fair box; ask for the densest with half of them.
        box.select(int(np.argmax(np.where(coverage >= HALF, density, 0.0))))
    else:
        box.select(int(np.argmax(_balance(coverage, density))))
    rule = _rule(box, table, case)
    useful = rule.density >= DENSER * cases / draws or rule.density >= DENSE
    return Discovery(cases, draws, rule if useful else None)


def _mass(cases: int, draws: int) -> float:
    """Return how small a box may get: half of the cases, for rare ones."""
    return min(LEAST_MASS, cases / draws / 2)


def _balance(coverage: Array, density: Array) -> Array:
    """Return the harmonic mean of coverage and density: high only where both are."""
    both = np.asarray(coverage) + np.asarray(density)
    return np.asarray(2 * np.asarray(coverage) * np.asarray(density) / np.maximum(both, 1e-12))


def strongest(columns: Mapping[str, Array], case: Cases, count: int = 30) -> list[str]:
    """Name the numbers whose ranks differ most between cases and the rest."""
    varying = {name: column for name, column in columns.items() if np.ptp(column) > 0}
    ranks = {name: column.argsort().argsort() for name, column in varying.items()}
    if not case.any() or case.all():
        return list(varying)[:count]
    apart = {
        name: abs(float(rank[case].mean() - rank[~case].mean())) for name, rank in ranks.items()
    }
    return sorted(apart, key=lambda name: -apart[name])[:count]


def _rule(box: object, table: pd.DataFrame, case: Cases) -> Rule:
    """Read the limits off a box, keeping the few that matter most."""
    limits: pd.DataFrame = box.limits  # type: ignore[attr-defined]
    conditions = []
    for name, row in limits.iterrows():
        column = table[str(name)].to_numpy()
        low = float(row["min"]) if row["min"] > column.min() else None
        high = float(row["max"]) if row["max"] < column.max() else None
        conditions += [Condition(str(name), low, None)] if low is not None else []
        conditions += [Condition(str(name), None, high)] if high is not None else []
    kept = _simplest(conditions, table, case)
    inside = _inside(kept, table)
    return Rule(
        tuple(kept),
        float(case[inside].sum() / case.sum()),
        float(case[inside].mean()) if inside.any() else 0.0,
        float(inside.mean()),
    )


def _simplest(conditions: Sequence[Condition], table: pd.DataFrame, case: Cases) -> list[Condition]:
    """Drop limits whose loss hardly lowers the density, then more until few are left."""
    kept = list(conditions)
    while len(kept) > 1:
        whole = _density(kept, table, case)
        without = [_density([each for each in kept if each is not one], table, case)
                   for one in kept]  # fmt: skip
        best = int(np.argmax(without))
        if len(kept) <= MOST_CONDITIONS and whole - without[best] > HARDLY:
            break
        kept.pop(best)
    return kept


def _density(conditions: Sequence[Condition], table: pd.DataFrame, case: Cases) -> float:
    inside = _inside(conditions, table)
    return float(case[inside].mean()) if inside.any() else 0.0


def _inside(conditions: Sequence[Condition], table: pd.DataFrame) -> Cases:
    inside = np.ones(len(table), dtype=bool)
    for each in conditions:
        column = table[each.name].to_numpy()
        if each.low is not None:
            inside &= column >= each.low
        if each.high is not None:
            inside &= column <= each.high
    return inside
