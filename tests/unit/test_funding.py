"""Funding lines, institutions, and what falls with what."""

from pathlib import Path

import numpy as np
import pytest

from kpsim.errors import ParameterError
from kpsim.inputs.funding import (
    SERVICES,
    Cut,
    Fall,
    Funding,
    Rules,
    after_conditions,
    cascade,
    default_rules,
    load_funding,
)
from kpsim.inputs.institutions import INSTITUTIONS, load_institutions
from kpsim.inputs.locations import params_folder

FUNDING = load_funding()
RULES = default_rules(FUNDING.conditions)
MATCHING = Rules(RULES.network_takes, matching=True)


def amount(service: str, funder: str, funding: Funding = FUNDING) -> float:
    lines = [line for line in funding.lines if (line.service, line.funder) == (service, funder)]
    return sum(line.value for line in lines)


def total_of(funder: str) -> float:
    return sum(line.value for line in FUNDING.lines if line.funder == funder)


def folder_with(text: str, tmp_path: Path) -> Path:
    (tmp_path / "regions").mkdir()
    path = tmp_path / "regions" / "liberec-funding.toml"
    path.write_text(text, encoding="utf-8", newline="\n")
    return tmp_path


def shipped_text() -> str:
    path = params_folder() / "regions" / "liberec-funding.toml"
    return path.read_text(encoding="utf-8")


def test_the_lines_of_the_region_add_up_to_what_it_published() -> None:
    assert total_of("region") == pytest.approx(7_000_000)
    assert amount("contact_centre", "region") + amount("outreach", "region") == 2_710_000


def test_the_city_pays_the_published_grants() -> None:
    assert amount("counselling", "city_of_liberec") == 800_000
    assert amount("therapeutic_community", "city_of_liberec") == 300_000


def test_the_whole_network_lies_in_the_range_of_its_estimates() -> None:
    assert 45e6 < FUNDING.amounts().sum() < 75e6


def test_every_service_is_paid_by_somebody_on_the_list() -> None:
    assert {line.service for line in FUNDING.lines} == set(SERVICES)
    assert set(FUNDING.funders) <= set(load_institutions())


def test_a_cut_that_takes_nothing_makes_nothing_fall() -> None:
    assert cascade(FUNDING, Cut({}), rules=MATCHING) == []


def test_a_lost_city_grant_takes_nothing_else_when_matching_is_off() -> None:
    cut = Cut({("counselling", "city_of_liberec"): 1.0})
    assert cascade(FUNDING, cut, rules=RULES) == [
        Fall("counselling", "city_of_liberec", 800_000, "decision")
    ]


def test_leaving_the_network_takes_the_ministry_and_the_city() -> None:
    cut = Cut({("counselling", "region"): 1.0}, leaving_network=["counselling"])
    falls = cascade(FUNDING, cut, rules=RULES)
    assert [(fall.funder, fall.amount, fall.why) for fall in falls] == [
        ("region", 1_500_000, "decision"),
        ("mpsv", 8_700_000, "network"),
        ("city_of_liberec", 800_000, "network"),
    ]


def test_a_scenario_may_keep_the_money_of_services_outside_the_network() -> None:
    cut = Cut({("counselling", "region"): 1.0}, leaving_network=["counselling"])
    falls = cascade(FUNDING, cut, rules=Rules(network_takes=()))
    assert [fall.funder for fall in falls] == ["region"]


def test_a_crown_of_local_money_takes_two_and_a_third_crowns_of_the_state() -> None:
    # 0.8 M CZK of the city x 0.7 / 0.3 = 1.8667 M CZK, shared 8.7 : 2.7 by ministry and office.
    cut = Cut({("counselling", "city_of_liberec"): 1.0})
    falls = cascade(FUNDING, cut, rules=MATCHING)
    matched = {fall.funder: fall.amount for fall in falls if fall.why == "matching"}
    assert sum(matched.values()) == pytest.approx(800_000 * 7 / 3)
    assert matched["mpsv"] / matched["government_office"] == pytest.approx(8.7 / 2.7)


def test_matching_counts_state_money_that_has_fallen_already() -> None:
    # The network takes 8.7 M; region, and the city by the network, lose 2.3 M, which owes 5.37 M.
    cut = Cut({("counselling", "region"): 1.0}, leaving_network=["counselling"])
    falls = cascade(FUNDING, cut, rules=MATCHING)
    assert not [fall for fall in falls if fall.why == "matching"]


def test_matching_cannot_take_more_state_money_than_there_is() -> None:
    local = ("region", "city_of_liberec", "other_municipalities")
    cut = Cut({("prevention", funder): 1.0 for funder in local})
    falls = cascade(FUNDING, cut, rules=MATCHING)
    state = [fall for fall in falls if fall.why == "matching"]
    assert state == [Fall("prevention", "government_office", 1_600_000, "matching")]


def test_levels_nobody_touches_keep_their_bits() -> None:
    levels = np.ones((len(FUNDING.lines), 12))
    leaving = np.zeros((len(SERVICES), 12))
    after = after_conditions(FUNDING, levels, leaving=leaving, rules=MATCHING)
    assert np.array_equal(after, levels)


def test_an_expanded_line_stays_expanded_inside_the_network() -> None:
    levels = np.full((len(FUNDING.lines), 1), 1.5)
    leaving = np.zeros((len(SERVICES), 1))
    after = after_conditions(FUNDING, levels, leaving=leaving, rules=RULES)
    assert np.array_equal(after, levels)


def test_all_problems_of_the_funding_file_are_reported_together(tmp_path: Path) -> None:
    text = shipped_text().replace("[counselling.mpsv]", "[counseling.mpsv]")
    text = text.replace("[outreach.mpsv]", "[outreach.mspv]")
    text = text.replace("value = 1_000_000", "value = -1")
    with pytest.raises(ParameterError) as error:
        load_funding(folder=folder_with(text, tmp_path))
    messages = [str(problem) for problem in error.value.problems]
    assert len(messages) == 3
    assert "unknown name 'counseling'; did you mean 'counselling'?" in messages[0]
    assert "contact_centre.region.value: is -1; " in messages[1]
    assert "outreach: unknown name 'mspv'; did you mean 'mpsv'?" in messages[2]


def test_an_assumed_line_needs_a_reason_and_an_owner(tmp_path: Path) -> None:
    text = shipped_text().replace("owner = ", "note = ", 1)
    with pytest.raises(ParameterError, match="an assumption needs 'reason' and 'owner'"):
        load_funding(folder=folder_with(text, tmp_path))


def test_a_region_without_funding_lines_is_an_error_that_names_the_file() -> None:
    with pytest.raises(ParameterError, match=r"libereck-funding\.toml: no such file; did you mean"):
        load_funding("libereck")


def test_institutions_come_in_the_order_of_the_list_with_both_names() -> None:
    institutions = load_institutions()
    assert tuple(institutions) == INSTITUTIONS
    assert all(one.label.cs and one.label.en and one.genitive for one in institutions.values())


def test_the_public_purse_is_without_the_union_clients_and_victims() -> None:
    private = [one.name for one in load_institutions().values() if not one.public]
    assert private == ["eu", "clients_and_families", "victims"]


def test_a_missing_institution_is_named(tmp_path: Path) -> None:
    text = (params_folder() / "institutions.toml").read_text(encoding="utf-8")
    changed = text.replace("[victims]", "[victim]")
    (tmp_path / "institutions.toml").write_text(changed, encoding="utf-8", newline="\n")
    with pytest.raises(ParameterError) as error:
        load_institutions(tmp_path)
    assert [problem.values["name"] for problem in error.value.problems] == ["victims", "victim"]
