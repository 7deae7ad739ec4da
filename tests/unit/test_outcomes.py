"""Reported loads: their file, how they are counted, and what their loader refuses."""

from pathlib import Path

import numpy as np
import pytest

from kpsim.analysis.outcomes import load_outcomes, measure, variables
from kpsim.errors import ParameterError
from kpsim.model.dimensions import SERVICE, SUBSTANCE

TABLE = """
[{name}]
variable = "{variable}"
{element}
aggregate = "{aggregate}"
unit = "{unit}"
label = {{ cs = "Úmrtí", en = "Deaths" }}
unit_label = {{ cs = "úmrtí za rok", en = "deaths a year" }}
system = "people"
worse = "up"
{more}
"""
USUAL = {
    "name": "deaths",
    "variable": "deaths",
    "element": "",
    "aggregate": "sum",
    "unit": "person",
    "more": "",
}
BLACK_SCENARIOS = {
    "all_recorded_offences",
    "users_without_home",
    "socially_excluded_people",
    "people_in_debt_enforcement",
    "new_hcv_infections",
    "notified_hcv",
    "outbreak_has_begun",
    "police_interventions",
    "prison_population",
    "benefit_recipients",
    "children_in_institutions",
    "children_in_zdvop",
    "wards_of_municipalities",
    "recorded_users",
    "official_estimate",
    "true_users",
    "unseen_share",
    "child_psychiatry_waiting_time",
    "relatives_without_help",
    "deaths",
}


def refusal(folder: Path, **keys: str) -> str:
    (folder / "outcomes.toml").write_text(TABLE.format(**{**USUAL, **keys}), encoding="utf-8")
    with pytest.raises(ParameterError) as caught:
        load_outcomes(folder)
    return str(caught.value)


def test_every_shipped_outcome_counts_a_variable_of_the_model() -> None:
    outcomes = load_outcomes()
    assert {spec.variable for spec in outcomes.values()} <= variables().keys()


def test_the_headline_covers_the_black_scenarios_and_stays_short() -> None:
    headline = {name for name, spec in load_outcomes().items() if spec.headline}
    assert headline >= BLACK_SCENARIOS
    assert len(headline) <= 30


def test_no_two_outcomes_share_a_label() -> None:
    outcomes = load_outcomes().values()
    assert outcomes
    for language in ("cs", "en"):
        assert len({spec.label.of(language) for spec in outcomes}) == len(outcomes)


def test_an_outcome_describes_itself_to_tables() -> None:
    name = "child_psychiatry_waiting_time"
    outcome = load_outcomes()[name].outcome(name)
    assert (outcome.name, outcome.unit.en, outcome.headline) == (name, "weeks", True)


def test_the_elements_of_a_variable_are_added_up() -> None:
    kept = np.ones((2, 1, SUBSTANCE.size, 3, 5))
    assert load_outcomes()["active_users"].of(kept).shape == (2, 3, 5)
    assert (load_outcomes()["active_users"].of(kept) == SUBSTANCE.size).all()


def test_one_element_is_picked_by_its_name() -> None:
    kept = np.arange(SERVICE.size, dtype=float).reshape(1, -1, 1, 1, 1)
    position = SERVICE.elements.index("aftercare")
    assert load_outcomes()["trust_aftercare"].of(kept).item() == 100 * position


def test_months_become_weeks_and_shares_per_cent() -> None:
    one = np.ones((1, 1, 1, 1, 1))
    outcomes = load_outcomes()
    # A month is a twelfth of 365.25 days.
    weeks = 365.25 / 12 / 7
    assert outcomes["child_psychiatry_waiting_time"].of(one).item() == pytest.approx(weeks)
    assert outcomes["unseen_share"].of(one).item() == pytest.approx(100)


def test_a_sum_over_a_year_loses_the_unit_of_time() -> None:
    found, problems = measure("deaths", "sum", element=None, unit="thousand*person", place="here")
    assert not problems
    assert found is not None
    assert found.factor == pytest.approx(1 / 1000)


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"more": "headlin = true"}, "unknown key 'headlin'; did you mean 'headline'?"),
        ({"variable": "death"}, "no variable 'death' in the model; did you mean 'deaths'?"),
        ({"element": 'element = "pervitine"'}, "did you mean 'pervitin'?"),
        ({"unit": "offence"}, "they count different things"),
        ({"aggregate": "mean"}, "they count different things"),
        ({"aggregate": "total"}, "expected one of 'sum', 'mean', 'end'"),
        ({"name": "dying"}, "write [deaths]"),
        ({"name": "trust", "variable": "trust", "aggregate": "end", "unit": "1"}, "adds up shares"),
        (
            {
                "name": "children_in_zdvop_pervitin",
                "variable": "children_in_zdvop",
                "aggregate": "end",
                "element": 'element = "pervitin"',
            },
            "the variable has no dimension; remove it",
        ),
    ],
)
def test_a_wrong_outcome_is_refused(tmp_path: Path, keys: dict[str, str], message: str) -> None:
    assert message in refusal(tmp_path, **keys)


def test_all_problems_are_reported_at_once(tmp_path: Path) -> None:
    found = refusal(tmp_path, name="dying", element='element = "beer"', more="chanse = true")
    assert "chanse" in found
    found = refusal(tmp_path, name="dying", element='element = "beer"')
    assert "write [deaths_beer]" in found
    assert "no element 'beer'" in found
