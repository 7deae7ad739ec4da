"""One study against great harm and one for the services, by one rule: of the services it is about.

Both are chosen from what the variant really does: the services whose money it changes. Against
great harm stands what covers most of that money; for the services a study that rules out no effect,
where there is one, then the best grade and the most money.
"""

import re
from collections.abc import Collection, Iterator, Mapping

from kpsim.document.context import Context
from kpsim.document.evidence import leaves_room_for_none, ratio
from kpsim.document.groups import GROUPS, Group
from kpsim.document.opening import first_sentence
from kpsim.inputs.records import GRADES
from kpsim.ledger.cascade_tree import cascade_tree
from kpsim.model.dimensions import SERVICE
from kpsim.wording.words import lowered

LOW_THRESHOLD = ("contact_centre", "outreach")
TREATMENT = ("counselling", "substitution", "therapeutic_community", "aftercare")
ALL = SERVICE.elements

EFFECTS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "death_ratio_in_substitution": (
        ("substitution",),
        "people in substitution die at {ratio} times the rate of people outside it",
    ),
    "hiv_risk_ratio_with_syringes": (
        LOW_THRESHOLD,
        "with enough clean syringes the risk of HIV is {ratio} times that with too few",
    ),
    "hcv_risk_ratio_with_syringes": (
        LOW_THRESHOLD,
        "with enough clean syringes the risk of hepatitis C is {ratio} times that with too few",
    ),
    "prevention_risk_ratio": (
        ("prevention",),
        "with a prevention programme the risk of drug use is {ratio} times that without",
    ),
    "relapse_ratio_in_aftercare": (
        ("aftercare",),
        "with aftercare the risk of relapse is {ratio} times that without",
    ),
    "heavy_ratio_in_treatment": (
        ("counselling",),
        "in treatment frequent use is {ratio} times as common as without contact",
    ),
    "removal_ratio_with_family_support": (
        ("family_support",),
        "with family support the risk that a child is removed is {ratio} times that without",
    ),
    "emergency_ratio_in_contact": (
        LOW_THRESHOLD,
        "with contact emergency care is {ratio} times as frequent as without",
    ),
    "offending_ratio_in_treatment": (
        ("counselling",),
        "in treatment property crime is {ratio} times as frequent as without",
    ),
}
"""Each effect that speaks for services: which ones it is about, and what it says in words."""

AGAINST: Mapping[str, tuple[str, ...]] = {
    "crime": LOW_THRESHOLD,
    "homelessness": LOW_THRESHOLD,
    "poverty": ("counselling",),
    "health": TREATMENT,
    "social": ALL,
    "closed_scene": ALL,
}
"""Each worry with evidence against great harm: which services that is about."""

_AUTHORS = re.compile(r",| \(")
"""What ends the authors in the title of a source."""

_SMALL_CUTS, _SMALL = "closed_scene", 1 / 8
"""What says nothing of deeper cuts than an eighth."""


def evidence(context: Context, scenario: str) -> Iterator[str]:
    """Say one study of each side; a side without one about these services is left out."""
    touched = services_of(context, scenario)
    group = against(context, scenario)
    if group is not None:
        fact = lowered(first_sentence(context.say(group.against)))
        yield context.say("Against great harm: {fact}", fact=fact)
    name = effect_for(context, touched)
    if name:
        yield _for_services(context, name)


def services_of(context: Context, scenario: str) -> Mapping[str, float]:
    """Return the services whose money a variant changes, with what they have; else all of them."""
    comparison = context.comparison
    decided, funding = comparison.scenario(scenario), comparison.world.funding
    tree = cascade_tree(decided, funding)
    named = {branch.service for branch in tree.branches}
    named |= {service for change in decided.changes for service in change.services}
    money: dict[str, float] = {}
    for line in funding.lines:
        if line.service in named or not named:
            money[line.service] = money.get(line.service, 0.0) + line.value
    return money


def effect_for(context: Context, touched: Mapping[str, float]) -> str:
    """Return the effect that rules out none, of the best grade, of services with most money."""
    columns = context.comparison.world.parameters.columns
    about = [name for name, (services, _) in EFFECTS.items() if _at_stake(services, touched)]
    return min(
        about,
        key=lambda name: (
            leaves_room_for_none(columns[name]),
            GRADES.index(columns[name].grade),
            -_at_stake(EFFECTS[name][0], touched),
        ),
        default="",
    )


def against(context: Context, scenario: str) -> Group | None:
    """Return the worry whose evidence covers most of the money, and least that is not touched."""
    touched = services_of(context, scenario)
    small = 0 < depth(context, scenario) <= _SMALL
    about = [
        each
        for each in GROUPS
        if _at_stake(AGAINST.get(each.key, ()), touched) and (small or each.key != _SMALL_CUTS)
    ]
    return min(
        about,
        key=lambda each: (
            -_at_stake(AGAINST[each.key], touched),
            len(AGAINST[each.key]),
            each.key != _SMALL_CUTS,
        ),
        default=None,
    )


def depth(context: Context, scenario: str) -> float:
    """Return the share of their money that services lose by decision, or of their staff."""
    comparison = context.comparison
    tree = cascade_tree(comparison.scenario(scenario), comparison.world.funding)
    lost = sum(branch.decided + branch.follows for branch in tree.branches)
    whole = sum(services_of(context, scenario).values())
    staff = next(e for e in context.found(scenario).loads if e.outcome.name == "staff")
    return max(lost / whole, -staff.difference.p50 / staff.reference.p50)


def _at_stake(services: Collection[str], touched: Mapping[str, float]) -> float:
    return sum(touched.get(each, 0.0) for each in services)


def _for_services(context: Context, name: str) -> str:
    """Say in words what a study found, and that it leaves room for no effect where it does."""
    parameters = context.comparison.world.parameters
    record = parameters.columns[name]
    source = parameters.sources[record.source[0]]
    authors = _AUTHORS.split(source.title)[0].replace("et al.", context.say("et al."))
    middle, _, ends = ratio(record, context.language).partition(" ")
    return context.say(
        "For the services ({study}): {effect} {ends}; the study leaves room for no effect."
        if leaves_room_for_none(record)
        else "For the services ({study}): {effect} {ends}.",
        effect=context.say(EFFECTS[name][1], ratio=middle),
        ends=ends,
        study=f"{authors} {source.year}" if source.year else authors,
    )
