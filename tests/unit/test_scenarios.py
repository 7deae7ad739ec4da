"""Scenario files: the shipped ones, what they extend, and what is wrong with broken ones."""

import json
import tomllib
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpsim.errors import ScenarioError
from kpsim.inputs.funding import load_funding
from kpsim.inputs.locations import scenarios_folder
from kpsim.inputs.scenario_template import template
from kpsim.inputs.scenarios import (
    Scenario,
    check_lines,
    load_scenario,
    schema,
    shipped_scenarios,
)

BAD_INPUTS = Path(__file__).parent.parent / "bad_inputs" / "scenarios"
HEAD = """
title = { cs = "Zkouška", en = "Trial" }
description = { cs = "Zkouška.", en = "Trial." }
"""
CLOSE = """
[[change]]
service = ["contact_centre", "outreach"]
action = "close"
from = 2027-01-01
"""


def scenario(tmp_path: Path, text: str, name: str = "trial.toml") -> Scenario:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8", newline="\n")
    return load_scenario(path)


@pytest.mark.parametrize("folder", sorted(BAD_INPUTS.iterdir()), ids=lambda folder: folder.name)
def test_a_broken_file_gets_exactly_its_message(folder: Path) -> None:
    with pytest.raises(ScenarioError) as error:
        load_scenario(folder / "scenario.toml")
    expected = (folder / "expected.txt").read_text(encoding="utf-8")
    assert f"{error.value}\n" == expected


@pytest.mark.parametrize("name", shipped_scenarios())
def test_a_shipped_scenario_loads_and_touches_lines_of_the_region(name: str) -> None:
    loaded = load_scenario(name)
    check_lines(loaded, load_funding())
    assert loaded.name == name


@pytest.mark.parametrize("name", shipped_scenarios())
def test_a_shipped_scenario_fits_the_schema_for_editors(name: str) -> None:
    text = (scenarios_folder() / f"{name}.toml").read_text(encoding="utf-8")
    as_json = json.loads(json.dumps(tomllib.loads(text), default=str))
    jsonschema.validate(as_json, schema())


def test_the_schema_refuses_an_unknown_key() -> None:
    table = tomllib.loads(HEAD) | {"idexing": {}}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(table, schema())


def test_the_reference_comes_first_and_changes_nothing() -> None:
    assert shipped_scenarios()[0] == "reference"
    reference = load_scenario("reference")
    assert reference.changes == ()
    assert reference.first_month is None
    assert reference.first_year is None


def test_a_cut_announced_in_autumn_departs_with_the_news_and_counts_from_january() -> None:
    loaded = load_scenario("harm-reduction-stops")
    assert loaded.first_month == 9
    assert loaded.first_year == 2027


def test_an_extending_scenario_has_the_changes_of_both() -> None:
    loaded = load_scenario("close-and-reopen")
    assert [change.action for change in loaded.changes] == ["close", "reopen"]
    assert [file.name for file in loaded.files] == [
        "reference.toml",
        "harm-reduction-stops.toml",
        "close-and-reopen.toml",
    ]


def test_a_reopening_ends_the_closure() -> None:
    closure, reopening = load_scenario("close-and-reopen").changes
    assert closure.end == reopening.start == 36


def test_reopening_one_of_two_services_keeps_the_other_closed(tmp_path: Path) -> None:
    reopen = '[[change]]\nservice = "outreach"\naction = "reopen"\nfrom = 2029-01-01\n'
    loaded = scenario(tmp_path, HEAD + CLOSE + reopen)
    ends = {change.services: change.end for change in loaded.changes if change.action == "close"}
    assert ends[("outreach",)] == 36
    assert ends[("contact_centre",)] > 180


def test_a_service_cannot_reopen_twice(tmp_path: Path) -> None:
    reopen = '[[change]]\nservice = "outreach"\naction = "reopen"\nfrom = {year}-01-01\n'
    text = HEAD + CLOSE + reopen.format(year=2029) + reopen.format(year=2031)
    with pytest.raises(ScenarioError, match="'outreach' is not closed before 2031-01"):
        scenario(tmp_path, text)


def test_a_service_can_close_again_after_reopening(tmp_path: Path) -> None:
    again = CLOSE.replace("2027", "2031")
    reopen = CLOSE.replace("close", "reopen").replace("2027", "2029")
    loaded = scenario(tmp_path, HEAD + CLOSE + reopen + again)
    assert [change.start for change in loaded.changes if change.action == "close"] == [12, 60]


def test_a_freeze_and_a_reduction_of_one_line_do_not_conflict(tmp_path: Path) -> None:
    freeze = CLOSE.replace("close", "freeze")
    reduce = CLOSE.replace("close", "reduce") + "by = 0.1\n"
    assert len(scenario(tmp_path, HEAD + freeze + reduce).changes) == 2


def test_one_change_after_the_other_does_not_conflict(tmp_path: Path) -> None:
    first = CLOSE.replace("close", "reduce") + "by = 0.1\nuntil = 2028-01-01\n"
    second = CLOSE.replace("close", "reduce").replace("2027", "2028") + "by = 0.2\n"
    assert len(scenario(tmp_path, HEAD + first + second).changes) == 2


def test_matching_is_inherited_and_can_be_switched_off_again(tmp_path: Path) -> None:
    extends = 'extends = "municipalities-leave-the-key-matched"\n'
    assert scenario(tmp_path, extends + HEAD).matching
    assert not scenario(tmp_path, extends + HEAD + "[matching]\napplies = false\n").matching


def test_a_scenario_extends_a_file_of_its_own_folder(tmp_path: Path) -> None:
    scenario(tmp_path, HEAD + CLOSE, "first.toml")
    loaded = scenario(tmp_path, 'extends = "first.toml"\n' + HEAD, "second.toml")
    assert len(loaded.changes) == 1


def test_problems_of_the_extended_file_name_that_file(tmp_path: Path) -> None:
    (tmp_path / "first.toml").write_text("nonsense = 1\n" + HEAD, encoding="utf-8")
    with pytest.raises(ScenarioError) as error:
        scenario(tmp_path, 'extends = "first.toml"\n' + HEAD)
    assert str(error.value) == "first.toml: unknown key 'nonsense'; remove it"


def test_a_long_chain_of_extensions_is_refused(tmp_path: Path) -> None:
    for number in range(20):
        text = f'extends = "{number + 1}.toml"\n' + HEAD
        (tmp_path / f"{number}.toml").write_text(text, encoding="utf-8")
    (tmp_path / "20.toml").write_text(HEAD, encoding="utf-8")
    with pytest.raises(ScenarioError, match="stands on more than 8 scenarios"):
        load_scenario(tmp_path / "0.toml")


def test_a_misspelt_name_gets_a_suggestion() -> None:
    with pytest.raises(ScenarioError, match="did you mean 'frozen-budgets'"):
        load_scenario("frozen-budget")


def test_a_missing_file_is_named() -> None:
    with pytest.raises(ScenarioError, match=r"nowhere.toml: no such file"):
        load_scenario("nowhere.toml")


def test_a_change_that_meets_no_money_is_refused(tmp_path: Path) -> None:
    text = HEAD + '[[change]]\nservice = "substitution"\naction = "lose_funder"\n'
    loaded = scenario(tmp_path, text + 'funder = "region"\nfrom = 2027-01-01\n')
    with pytest.raises(ScenarioError) as error:
        check_lines(loaded, load_funding())
    assert str(error.value) == (
        "trial.toml: change[1]: no line of this region is paid for substitution by region; "
        "choose other ones"
    )


def test_an_empty_list_of_funders_does_not_mean_all(tmp_path: Path) -> None:
    text = HEAD + CLOSE.replace("close", "lose_funder") + "funder = []\n"
    with pytest.raises(ScenarioError, match="funder: is an empty list; name at least one funder"):
        scenario(tmp_path, text)


def test_a_network_rule_names_institutions(tmp_path: Path) -> None:
    text = HEAD + '[network]\nleaving_takes = ["mpvs"]\n'
    with pytest.raises(ScenarioError, match=r"network\.leaving_takes: unknown funder 'mpvs'; did"):
        scenario(tmp_path, text)


def test_a_file_with_windows_line_ends_and_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "trial.toml"
    path.write_bytes(b"\xef\xbb\xbf" + (HEAD + CLOSE).replace("\n", "\r\n").encode())
    assert len(load_scenario(path).changes) == 1


@pytest.mark.parametrize("language", ["cs", "en"])
def test_a_new_file_from_the_template_is_a_valid_scenario(language: str, tmp_path: Path) -> None:
    text = template("Zavřít K-centrum", language="cs" if language == "cs" else "en")
    loaded = scenario(tmp_path, text)
    assert loaded.title.cs == "Zavřít K-centrum"
    check_lines(loaded, load_funding())


def test_the_commented_tables_of_the_template_are_valid_too(tmp_path: Path) -> None:
    lines = template(language="en").splitlines()
    tables = lines.index("# [indexing]")
    extra = [line.removeprefix("# ") for line in lines[tables:] if "=" in line or "[" in line]
    loaded = scenario(tmp_path, "\n".join([*lines[:tables], *extra]))
    assert loaded.matching
    assert loaded.indexing.rule("region") == "cpi"


@given(title=st.text(min_size=1))
def test_any_title_gives_a_template_that_can_be_read(title: str) -> None:
    assert tomllib.loads(template(title))["title"]["cs"]
