"""Shapley values, convergence, crossings, parts that are kept."""

import numpy as np
import pytest

from kpsim.errors import RunError
from kpsim.inputs.draws import scores
from kpsim.report.terminal_money import weak_sentence
from kpsim.scale.store import Store
from kpsim.sensitivity.by_grade import WeakShare, weak_share
from kpsim.sensitivity.convergence import draws_needed, enough, step, steps
from kpsim.sensitivity.parts import work_through
from kpsim.sensitivity.shapley import combinations, shapley
from kpsim.sensitivity.tipping import Line, crossing, tipping


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("KPSIM_CACHE", str(tmp_path))
    return Store("study")


def test_shapley_values_of_a_sum_are_its_terms():
    terms = np.array([3.0, -1.0, 5.0])
    assert shapley(combinations(3) @ terms) == pytest.approx(terms)


def test_two_links_of_one_chain_share_what_needs_both():
    rows = combinations(2)
    assert shapley(rows[:, 0] * rows[:, 1] * 10) == pytest.approx([5, 5])


def test_shapley_values_sum_to_the_whole_whatever_the_game():
    game = np.random.default_rng(1).normal(size=(2**8, 7))
    assert shapley(game).sum(axis=0) == pytest.approx(game[-1] - game[0])


def test_equal_players_get_equal_shares_and_idle_ones_nothing():
    rows = combinations(4)
    found = shapley((rows[:, 0] + rows[:, 1]) ** 2)
    assert found[0] == pytest.approx(found[1])
    assert found[2:] == pytest.approx([0, 0])


def test_a_crossing_is_found_between_levels_and_none_where_there_is_none():
    values = np.array([0.0, 1.0, 2.0])
    assert crossing(values, np.array([-1.0, 1.0, 3.0])) == pytest.approx(0.5)
    assert crossing(values, np.array([1.0, 2.0, 3.0])) is None
    assert crossing(values, np.zeros(3)) is None


def test_the_chance_beyond_a_tipping_value_is_that_of_the_far_side():
    values = np.quantile(np.linspace(0, 1, 1001), (0.01, 0.5, 0.99))
    outcome = np.repeat((values - 0.8)[:, np.newaxis], 3, axis=1)
    found = tipping(Line("x", values, np.linspace(0, 1, 1001), outcome))
    assert found.value == pytest.approx(0.8)
    assert found.beyond == pytest.approx(0.2, abs=0.01)


def test_the_weak_share_of_a_sum_is_the_variance_of_its_weak_term():
    strong, weak, anew = (scores(1, name, 8192) for name in ("strong", "weak", "anew"))
    found = weak_share(strong + 2 * weak, strong + 2 * anew)
    assert found.share == pytest.approx(0.8, abs=3 * found.error)
    assert weak_share(strong, strong).share == 0


def test_the_error_falls_with_draws_and_the_needed_number_reaches_the_target():
    found = [steps(scores(1, f"{i}", 8192) * scores(2, f"{i}", 8192)) for i in range(20)]
    assert [each.draws for each in found[0]] == [512, 1024, 2048, 4096, 8192]
    early, late = (np.mean([each[at].error for each in found]) for at in (1, -1))
    assert early / late == pytest.approx(np.sqrt(8), rel=0.3)
    run = scores(1, "b", 65_536) * scores(1, "c", 65_536)
    found = enough(lambda count: {"calm": run[:count] ** 3, "b": run[:count]}, 0.01)
    assert found.step.relative <= 0.01
    assert found.step == max(
        (step(values) for values in (run[: found.draws] ** 3, run[: found.draws])),
        key=lambda each: each.relative,
    )
    assert draws_needed(found.step, 0.02) < found.draws


def test_an_impossible_precision_is_refused():
    with pytest.raises(RunError) as caught:
        draws_needed(step(scores(1, "a", 512)), 0.0)
    assert str(caught.value) == (
        "--precision: a precision of 0 is impossible; expected a share of the width such as 0.01"
    )


def test_work_that_was_stopped_goes_on_where_it_was(store):
    done = []

    def task(name, stops):
        def run():
            if stops and name == "c":
                raise KeyboardInterrupt
            done.append(name)
            return {"answer": np.array([ord(name)])}

        return run

    with pytest.raises(KeyboardInterrupt):
        work_through({name: task(name, True) for name in "abc"}, store, workers=1)
    assert done == ["a", "b"]
    seen = []
    parts = work_through(
        {name: task(name, False) for name in "abc"},
        store,
        workers=1,
        progress=lambda count, total: seen.append((count, total)),
    )
    assert done == ["a", "b", "c"]
    assert seen == [(2, 3), (3, 3)]
    assert {name: int(part["answer"][0]) for name, part in parts.items()} == {
        "a": 97,
        "b": 98,
        "c": 99,
    }


def test_a_broken_part_is_done_again(store):
    tasks = {"a": lambda: {"answer": np.array([1.0])}}
    work_through(tasks, store)
    store.path("a").write_bytes(b"not a part")
    assert work_through(tasks, store)["a"]["answer"] == [1.0]
    assert store.damaged == [store.path("a")]
    assert store.get("a") is not None


@pytest.mark.parametrize(
    ("share", "error", "said"),
    [
        (0.5, 0.05, "50% of the uncertainty of this result rests on grades C and D (± 8%)."),
        (1.0, 0.05, "At least 92% of the uncertainty of this result rests on grades C and D."),
        (0.8, 0.2, "At least 47% of the uncertainty of this result rests on grades C and D."),
    ],
)
def test_a_share_that_may_be_the_whole_is_no_number_with_an_error(share, error, said):
    assert weak_sentence(WeakShare(share, error, 256), "en").replace("\xa0", " ") == said
