"""What charts print beside the services kept: levels, differences, and what fewer means."""

from dataclasses import replace

import numpy as np

from kpsim.charts.load_fans import level_text
from kpsim.charts.loads_by_system import _fewer_recorded
from kpsim.charts.no_change import differences
from kpsim.charts.services_kept import digits, kept_value
from kpsim.results import Array
from tests.synthetic import synthetic_results


def test_two_ends_that_would_print_alike_get_a_digit_more() -> None:
    def ends(middle: float) -> Array:
        return np.linspace(middle - 230, middle + 230, 301)[np.newaxis]

    def load(*middles: float) -> Array:
        return np.stack([ends(middle) for middle in middles], axis=1)

    assert digits(load(211.0, 242.0), 1) == (1, 1)
    assert kept_value(ends(211.0), "en", finer=1) == "210"
    assert digits(load(100.0, 200.0), 1) == (0, 0)
    assert digits(load(199.9, 200.0), 1) == (0, 0)  # no digit of such a range would show it
    assert digits(load(200.0, 200.0), 1) == (0, 0)
    assert digits(load(200.0, 440.0), 1) == (1, 0)  # 400 beside a line at 440 would mislead
    assert digits(load(240.0, 400.0), 1) == (1, 1)  # no coarser than the line beside it


def test_the_level_with_the_services_kept_is_printed_alike_in_every_scenario() -> None:
    """One scenario needs a digit more; the others get it too."""
    levels = np.array([211.0, 242.0, 500.0, 211.0])
    load = (levels + np.linspace(-230, 230, 301)[:, np.newaxis])[np.newaxis].transpose(0, 2, 1)
    assert [digits(load, place) for place in (1, 2, 3)] == [(1, 1), (1, 1), (1, 1)]


def test_a_level_is_rounded_no_coarser_than_the_one_with_the_services_kept() -> None:
    """600 beside 550 once stood over a difference of 37."""
    places = np.linspace(0, 1, 301)
    kept = np.interp(places, (0, 0.5, 1), (313, 553, 833))
    here = np.interp(places, (0, 0.5, 1), (314, 594, 924))
    load = np.stack([kept, here])[np.newaxis]
    more, more_kept = digits(load, 1)
    assert more >= more_kept
    assert level_text(here, "en", finer=more).partition(" ")[0] == "590"
    assert kept_value(kept[np.newaxis], "en", finer=more_kept) == "550"


def test_differences_in_the_last_year_are_told_with_their_range() -> None:
    load = np.stack([np.full(301, 100.0), 100 + np.linspace(0, 40, 301)], axis=0)[np.newaxis]
    words = differences({"Infections": load}, 1, 2040, "en").replace("\u00a0", " ")
    assert words == (
        "Difference from keeping the services in 2040, taken within each future: infections 20 "
        "(2 to 38)."
    )


def test_fewer_recorded_users_are_not_told_as_fewer_users() -> None:
    results = synthetic_results(draws=64)
    name = "frozen-budgets"
    shown = [results.outcomes["recorded_users"]]
    for share, told in ((0.4, True), (1.0, False)):
        loads = {key: load.copy() for key, load in results.loads["central"].items()}
        loads["recorded_users"][:, results.position(name)] = share * loads["recorded_users"][:, 0]
        changed = replace(results, loads={**results.loads, "central": loads})
        assert ("need not mean" in _fewer_recorded(changed, shown, name, "en")) == told
    assert not _fewer_recorded(changed, [], name, "en")
