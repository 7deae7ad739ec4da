"""What a reader asks at sight is answered where the run shows it, and nowhere else."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest

from kpsim.document.context import Context
from kpsim.document.remarks import (
    grows_anyway,
    of_reserve,
    of_services,
    sure_infections,
    taken_over,
    users_hardly_change,
    with_others,
)
from kpsim.results import Array

CLOSING, CUT = "close-and-reopen", "ten-percent-cut"


def changed(context: Context, change: dict[str, Callable[[Array], Array]]) -> Context:
    """Return a context whose reopening has other loads, made of those with the services kept."""
    results = context.comparison.results
    loads = {name: values.copy() for name, values in results.loads["central"].items()}
    for name, make in change.items():
        loads[name][:, results.position(CLOSING)] = make(loads[name][:, 0])
    every = replace(results, loads={**results.loads, "central": loads})
    return replace(context, comparison=replace(context.comparison, results=every))


@pytest.fixture(params=["cs", "en"])
def context(request: pytest.FixtureRequest, contexts: dict[str, Context]) -> Context:
    return contexts[request.param]


def count(found: Iterator[str]) -> int:
    return len([*found])


def test_a_reopening_says_why_services_that_keep_their_money_change_or_do_not(
    contexts: dict[str, Context],
) -> None:
    counselling, community = of_services(contexts["en"], CLOSING)
    assert counselling.startswith("Counselling keeps its money")
    assert community.startswith("The therapeutic community keeps its money")


def test_a_cut_of_every_service_says_only_why_some_have_more_clients(context: Context) -> None:
    contact = next(
        load for load in context.found(CUT).loads if load.outcome.name == "contact_clients"
    )
    assert count(of_services(context, CUT)) == (contact.more >= 0.05)


def test_a_service_whose_money_is_frozen_is_not_said_to_keep_it(
    contexts: dict[str, Context], monkeypatch: pytest.MonkeyPatch
) -> None:
    context = contexts["en"]
    closing = context.comparison.scenario(CLOSING)
    frozen = replace(
        closing.changes[0],
        action="freeze",
        services=("counselling", "therapeutic_community"),
    )
    changed = replace(closing, changes=(*closing.changes, frozen))
    monkeypatch.setattr(type(context.comparison), "scenario", lambda *_: changed)
    assert not [each for each in of_services(context, CLOSING) if "keeps its money" in each]


def test_a_cut_that_clients_hardly_feel_is_explained_by_the_reserve(context: Context) -> None:
    assert count(of_reserve(context, CUT)) == 1
    assert not count(of_reserve(context, CLOSING))
    (sentence,) = of_reserve(context, CUT)
    assert "20" in sentence
    assert ("bez zdroje" if context.language == "cs" else "without a") in sentence


def test_waiting_that_grows_anyway_is_told(context: Context) -> None:
    name = "child_psychiatry_waiting_time"
    (sentence,) = grows_anyway(context, (name, "deaths"))
    assert "2036" in sentence
    results = context.comparison.results
    still = np.ones_like(results.loads["central"][name])
    loads = {**results.loads["central"], name: still}
    every = replace(results, loads={**results.loads, "central": loads})
    flat = replace(context, comparison=replace(context.comparison, results=every))
    assert not count(grows_anyway(flat, (name,)))


def test_clients_without_staff_are_said_to_be_with_others(context: Context) -> None:
    assert not count(with_others(context, CLOSING))
    assert not count(with_others(context, CUT))
    left: dict[str, Callable[[Array], Array]] = {
        "staff": np.zeros_like,
        "contact_clients": lambda kept: kept * 0.05,
    }
    (sentence,) = with_others(changed(context, left), CLOSING)
    assert taken_over(context, ("contact_centre", "outreach", "counselling")) in sentence
    nobody: dict[str, Callable[[Array], Array]] = {
        **left,
        "contact_clients": np.zeros_like,
        "counselling_clients": np.zeros_like,
    }
    assert not count(with_others(changed(context, nobody), CLOSING))


def test_the_share_that_others_take_over_is_told_by_kind_from_the_inputs(
    contexts: dict[str, Context], monkeypatch: pytest.MonkeyPatch
) -> None:
    context = contexts["en"]
    every = taken_over(context)
    assert every.startswith("contact centre and outreach 5%, counselling 20%, substitution 30%")
    assert "prevention" not in every
    columns = dict(context.comparison.world.parameters.columns)
    name = "absorption_share.counselling"
    columns[name] = columns[name].model_copy(update={"value": 0.4})
    monkeypatch.setattr(
        type(context.comparison.world.parameters), "columns", property(lambda _: columns)
    )
    assert taken_over(context, ("counselling",)) == "counselling 40%"


def test_users_are_said_to_stay_only_where_contact_is_lost_for_good(context: Context) -> None:
    assert not count(users_hardly_change(context, CLOSING))
    assert not count(users_hardly_change(context, CUT))
    lost: dict[str, Callable[[Array], Array]] = {
        "contact_clients": lambda kept: kept * 0.5,
        "true_users": lambda kept: kept * 1.01,
    }
    assert count(users_hardly_change(changed(context, lost), CLOSING)) == 1
    more = {**lost, "true_users": lambda kept: kept * 1.1}
    assert not count(users_hardly_change(changed(context, more), CLOSING))


def test_a_sure_rise_of_infections_says_on_what_it_rests(contexts: dict[str, Context]) -> None:
    context = contexts["en"]
    (said,) = sure_infections(context, ["new_hcv_infections"])
    assert "services are assumed to arrange" in said
    assert not list(sure_infections(context, ["deaths"]))
    results = context.comparison.results
    loads = {name: values.copy() for name, values in results.loads["central"].items()}
    loads["new_hcv_infections"][:] = loads["new_hcv_infections"][:, :1]
    every = replace(results, loads={**results.loads, "central": loads})
    other = replace(context, comparison=replace(context.comparison, results=every))
    assert not list(sure_infections(other, ["new_hcv_infections"]))
