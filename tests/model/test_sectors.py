"""Each service closed alone: which sectors move, and which do not (ruling 34)."""

from collections.abc import Mapping

import numpy as np
import pytest

from kpsim.inputs.funding import SERVICES
from tests.model.experiment import REFERENCE, Bench, cut, outcomes

MOVES = 5e-4
"""A sector that moves has a load that differs by at least this share of itself."""

STILL = 2e-3
"""A sector that stays has no load that differs by more; the two overlap so that better parameters
may shift a borderline without a word."""

INFECTION = ("new_hcv_infections", "notified_hcv", "injectors_with_hcv", "hcv_courses")
CHILD_PSYCHIATRY = (
    "child_psychiatry_waiting_time",
    "children_waiting_for_psychiatry",
    "giving_up_waiting",
    "untreated_children",
)
BORDERLINE = ("without_foster_family", "children_over_zdvop_capacity", "sharing_share")
RARE = ("outbreak_has_begun", "injectors_with_hiv")
"""Left out: start at or near zero, follow chance, or double with a handful of syringes."""

SECTORS = (
    "people",
    "infection",
    "health",
    "child psychiatry",
    "justice",
    "social",
    "children",
    "guardianship",
    "visibility",
)
FAMILY_OF_CONTACT = {"people", "infection", "health", "justice", "social", "children", "visibility"}
TABLE: Mapping[str, set[str]] = {
    "contact_centre": FAMILY_OF_CONTACT,
    "outreach": FAMILY_OF_CONTACT,
    "counselling": FAMILY_OF_CONTACT,
    "substitution": {"people", "visibility"},
    "therapeutic_community": FAMILY_OF_CONTACT,
    "aftercare": {"people"},
    "prevention": {"people", "justice"},
    "family_support": {"children"},
}
"""The sectors that move visibly when a service closes for good in 2027."""

MOVES_WITH_NONE = {
    "guardianship": "services reach few of the people behind it, and harm takes years to build up",
    "child psychiatry": "its queue grows by itself; children of users are a small part of it",
}
UNTOUCHED = {"family_support": set(SECTORS) - {"children"}}
"""Sectors no path leads to: not one bit may differ."""

Table = Mapping[str, Mapping[str, float]]


def sector_of(name: str, bench: Bench) -> str:
    if name in INFECTION:
        return "infection"
    return "child psychiatry" if name in CHILD_PSYCHIATRY else bench.world.outcomes[name].system


@pytest.fixture(scope="module")
def found(bench: Bench) -> Table:
    """Return how far the load that moves most differs, by service and sector."""
    closing = [cut(service, [service], 1.0) for service in SERVICES]
    loads = outcomes(bench, [REFERENCE, *closing], bench.few(count=64))
    table = {service: dict.fromkeys(SECTORS, 0.0) for service in SERVICES}
    for name, load in loads.items():
        sector = sector_of(name, bench)
        if sector == "services" or name in (*BORDERLINE, *RARE):
            continue
        moved = np.abs(load[1:] - load[1:, :1]).mean(axis=(0, 2)) / np.abs(load[1:, 0]).mean()
        for number, service in enumerate(SERVICES, start=1):
            table[service][sector] = max(table[service][sector], float(moved[number]))
    return table


@pytest.mark.parametrize("service", SERVICES)
def test_closing_a_service_moves_the_sectors_it_touches(found: Table, service: str) -> None:
    assert {s: x for s in TABLE[service] if (x := found[service][s]) < MOVES} == {}


@pytest.mark.parametrize("service", SERVICES)
def test_closing_a_service_leaves_the_other_sectors(found: Table, service: str) -> None:
    others = set(SECTORS) - TABLE[service]
    assert {sector: x for sector in others if (x := found[service][sector]) > STILL} == {}


@pytest.mark.parametrize("service", UNTOUCHED)
def test_no_path_leads_from_a_service_to_sectors_it_cannot_reach(
    found: Table, service: str
) -> None:
    assert {s: x for s in UNTOUCHED[service] if (x := found[service][s]) != 0} == {}


def test_sectors_that_move_with_none_are_declared() -> None:
    moving = set().union(*TABLE.values())
    assert set(SECTORS) - moving == set(MOVES_WITH_NONE)
