"""From scenarios to what the engine reads: hand-worked cases and what must always hold."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpsim.inputs.decisions import consequences
from kpsim.inputs.funding import SERVICES, load_funding
from kpsim.inputs.indices import Array, Indices
from kpsim.inputs.money_paths import Money, funding_by_line
from kpsim.inputs.paths import PATHS, engine_paths
from kpsim.inputs.records import Label
from kpsim.inputs.scenario_checks import change_of, with_reopenings
from kpsim.inputs.scenario_tables import ChangeTable
from kpsim.inputs.scenarios import Indexing, Scenario, Switch, load_scenario, shipped_scenarios

FUNDING = load_funding()
YEARS = tuple(range(2026, 2041))
DRAWS = 3
STEPS = 180
TEXT = Label(cs="Zkouška", en="Trial")
REFERENCE = Scenario("reference", TEXT, TEXT)
CONTACT, COUNSELLING = SERVICES.index("contact_centre"), SERVICES.index("counselling")


def growing(*rates: float) -> Array:
    years = np.arange(1, len(YEARS) + 1)[:, np.newaxis]
    return np.asarray((1 + np.array(rates)) ** years)


INDICES = Indices(
    YEARS,
    cpi=growing(0.02, 0.02, 0.03),
    wages=growing(0.04, 0.05, 0.06),
    service_cost=growing(0.04, 0.05, 0.06),
)


def row(*numbers: float) -> Array:
    return np.array(numbers).reshape(1, 1, 1, -1)


VALUES = {
    "network_cost_scale": row(1.0, 0.87, 1.31),
    "reserve_months": row(2.0, 0.5, 6.0),
    "recommended_key_scale": row(1.0, 0.5, 2.0),
    "municipal_resolve": row(0.5, 0.1, 0.9),
    "user_inflow_growth_rate": row(-0.001, 0.0, 0.001),
    "youth_use_growth_rate": row(-0.001, 0.0, 0.001),
    "wards_growth_rate": row(0.002, 0.0025, 0.003),
    "child_psychiatry_growth_rate": row(0.004, 0.005, 0.006),
    "child_psychiatry_capacity_growth_rate": row(0.001, 0.001, 0.001),
    "child_psychiatry_growth_fade_time": row(72.0, 36.0, 144.0),
}


def change(**keys: Any) -> ChangeTable:
    return ChangeTable.model_validate({"service": "all", "from": date(2027, 1, 1), **keys})


def with_changes(*tables: ChangeTable, **rest: Any) -> Scenario:
    changes = with_reopenings([change_of(table, "trial.toml: change") for table in tables])
    return replace(REFERENCE, name="trial", changes=changes, **rest)


def paths(*scenarios: Scenario, steps: int = STEPS, step: float = 1.0) -> dict[str, Array]:
    return engine_paths(scenarios, FUNDING, indices=INDICES, values=VALUES, steps=steps, step=step)


def share_paid(scenario: Scenario, service: int = CONTACT) -> Array:
    """Money of a service against the reference, by month and draw."""
    found = paths(scenario)
    share = found["money_paid"][:, service, 0, 0] / found["reference_money"][:, service, 0, 0]
    return np.asarray(share)


def money(*scenarios: Scenario) -> Money:
    return funding_by_line(scenarios, FUNDING, indices=INDICES, values=VALUES)


def line(service: str, funder: str) -> int:
    return [one.name for one in FUNDING.lines].index(f"{service}.{funder}")


def test_the_engine_gets_every_path_in_its_shape() -> None:
    found = paths(REFERENCE, with_changes(change(action="close")))
    assert set(found) == set(PATHS)
    assert found["money_paid"].shape == (STEPS, 8, 1, 2, DRAWS)
    assert found["reference_money"].shape == (STEPS, 8, 1, 1, DRAWS)
    assert found["announced_cut"].shape == (STEPS, 8, 1, 2, 1)
    assert found["trend_wards"].shape == (STEPS, 1, 1, 1, DRAWS)
    assert found["child_psychiatry_coordinator"].shape == (STEPS, 1, 1, 2, 1)


def test_the_reference_is_a_twelfth_of_the_yearly_money_and_constant() -> None:
    found = paths(REFERENCE)["reference_money"][:, CONTACT, 0, 0]
    assert found[0] == pytest.approx(6_900_000 / 12 * VALUES["network_cost_scale"].ravel())
    assert np.array_equal(found, np.broadcast_to(found[0], found.shape))


NOTHING = [
    with_changes(),
    with_changes(change(action="reduce", by=0.0)),
    with_changes(change(action="expand", by=0.0)),
    with_changes(change(action="close", **{"from": date(2040, 12, 1)}), matching=True),
    replace(REFERENCE, matching=True),
    replace(REFERENCE, network_takes=()),
]


@pytest.mark.parametrize("nothing", NOTHING)
def test_a_cut_of_nothing_changes_no_bit(nothing: Scenario) -> None:
    found = paths(REFERENCE, nothing, steps=STEPS - 1)
    assert np.array_equal(found["money_paid"][:, :, :, :1], found["reference_money"])
    assert np.array_equal(found["money_paid"][:, :, :, 1:], found["reference_money"])


def test_a_scenario_gets_the_same_bits_alone_and_among_others() -> None:
    scenarios = [load_scenario(name) for name in shipped_scenarios()]
    assert len(scenarios) > 1
    together = paths(*scenarios)
    for place, scenario in enumerate(scenarios):
        alone = paths(scenario)
        assert np.array_equal(
            together["money_paid"][:, :, :, place], alone["money_paid"][..., 0, :]
        )


def test_some_draws_alone_have_the_same_bits() -> None:
    scenario = load_scenario("frozen-budgets")
    whole = paths(scenario)
    part = engine_paths(
        [scenario],
        FUNDING,
        indices=INDICES.part(slice(1, 3)),
        values={name: value[..., 1:3] for name, value in VALUES.items()},
        steps=STEPS,
    )
    assert np.array_equal(part["money_paid"], whole["money_paid"][..., 1:3])


def test_a_frozen_budget_loses_what_the_cost_of_services_gains() -> None:
    # Frozen in January 2027 at the crowns of 2026: 1/1.04 in 2027, 1/1.04^14 in 2040.
    share = share_paid(with_changes(change(action="freeze")))
    assert share[11] == pytest.approx([1, 1, 1])
    assert share[12] == pytest.approx([1 / 1.04, 1 / 1.05, 1 / 1.06])
    assert share[23] == pytest.approx(share[12])
    assert share[179] == pytest.approx([1.04**-14, 1.05**-14, 1.06**-14])


def test_a_frozen_budget_stays_the_same_in_crowns() -> None:
    nominal = money(with_changes(change(action="freeze"))).nominal[:, :, 0]
    assert nominal[:, 1:] == pytest.approx(np.broadcast_to(nominal[:, :1], nominal[:, 1:].shape))


def test_a_freeze_that_ends_gives_the_real_value_back() -> None:
    share = share_paid(with_changes(change(action="freeze", until=date(2029, 1, 1))))
    assert share[35] == pytest.approx([1.04**-2, 1.05**-2, 1.06**-2])
    assert share[36] == pytest.approx([1, 1, 1])


def test_a_freeze_equals_a_stated_cut_of_the_same_real_size() -> None:
    frozen = share_paid(with_changes(change(action="freeze", until=date(2028, 1, 1))))
    stated = share_paid(
        with_changes(change(action="reduce", by=1 - 1 / 1.04, until=date(2028, 1, 1)))
    )
    assert frozen[:, 0] == pytest.approx(stated[:, 0])


def test_budgets_that_follow_prices_fall_behind_the_cost_of_services() -> None:
    share = share_paid(replace(REFERENCE, indexing=Indexing(default="cpi")))
    assert share[0] == pytest.approx([1.02 / 1.04, 1.02 / 1.05, 1.03 / 1.06])
    assert share[12] == pytest.approx(share[0] ** 2)


def test_one_funder_can_follow_another_rule() -> None:
    indexing = Indexing(by_funder={"region": "none"}, start=12)
    share = share_paid(replace(REFERENCE, indexing=indexing))
    assert share[11] == pytest.approx([1, 1, 1])
    assert share[12, 0] == pytest.approx(1 - (1 / 6.9) * (1 - 1 / 1.04))


def test_a_closure_over_three_months_goes_down_in_thirds() -> None:
    closing = with_changes(change(action="close", announced=date(2026, 10, 1), over_months=3))
    share = share_paid(closing)[:, 0]
    assert share[11:16] == pytest.approx([1, 2 / 3, 1 / 3, 0, 0])
    announced = paths(closing)["announced_cut"][8:16, CONTACT, 0, 0, 0]
    assert announced == pytest.approx([0, 1, 1, 1, 2 / 3, 1 / 3, 0, 0])


def test_the_depth_of_news_is_the_share_of_the_services_money_that_goes() -> None:
    # The region's 1.0 M of 6.9 M takes 3.9 M of the ministry and 0.35 M of the city with it.
    leaving = with_changes(
        change(action="lose_funder", funder="region", announced=date(2026, 10, 1))
    )
    announced = paths(leaving)["announced_cut"][9, CONTACT, 0, 0, 0]
    assert announced == pytest.approx((1.0 + 3.9 + 0.35) / 6.9)
    assert share_paid(leaving)[12] == pytest.approx(1 - (1.0 + 3.9 + 0.35) / 6.9)


def test_what_falls_with_a_decision_is_told_with_its_reason() -> None:
    cut = with_changes(change(service="aftercare", action="lose_funder", funder="region"))
    falls = consequences(cut.changes[0], cut, FUNDING)
    assert [(fall.funder, fall.why) for fall in falls] == [
        ("region", "decision"),
        ("mpsv", "network"),
    ]


def test_a_freeze_takes_nothing_at_once() -> None:
    frozen = load_scenario("frozen-budgets")
    assert consequences(frozen.changes[0], frozen, FUNDING) == []


def test_matching_takes_two_and_a_third_crowns_with_each_local_one() -> None:
    cut = change(action="lose_funder", funder=["city_of_liberec", "other_municipalities"])
    share = share_paid(with_changes(cut, matching=True), COUNSELLING)
    # 0.8 + 0.9 M local and 7/3 of it from the state, of 15.3 M.
    assert share[12] == pytest.approx(1 - 1.7 * (1 + 7 / 3) / 15.3)


def test_late_money_is_bridged_then_missing_then_spent() -> None:
    late = with_changes(change(action="delay_payment", months=5))
    share = share_paid(late)
    # Reserve for two months: two paid, three empty, and their money over the last seven months.
    expected = [1, 1, 0, 0, 0, *[1 + 3 / 7] * 7]
    assert share[12:24, 0] == pytest.approx(expected)
    assert share[12:24, 1] == pytest.approx([0.5, 0, 0, 0, 0, *[1 + 4.5 / 7] * 7])
    assert np.array_equal(share[12:24, 2], np.ones(12))
    assert share[24:36] == pytest.approx(share[12:24])


def test_a_delay_that_starts_in_spring_counts_from_there() -> None:
    late = with_changes(change(action="delay_payment", months=4, **{"from": date(2027, 4, 1)}))
    share = share_paid(late)[:, 0]
    assert share[12:24] == pytest.approx([1, 1, 1, 1, 1, 0, 0, *[1 + 2 / 5] * 5])


def test_a_reopening_restores_the_money_and_only_what_was_lost() -> None:
    lost = change(action="lose_funder", funder="region")
    back = change(action="reopen", over_months=2, **{"from": date(2029, 1, 1)})
    share = share_paid(with_changes(lost, back))[:, 0]
    gone = (1.0 + 3.9 + 0.35) / 6.9
    assert share[34:39] == pytest.approx([1 - gone, 1 - gone, 1 - gone / 2, 1, 1])


def test_an_expansion_may_be_many_times_the_line() -> None:
    more = with_changes(change(service="substitution", action="expand", by=10.0, over_months=12))
    share = share_paid(more, SERVICES.index("substitution"))[:, 0]
    assert share[[11, 12, 17, 23, 24]] == pytest.approx([1, 1 + 10 / 12, 6, 11, 11])


def test_a_switch_is_on_from_its_month_in_its_scenario_only() -> None:
    on = replace(REFERENCE, switches=(Switch("child_psychiatry_coordinator", 1.0, 12),))
    path = paths(REFERENCE, on)["child_psychiatry_coordinator"][:, 0, 0, :, 0]
    assert not path[:, 0].any()
    assert path[11:13, 1].tolist() == [0, 1]


def test_trends_start_at_one_and_the_fading_one_levels_off() -> None:
    found = paths(REFERENCE)
    assert found["trend_wards"][[0, 12], 0, 0, 0, 0] == pytest.approx([1, np.exp(0.024)])
    fading = found["trend_child_psychiatry"][:, 0, 0, 0, 0]
    assert fading[0] == 1
    assert fading[60] == pytest.approx(np.exp(0.004 * 72 * (1 - np.exp(-60 / 72))))
    assert fading.max() < np.exp(0.004 * 72)


def test_half_a_step_reads_each_month_twice() -> None:
    scenario = load_scenario("close-and-reopen")
    whole, half = paths(scenario), paths(scenario, steps=2 * STEPS, step=0.5)
    assert np.array_equal(half["money_paid"][::2], whole["money_paid"])
    assert np.array_equal(half["money_paid"][1::2], whole["money_paid"])


def test_yearly_money_is_nominal_and_deflated_by_consumer_prices() -> None:
    found = money(REFERENCE)
    region = line("contact_centre", "region")
    assert found.nominal[region, 1, 0, 0] == pytest.approx(1_000_000 * 1.04**2)
    assert found.real[region, 1, 0, 0] == pytest.approx(1_000_000 * 1.04**2 / 1.02**2)


def test_the_ledger_and_the_engine_count_the_same_money() -> None:
    scenarios = [load_scenario(name) for name in shipped_scenarios()]
    yearly = money(*scenarios).nominal.sum(axis=0) / INDICES.service_cost[:, np.newaxis]
    monthly = paths(*scenarios)["money_paid"].sum(axis=1)[:, 0]
    assert yearly == pytest.approx(monthly.reshape(15, 12, len(scenarios), DRAWS).sum(axis=1))


@settings(max_examples=30)
@given(
    months=st.integers(1, 11),
    reserve=st.floats(0, 14),
    funder=st.sampled_from(["mpsv", "government_office", "region"]),
)
def test_late_payment_keeps_the_sum_of_every_year(months: int, reserve: float, funder: str) -> None:
    late = with_changes(change(action="delay_payment", months=months, funder=funder))
    values = {**VALUES, "reserve_months": np.full((1, 1, 1, DRAWS), reserve)}
    found = funding_by_line([REFERENCE, late], FUNDING, indices=INDICES, values=values)
    assert found.nominal[:, :, 1] == pytest.approx(found.nominal[:, :, 0])


@settings(max_examples=30)
@given(
    by=st.floats(0, 1),
    over=st.integers(1, 36),
    start=st.integers(0, 150),
    matching=st.booleans(),
    funder=st.sampled_from(["mpsv", "region", "city_of_liberec", "other_municipalities"]),
)
def test_a_ramp_never_turns_back_and_never_takes_more_than_there_is(
    *, by: float, over: int, start: int, matching: bool, funder: str
) -> None:
    begins = date(2026 + start // 12, 1 + start % 12, 1)
    cut = change(action="reduce", by=by, over_months=over, funder=funder, **{"from": begins})
    found = paths(with_changes(cut, matching=matching))
    paid = found["money_paid"][:, :, 0, 0]
    assert (np.diff(paid, axis=0) <= 0).all()
    assert (paid >= 0).all()
    assert ((found["announced_cut"] >= 0) & (found["announced_cut"] <= 1)).all()


@settings(max_examples=30)
@given(small=st.floats(0, 1), large=st.floats(0, 1), matching=st.booleans())
def test_a_deeper_cut_never_leaves_more_money(
    *, small: float, large: float, matching: bool
) -> None:
    small, large = sorted((small, large))
    cuts = [
        with_changes(change(action="reduce", by=by, funder="region"), matching=matching)
        for by in (small, large)
    ]
    paid = paths(*cuts)["money_paid"][:, :, 0]
    # Matching divides and multiplies again: a bit in the sixteenth place may differ.
    assert (paid[:, :, 1] <= paid[:, :, 0] * (1 + 1e-12)).all()
