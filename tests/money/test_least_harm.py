"""The search over single lines, and the shipped scenario that stands on it."""

import numpy as np
import pytest

from kpsim.analysis.least_harm import LineHarm, choose, ranking, runner_up, searched
from kpsim.analysis.money import PerCrown
from kpsim.inputs.files import read_toml
from kpsim.inputs.funding import Line
from kpsim.inputs.locations import params_folder
from kpsim.inputs.scenarios import load_scenario
from kpsim.money_study import falls_with, study_of_lines, without_line
from kpsim.study import Settings
from kpsim.world import World

TIE = 0.02
"""Crowns per crown by which two lines may differ at 256 draws and still be a tie."""


@pytest.fixture(scope="module")
def ranked(world: World) -> list[LineHarm]:
    smallest = read_toml(params_folder() / "money" / "search.toml")["smallest_line"]
    lines = searched(world.funding.lines, world.ledger.public, smallest=smallest)
    results = study_of_lines(world, lines, Settings(draws=256))
    named = {without_line(line).name: line for line in lines}
    falls = {name: falls_with(world, line) for name, line in named.items()}
    return ranking(results, named, world.ledger.public, falls=falls)


def test_the_shipped_least_harmful_cut_is_what_the_search_finds(ranked: list[LineHarm]) -> None:
    change = load_scenario("least-harmful-cut").changes[0]
    shipped = (change.services, change.funders)
    found = next(x for x in ranked if shipped == ((x.line.service,), (x.line.funder,)))
    assert found.ratio - ranked[0].ratio < TIE
    services = [each.line.service for each in ranked[:2]]
    assert services == ["contact_centre", "contact_centre"]


def test_every_public_line_of_a_million_is_searched(world: World, ranked: list[LineHarm]) -> None:
    large = {
        line.name
        for line in world.funding.lines
        if line.value >= 1_000_000 and line.funder in world.ledger.public
    }
    assert {each.line.name for each in ranked} == large
    ratios = [each.ratio for each in ranked]
    assert ratios == sorted(ratios)


def test_the_end_of_the_regions_line_counts_what_falls_with_it(ranked: list[LineHarm]) -> None:
    region = next(x for x in ranked if x.line.name == "contact_centre.region")
    # 1.0 million of the region, 3.9 of the ministry, 0.35 of the city.
    assert sum(region.falls.values()) == pytest.approx(5_250_000)


def harm(service: str, value: float, ratio: float, *, falls: float = 0.0) -> LineHarm:
    line = Line.model_validate(
        {
            "service": service,
            "funder": "region",
            "value": value,
            "unit": "CZK/year",
            "price_year": 2025,
            "source": "s",
            "grade": "D",
            "collected_on": "x",
        }
    )
    saved = np.array([value * 10])
    per_crown = PerCrown("caused per crown saved", ratio, ratio, ratio, 1.0)
    gone = {(service, "region"): value} | ({(service, "mpsv"): falls} if falls else {})
    return LineHarm(line, service, saved, saved * ratio, per_crown, (), gone)


def test_lines_are_taken_in_order_and_the_last_only_as_far_as_needed() -> None:
    lines = [harm("outreach", 2.0, 0.1), harm("prevention", 4.0, 0.2), harm("aftercare", 9.0, 0.3)]
    choice = choose(lines, target=3.0)
    # 2 of outreach, then a quarter of prevention's 4.
    assert [each.line.service for each in choice.lines] == ["outreach", "prevention"]
    assert choice.last_share == pytest.approx(0.25)
    assert choice.reached
    assert [each.line.service for each in runner_up(lines, 3.0).lines] == ["prevention"]


def test_what_fell_with_a_line_is_saved_too() -> None:
    lines = [harm("outreach", 2.0, 0.1, falls=5.0), harm("prevention", 4.0, 0.2)]
    choice = choose(lines, target=6.0)
    assert [each.line.service for each in choice.lines] == ["outreach"]


def test_a_sum_that_cannot_be_saved_is_said_to_be_missed() -> None:
    assert not choose([harm("outreach", 2.0, 0.1)], target=3.0).reached
