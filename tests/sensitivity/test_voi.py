"""The worth of information on a decision whose answers are known in closed form.

Two options, nothing or a benefit mu + a·x + b·z with standard normal x and z.
"""

import numpy as np
import pytest
from scipy.stats import beta, betabinom, gamma, nbinom, norm

from kpsim.errors import RunError
from kpsim.inputs.draws import scores
from kpsim.sensitivity import samples, voi

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


DRAWS = 16_384


def beta_toy(a, b, clients, threshold):
    """Draws of a share, benefits of betting on it, and the exact worth of asking some clients."""
    share = beta(a, b).ppf(norm.cdf(scores(1, "share", DRAWS)))
    seen = np.arange(clients + 1)
    after = (a + seen) / (a + b + clients)
    chance = betabinom(clients, a, b).pmf(seen)
    exact = chance @ np.maximum(after - threshold, 0) - max(a / (a + b) - threshold, 0)
    return share, {"keep": np.zeros(DRAWS), "cut": share - threshold}, exact


@pytest.mark.parametrize("clients", [5, 40, 400])
def test_asking_clients_is_worth_what_beta_and_binomial_say(clients):
    share, benefits, exact = beta_toy(6, 14, clients, 0.32)
    data = samples.answers_of_clients(share, clients, seed=1)
    found = voi.partial(benefits, [data])
    assert found.value == pytest.approx(exact, rel=0.05)
    assert found.value <= voi.partial(benefits, [share]).value


@pytest.mark.parametrize("exposed", [50, 400, 4000])
def test_a_year_of_counts_is_worth_what_gamma_and_poisson_say(exposed):
    shape, known, threshold = 4.0, 100.0, 0.045
    rate = gamma(shape, scale=1 / known).ppf(norm.cdf(scores(1, "rate", DRAWS)))
    benefits = {"keep": np.zeros(DRAWS), "cut": rate - threshold}
    seen = np.arange(2000)
    chance = nbinom(shape, known / (known + exposed)).pmf(seen)
    after = (shape + seen) / (known + exposed)
    exact = chance @ np.maximum(after - threshold, 0) - max(shape / known - threshold, 0)
    found = voi.partial(benefits, [samples.cases_counted(rate, exposed, seed=1)])
    assert found.value == pytest.approx(exact, rel=0.06)


def test_a_larger_sample_is_worth_more_and_narrows_more():
    share, benefits, _ = beta_toy(6, 14, 1, 0.32)
    data = [samples.answers_of_clients(share, n, seed=1) for n in (3, 30, 300, 30_000)]
    values = [voi.partial(benefits, [each]).value for each in data]
    narrower = [voi.narrowing("x", benefits["cut"], [each]).share for each in data]
    assert values == sorted(values)
    assert narrower == sorted(narrower)
    assert values[-1] == pytest.approx(voi.partial(benefits, [share]).value, rel=0.02)


def test_what_is_known_is_worth_the_clients_or_the_time_it_is_made_of():
    shares = np.random.default_rng(1).beta(30, 70, 200_000)
    assert samples.clients_known(shares) == pytest.approx(100, rel=0.02)
    rates = np.random.default_rng(1).gamma(50, 1 / 1000, 200_000)
    assert samples.exposure_known(rates) == pytest.approx(1000, rel=0.02)


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
    with pytest.raises(RunError, match="a sample of 0 is none"):
        samples.answers_of_clients(X, 0, seed=1)
    with pytest.raises(RunError, match="a count needs people and time"):
        samples.cases_counted(X, 0, seed=1)
