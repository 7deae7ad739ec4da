"""What comes back after a reopening, and what does not."""

from dataclasses import replace

import numpy as np
import pytest

from kpsim.analysis.recovery import recoveries, reopening_year, years_until_back
from kpsim.inputs.scenarios import load_scenario
from kpsim.results import Array, Results
from tests.synthetic import YEARS, synthetic_results

SCENARIO = "harm-reduction-stops"


def closed_until(share_by_year: dict[int, float], draws: int = 256) -> Results:
    """Give the clients of one scenario a share of the reference in each year, 1 elsewhere."""
    results = synthetic_results(draws)
    clients = results.loads["central"]["clients_in_contact"].copy()
    for position, year in enumerate(YEARS):
        clients[position, results.position(SCENARIO)] = clients[position, 0] * share_by_year.get(
            year, 1.0
        )
    central = {**results.loads["central"], "clients_in_contact": clients}
    return replace(results, loads={**results.loads, "central": central})


def back(results: Results, reopened: float) -> Array:
    found = years_until_back(results, "clients_in_contact", SCENARIO, reopened=reopened)
    assert found is not None
    return found


def test_the_way_back_between_two_years_is_straight() -> None:
    # Half at mid-2028, all at mid-2029: 90 % is four fifths of the way, at 2029.3.
    results = closed_until({2027: 0.0, 2028: 0.5})
    assert back(results, 2029.0) == pytest.approx(np.full(256, 0.3))


def test_what_stays_below_to_the_end_never_comes_back() -> None:
    results = closed_until({year: 0.5 for year in YEARS if year >= 2027})
    assert np.isnan(back(results, 2029.0)).all()


def test_a_relapse_counts_from_its_end() -> None:
    results = closed_until({2027: 0.0, 2028: 0.5, 2031: 0.5})
    assert back(results, 2029.0) == pytest.approx(np.full(256, 3.3))


def test_what_was_never_lost_is_not_listed() -> None:
    results = closed_until({2027: 0.95})
    assert years_until_back(results, "clients_in_contact", SCENARIO, reopened=2029.0) is None


def test_a_count_of_harm_stays() -> None:
    results = synthetic_results(256)
    outcomes = dict(results.outcomes)
    outcomes["removals"] = replace(outcomes["hepatitis_c_infections"], name="removals")
    central = dict(results.loads["central"])
    central["removals"] = central["hepatitis_c_infections"]
    results = replace(results, outcomes=outcomes, loads={**results.loads, "central": central})
    stays = [each for each in recoveries(results, SCENARIO, 2029.0) if each.kind == "stays"]
    assert [each.outcome for each in stays] == ["removals"]
    excess = results.difference("hepatitis_c_infections", SCENARIO).sum(axis=0)
    assert stays[0].values == pytest.approx(excess)


def test_only_a_scenario_that_reopens_has_a_year_of_reopening() -> None:
    assert reopening_year(load_scenario("close-and-reopen")) == 2029.0
    assert reopening_year(load_scenario("all-services-stop")) is None
