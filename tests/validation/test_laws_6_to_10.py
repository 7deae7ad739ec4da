"""Laws 6 to 10 of the model: what happened elsewhere must be able to happen here."""

from dataclasses import replace

import numpy as np
import pytest

from kpsim.validation.case_tables import ExpectTable
from kpsim.validation.cases import load_case
from kpsim.validation.expectations import counted, expectation_of
from kpsim.validation.running import run_case
from tests.validation.conftest import DRAWS
from tests.validation.shipped import case_file


def counted_in(world, case, **expected):
    """Run a case in this region and count one expectation in every draw."""
    table = {"what": {"cs": "x", "en": "x"}, "observed": 1.0, **expected}
    expectation = expectation_of(ExpectTable.model_validate(table))
    case = replace(case, expects=(expectation,), place={})
    kept, _ = run_case(
        case, world.model, world.parameters, funding=world.funding, seed=1, draws=DRAWS
    )
    return counted(expectation, kept, first=case.first_month).values


def medians(validated):
    """Return the medians of a case by what was expected."""
    return {judged.expectation.what.en: judged.median for judged in validated.judged}


class TestLaw6EnglandAfterACutOf27Percent:
    @pytest.fixture
    def found(self, validated):
        return medians(validated("england-treatment-budgets"))

    def test_caseload_falls_by_2_to_11_percent(self, found):
        fall = 1 - found["people in outpatient treatment after five years, as counted"]
        assert 0.02 <= fall <= 0.11

    def test_completed_treatments_fall_about_twice_as_much(self, found):
        clients = 1 - found["people in outpatient treatment after five years, as counted"]
        completed = 1 - found["completed treatments after five years, as counted"]
        assert 1.5 <= completed / clients <= 2.5

    def test_deaths_are_those_of_the_run_without_the_cut(self, validated):
        (deaths,) = validated("england-treatment-deaths").judged
        # 151 authorities showed no association; less than a hundredth would not show in them.
        assert deaths.high < 1.01


class TestLaw7VictoriaAfterTheFixedSiteClosed:
    def test_about_two_fifths_of_the_syringes_are_lost(self, validated):
        syringes, _ = validated("victoria-fixed-site-closed").judged
        assert syringes.low <= 0.6 <= syringes.high

    def test_sharing_rises_and_what_was_seen_lies_inside(self, validated):
        _, sharing = validated("victoria-fixed-site-closed").judged
        assert 1.5 <= sharing.median <= 3
        assert sharing.low <= 2.3 <= sharing.high


class TestLaw8FifteenYearsWithoutExchange:
    def test_at_the_coverage_of_dundee_infections_rise_as_that_model_says(self, validated):
        (infections,) = validated("hcv-dundee-exchange-removed").judged
        assert 1.12 <= infections.median <= 2.83
        assert infections.low <= 1.47 <= infections.high

    def test_the_coverage_of_this_region_gives_less(self, world, validated):
        (there,) = validated("hcv-dundee-exchange-removed").judged
        case = load_case(case_file("hcv-dundee-exchange-removed"))
        here = counted_without_lost_cures(world, case)
        assert 1 < np.median(here) < there.median


def counted_without_lost_cures(world, case):
    """Count new infections here with cures left as they are, as that model leaves them."""
    name = "hcv_treatment_share_through_contact"
    record = world.parameters.records[name]
    none = {"value": 0.0, "distribution": "fixed", "low": None, "high": None, "level": None}
    records = {**world.parameters.records, name: record.model_copy(update=none)}
    parameters = replace(world.parameters, records=records)
    kept, _ = run_case(case, world.model, parameters, funding=world.funding, seed=1, draws=DRAWS)
    return counted(case.expects[0], kept, first=case.first_month).values


class TestLaw9LondonWithoutYouthClubs:
    def test_youth_offending_rises_by_5_to_25_percent_in_six_years(self, validated):
        after, _ = validated("london-youth-clubs").judged
        assert 1.05 <= after.median <= 1.25

    def test_nothing_shows_in_the_first_month(self, validated):
        _, first = validated("london-youth-clubs").judged
        assert first.high < 1.001

    def test_the_rise_is_spread_over_the_years(self, world):
        case = load_case(case_file("london-youth-clubs"))
        rises = [
            np.median(
                counted_in(
                    world,
                    case,
                    outcome="youth_offences",
                    measure="ratio_to_no_cut",
                    years=years,
                )
            )
            - 1
            for years in (1, 2, 4, 6)
        ]
        assert rises == sorted(rises)
        assert rises[0] < rises[-1] / 3


class TestLaw10NoOutbreakOfHiv:
    def outbreaks(self, world, *, years):
        """Return the share of futures with an outbreak after exchange has stopped."""
        case = load_case(case_file("hcv-dundee-exchange-removed"))
        event = {"outcome": "outbreak_has_begun", "measure": "probability", "above": 0.0}
        return counted_in(world, case, years=years, **event).mean()

    def test_none_in_three_years_is_the_most_common_outcome_even_without_exchange(self, world):
        assert self.outbreaks(world, years=3) < 0.5

    def test_some_futures_have_one_in_the_end(self, world):
        assert 0 < self.outbreaks(world, years=3) < self.outbreaks(world, years=15)
