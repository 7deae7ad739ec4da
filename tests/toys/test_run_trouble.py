"""A run that cannot go on says where, when, in which draw, with which inputs, and what to write."""

import sys

import numpy as np
import pytest

from kpsim.engine.graph import Declaration, build
from kpsim.engine.lang import Dimension, auxiliary, exp, flow, log, stock, total
from kpsim.engine.simulate import Keep, Names, simulate
from kpsim.errors import ModelError, RunError

WORLD = sys.modules[__name__]
SUBSTANCE = Dimension("substance", ("tea", "coffee"))
PARAMETERS = {
    "guests_at_start": Declaration("person", by=(SUBSTANCE,)),
    "leaving_rate": Declaration("1/month"),
    "seats": Declaration("person", by=(SUBSTANCE,)),
    "base": Declaration("1"),
}
DRAWS = 20


@stock("person", by=(SUBSTANCE,), cs="Hosté")
def guests(guests_at_start):
    return guests_at_start


@flow("person/month", by=(SUBSTANCE,), out_of=guests, cs="Odchod")
def leaving(guests, leaving_rate, hurry):
    return guests * leaving_rate * hurry


@auxiliary("1", by=(SUBSTANCE,), cs="Obsazenost")
def crowding(guests, seats, open_share):
    return guests / (seats * open_share)


@auxiliary("1", cs="Hosté na místo")
def guests_per_seat(guests, seats, open_share):
    return total(guests, over=SUBSTANCE) / total(seats * open_share, over=SUBSTANCE)


@auxiliary("1", cs="Logaritmus")
def order_of_size(base, open_share):
    return log(base * open_share)


@auxiliary("1", cs="Růst")
def growth(base):
    return exp(base)


@auxiliary("1", cs="Podíl")
def share_at_start(base):
    return 1 / base


MODEL = build(
    [WORLD],
    parameters=PARAMETERS,
    paths={"hurry": Declaration("1"), "open_share": Declaration("1")},
    read_elsewhere=[
        "crowding",
        "guests_per_seat",
        "order_of_size",
        "growth",
        "share_at_start",
    ],
)


def parameters():
    return {
        "guests_at_start": np.full((1, 2, 1, DRAWS), 8.0),
        "leaving_rate": np.full((1, 1, 1, DRAWS), 0.1),
        "seats": np.full((1, 2, 1, DRAWS), 10.0),
        "base": np.full((1, 1, 1, DRAWS), 1.0),
    }


def paths():
    return {name: np.ones((24, 1, 1, 2, 1)) for name in ("hurry", "open_share")}


def run(values, inputs, *, watch=(), steps=24, step=1.0):
    months = tuple(f"{2026 + month // 12}-{month % 12 + 1:02d}" for month in range(24))
    return simulate(
        MODEL,
        parameters=values,
        paths=inputs,
        steps=steps,
        step=step,
        keep=[Keep(name, name, "sum") for name in watch],
        names=Names(("reference", "closing"), 512, months),
    )


def message(values, inputs, **options):
    with pytest.raises(RunError) as caught:
        run(values, inputs, **options)
    return str(caught.value)


def line_of(equation):
    return f"{equation.file}:{equation.line} {equation.name}"


def test_division_by_zero_names_element_scenario_month_draw_and_inputs():
    values, inputs = parameters(), paths()
    values["seats"][0, 1, 0, 5] = 0
    assert message(values, inputs, watch=["crowding"]) == (
        f"{line_of(crowding)}: division by zero in coffee, scenario 'reference', month 2026-01, "
        "draw 517; inputs: guests = 8, seats = 0, open_share = 1; write ratio(guests, "
        "seats * open_share, if_zero=...)"
    )


def test_trouble_late_in_one_scenario_is_placed_there():
    inputs = paths()
    inputs["open_share"][14:, :, :, 1] = 0
    assert message(parameters(), inputs, watch=["guests_per_seat"]) == (
        f"{line_of(guests_per_seat)}: division by zero in scenario 'closing', month 2027-03, "
        "draw 512; inputs: guests = [1.83014, 1.83014], seats = [10, 10], open_share = 0; write "
        "ratio(total(guests, over=SUBSTANCE), total(seats * open_share, over=SUBSTANCE), "
        "if_zero=...)"
    )


def test_the_logarithm_of_zero_is_located():
    inputs = paths()
    inputs["open_share"][3, :, :, 1] = 0
    assert message(parameters(), inputs, watch=["order_of_size"]) == (
        f"{line_of(order_of_size)}: logarithm of a number that is not above zero in scenario "
        "'closing', month 2026-04, draw 512; inputs: base = 1, open_share = 0; write "
        "log(maximum(base * open_share, ...))"
    )


def test_too_large_a_number_before_the_first_step_is_located():
    values = parameters()
    values["base"][..., 3] = 1000
    assert message(values, paths(), watch=["growth"]) == (
        f"{line_of(growth)}: 'exp(base)' is too large a number in all scenarios, at the start, "
        "draw 515; inputs: base = 1000; check the sizes and units of the inputs"
    )


def test_division_by_zero_before_the_first_step_is_located():
    values = parameters()
    values["base"][..., 3] = 0
    assert message(values, paths(), watch=["share_at_start"]) == (
        f"{line_of(share_at_start)}: division by zero in all scenarios, at the start, draw 515; "
        "inputs: base = 0; write ratio(1, base, if_zero=...)"
    )


def test_a_stock_below_zero_names_its_flows():
    inputs = paths()
    inputs["hurry"][2:, :, :, 1] = 11
    assert message(parameters(), inputs) == (
        f"{line_of(guests)}: the stock falls to -0.648 in tea, scenario 'closing', month 2026-03, "
        "draw 512; out: leaving = 7.128; let outflows be a share of the stock, or the smaller of "
        "two with minimum(...)"
    )


def test_a_stock_that_starts_below_zero_is_refused():
    values = parameters()
    values["guests_at_start"][0, 1, 0, 2] = -4
    assert message(values, paths()) == (
        f"{line_of(guests)}: the stock starts at -4 in coffee, scenario 'reference', at the start, "
        "draw 514; correct the start value or its parameters"
    )


def test_a_step_too_long_for_the_rates_is_refused_before_it_is_taken():
    values = parameters()
    values["leaving_rate"][..., 4] = 0.95
    assert message(values, paths()) == (
        f"{line_of(guests)}: more than 90 % of the stock leaves in the first step in tea, scenario "
        "'reference', month 2026-01, draw 516; level = 8; out: leaving = 7.6; shorten the step or "
        "check the parameters of these flows"
    )
    run(values, paths(), step=0.5)


def test_what_is_not_asked_for_is_not_computed():
    values = parameters()
    values["seats"][:] = 0
    run(values, paths(), watch=["leaving"])


def test_all_that_is_wrong_with_the_arrays_is_reported_together():
    values, inputs = parameters(), paths()
    del values["seats"]
    values["base"] = np.ones((1, 2, 1, DRAWS))
    values["leaving_rate"][..., 1] = np.nan
    inputs["hurry"] = np.ones((12, 1, 1, 1, 1))
    assert message(values, inputs) == (
        "leaving_rate: a value of 'leaving_rate' is not a finite number; check its distribution\n"
        "seats: no values for 'seats'; hand over an array for it\n"
        "base: values of 'base' have shape (1, 2, 1, 20); expected (1, 1, scenario, draw)\n"
        "hurry: values of 'hurry' have shape (12, 1, 1, 1, 1); expected 24 steps of "
        "(1, 1, scenario, draw)"
    )


def test_arrays_with_different_numbers_of_draws_are_refused():
    values = parameters()
    values["base"] = np.ones((1, 1, 1, DRAWS + 1))
    assert message(values, paths()) == (
        "run: arrays have different numbers of draws: 20, 21; give all the same number, or 1"
    )


def test_parts_of_years_and_odd_steps_are_refused():
    inputs = {name: path[:10] for name, path in paths().items()}
    assert message(parameters(), inputs, steps=10, watch=["leaving"]) == (
        "run: 10 steps of 1 months are not whole years; run a multiple of 12 steps"
    )
    assert message(parameters(), paths(), step=0.7) == (
        "run: a step of 0.7 months does not divide a year; use 1, 0.5 or 0.25"
    )


def test_a_misspelt_result_gets_a_suggestion():
    with pytest.raises(ModelError, match="no variable 'leving'; did you mean 'leaving'"):
        run(parameters(), paths(), watch=["leving"])
