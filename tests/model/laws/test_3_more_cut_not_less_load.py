"""Law 3: a deeper cut does not lower a load, but where a written reason says otherwise.

Asserted in draws in which every effect lies on its harmful side (ruling 31), for loads added up
over the whole run, for cuts of one service or of all that grow from 5 to 100 per cent, and for
random scenarios beside their like with half the cut.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import pytest

from kpsim.inputs.decisions import LOSSES
from kpsim.inputs.funding import SERVICES
from kpsim.inputs.indices import Array
from kpsim.inputs.scenarios import Scenario
from tests.model.experiment import REFERENCE, Bench, cut, on_harmful_side, outcomes
from tests.model.random_passes import holds_in_random_scenarios

SIZES = (0.05, 0.1, 0.2, 0.5, 1.0)
ALL = "all services"
DRAWS = 24
EXACT = 1e-9
SPILL = 0.01
"""Largest share of a load by which it may fall for one of the reasons below."""

CLIENTS_OF_USERS = "more people use, so those services that stay have more clients"
REASONS = {
    "hcv_courses": "treatment runs through contact: courses fall with it, and rise where more "
    "users or more contact clients carry the virus",
    "newly_abstinent": "where more people use, more people also stop",
    "stably_abstinent": "where more people use, more people also stop",
    "aftercare_clients": CLIENTS_OF_USERS,
    "true_users": "more die or stay in prison, and the dead no longer use; a resident of the "
    "community counts as a user, a person in the first year of abstinence does not",
    "without_foster_family": "starts at zero, so that any share of it is large; follows removals",
    "children_over_zdvop_capacity": "starts near zero, so that any share of it is large",
}
"""Loads that may fall when services are cut, with the reason; not asserted."""

INFECTION = ("new_hcv_infections", "injectors_with_hcv", "sharing_share", "injectors_with_hiv")
ELSEWHERE = "clients who lose their place turn to contact workers, who hand out syringes"
FEWER_CURED = "where fewer are cured, fewer can be infected again, and carriers fill up"
ROOM = "referred clients leave places in counselling to others, drinkers and relatives above all"
REASONS_BY_SERVICE: Mapping[str, Mapping[str, str]] = {
    "counselling": dict.fromkeys(INFECTION, ELSEWHERE),
    "substitution": dict.fromkeys(INFECTION, ELSEWHERE),
    "therapeutic_community": dict.fromkeys(INFECTION, ELSEWHERE),
    ALL: dict.fromkeys(INFECTION[:3], FEWER_CURED),
}

CONTACT = (
    "hidden_users_pervitin",
    "new_hcv_infections",
    "injectors_with_hcv",
    "sharing_share",
    "injectors_with_hiv",
    "unseen_share",
)
USERS = ("active_users", "becoming_dependent")
HEALTH = (
    "psychiatric_admissions",
    "emergency_visits",
    "ambulance_callouts",
    "acute_bed_days",
    "sobering_up_stays",
    "child_psychiatry_waiting_time",
)
JUSTICE = ("all_recorded_offences", "violent_offences", "prison_population", "probation_clients")
SOCIAL = ("users_without_home", "people_in_debt_enforcement")
CHILDREN = ("children_at_risk", "removals", "children_in_zdvop", "children_in_institutions")
WARDS = ("wards_of_municipalities", "guardians_needed")

NEVER_LESS: Mapping[str, tuple[str, ...]] = {
    "contact_centre": CONTACT,
    "outreach": CONTACT,
    "counselling": (
        *USERS,
        "deaths",
        *HEALTH,
        "people_in_debt_enforcement",
        "children_at_risk",
        *WARDS,
        "relatives_without_help",
    ),
    "substitution": ("deaths", "fatal_overdoses", "heavy_users_pervitin"),
    "therapeutic_community": (*USERS, *HEALTH, *JUSTICE, *SOCIAL, *CHILDREN, *WARDS),
    "aftercare": (*USERS, "deaths", *HEALTH, *JUSTICE, *SOCIAL, *CHILDREN, *WARDS),
    "prevention": (
        *USERS,
        "risky_users",
        "deaths",
        "youth_offences",
        *HEALTH,
        *JUSTICE,
        *SOCIAL,
        *CHILDREN,
        *WARDS,
    ),
    "family_support": CHILDREN[1:],
    ALL: (
        *USERS[1:],
        "deaths",
        "emergency_visits",
        "sobering_up_stays",
        "child_psychiatry_waiting_time",
        "violent_offences",
        "youth_offences",
        "prison_population",
        *SOCIAL,
        *CHILDREN,
        "relatives_without_help",
    ),
}
"""Loads each service touches that no reason excuses: not one crown's cut may lower them."""

Steps = Mapping[str, Array]


@pytest.fixture(scope="module")
def steps(bench: Bench) -> Mapping[str, Steps]:
    """Return how each load moves from each cut to the next deeper one, worse counted up."""
    draws = on_harmful_side(bench, bench.few(count=DRAWS))
    groups = {service: (service,) for service in SERVICES} | {ALL: SERVICES}
    cuts = [cut(f"{n} {size}", group, size) for n, group in groups.items() for size in SIZES]
    found = outcomes(bench, [REFERENCE, *cuts], draws)
    return {
        name: {
            load: moves(array, position, bench.world.outcomes[load].worse)
            for load, array in found.items()
            if bench.world.outcomes[load].worse != "neither"
        }
        for position, name in enumerate(groups)
    }


def moves(load: Array, position: int, worse: str) -> Array:
    """Return the change from cut to deeper cut, (size, draw), as a share of the load."""
    first = 1 + position * len(SIZES)
    whole = load.sum(axis=0)
    return steps_of(np.concatenate([whole[:1], whole[first : first + len(SIZES)]]), worse)


def steps_of(in_order: Array, worse: str) -> Array:
    """Return the change of a load from each cut to the next, as a share of the first."""
    if worse == "down":
        in_order = -in_order
    return np.diff(in_order, axis=0) / np.maximum(np.abs(in_order[:1]), EXACT)


@pytest.mark.parametrize("name", [*SERVICES, ALL])
def test_a_deeper_cut_never_lowers_a_load_its_service_touches(
    steps: Mapping[str, Steps], name: str
) -> None:
    lowest = {load: steps[name][load].min() for load in NEVER_LESS[name]}
    assert {load: low for load, low in lowest.items() if low < -EXACT} == {}


@pytest.mark.parametrize("name", [*SERVICES, ALL])
def test_a_load_falls_by_spill_over_only_and_hardly(
    bench: Bench, steps: Mapping[str, Steps], name: str
) -> None:
    """Elsewhere room for others, and the dead who no longer use, may lower a load a little."""
    excused = {*REASONS, *REASONS_BY_SERVICE.get(name, {})}
    of_services = {n for n, spec in bench.world.outcomes.items() if spec.system == "services"}
    watched = {n: move for n, move in steps[name].items() if n not in excused | of_services}
    lowest = {load: move.min() for load, move in watched.items()}
    assert {load: low for load, low in lowest.items() if low < -SPILL} == {}


@pytest.mark.parametrize(
    ("service", "own"),
    [
        ("contact_centre", "contact_clients"),
        ("outreach", "contact_clients"),
        ("substitution", "substitution_patients"),
        ("therapeutic_community", "community_residents"),
        ("aftercare", "aftercare_clients"),
    ],
)
def test_a_deeper_cut_never_brings_a_service_more_clients(
    steps: Mapping[str, Steps], service: str, own: str
) -> None:
    assert steps[service][own].min() >= -EXACT


def test_written_reasons_name_loads_that_exist(bench: Bench) -> None:
    named = {*REASONS, *(load for loads in NEVER_LESS.values() for load in loads)}
    named |= {load for loads in REASONS_BY_SERVICE.values() for load in loads}
    assert named - set(bench.world.outcomes) == set()


def test_what_is_recorded_falls_when_contact_ends(bench: Bench) -> None:
    closing = cut("closing", ["contact_centre", "outreach"], 1.0)
    found = outcomes(bench, [REFERENCE, closing], on_harmful_side(bench, bench.few()))
    for name in ("recorded_users", "notified_hcv", "hcv_courses"):
        total = found[name].sum(axis=0)
        assert (total[1] < total[0]).all(), name


# Random scenarios


def cut_services(scenario: Scenario) -> tuple[str, ...]:
    """Name the services from which a scenario takes money."""
    losses = (change for change in scenario.changes if change.action in LOSSES)
    return tuple(sorted({service for change in losses for service in change.services}))


def with_half_the_cut(scenario: Scenario) -> Scenario:
    """Take half as much from the same lines at the same time; leave everything else."""
    halved = tuple(
        replace(change, action="reduce", by=(change.by if change.action == "reduce" else 1) / 2)
        if change.action in LOSSES
        else change
        for change in scenario.changes
    )
    return replace(scenario, name=f"half of {scenario.name}", changes=halved)


def least_move(load: str, scenario: Scenario) -> float | None:
    """Return how far a load may fall when a scenario cuts deeper; None: not asserted.

    A service that grows beside the cut takes in some of those who lose their place elsewhere, so
    that loads may spill over there too.
    """
    services = cut_services(scenario)
    together = (*services, ALL) if len(services) > 1 else services
    grows = any(change.action == "expand" for change in scenario.changes)
    if not grows and all(load in NEVER_LESS[name] for name in together):
        return -EXACT
    by_service = (REASONS_BY_SERVICE.get(name, {}) for name in (*services, ALL))
    excused = {*REASONS, *(name for reasons in by_service for name in reasons)}
    return None if load in excused else -SPILL


def test_a_deeper_random_cut_does_not_lower_a_load(
    bench: Bench, record_property: Callable[[str, object], None]
) -> None:
    draws = on_harmful_side(bench, bench.few())
    specs = bench.world.outcomes.items()
    watched = {n: s.worse for n, s in specs if s.worse != "neither" and s.system != "services"}

    def check(batch: tuple[Scenario, ...]) -> None:
        cuts = [each for each in batch if cut_services(each)]
        found = outcomes(
            bench, [REFERENCE, *(each for c in cuts for each in (with_half_the_cut(c), c))], draws
        )
        fallen = {}
        for name, worse in watched.items():
            whole = found[name].sum(axis=0)
            for number, each in enumerate(cuts):
                move = float(steps_of(whole[1 + 2 * number : 3 + 2 * number], worse).min())
                least = least_move(name, each)
                if least is not None and move < least:
                    fallen[name, cut_services(each)] = move
        assert fallen == {}

    holds_in_random_scenarios(
        "a deeper cut lowers no load",
        check,
        record_property,
        asks=lambda each: bool(cut_services(each)),
        passes=10,
    )
