"""The worth of information on a decision whose answers are known in closed form.

Two options, nothing or a benefit mu + a·x + b·z with standard normal x and z.
"""

import numpy as np
import pytest
from scipy.stats import norm

from kpsim.errors import RunError
from kpsim.inputs.draws import scores
from kpsim.sensitivity import voi

MU, A, B = 0.5, 2.0, 1.0
X, Z, IDLE = (scores(1, name, 4096) for name in ("x", "z", "idle"))
BENEFITS = {"keep": np.zeros(4096), "cut": MU + A * X + B * Z}


def unit_loss(mean, sd):
    return sd * norm.pdf(mean / sd) + mean * norm.cdf(mean / sd) - max(mean, 0)


def test_perfect_information_is_worth_its_closed_form():
    found = voi.perfect(BENEFITS)
    assert found.value == pytest.approx(unit_loss(MU, np.hypot(A, B)), abs=3 * found.error)


@pytest.mark.parametrize(("column", "sd"), [(X, A), (Z, B)], ids=["strong", "weak"])
def test_knowing_one_number_is_worth_its_closed_form(column, sd):
    found = voi.partial(BENEFITS, [column])
    assert found.value == pytest.approx(unit_loss(MU, sd), abs=0.03)
    assert found.value == pytest.approx(unit_loss(MU, sd), abs=3 * found.error + 0.01)


def test_knowing_both_numbers_is_worth_everything():
    both = voi.partial(BENEFITS, [X, Z])
    assert both.value == pytest.approx(voi.perfect(BENEFITS).value, rel=0.01)


def test_knowing_an_idle_number_is_worth_nothing():
    found = voi.partial(BENEFITS, [IDLE])
    assert found.value < 0.01


def test_the_curve_agrees_with_nested_simulation():
    nested = voi.nested(
        lambda known, random: np.array(
            [0 * known, MU + A * known + B * random.normal(size=known.size)]
        ),
        scores(2, "outer", 1024),
        inner=400,
        seed=1,
    )
    assert voi.partial(BENEFITS, [X]).value == pytest.approx(nested.value, abs=3 * nested.error)


def test_a_sample_is_worth_what_conjugate_normals_say():
    for size, prior in ((1, 4), (4, 1), (100, 10)):
        sd = A * np.sqrt(size / (size + prior))
        found = voi.sample(BENEFITS, X, size=size, prior_size=prior)
        assert found.value == pytest.approx(unit_loss(MU, sd), abs=0.03)


def test_a_larger_sample_is_worth_more_and_never_more_than_knowing():
    values = [voi.sample(BENEFITS, X, size=n, prior_size=5).value for n in (1, 5, 50, 10_000)]
    assert values == sorted(values)
    assert values[-1] == pytest.approx(voi.partial(BENEFITS, [X]).value, rel=0.01)


def test_a_beta_distribution_is_worth_the_clients_it_is_made_of():
    shares = np.random.default_rng(1).beta(30, 70, 200_000)
    assert voi.prior_size_of_share(shares) == pytest.approx(100, rel=0.02)
    rates = np.random.default_rng(1).gamma(50, 1 / 1000, 200_000)
    assert voi.prior_size_of_rate(rates, exposed=500) == pytest.approx(2, rel=0.02)


def test_where_one_option_is_best_in_every_draw_nothing_is_worth_knowing():
    sure = {"keep": np.zeros(4096), "cut": 10 + X - X.min()}
    assert voi.changes_nothing(sure)
    assert voi.perfect(sure).value == 0
    assert voi.partial(sure, [X]) == voi.Worth(0.0, 0.0)


def test_knowing_a_number_narrows_the_interval_by_its_share():
    found = voi.narrowing("x", BENEFITS["cut"], [X])
    assert found.share == pytest.approx(1 - B / np.hypot(A, B), abs=0.02)


def test_one_option_is_no_decision():
    with pytest.raises(RunError) as caught:
        voi.perfect({"keep": np.zeros(4)})
    assert str(caught.value) == (
        "--decision: a decision needs two options at least; name scenarios to choose from"
    )


def test_an_empty_sample_is_refused():
    with pytest.raises(RunError, match="a sample of 0 tells nothing"):
        voi.sample(BENEFITS, X, size=0, prior_size=1)
