"""Answers to what a reader of the numbers asks at sight, each given only where the run shows it."""

from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np

from kpsim.analysis.money import horizon_years
from kpsim.document.assumptions import range_in_row, value_in_row
from kpsim.document.context import Context
from kpsim.document.evidence import leaves_room_for_none
from kpsim.document.group_sentences import unchanged
from kpsim.document.load_range import (
    SURE,
    leans,
    level_of,
    rounded_difference,
    size_of,
    unit_of,
)
from kpsim.document.sentences import fewer_to_more, listed, unit_after
from kpsim.ledger.cascade_tree import cascade_tree
from kpsim.report.cells import rounded, say
from kpsim.report.findings import Load, estimate
from kpsim.results import Array
from kpsim.wording.numbers import bounds, number, percent
from kpsim.wording.units import after_number
from kpsim.wording.words import name_of

NOTICED = 0.1
"""Share of the level by which contact must fall before what follows from it is explained."""

HARDLY = 0.05
"""Share of the level up to which users and the abstinent hardly change."""

_SOME = 0.05
"""Share of the futures from which those with more clients are explained."""

_NOBODY = 0.05
"""Full-time equivalents that print as none."""

_STAFF_LOST = 0.05
"""Share of the staff lost from which on those who keep their clients are explained."""

_SERVED_BY = {
    "contact_clients": ("contact_centre", "outreach"),
    "counselling_clients": ("counselling",),
}
"""Loads of clients whose services can stretch."""

_RESERVE = "stretch_share"

_TAKEN_OVER = "absorption_share."

_INFECTIONS = "new_hcv_infections"
_SYRINGES, _ARRANGED = "hcv_risk_ratio_with_syringes", "hcv_treatment_share_through_contact"

_WAITING = ("child_psychiatry_waiting_time",)
"""Loads that few clients touch, but that change by themselves."""

_ABSTINENT = ("newly_abstinent", "stably_abstinent")


def with_others(context: Context, scenario: str) -> Iterator[str]:
    """Say who looks after those who still have contact or counselling when no staff is left."""
    staff, contact, counselled = (
        _levels(context, scenario, name)[1][-1]
        for name in ("staff", "contact_clients", "counselling_clients")
    )
    if np.median(staff) < _NOBODY and np.median(contact + counselled) >= 1:
        yield context.say(
            "Clients who remain after the services end are with other providers; of the places "
            "that services lose, these are assumed to take over this share: {shares} (chapter 2).",
            shares=taken_over(context, [each for some in _SERVED_BY.values() for each in some]),
        )


def taken_over(context: Context, services: Collection[str] = ()) -> str:
    """Name the share of lost places that others take over, by kind of service; zeros left out."""
    columns, language = context.comparison.world.parameters.columns, context.language
    by_share: dict[float, list[str]] = {}
    for name, record in columns.items():
        service = name.removeprefix(_TAKEN_OVER)
        if name.startswith(_TAKEN_OVER) and record.value and service in (services or (service,)):
            by_share.setdefault(record.value, []).append(name_of(service, language))
    return ", ".join(
        f"{listed(some, language)} {percent(share, language)}" for share, some in by_share.items()
    )


def of_services(context: Context, scenario: str) -> Iterator[str]:
    """Say why services whose money stays change with contact, or do not."""
    loads = _by_name(context, scenario)
    if _falls(context, scenario, "contact_clients"):
        stay = {"counselling", "therapeutic_community"} - set(_losing(context, scenario))
        if (
            "counselling" in stay
            and unchanged(loads["counselling_clients"])
            and loads["relatives_without_help"].reference.p50 > 0
        ):
            yield context.say(
                "Counselling keeps its money and more people ask for it than it has places: those "
                "whom contact services no longer send are replaced by people who come by "
                "themselves."
            )
        if "therapeutic_community" in stay and _falls(context, scenario, "community_residents"):
            yield context.say(
                "The therapeutic community keeps its money and beds; some of them stay empty "
                "because fewer people come there from contact services."
            )
    contact = loads["contact_clients"]
    if (
        leans(contact) == "mostly none"
        and contact.more >= _SOME
        and loads["treatment_starts"].difference.p95 < 0
    ):
        yield context.say(
            "In {share} of futures there are slightly more clients in contact after the cut than "
            "with the services kept: these futures have free places even after it, and because "
            "fewer clients leave for treatment, more stay in contact.",
            share=percent(contact.more, context.language),
        )


def of_reserve(context: Context, scenario: str) -> Iterator[str]:
    """Say why services that lose staff keep most of their clients: the reserve they have."""
    if not reserve_spares(context, scenario):
        return
    parameters = context.comparison.world.parameters
    record = parameters.columns[_RESERVE]
    yield context.say(
        "The model assumes that most services have a reserve of {value} (range {range}; an "
        "assumption without a source, annex C): by overtime and fuller groups those who stay look "
        "after clients of those who leave; this never makes more places than today. A cut smaller "
        "than the reserve therefore takes hardly any clients; where the reserve is smaller than "
        "the cut, clients are lost."
        if record.is_assumption
        else "The model counts with a reserve of {value} in most services (range {range}, annex "
        "C): by overtime and fuller groups those who stay look after clients of those who leave; "
        "this never makes more places than today. A cut smaller than the reserve therefore takes "
        "hardly any clients; where the reserve is smaller than the cut, clients are lost.",
        value=reserve(context),
        range=range_in_row(parameters, _RESERVE, context.language),
    )


def reserve_spares(context: Context, scenario: str) -> bool:
    """Tell whether services that lose staff keep most of their clients."""
    loads, losing = _by_name(context, scenario), {*_losing(context, scenario)}
    fewer_staff = _share_lost(loads["staff"])
    return fewer_staff >= _STAFF_LOST and any(
        losing.intersection(services) and _share_lost(loads[name]) < fewer_staff / 2
        for name, services in _SERVED_BY.items()
    )


def reserve(context: Context) -> str:
    """Write the share of their capacity that services are assumed to have in reserve."""
    record = context.comparison.world.parameters.columns[_RESERVE]
    return value_in_row(record, _RESERVE, context.language)


def _share_lost(load: Load) -> float:
    return -load.difference.p50 / load.reference.p50 if load.reference.p50 else 0.0


def sure_infections(context: Context, names: Sequence[str]) -> Iterator[str]:
    """Say on what a sure rise of hepatitis C rests, where the study of syringes rules out none.

    Where clean syringes had no effect, the model still counts more infections: fewer are treated.
    """
    if _INFECTIONS not in names:
        return
    compared = context.comparison.compared
    every = [load for name in compared for load in context.found(name).loads]
    sure = any((e.worse or 0) >= SURE for e in every if e.outcome.name == _INFECTIONS)
    parameters = context.comparison.world.parameters
    if not (sure and leaves_room_for_none(parameters.columns[_SYRINGES])):
        return
    yield context.say(
        "New hepatitis C infections rise in nearly all futures although the study of clean "
        "syringes leaves room for no effect ([[evidence-for]]): services are assumed to arrange "
        "{range} of the treatments of hepatitis C (annex C), and people who are not treated infect "
        "others. The sure direction rests on that.",
        range=range_in_row(parameters, _ARRANGED, context.language),
    )


def grows_anyway(context: Context, names: Sequence[str]) -> Iterator[str]:
    """Say how waiting changes with the services kept too, where it does noticeably."""
    results, language = context.comparison.results, context.language
    for name in names:
        if name not in _WAITING or name not in results.loads["central"]:
            continue
        load = results.loads["central"][name][:, 0]
        last = max(context.found(each).last_year for each in context.comparison.compared)
        first = results.years[0]
        before, after = (np.median(load[results.years.index(year)]) for year in (first, last))
        if abs(after - before) < NOTICED * before:
            continue
        outcome = results.outcomes[name]
        start, end = (
            rounded(estimate(load[results.years.index(year)]), least=unit_of(outcome))
            for year in (first, last)
        )
        yield context.say(
            "{label} grows by the model with the services kept too: from {start} in {first} to "
            "{end} {unit} in {last}."
            if after > before
            else "{label} falls by the model with the services kept too: from {start} in {first} "
            "to {end} {unit} in {last}.",
            label=outcome.label.of(language),
            start=number(start.centre, language, decimals=start.decimals),
            end=number(end.centre, language, decimals=end.decimals),
            unit=after_number(outcome.unit.en, end.centre, language, decimals=end.decimals)
            or outcome.unit.of(language),
            first=first,
            last=last,
        )


def users_hardly_change(context: Context, scenario: str) -> Iterator[str]:
    """Say that users and the abstinent stay about as many although contact falls for good."""
    loads = _by_name(context, scenario)
    users, contact = loads["true_users"], loads["contact_clients"]
    kept, here = (
        sum(_levels(context, scenario, name)[at][-1] for name in _ABSTINENT) for at in (0, 1)
    )
    abstinent = estimate(here / kept - 1)
    if (
        -contact.difference.p50 < NOTICED * contact.reference.p50
        or users.difference.is_zero
        or size_of(users.difference) > HARDLY * users.reference.p50
        or size_of(abstinent) > HARDLY
    ):
        return
    language, found = context.language, rounded_difference(users)
    yield context.say(
        "The number of drug users hardly changes: {users} of {kept} in {year}; in 9 of 10 futures "
        "the number of the abstinent, former drinkers and gamblers among them, differs by "
        "{abstinent} at most.",
        users=_more_of(users, language)
        if found.low >= 0
        else context.say("between {ends}", ends=fewer_to_more(users, language)),
        kept=number(level_of(users).centre, language, decimals=level_of(users).decimals),
        year=users.when,
        abstinent=percent(np.ceil(1000 * size_of(abstinent)) / 1000, language, decimals=1),
    )


def _more_of(users: Load, language: str) -> str:
    found = rounded_difference(users)
    return say(
        "{centre} {unit} more (9 in 10 futures: {bounds})",
        language,
        centre=number(found.centre, language, decimals=found.decimals),
        unit=unit_after(users, found.centre, language, decimals=found.decimals),
        bounds=bounds(found, language),
    )


def _by_name(context: Context, scenario: str) -> Mapping[str, Load]:
    return {load.outcome.name: load for load in context.found(scenario).loads}


def _levels(context: Context, scenario: str, name: str) -> tuple[Array, Array]:
    """Return a load with the services kept and in a scenario: year, draw."""
    results = context.comparison.results
    load = results.loads["central"][name][horizon_years(results, scenario)]
    return load[:, 0], load[:, results.position(scenario)]


def _falls(context: Context, scenario: str, name: str) -> bool:
    """Tell whether a level is noticeably lower in any year counted."""
    kept, here = (np.median(each, axis=-1) for each in _levels(context, scenario, name))
    return bool((kept - here >= NOTICED * kept).any())


def _losing(context: Context, scenario: str) -> Iterator[str]:
    """Name the services from which a scenario takes money, lets it fall, or freezes it."""
    comparison = context.comparison
    chosen = comparison.scenario(scenario)
    for change in chosen.changes:
        if change.aspect != "level":
            yield from change.services
    tree = cascade_tree(chosen, comparison.world.funding)
    for branch in tree.branches:
        yield branch.service
        yield from (fall.service for fall in branch.fallen)
