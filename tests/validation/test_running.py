"""A case in the model: its money, its start, its own source left out."""

from dataclasses import replace

import numpy as np
import pytest

from kpsim.inputs.draws import draw
from kpsim.validation.cases import load_case
from kpsim.validation.expectations import counted, series
from kpsim.validation.place import own_source
from kpsim.validation.running import run_case, with_null
from tests.validation.conftest import DRAWS
from tests.validation.shipped import SMALL, case_file, written


def run(world, case):
    """Run a case with the parameters of the region."""
    return run_case(case, world.model, world.parameters, funding=world.funding, seed=1, draws=DRAWS)


def test_a_stock_started_off_its_balance_moves_back_at_its_own_rate(world):
    case = load_case(case_file("czech-amnesty-2013"))
    expects = tuple(replace(each, outcomes=("other_prisoners",)) for each in case.expects)
    case = replace(case, starts={"other_prisoners": 0.72}, expects=expects)
    kept, depth = run(world, case)
    found = counted(expects[0], kept, first=0).values
    stay = draw(world.parameters, seed=1, draws=DRAWS, view="central").values["prison_time"].ravel()
    # Twelve steps of Euler towards the balance that was solved before the amnesty.
    assert found == pytest.approx(1 - 0.28 * (1 - 1 / stay) ** 12, rel=1e-9)
    assert depth == pytest.approx(0.28)


def test_the_run_without_the_cut_stands_still_where_trends_are_off(world, tmp_path):
    case = load_case(written(tmp_path, SMALL))
    kept, _ = run(world, case)
    without = series(case.expects[0], kept)[:, 0]
    assert without == pytest.approx(np.broadcast_to(without[0], without.shape), rel=1e-9)


def test_trends_can_be_left_on(world, tmp_path):
    text = SMALL.replace("counselling_clients", "hidden_users")
    case = load_case(written(tmp_path, text.replace("begins", "trends = true\nbegins")))
    kept, _ = run(world, case)
    without = series(case.expects[0], kept)[:, 0]
    assert not np.allclose(without[0], without[-1], rtol=1e-4)


def test_the_depth_of_a_cut_is_the_share_of_money_lost(world, tmp_path):
    _, depth = run(world, load_case(written(tmp_path, SMALL)))
    assert depth == pytest.approx(0.5)


MONEY = """
[[money]]
service = "counselling"
dates = [2011-01-01, 2011-03-01]
shares = [1.0, 0.5]
"""


def test_a_path_of_money_does_what_a_decision_of_the_same_size_does(world, tmp_path):
    start, end = SMALL.index("[[change]]"), SMALL.index("[[expect]]")
    decided = load_case(written(tmp_path, SMALL))
    path = MONEY.replace("2011-01-01, 2011-03-01", "2011-01-01").replace("1.0, 0.5", "0.5")
    paid = load_case(written(tmp_path, SMALL[:start] + path + SMALL[end:]))
    clients = [series(case.expects[0], run(world, case)[0])[:, 1] for case in (decided, paid)]
    # A decision is announced when it starts; staff who leave for that are not in a path of money.
    assert clients[1] == pytest.approx(clients[0], rel=0.05)


def test_a_path_of_money_runs_straight_between_its_dates(world, tmp_path):
    start, end = SMALL.index("[[change]]"), SMALL.index("[[expect]]")
    text = SMALL[:start] + MONEY + SMALL[end:]
    text = text.replace('"counselling_clients"', '"affordable_staff"')
    text = text.replace("measure", 'element = "counselling"\nmeasure')
    case = load_case(written(tmp_path, text))
    kept, _ = run(world, case)
    found = series(case.expects[0], kept)
    share = (found[:, 1] / found[:, 0])[:, 0]
    assert share[11:16] == pytest.approx([1.0, 1.0, 0.75, 0.5, 0.5])


# Circularity


def test_a_case_whose_study_gave_a_parameter_is_reproduced(validated):
    found = validated("victoria-fixed-site-closed")
    assert found.standing == "reproduced"
    assert found.own.at_null == ("sharing_sensitivity",)


def test_without_its_own_source_the_effect_is_none(validated):
    _, sharing = validated("victoria-fixed-site-closed").without
    assert (sharing.low, sharing.high) == pytest.approx((1.0, 1.0), rel=1e-12)


def test_a_case_from_elsewhere_is_tested(validated):
    found = validated("england-treatment-budgets")
    assert found.standing == "tested"
    assert found.without == ()


def test_another_row_of_the_same_page_is_the_same_source(world, tmp_path):
    page = world.parameters.sources["effects:NSP-10"].url
    text = SMALL.replace("effects:NSP-01", "effects:OTHER")
    text += f'\n[sources."effects:OTHER"]\ntitle = "x"\nurl = "{page}"\n'
    case = load_case(written(tmp_path, text))
    assert "sharing_sensitivity" in own_source(case, world.parameters).at_null


def test_an_assumption_that_names_the_study_rests_on_it_too(world):
    case = load_case(case_file("scotland-lockdown"))
    assert "hcv_testing_share_through_contact" in own_source(case, world.parameters).kept


def test_another_source_for_the_number_takes_its_place_in_the_rerun(validated):
    found = validated("czech-amnesty-2013")
    assert found.own.replaced == ("prison_time",)
    # Shorter stays refill prisons sooner.
    assert found.without[0].median > found.judged[0].median


def test_only_the_named_effects_are_set_to_none(world):
    drawn = draw(world.parameters, seed=1, draws=DRAWS, view="central")
    held = with_null(drawn, world.parameters, ["debt_ratio_in_counselling.alcohol"])
    name = "debt_ratio_in_counselling"
    changed = held.values[name] != drawn.values[name]
    alcohol = list(world.parameters.records[name].elements).index("alcohol")
    assert changed[:, alcohol].any()
    assert not np.delete(changed, alcohol, axis=1).any()
    assert (held.values[name][:, alcohol] == 1.0).all()
