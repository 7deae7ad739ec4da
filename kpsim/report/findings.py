"""The numbers of one scenario that tables and sentences print: people, crowns, payers, systems."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kpsim.analysis import money
from kpsim.analysis.chance import with_chance
from kpsim.analysis.money import Odds, PerCrown, horizon_years
from kpsim.analysis.summary import monte_carlo_error
from kpsim.results import VIEWS, Array, Outcome, Results, View
from kpsim.wording.numbers import years as years_text

ROUNDING = 1e-9
"""Share of a load below which a difference is rounding."""


@dataclass(frozen=True)
class Estimate:
    """A quantity over the draws: mean, median, 90 % interval and Monte Carlo error."""

    mean: float
    p05: float
    p50: float
    p95: float
    error: float

    @property
    def is_zero(self) -> bool:
        """Tell whether no draw differs from zero."""
        return self.mean == self.p05 == self.p95 == 0


NOTHING = Estimate(0.0, 0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Load:
    """One load over the years counted, or in the last of them."""

    outcome: Outcome
    when: str
    reference: Estimate
    difference: Estimate
    more: float
    """Share of the draws in which there is more of it."""
    fewer: float
    is_event: bool
    """Whether a draw only says that it happened or not, so that means are probabilities."""

    @property
    def worse(self) -> float | None:
        """Return the share of the draws in which it is worse; None where neither direction is."""
        return {"up": self.more, "down": self.fewer}.get(self.outcome.worse)


@dataclass(frozen=True)
class Money:
    """The public purse over the years counted, in one view: sums of 2025 crowns."""

    saved: Estimate
    """What funders no longer pay, less what closing costs once."""
    closing: Estimate
    caused: Estimate
    gross: Estimate
    """What is caused before the accounts that gain are subtracted."""
    without_forgone: Estimate
    """What is caused, care not given left out."""
    care_forgone: Estimate
    net: Estimate
    net_without_forgone: Estimate
    net_discounted: Estimate
    per_crown: PerCrown
    worse: float


@dataclass(frozen=True)
class Budget:
    """A payer's yearly budget in 2025 crowns, and the year it is of."""

    amount: float
    year: int


@dataclass(frozen=True)
class Measures:
    """What payers' sums are held against: budgets, and the change nobody would notice."""

    budgets: Mapping[str, Budget]
    band_share: float
    band_floor: float
    inhabitants: float | None

    def band(self, payer: str) -> float:
        """Return the change a payer would not notice, crowns a year."""
        budget = self.budgets.get(payer)
        return max(self.band_floor, self.band_share * budget.amount if budget else 0.0)


@dataclass(frozen=True)
class Payer:
    """What a payer saves and bears, crowns a year on average."""

    name: str
    public: bool
    saved: Estimate
    caused: Estimate
    net: Estimate
    share: Estimate | None
    """Net as a share of its budget."""
    budget: Budget | None
    odds: Odds
    more: float
    """Share of the futures in which it pays more, noticeably or not."""
    forgone: Estimate = NOTHING
    """What in it is care that people do not get."""


@dataclass(frozen=True)
class System:
    """What the public purse pays more in one system, crowns a year on average."""

    name: str
    by_view: Mapping[View, Estimate]
    more: float
    """Share of the futures in which it costs more, in the central view."""
    bearer: str
    """The payer that most of the change falls on, or nobody's name: nobody bears half of it."""
    forgone: Estimate = NOTHING
    """What in it is care that people do not get, in the central view."""
    without_forgone: Estimate = NOTHING


@dataclass(frozen=True)
class Findings:
    """Everything about one scenario."""

    scenario: str
    first_year: int
    last_year: int
    loads: tuple[Load, ...]
    money: Mapping[View, Money]
    payers: tuple[Payer, ...]
    systems: tuple[System, ...]
    measures: Measures

    @property
    def years(self) -> int:
        """Return the number of years counted."""
        return self.last_year - self.first_year + 1


def find(results: Results, scenario: str, *, public: Sequence[str], measures: Measures) -> Findings:
    """Compute the findings of a scenario."""
    counted = results.years[horizon_years(results, scenario)]
    return Findings(
        scenario,
        counted[0],
        counted[-1],
        tuple(_load(results, scenario, outcome) for outcome in results.outcomes.values()),
        {view: _money(results, scenario, view, public=public) for view in VIEWS},
        _payers(results, scenario, public=public, measures=measures),
        _systems(results, scenario, public=public),
        measures,
    )


def estimate(values: Array) -> Estimate:
    """Summarise one quantity over the draws."""
    p05, p50, p95 = (float(q) for q in np.quantile(values, (0.05, 0.5, 0.95)))
    return Estimate(float(values.mean()), p05, p50, p95, float(monte_carlo_error(values)))


def _load(results: Results, scenario: str, outcome: Outcome) -> Load:
    window = horizon_years(results, scenario)
    counted = results.years[window]
    load = with_chance(results, outcome.name)[window]
    if outcome.aggregate == "sum":
        chosen, when = load.sum(axis=0), years_text(counted[0], counted[-1])
    else:
        chosen, when = load[-1], str(counted[-1])
    reference = chosen[0]
    difference = chosen[results.position(scenario)] - reference
    # What the last digits of the arithmetic leave is no change.
    least = ROUNDING * np.abs(reference)
    return Load(
        outcome,
        when,
        estimate(reference),
        estimate(difference),
        more=float((difference > least).mean()),
        fewer=float((difference < -least).mean()),
        is_event=bool(np.isin(chosen, (0.0, 1.0)).all() and chosen.any()),
    )


def _money(results: Results, scenario: str, view: View, *, public: Sequence[str]) -> Money:
    def summed(amounts: Array) -> Array:
        return money.over_horizon(results, scenario, amounts)

    saved = money.saved(results, scenario, view, public=public)
    caused = money.caused(results, scenario, view, public=public)
    forgone = money.care_forgone(results, scenario, view, public=public)
    net = caused - saved
    discounted = money.discounted(results, scenario, net).sum(axis=0)
    return Money(
        saved=estimate(summed(saved)),
        closing=estimate(
            summed(money.closing_costs(results, scenario, view, public=public)),
        ),
        caused=estimate(summed(caused)),
        gross=estimate(_gross(results, scenario, view, public=public)),
        without_forgone=estimate(summed(caused - forgone)),
        care_forgone=estimate(summed(forgone)),
        net=estimate(summed(net)),
        net_without_forgone=estimate(summed(net - forgone)),
        net_discounted=estimate(discounted),
        per_crown=money.per_crown_saved(results, scenario, view, public=public),
        worse=float((summed(net) > 0).mean()),
    )


def _gross(results: Results, scenario: str, view: View, *, public: Sequence[str]) -> Array:
    """Add up the accounts outside the services that cost more on average."""
    costs, position = results.costs[view], results.position(scenario)
    window = horizon_years(results, scenario)
    found = np.zeros(results.draws)
    for line, amounts in zip(costs.lines, costs.amounts, strict=True):
        of_services = line.system == money.SERVICES and line.kind in money.SERVICE_MONEY_KINDS
        if line.payer not in public or of_services or line.kind == money.WELFARE:
            continue
        more = (amounts[window, position] - amounts[window, 0]).sum(axis=0)
        found += more if more.mean() > 0 else 0.0
    return found


def _payers(
    results: Results, scenario: str, *, public: Sequence[str], measures: Measures
) -> tuple[Payer, ...]:
    window = horizon_years(results, scenario)
    found = []
    for name, amounts in money.by_payer(results, scenario, "central").items():
        saved, caused = amounts.saved[window].mean(axis=0), amounts.caused[window].mean(axis=0)
        net, budget = caused - saved, measures.budgets.get(name)
        if not (saved.any() or caused.any()):
            continue
        found.append(
            Payer(
                name,
                name in public,
                estimate(saved),
                estimate(caused),
                estimate(net),
                estimate(net / budget.amount) if budget else None,
                budget,
                _odds(net, measures.band(name)),
                float((net > 0).mean()),
                estimate(
                    money.care_forgone(results, scenario, "central", public=(name,))[window].mean(
                        axis=0
                    )
                ),
            )
        )
    # Public payers first, each part by what falls on it.
    return tuple(sorted(found, key=lambda payer: (not payer.public, -payer.net.mean)))


def _odds(net: Array, band: float) -> Odds:
    worse, better = float((net > band).mean()), float((net < -band).mean())
    return Odds(worse, float((np.abs(net) <= band).mean()), better)


def _systems(results: Results, scenario: str, *, public: Sequence[str]) -> tuple[System, ...]:
    window = horizon_years(results, scenario)
    by_view = {
        view: {
            name: amounts[window].mean(axis=0)
            for name, amounts in money.by_system(results, scenario, view, payers=public).items()
        }
        for view in VIEWS
    }
    bearers = money.bearers(results, scenario, "central", payers=public)
    forgone = {
        name: amounts[window].mean(axis=0)
        for name, amounts in money.by_system(
            results, scenario, "central", payers=public, kinds=(money.CARE_FORGONE,)
        ).items()
    }
    return tuple(
        System(
            name,
            {view: estimate(by_view[view][name]) for view in VIEWS},
            float((by_view["central"][name] > 0).mean()),
            bearers[name],
            estimate(forgone[name]),
            estimate(by_view["central"][name] - forgone[name]),
        )
        for name in by_view["central"]
    )
