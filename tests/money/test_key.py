"""The key of co-financing: shares, leaving with and without matching, chance, and being bound."""

import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kpsim.errors import KpsimError, ParameterError, ScenarioError
from kpsim.inputs.draws import draw
from kpsim.inputs.funding import load_funding, paid_by_line
from kpsim.inputs.key_changes import KeyChange
from kpsim.inputs.locations import params_folder
from kpsim.inputs.money_paths import funding_by_line
from kpsim.inputs.municipal_key import key_of
from kpsim.inputs.municipal_money import municipal_levels, paid_by
from kpsim.inputs.scenarios import check_lines, load_scenario
from kpsim.ledger.cascade_tree import cascade_tree
from kpsim.money_study import drawn_again
from kpsim.results import Results
from kpsim.study import with_reference
from kpsim.world import World

FUNDING = load_funding()
PAID = paid_by_line(FUNDING.lines)


def tables() -> dict[str, Any]:
    path = params_folder() / "regions" / "liberec-key.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def change(*leave: str, probability: float = 1.0, mandatory: bool = False) -> KeyChange:
    return KeyChange(leave, probability, start=12, announced=12, mandatory=mandatory, place="key")


def problems_of(key: dict[str, Any]) -> list[str]:
    return [str(each) for each in key_of(key, PAID, place="key.toml")[1]]


def scenario_file(folder: Path, key: str) -> Path:
    path = folder / "mine.toml"
    text = 'title = { cs = "A", en = "A" }\ndescription = { cs = "A", en = "A" }\n[key]\n' + key
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def test_the_shares_of_every_municipal_line_add_to_one() -> None:
    lines = [(service, FUNDING.key.of_funder(funder)) for service, funder in PAID]
    assert any(rows for _, rows in lines)
    for service, rows in lines:
        if rows:
            whole = sum(FUNDING.key.share(row.name, service) for row in rows)
            assert whole == pytest.approx(1.0)


def test_the_municipalities_together_pay_the_municipal_lines() -> None:
    municipal = sum(v for (_, funder), v in PAID.items() if "municip" in funder or "city" in funder)
    assert sum(paid_by(row, FUNDING) for row in FUNDING.key.rows) == pytest.approx(municipal)


def test_the_unknown_rates_are_assumptions_of_grade_d() -> None:
    assert FUNDING.key.rows
    for row in FUNDING.key.rows:
        assert row.recommended is not None
        assert (row.recommended.source, row.recommended.grade) == ("assumption", "D")
        assert row.recommended.owner


def test_one_municipality_takes_its_own_part_and_nothing_else() -> None:
    levels = municipal_levels(change("jablonec"), FUNDING, {}, months=range(24))
    lost = (1 - levels[:, -1, 0]) * FUNDING.amounts()
    # Jablonec: 80 + 120 + 374 + 240 + 260 thousand.
    assert lost.sum() == pytest.approx(1_074_000)
    assert (levels[:, :12] == 1).all()


def test_leaving_one_by_one_comes_to_the_same_as_all_at_once() -> None:
    together = municipal_levels(change("all"), FUNDING, {}, months=range(13))
    alone = [municipal_levels(change(n), FUNDING, {}, months=range(13)) for n in FUNDING.key.names]
    assert np.allclose(1 - together, sum(1 - each for each in alone))


def test_by_chance_each_municipality_leaves_as_often_as_asked_and_by_itself(world: World) -> None:
    values = draw(world.parameters, seed=1, draws=2048, view="central").values
    gone = {
        name: 1 - municipal_levels(
            change(name, probability=0.3), FUNDING, values, months=range(13)
        )[:, -1].max(axis=0, initial=0, where=_lines_of(name)[:, np.newaxis])
        for name in ("liberec", "jablonec", "ceska_lipa", "frydlant", "rest")
    }  # fmt: skip
    left = np.array([each > 0 for each in gone.values()])
    assert np.allclose(left.mean(axis=1), 0.3, atol=0.04)
    together = np.corrcoef(left)
    assert np.abs(together - np.eye(len(left))).max() < 0.08


def _lines_of(name: str) -> np.ndarray:
    share = np.array([FUNDING.key.share(name, line.service) for line in FUNDING.lines])
    funder = next(row.funder for row in FUNDING.key.rows if row.name == name)
    first = np.array([line.funder == funder for line in FUNDING.lines]) & (share > 0)
    only = np.zeros(len(first), dtype=bool)
    only[np.argmax(first)] = True
    return only


def test_without_matching_nothing_falls_with_the_city() -> None:
    tree = cascade_tree(load_scenario("the-city-leaves-the-key"), FUNDING)
    assert (tree.decided, tree.follows) == (pytest.approx(2_000_000), 0)


def test_with_matching_a_crown_of_the_city_takes_seven_thirds_of_the_state() -> None:
    tree = cascade_tree(load_scenario("the-city-leaves-the-key-matched"), FUNDING)
    # 30:70 rule: 2,000,000 x 0.7 / 0.3; the state pays more than that to every service.
    assert tree.follows == pytest.approx(2_000_000 * 0.7 / 0.3)
    assert {fall.why for branch in tree.branches for fall in branch.fallen} == {"matching"}


def test_what_the_tree_says_is_what_the_funders_stop_paying(
    world: World, results: Results, scenarios: list[Any]
) -> None:
    drawn, indices = drawn_again(world, results)
    compared = with_reference(scenarios)
    paid = funding_by_line(compared, world.funding, indices=indices, values=drawn.values)
    name = "the-city-leaves-the-key-matched"
    tree = cascade_tree(load_scenario(name), FUNDING)
    at = paid.years.index(2030)
    lost = paid.real[:, at, 0] - paid.real[:, at, results.position(name)]
    # Amounts of the tree are those of 2025; both sides grow alike, so the shares agree.
    share = lost.sum(axis=0) / paid.real[:, at, 0].sum(axis=0)
    whole = (tree.decided + tree.follows) / FUNDING.amounts().sum()
    assert np.allclose(share, whole)


def test_nobody_can_leave_a_key_that_binds(tmp_path: Path, world: World) -> None:
    bound = load_scenario("cofinancing-is-mandatory")
    leaving = load_scenario("municipalities-leave-the-key")
    values = draw(world.parameters, seed=1, draws=256, view="central").values
    levels = municipal_levels(bound.key, FUNDING, values, months=range(13))
    municipal = [n for n, line in enumerate(FUNDING.lines) if "munic" in line.funder]
    assert (levels[municipal, -1] >= 1).all()
    text = leaving.files[-1].read_text(encoding="utf-8")
    path = tmp_path / "both.toml"
    path.write_text(text + "\n[key]\nmandatory = true\nfrom = 2027-01-01\n", encoding="utf-8")
    assert cascade_tree(leaving, FUNDING).decided > 0
    assert cascade_tree(load_scenario(path), FUNDING).decided == 0


def test_a_municipality_named_twice_is_refused() -> None:
    key = tables()
    key["jablonec_again"] = key["frydlant"] | {"label": "Jablonec nad Nisou", "paid": {}}
    assert problems_of(key) == [
        "key.toml: jablonec_again: 'Jablonec nad Nisou' is named twice (also as jablonec); "
        "remove one of the rows"
    ]


def test_shares_that_do_not_add_to_one_are_refused() -> None:
    key = tables()
    key["jablonec"]["paid"]["counselling"]["value"] = 1_800_000
    assert problems_of(key) == [
        "key.toml: the municipalities pay 204.6% of the line counselling.other_municipalities; "
        "expected shares that add to 100%: correct 'paid', or add a row of kind 'rest'"
    ]


def test_a_key_without_a_rest_must_pay_everything() -> None:
    key = tables()
    del key["rest"]
    found = problems_of(key)
    # Of the seven lines only aftercare is paid by a named municipality alone.
    assert len(found) == 6
    assert all("expected shares that add to 100%" in each for each in found)


def test_negative_money_and_future_years_are_reported_together() -> None:
    key = tables()
    key["jablonec"]["recommended"]["value"] = -1.0
    key["semily"]["recommended"]["price_year"] = 2027
    found = problems_of(key)
    assert len(found) == 2
    assert found[0].startswith("key.toml: jablonec.recommended.value: is -1.0; ")
    assert found[1].startswith("key.toml: semily.recommended.price_year: is 2027; ")


def test_a_scenario_that_names_a_municipality_twice_or_wrongly_says_so(tmp_path: Path) -> None:
    path = scenario_file(
        tmp_path, 'leave = ["jablonec", "jablonec", "frydland"]\nfrom = 2027-01-01\n'
    )
    with pytest.raises(ScenarioError) as error:
        check_lines(load_scenario(path), FUNDING)
    assert [str(each) for each in error.value.problems] == [
        "mine.toml: key.leave: unknown municipality 'frydland'; did you mean 'frydlant'?; "
        "expected one of all, liberec, jablonec, ceska_lipa, frydlant, jilemnice, semily, rest",
        "mine.toml: key.leave: 'jablonec' is named twice; name each municipality once",
    ]


def test_a_key_table_that_says_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="says nothing; name who leaves in 'leave'"):
        load_scenario(scenario_file(tmp_path, "from = 2027-01-01\n"))


def test_a_funding_line_of_the_future_or_of_nobody_is_refused(tmp_path: Path) -> None:
    text = (params_folder() / "regions" / "liberec-funding.toml").read_text(encoding="utf-8")
    text = text.replace("price_year = 2025", "price_year = 2030", 1)
    text = text.replace("[outreach.mpsv]", "[outreach.somebody]")
    (tmp_path / "regions").mkdir()
    path = tmp_path / "regions" / "liberec-funding.toml"
    path.write_text(text, encoding="utf-8", newline="\n")
    with pytest.raises(KpsimError) as error:
        load_funding(folder=tmp_path)
    found = [str(each) for each in error.value.problems]
    assert found[0] == (
        "liberec-funding.toml: contact_centre.mpsv.price_year: is 2030; expected 2025 at the "
        "latest: amounts of later years are plans"
    )
    assert "outreach: unknown name 'somebody'" in found[1]


def test_a_line_without_a_funder_is_refused(tmp_path: Path) -> None:
    text = (params_folder() / "regions" / "liberec-funding.toml").read_text(encoding="utf-8")
    text = text.replace("[substitution.health_insurers]", "[substitution]")
    (tmp_path / "regions").mkdir()
    path = tmp_path / "regions" / "liberec-funding.toml"
    path.write_text(text, encoding="utf-8", newline="\n")
    with pytest.raises(KpsimError) as error:
        load_funding(folder=tmp_path)
    assert [str(each) for each in error.value.problems] == [
        "liberec-funding.toml: substitution: has a line without a funder; write it as "
        "[substitution.FUNDER]"
    ]


def test_a_line_of_an_earlier_year_is_carried_by_its_own_index(tmp_path: Path) -> None:
    text = (params_folder() / "regions" / "liberec-funding.toml").read_text(encoding="utf-8")
    text = text.replace("price_year = 2025", 'price_year = 2024\nindex = "cpi"', 1)
    (tmp_path / "regions").mkdir()
    path = tmp_path / "regions" / "liberec-funding.toml"
    path.write_text(text, encoding="utf-8", newline="\n")
    line = load_funding(folder=tmp_path).lines[0]
    # 3,900,000 in 2024; inflation of 2025 was 2.5 %.
    assert (line.price_year, line.value) == (2025, pytest.approx(3_997_500))


def test_an_unknown_service_in_the_key_is_named() -> None:
    key = tables()
    key["jablonec"]["paid"]["counseling"] = key["jablonec"]["paid"]["counselling"]
    with pytest.raises(ParameterError, match="did you mean 'counselling'"):
        raise ParameterError(key_of(key, PAID, place="key.toml")[1])
