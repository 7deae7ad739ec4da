"""Which funding lines, ended alone, cause others least for each crown saved."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kpsim.analysis import money
from kpsim.inputs.funding import Line
from kpsim.results import Array, Results


@dataclass(frozen=True)
class Harm:
    """One outcome for people: the difference over the years counted, draw by draw."""

    outcome: str
    difference: Array

    @property
    def mean(self) -> float:
        """Return the mean difference."""
        return float(self.difference.mean())


@dataclass(frozen=True)
class LineHarm:
    """What ending one line saves and causes over the years counted, crowns of 2025."""

    line: Line
    scenario: str
    saved: Array
    caused: Array
    """Both (draw,)."""
    per_crown: money.PerCrown
    people: tuple[Harm, ...]
    falls: Mapping[tuple[str, str], float]
    """Public lines that go with it, itself included, CZK of 2025 a year."""

    @property
    def ratio(self) -> float:
        """Return crowns caused per crown saved; a line that saves nothing is last."""
        return self.per_crown.ratio if self.saved.mean() > 0 else float("inf")


@dataclass(frozen=True)
class Choice:
    """Lines to end in order, the last by a share, so that a sum is saved."""

    lines: tuple[LineHarm, ...]
    last_share: float
    target: float
    """CZK of 2025 a year."""
    reached: bool


def searched(lines: Sequence[Line], public: Collection[str], *, smallest: float) -> list[Line]:
    """Return the public lines large enough to be searched."""
    return [line for line in lines if line.funder in public and line.value >= smallest]


def ranking(
    results: Results,
    lines: Mapping[str, Line],
    public: Collection[str],
    *,
    falls: Mapping[str, Mapping[tuple[str, str], float]],
) -> list[LineHarm]:
    """Order lines by crowns caused per crown saved in the central view, the least first.

    Lines and what falls with each are given by the name of the scenario that ends them.
    """
    found = [
        LineHarm(
            line,
            name,
            money.over_horizon(results, name, money.saved(results, name, "central", public=public)),
            money.over_horizon(
                results, name, money.caused(results, name, "central", public=public)
            ),
            money.per_crown_saved(results, name, "central", public=public),
            harm_to_people(results, name),
            {key: amount for key, amount in falls[name].items() if key[1] in public},
        )
        for name, line in lines.items()
    ]
    return sorted(found, key=lambda each: each.ratio)


def harm_to_people(results: Results, scenario: str) -> tuple[Harm, ...]:
    """Return the headline outcomes that get worse or better, each over the years counted."""
    window = money.horizon_years(results, scenario)
    found = []
    for name, outcome in results.outcomes.items():
        if outcome.headline and outcome.worse != "neither":
            more = results.difference(name, scenario)[window]
            over = more.sum(axis=0) if outcome.aggregate == "sum" else more[-1]
            found.append(Harm(name, np.asarray(over)))
    return tuple(found)


def choose(ranked: Sequence[LineHarm], target: float) -> Choice:
    """Take lines in order until a yearly sum is saved; a line as large as what is left, in part.

    Greedy, because services act nearly alone; the choice is computed again as one scenario. What
    has fallen with an earlier line is not counted again.
    """
    taken: list[LineHarm] = []
    gone: set[tuple[str, str]] = set()
    left = target
    for each in ranked:
        key = (each.line.service, each.line.funder)
        if key in gone or each.saved.mean() <= 0:
            continue
        taken.append(each)
        if each.line.value >= left:
            return Choice(tuple(taken), left / each.line.value, target, reached=True)
        left -= sum(amount for fallen, amount in each.falls.items() if fallen not in gone)
        gone |= set(each.falls)
        if left <= 0:
            return Choice(tuple(taken), 1.0, target, reached=True)
    return Choice(tuple(taken), 1.0, target, reached=False)


def runner_up(ranked: Sequence[LineHarm], target: float) -> Choice:
    """Return the best choice that leaves the least harmful line alone."""
    return choose(ranked[1:], target)
