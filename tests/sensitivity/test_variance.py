"""Indices against functions whose answers are known in closed form."""

import numpy as np
import pytest
from SALib.analyze import sobol as salib_analyze
from SALib.sample import sobol as salib_sample
from SALib.test_functions import Ishigami

from kpsim.errors import RunError
from kpsim.sensitivity.variance import design, indices_of, of_function

POINTS = 2048


def ishigami(u):
    x = [np.pi * (2 * u[name] - 1) for name in ("a", "b", "c")]
    return np.sin(x[0]) + 7 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0])


def known_ishigami():
    first = 0.5 * (1 + 0.1 * np.pi**4 / 5) ** 2
    second, both = 7**2 / 8, 0.1**2 * np.pi**8 * 8 / 225
    whole = first + second + both
    return {"a": (first, first + both), "b": (second, second), "c": (0, both)}, whole


def test_ishigami_has_its_known_first_and_total_indices():
    found = of_function(ishigami, {name: [name] for name in "abc"}, points=POINTS, seed=1)
    parts, whole = known_ishigami()
    for each in found.indices:
        assert each.first == pytest.approx(parts[each.name][0] / whole, abs=0.03)
        assert each.total == pytest.approx(parts[each.name][1] / whole, abs=0.03)
    assert found.variance == pytest.approx(whole, rel=0.03)


def test_shares_are_shapley_effects_where_inputs_interact_in_pairs():
    found = of_function(ishigami, {name: [name] for name in "abc"}, points=POINTS, seed=1)
    parts, whole = known_ishigami()
    for name, share in found.shares.items():
        assert share == pytest.approx(sum(parts[name]) / 2 / whole, abs=0.02)
    assert sum(found.shares.values()) == pytest.approx(1)


def test_sobol_g_has_its_known_indices():
    weights = np.array([0, 1, 4.5, 9, 99])
    names = [f"x{place}" for place in range(len(weights))]

    def g(u):
        parts = [(np.abs(4 * u[n] - 2) + a) / (1 + a) for n, a in zip(names, weights, strict=True)]
        return np.prod(parts, axis=0)

    partial = 1 / 3 / (1 + weights) ** 2
    whole = np.prod(1 + partial) - 1
    found = of_function(g, {name: [name] for name in names}, points=POINTS, seed=3)
    for each, part in zip(found.indices, partial, strict=True):
        total = part * np.prod(1 + partial) / (1 + part)
        assert each.first == pytest.approx(part / whole, abs=0.03)
        assert each.total == pytest.approx(total / whole, abs=0.03)


def test_a_linear_model_with_groups_gives_each_group_its_squares():
    slopes = {"a": 1.0, "b": 2.0, "c": 3.0, "d": 4.0}
    groups = {"first": ["a", "d"], "second": ["b", "c"]}
    found = of_function(
        lambda u: sum(slope * u[name] for name, slope in slopes.items()),
        groups,
        points=POINTS,
        seed=2,
    )
    first = {each.name: each.first for each in found.indices}
    assert first["first"] == pytest.approx(17 / 30, abs=0.02)
    assert first["second"] == pytest.approx(13 / 30, abs=0.02)


def test_intervals_hold_the_known_value():
    found = of_function(ishigami, {name: [name] for name in "abc"}, points=512, seed=5)
    parts, whole = known_ishigami()
    assert len(found.indices) == 3
    for each in found.indices:
        assert abs(each.total - parts[each.name][1] / whole) < 3 * each.total_error


def test_the_design_is_the_one_salib_makes_with_all_its_rows():
    names, points = ["a", "b", "c"], 256
    problem = {"num_vars": 3, "names": names, "bounds": [[0.0, 1.0]] * 3}
    rows = salib_sample.sample(problem, points, calc_second_order=False, seed=4)
    made = design(names, points, 4)
    for place, name in enumerate(names):
        assert np.allclose(made.base[name], rows[0::5, place])
        assert np.allclose(made.other[name], rows[4::5, place])


def test_indices_are_those_salib_computes_from_its_own_sample():
    problem = {"num_vars": 3, "names": list("abc"), "bounds": [[-np.pi, np.pi]] * 3}
    rows = salib_sample.sample(problem, 512, calc_second_order=False, seed=4)
    theirs = salib_analyze.analyze(
        problem, Ishigami.evaluate(rows), calc_second_order=False, seed=4
    )
    ours = of_function(ishigami, {name: [name] for name in "abc"}, points=512, seed=4)
    assert [each.total for each in ours.indices] == pytest.approx(list(theirs["ST"]), rel=1e-6)
    assert [each.first for each in ours.indices] == pytest.approx(list(theirs["S1"]), rel=1e-6)


def test_too_few_points_say_how_many_are_needed():
    with pytest.raises(RunError) as caught:
        design(["a", "b"], 100, 1)
    assert str(caught.value) == (
        "--points: 100 base points are asked for; expected a power of two, 256 at least"
    )


def test_a_constant_outcome_is_refused():
    same = np.full(256, 3.0)
    with pytest.raises(RunError) as caught:
        indices_of(same, same, {"a": same}, seed=1)
    assert str(caught.value) == (
        "--outcome: the outcome is the same in all draws, so nothing drives it; "
        "choose another outcome"
    )
