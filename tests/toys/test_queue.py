"""A waiting list before a few places: Little's law, and a queue that grows by the difference."""

import sys

import numpy as np
import pytest

from kpsim.engine.graph import Declaration, build
from kpsim.engine.lang import auxiliary, flow, minimum, ratio, stock

WORLD = sys.modules[__name__]
PARAMETERS = {
    "arrivals": Declaration("person/month"),
    "handling_time": Declaration("month"),
    "treatment_time": Declaration("month"),
    "places": Declaration("person"),
}


@stock("person", cs="Čekající")
def waiting():
    return 0


@stock("person", cs="Léčení")
def treated():
    return 0


@flow("person/month", into=waiting, cs="Příchod")
def joining(arrivals):
    return arrivals


@flow("person/month", out_of=waiting, into=treated, cs="Přijetí")
def admission(waiting, handling_time, places, treatment_time):
    return minimum(waiting / handling_time, places / treatment_time)


@flow("person/month", out_of=treated, cs="Odchod")
def leaving(treated, treatment_time):
    return treated / treatment_time


@auxiliary("month", cs="Doba čekání")
def wait(waiting, admission):
    return ratio(waiting, admission, if_zero=0)


@pytest.fixture(scope="module")
def model():
    return build([WORLD], parameters=PARAMETERS, paths={}, read_elsewhere=["wait"])


def test_in_balance_the_number_present_is_arrivals_times_time(model, run):
    values = {"arrivals": 6.0, "handling_time": 3.0, "treatment_time": 5.0, "places": 40.0}
    watch = ("waiting", "treated", "wait")
    result = run(model, values, steps=240, watch=watch)
    assert result["waiting"][-1].item() == pytest.approx(18.0, rel=1e-9)
    assert result["treated"][-1].item() == pytest.approx(30.0, rel=1e-9)
    assert result["wait"][-1].item() == pytest.approx(3.0, rel=1e-9)


def test_when_places_are_too_few_the_queue_grows_by_the_difference(model, run):
    values = {"arrivals": 6.0, "handling_time": 3.0, "treatment_time": 5.0, "places": 20.0}
    result = run(model, values, steps=240, watch=("waiting", "treated"))
    growth = np.diff(result["waiting"].ravel()[-24:])
    np.testing.assert_allclose(growth, 6.0 - 20.0 / 5.0, rtol=1e-12)
    assert result["treated"][-1].item() == pytest.approx(20.0, rel=1e-9)


def test_ratio_gives_what_it_is_told_where_the_divisor_is_zero(model, run):
    values = {"arrivals": 0.0, "handling_time": 3.0, "treatment_time": 5.0, "places": 20.0}
    assert (run(model, values, steps=12, watch=("wait",))["wait"] == 0).all()
