"""Whose decision a variant is: the payers whose money it changes, and one payer's own decisions."""

from kpsim.document.context import Context
from kpsim.inputs.decisions import LOSSES
from kpsim.inputs.funding import Funding
from kpsim.inputs.scenarios import Scenario, load_scenario, shipped_scenarios
from kpsim.language import translate_counted
from kpsim.ledger.cascade_tree import cascade_tree
from kpsim.wording.numbers import budget_percent, money
from kpsim.wording.words import payer_name

COUNCILS = ("region", "city_of_liberec")
"""Payers of whom each is one council."""

_MANY = "other_municipalities"
_CLIENTS = "clients_and_families"
_FEW = 2


def deciders(scenario: Scenario, funding: Funding) -> tuple[str, ...]:
    """Return the payers whose own money a scenario changes; nothing where a law would."""
    if scenario.key is not None and scenario.key.mandatory:
        return ()
    taken = {
        fall.funder for branch in cascade_tree(scenario, funding).branches for fall in branch.taken
    }
    otherwise = {
        line.funder
        for change in scenario.changes
        if change.action not in LOSSES
        for line in funding.lines
        if line.service in change.services and line.funder in change.funders
    }
    return tuple(name for name in funding.funders if name in taken | otherwise)


def decides_alone(scenario: Scenario, funding: Funding) -> str:
    """Return the one payer that can decide a scenario alone, or nothing.

    A rule that lets other money follow, and a switch of the model, are not that payer's to decide.
    """
    if scenario.matching or scenario.switches:
        return ""
    found = deciders(scenario, funding)
    return found[0] if len(found) == 1 and found[0] != _MANY else ""


def comes_by_itself(scenario: Scenario) -> bool:
    """Tell whether a scenario comes about where nobody decides: all it does is raise nothing."""
    frozen = bool(scenario.changes) and all(each.action == "freeze" for each in scenario.changes)
    return frozen and not (scenario.key or scenario.matching or scenario.switches)


def by_itself(context: Context) -> str:
    """Say that a variant needs no decision, and how little of it a council can avert alone."""
    comparison, funding = context.comparison, context.comparison.world.funding
    titles = [
        context.say("“{name}”", name=context.title(name))
        for name in comparison.compared
        if comes_by_itself(comparison.scenario(name))
    ]
    if not titles:
        return ""
    total = sum(line.value for line in funding.lines)
    shares = (
        context.say(
            "{payer} pays {share}",
            payer=payer_name(payer, context.language),
            share=budget_percent(
                sum(line.value for line in funding.lines if line.funder == payer) / total,
                context.language,
            ),
        )
        for payer in COUNCILS
    )
    return context.say(
        "No decision is needed for {titles}: it is enough that no payer raises its contribution. "
        "Each payer can avert it for its own part only ({shares}).",
        titles=", ".join(titles),
        shares=", ".join(shares),
    )


def of_several(context: Context) -> bool:
    """Tell whether some variant needs decisions of several payers."""
    comparison, funding = context.comparison, context.comparison.world.funding
    decided = (comparison.scenario(name) for name in comparison.compared)
    return any(len(deciders(each, funding)) > 1 for each in decided if not comes_by_itself(each))


def whose_money(context: Context, scenario: str) -> str:
    """Name the payers whose money a variant changes."""
    funding = context.comparison.world.funding
    found = deciders(context.comparison.scenario(scenario), funding)
    if not found:
        return context.say("nobody's by choice: a law decides")
    if len(found) == len(funding.funders):
        every = "all {count} payers of the services"
        if _CLIENTS in found:
            every = "all {count} payers of the services (clients and families decide nothing)"
        return context.say(every, count=len(found))
    return ", ".join(payer_name(name, context.language) for name in found)


def what_it_takes(context: Context, scenario: str) -> str:
    """Say whose money a variant takes or changes, and how much where it takes some."""
    decided, funding = context.comparison.scenario(scenario), context.comparison.world.funding
    found = deciders(decided, funding)
    if not found:
        return ""
    taken, payers = cascade_tree(decided, funding).decided, whose_money(context, scenario)
    if len(found) > _FEW:
        payers = translate_counted(
            "{count} payer", "{count} payers", count=len(found), language=context.language
        ).format(count=len(found))
    if comes_by_itself(decided):
        return context.say(
            "In crowns the same goes on being paid ({payers}); a saving here is the difference "
            "from contributions that grow with the cost of the services.",
            payers=payers,
        )
    if not taken:
        return context.say("It changes what is paid by {payers}.", payers=payers)
    return context.say(
        "{amount} a year is at stake ({payers}, 2025).",
        amount=money(taken, context.language, scale="million", decimals=1),
        payers=payers,
    )


def of_one_payer(context: Context) -> dict[str, str]:
    """Return the shipped scenarios one payer can decide alone, with that payer."""
    funding = context.comparison.world.funding
    loaded = {name: load_scenario(name) for name in shipped_scenarios()}
    found = {name: decides_alone(each, funding) for name, each in loaded.items()}
    return {name: payer for name, payer in found.items() if payer}


def title_of_shipped(context: Context, name: str) -> str:
    """Return the title of a shipped scenario, in quotes."""
    return context.say("“{name}”", name=getattr(load_scenario(name).title, context.language))


def no_council_alone(context: Context) -> str:
    """Say that none of the variants is one council's own decision, where that is so."""
    comparison = context.comparison
    own = [
        decides_alone(comparison.scenario(name), comparison.world.funding)
        for name in comparison.compared
    ]
    if any(payer in COUNCILS for payer in own):
        return ""
    others = [name for name, payer in of_one_payer(context).items() if payer in COUNCILS]
    return context.say(
        "What is computed here is no decision of one council: a council decides about its own "
        "contribution only (chapter 9). Such decisions can be computed in the same way: {names}.",
        names="; ".join(title_of_shipped(context, name) for name in others),
    )
