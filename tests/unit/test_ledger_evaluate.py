"""Loads become crowns: hand-worked rows, and sums that agree whichever way they are taken."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpsim.errors import RunError
from kpsim.inputs.funding import SERVICES
from kpsim.ledger.evaluate import Array, evaluate, row_means
from kpsim.ledger.payers import funder_shares, payer_shares
from kpsim.ledger.prices import real_growth
from kpsim.ledger.row_checks import HealthValue
from kpsim.results import CostLine, Costs
from tests.unit.ledger_world import column, ledger, money, prices, row

SHAPE = (1, 2, 2)  # one year, two scenarios, two draws
ONE_LINE = {("outreach", "region"): 1000.0}


def amount(costs: Costs, *account: str) -> Array:
    return np.asarray(costs.amounts[costs.lines.index(CostLine(*account))])


def load(*by_scenario: float) -> Array:
    """Give a load without dimensions, the same in both draws of one year."""
    return np.repeat(np.array(by_scenario)[:, None], 2, axis=1).reshape(1, 1, 1, -1, 2)


def test_a_row_is_quantity_times_price_times_marginal_share() -> None:
    book = ledger(row("prison", "prisoners", payers={"justice": "rest"}, marginal_share="margin"))
    parameters = {"price": column(100, 200), "margin": column(0.25, 0.5)}
    costs = evaluate(
        book, {"prisoners": load(12, 24)}, prices=prices(parameters, money(ONE_LINE, shape=SHAPE))
    )
    expected = [[[12 * 100 * 0.25, 12 * 200 * 0.5], [24 * 100 * 0.25, 24 * 200 * 0.5]]]
    np.testing.assert_allclose(amount(costs, "justice", "justice", "variable"), expected)


def test_the_full_view_takes_average_prices() -> None:
    book = ledger(row("prison", "prisoners", payers={"justice": "rest"}, marginal_share="margin"))
    parameters = {"price": column(100, 200), "margin": column(0.25, 0.5)}
    paid = money(ONE_LINE, shape=SHAPE)
    costs = evaluate(
        book, {"prisoners": load(12, 24)}, prices=prices(parameters, paid, average=True)
    )
    expected = [[[1200, 2400], [2400, 4800]]]
    np.testing.assert_allclose(amount(costs, "justice", "justice", "variable"), expected)


def test_a_split_gives_each_payer_a_share_and_one_the_rest() -> None:
    book = ledger(row("beds", "days", payers={"region": "rest", "victims": "part"}))
    parameters = {"price": column(10, 10), "part": column(0.1, 0.3)}
    costs = evaluate(
        book, {"days": load(100, 100)}, prices=prices(parameters, money(ONE_LINE, shape=SHAPE))
    )
    np.testing.assert_allclose(amount(costs, "justice", "region", "variable")[0, 0], [900, 700])
    np.testing.assert_allclose(amount(costs, "justice", "victims", "variable")[0, 0], [100, 300])


def test_substances_are_added_up_at_their_own_prices() -> None:
    users = np.arange(1.0, 5.0).reshape(1, 1, 4, 1, 1) * np.ones((1, 1, 4, 2, 2))
    price = np.array([10.0, 20, 30, 40]).reshape(1, 4, 1, 1) * np.ones((1, 4, 1, 2))
    book = ledger(row("users", "users", payers={"mpsv": "rest"}))
    paid = money(ONE_LINE, shape=SHAPE)
    costs = evaluate(book, {"users": users}, prices=prices({"price": price}, paid))
    np.testing.assert_allclose(amount(costs, "justice", "mpsv", "variable"), 300)


def test_a_row_of_one_element_counts_that_element() -> None:
    users = np.arange(1.0, 5.0).reshape(1, 1, 4, 1, 1) * np.ones((1, 1, 4, 2, 2))
    book = ledger(row("alcohol", "users", payers={"mpsv": "rest"}, element="alcohol"))
    paid = money(ONE_LINE, shape=SHAPE)
    costs = evaluate(book, {"users": users}, prices=prices({"price": column(10, 10)}, paid))
    np.testing.assert_allclose(amount(costs, "justice", "mpsv", "variable"), 30)


def test_lost_revenue_is_a_cost_of_fewer_people_in_work() -> None:
    taxes = row("taxes", "employed", payers={"mpsv": "rest"}, system="revenue", sign=-1)
    parameters = {"price": column(100, 100)}
    paid = money(ONE_LINE, shape=SHAPE)
    costs = evaluate(ledger(taxes), {"employed": load(50, 40)}, prices=prices(parameters, paid))
    levels = amount(costs, "revenue", "mpsv", "variable")
    np.testing.assert_allclose(levels[:, 1] - levels[:, 0], 1000)


@pytest.mark.parametrize(
    ("index", "growth"), [("wages", 1.2), ("cpi", 1), ("statute", 1), ("none", 1 / 1.5)]
)
def test_prices_move_with_their_index_above_consumer_prices(index: str, growth: float) -> None:
    paid = money(ONE_LINE, shape=SHAPE)
    moved = prices({}, paid, wages=1.8, cpi=1.5).indices
    np.testing.assert_allclose(real_growth(index, moved), growth)


def test_the_money_of_the_services_is_booked_by_funder() -> None:
    amounts = {
        ("outreach", "region"): 10.0,
        ("counselling", "region"): 5.0,
        ("outreach", "eu"): 2.0,
    }
    paid = money(amounts, shape=SHAPE)
    costs = evaluate(ledger(), {}, prices=prices({}, paid))
    np.testing.assert_allclose(amount(costs, "services", "region", "service_money"), 15)
    np.testing.assert_allclose(amount(costs, "services", "eu", "service_money"), 2)


def test_closing_a_service_is_paid_by_its_public_funders() -> None:
    amounts = {
        ("outreach", "region"): 30.0,
        ("outreach", "mpsv"): 10.0,
        ("outreach", "eu"): 60.0,
        ("counselling", "health_insurers"): 5.0,
    }
    posts = np.zeros((1, 8, 1, 2, 2))
    posts[:, SERVICES.index("outreach"), :, 1] = 2
    closing = row("closing", "posts", payers={"funders": "rest"}, system="services", kind="one_off")
    paid = money(amounts, shape=SHAPE)
    drawn = prices({"price": column(100, 100)}, paid)
    costs = evaluate(ledger(closing), {"posts": posts}, prices=drawn)
    np.testing.assert_allclose(amount(costs, "services", "region", "one_off")[0, 1], 150)
    np.testing.assert_allclose(amount(costs, "services", "mpsv", "one_off")[0, 1], 50)
    np.testing.assert_allclose(amount(costs, "services", "health_insurers", "one_off"), 0)
    assert CostLine("services", "eu", "one_off") not in costs.lines


def test_a_service_without_public_money_is_closed_by_the_funders_it_has() -> None:
    paid = money({("prevention", "eu"): 10.0}, shape=SHAPE)
    shares = funder_shares(paid, {"region"})
    np.testing.assert_allclose(shares["eu"][SERVICES.index("prevention")], 1)


def test_shares_over_one_name_the_row_and_the_draw() -> None:
    split = row("beds", "days", payers={"region": "rest", "mpsv": "part", "victims": "part"})
    with pytest.raises(RunError) as caught:
        payer_shares(split, {"part": column(0.4, 0.6)}, funders={})
    assert str(caught.value) == (
        "beds.payers: the shares of mpsv, victims add up to 1.200 in draw 1; lower their upper"
        " ends, so that something is left for 'region'"
    )


def test_a_load_that_was_not_kept_is_reported() -> None:
    book = ledger(row("prison", "prisoners", payers={"justice": "rest"}))
    drawn = prices({"price": column(1, 1)}, money(ONE_LINE, shape=SHAPE))
    with pytest.raises(RunError, match="did not keep 'prisoners'; did you mean 'prisoner'"):
        evaluate(book, {"prisoner": load(1, 1)}, prices=drawn)


def test_deaths_are_valued_once() -> None:
    both = [
        row(name, "deaths", payers={"victims": "rest"}, system="welfare", kind="welfare",
            health_valued_by=name)
        for name in ("qaly", "vsl")
    ]  # fmt: skip
    paid = money(ONE_LINE, shape=SHAPE)
    ways: tuple[HealthValue, ...] = ("qaly", "vsl")
    for way in ways:
        drawn = prices({"price": column(7, 7)}, paid, health=way)
        costs = evaluate(ledger(*both), {"deaths": load(1, 1)}, prices=drawn)
        np.testing.assert_allclose(amount(costs, "welfare", "victims", "welfare"), 7)


def test_row_means_are_differences_from_the_reference() -> None:
    book = ledger(row("prison", "prisoners", payers={"justice": "rest", "region": "part"}))
    parameters = {"price": column(100, 300), "part": column(0.5, 0.25)}
    drawn = prices(parameters, money(ONE_LINE, shape=SHAPE))
    means = row_means(book, {"prisoners": load(10, 13)}, prices=drawn)
    np.testing.assert_allclose(means["prison"], [[0, 3 * 200]])


@settings(max_examples=40)
@given(seed=st.integers(0, 2**31), average=st.booleans())
def test_every_way_of_adding_up_gives_the_same_crowns(seed: int, average: bool) -> None:
    random = np.random.default_rng(seed)
    shape = (3, 2, 4)
    rows = (
        row("a", "x", payers={"mpsv": "rest", "region": "p", "victims": "q"}, index="wages"),
        row("b", "x", payers={"justice": "rest"}, system="health", marginal_share="m"),
        row("c", "posts", payers={"funders": "rest"}, system="services", kind="one_off"),
        row("d", "x", payers={"mpsv": "rest"}, system="revenue", sign=-1, index="none"),
    )
    loads = {
        "x": random.lognormal(8, 1, (3, 1, 4, 2, 4)),
        "posts": random.lognormal(2, 1, (3, 8, 1, 2, 4)),
    }
    parameters = {name: random.uniform(0, 0.5, (1, 1, 1, 4)) for name in ("p", "q", "m")}
    parameters["price"] = random.lognormal(7, 1, (1, 1, 1, 4))
    funders = ("mpsv", "region", "eu")
    lines = {(s, f): float(random.lognormal(14, 1)) for s in SERVICES for f in funders}
    drawn = prices(parameters, money(lines, shape=shape), wages=1.3, cpi=1.2, average=average)
    costs = evaluate(ledger(*rows), loads, prices=drawn)
    by_payer = sum(_sums(costs, "payer"), np.zeros(shape))
    by_system = sum(_sums(costs, "system"), np.zeros(shape))
    margin = 1.0 if average else parameters["m"][0]
    x = loads["x"].sum(axis=(1, 2)) * parameters["price"][0]
    posts = loads["posts"].sum(axis=(1, 2)) * parameters["price"][0]
    by_hand = x * (1.3 / 1.2 + margin - 1 / 1.2) + posts + sum(lines.values())
    for total in (by_payer, by_system, costs.amounts.sum(axis=0)):
        np.testing.assert_allclose(total, by_hand, rtol=0, atol=0.01)


def _sums(costs: Costs, key: str) -> list[Array]:
    groups = {getattr(line, key) for line in costs.lines}
    return [
        costs.amounts[[n for n, line in enumerate(costs.lines) if getattr(line, key) == group]].sum(
            axis=0
        )
        for group in sorted(groups)
    ]
