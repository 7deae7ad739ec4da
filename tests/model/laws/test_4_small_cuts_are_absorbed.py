"""Law 4: a 10 per cent cut is mostly absorbed; 100 per cent is not ten times 10 per cent."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest

from kpsim.inputs.funding import SERVICES
from kpsim.inputs.indices import Array
from tests.model.experiment import REFERENCE, Bench, cut, outcomes

BEDS = ("therapeutic_community", "aftercare")
"""A bed cannot be stretched, so that beds follow the money."""

WITHOUT_BEDS = tuple(service for service in SERVICES if service not in BEDS)
SERVED = ("contact_clients", "counselling_clients", "substitution_patients", "recorded_users")
HALF_OF_PROPORTIONAL = 0.05
NOT_ABSORBED = {"staff": "the money pays for fewer workers at once; people notice later"}


@pytest.fixture(scope="module")
def shares(bench: Bench) -> Mapping[str, Mapping[str, float]]:
    """Return the effect of a 10 per cent cut as a share of that of closing, median over draws."""
    draws = bench.few(count=64)

    def of(services: Sequence[str]) -> dict[str, float]:
        cuts = [REFERENCE, cut("tenth", services, 0.1), cut("all of it", services, 1.0)]
        return {name: share(load) for name, load in outcomes(bench, cuts, draws).items()}

    return {"all": of(SERVICES), "without beds": of(WITHOUT_BEDS), "beds": of(BEDS)}


def share(load: Array) -> float:
    tenth, closing = np.median((load - load[:, :1]).sum(axis=0), axis=-1)[1:]
    return float(tenth / closing) if closing else 0.0


def headlines(bench: Bench) -> list[str]:
    specs = bench.world.outcomes.items()
    return [name for name, spec in specs if spec.headline and name not in NOT_ABSORBED]


def test_a_tenth_of_the_money_is_mostly_absorbed_where_work_can_stretch(
    bench: Bench, shares: Mapping[str, Mapping[str, float]]
) -> None:
    found = {name: shares["without beds"][name] for name in headlines(bench)}
    assert {n: x for n, x in found.items() if abs(x) > HALF_OF_PROPORTIONAL} == {}


def test_a_tenth_of_all_money_takes_hardly_a_client_of_services_without_beds(
    shares: Mapping[str, Mapping[str, float]],
) -> None:
    assert {n: x for n in SERVED if abs(x := shares["all"][n]) > HALF_OF_PROPORTIONAL} == {}


def test_closing_all_is_more_than_ten_times_a_tenth(
    bench: Bench, shares: Mapping[str, Mapping[str, float]]
) -> None:
    found = {name: shares["all"][name] for name in headlines(bench)}
    assert {n: x for n, x in found.items() if x > 1 / 10} == {}


def test_beds_follow_the_money(shares: Mapping[str, Mapping[str, float]]) -> None:
    assert shares["beds"]["community_residents"] > HALF_OF_PROPORTIONAL
    assert shares["beds"]["aftercare_clients"] > HALF_OF_PROPORTIONAL


def test_an_unstretched_service_would_pass_the_cut_on(bench: Bench) -> None:
    some = bench.few()
    none = np.zeros_like(some.values["stretch_share"])
    draws = replace(some, values={**some.values, "stretch_share": none})
    cuts = [REFERENCE, cut("tenth", ["outreach", "contact_centre"], 0.1)]
    found = outcomes(bench, cuts, draws)["contact_clients"][-1]
    assert (found[1] < found[0] * (1 - HALF_OF_PROPORTIONAL)).all()
