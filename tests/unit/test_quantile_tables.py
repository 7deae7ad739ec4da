"""Tabled quantiles against the exact ones, for every parameter and for extreme shapes."""

import numpy as np
import pytest

from kpsim.inputs.distributions import Fitted, fit
from kpsim.inputs.parameters import load_parameters
from kpsim.inputs.quantile_tables import RELATIVE_ERROR, SLOW, quantiles

STRATA = (np.arange(2048) + np.random.default_rng(1).random(2048)) / 2048
ENDS = np.array([1e-12, 1e-9, 1e-6, 1 - 1e-6, 1 - 1e-9])


def test_every_parameter_is_within_the_stated_error() -> None:
    parameters = load_parameters()
    checked = 0
    for name, record in parameters.columns.items():
        fitted = fit(record, width=parameters.grades.widening_of(record))
        if fitted.family in SLOW:
            exact = fitted.ppf(STRATA)
            np.testing.assert_allclose(
                quantiles(fitted, STRATA), exact, rtol=RELATIVE_ERROR, atol=0, err_msg=name
            )
            checked += 1
    assert checked > 50


@pytest.mark.parametrize(
    "fitted",
    [
        Fitted("gamma", (0.5, 3.0)),
        Fitted("gamma", (400.0, 0.1)),
        Fitted("beta", (1.0, 1.0)),
        Fitted("beta", (0.5, 0.5)),
        Fitted("beta", (3000.0, 20.0)),
        Fitted("beta", (2.0, 700.0), u_low=0.2, u_high=0.9),
        Fitted("pert", (2.0, 2.0, 9.0)),
        Fitted("pert", (-3.0, 1.0, 1.5)),
    ],
)
def test_extreme_shapes_are_within_the_error_of_their_width(fitted: Fitted) -> None:
    for u in (STRATA, ENDS):
        exact, found = fitted.ppf(u), quantiles(fitted, u)
        width = np.ptp(fitted.ppf(np.array([0.05, 0.95])))
        assert np.abs(found - exact).max() < 10 * RELATIVE_ERROR * width
        assert (np.diff(found) >= 0).all()


def test_other_distributions_are_computed() -> None:
    fitted = Fitted("lognormal", (1.0, 0.3))
    np.testing.assert_array_equal(quantiles(fitted, STRATA), fitted.ppf(STRATA))


def test_a_number_does_not_depend_on_how_many_are_asked_for() -> None:
    fitted = Fitted("gamma", (2.0, 3.0))
    few, many = quantiles(fitted, STRATA[:256]), quantiles(fitted, STRATA)
    np.testing.assert_array_equal(few, many[:256])
