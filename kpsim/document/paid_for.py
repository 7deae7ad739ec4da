"""What the sums of payers are made of: of those that surely pay more, and of clients that save."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from kpsim.analysis.money import CLOSING, SERVICES, WELFARE, horizon_years
from kpsim.document.context import Context
from kpsim.document.money_sentences import payers_scale
from kpsim.document.payer_sentences import WORTH_SAYING, paying_more
from kpsim.report.cells import in_scale
from kpsim.report.findings import Payer
from kpsim.results import CostLine
from kpsim.wording.numbers import SCALES, exact, money_unit, number, round_to
from kpsim.wording.words import lowered, name_of, payer_heading

_CLIENTS = "clients_and_families"

_NAMED = 0.1
"""Share of the whole from which on a part is named."""

_ENDED = 0.95
"""Share of the staff lost from which on the services are said to be lost."""

_MOST = 4
"""Parts that still make a short sentence."""


def paid_for(context: Context, scenario: str) -> Iterator[str]:
    """Say what each payer that surely pays more pays for, where a few parts make up the sum."""
    found = context.found(scenario)
    scale, language = payers_scale(found), context.language
    for payer in paying_more(found):
        if payer.net.p05 <= 0 or payer.net.mean < WORTH_SAYING:
            continue
        if parts := printed_parts(context, scenario, payer):
            decimals = in_scale(payer.net, scale).decimals
            yield context.say(
                "{payer}: the amount is made of ({unit} a year): {parts}.",
                payer=payer_heading(payer.name, language),
                unit=money_unit(scale, language),
                parts="; ".join(
                    f"{name} {number(part, language, decimals=decimals)}"
                    for name, part in parts.items()
                ),
            )


def printed_parts(context: Context, scenario: str, payer: Payer) -> Mapping[str, Decimal]:
    """Return the parts of a payer's sum as printed, adding up to it, or none if they are no help.

    The rest is what the printed parts leave of the printed sum.
    """
    scale = payers_scale(context.found(scenario))
    whole = in_scale(payer.net, scale)
    unit = Decimal(1).scaleb(-whole.decimals)
    every = _parts(context, scenario, payer.name)
    large = {name: part for name, part in every.items() if part >= _NAMED * payer.net.mean}
    printed = {
        name: round_to(exact(part).scaleb(-SCALES[scale]), unit)
        for name, part in sorted(large.items(), key=lambda item: -item[1])
    }
    rest = whole.centre - sum(printed.values(), Decimal(0))
    if not 2 <= len(printed) <= _MOST or rest < 0 or rest > min(printed.values()):
        return {}
    return {**printed, context.say("everything else"): rest} if rest else printed


def _parts(context: Context, scenario: str, payer: str) -> Mapping[str, float]:
    """Return what a payer spends more, crowns a year on average, by what it is for."""
    results = context.comparison.results
    window, position = horizon_years(results, scenario), results.position(scenario)
    costs = results.costs["central"]
    found: dict[str, float] = {}
    for line, amounts in zip(costs.lines, costs.amounts, strict=True):
        if line.payer == payer and line.kind != WELFARE:
            name = _purpose(context, line)
            more = float((amounts[window, position] - amounts[window, 0]).mean())
            found[name] = found.get(name, 0.0) + more
    return found


def _purpose(context: Context, line: CostLine) -> str:
    """Name what an account is for: its row of the ledger if the payer has one in the system."""
    if line.system == SERVICES and line.kind == CLOSING:
        return context.say("closed posts")
    rows = [
        row
        for row in context.comparison.world.ledger.rows
        if row.system == line.system and row.is_cash and line.payer in row.payers
    ]
    if len(rows) == 1:
        label = rows[0].label
        return lowered(label.cs if context.language == "cs" else label.en)
    return name_of(line.system, context.language)


def saving_of_clients(context: Context, names: Sequence[str]) -> Iterator[str]:
    """Say what clients and families save by, in the variants in which they do."""
    by_reason: dict[str, list[str]] = {}
    for name in names:
        for payer in context.found(name).payers:
            if payer.name == _CLIENTS and payer.net.p95 < 0 and -payer.net.mean >= WORTH_SAYING:
                by_reason.setdefault(_saved_by(context, name), []).append(context.title(name))
    for reason, titles in by_reason.items():
        yield context.say(reason, variants=", ".join(titles))


def _saved_by(context: Context, scenario: str) -> str:
    """Return the sentence on what the charges of clients do: stay, end or fall."""
    changes = context.comparison.scenario(scenario).changes
    if any(each.action == "freeze" and _CLIENTS in each.funders for each in changes):
        return (
            "What clients and families save ({variants}) is that their charges stay the same in "
            "crowns; it is no benefit."
        )
    (staff,) = (each for each in context.found(scenario).loads if each.outcome.name == "staff")
    if -staff.difference.p50 >= _ENDED * staff.reference.p50:
        return (
            "What clients and families save ({variants}) is the charge for services they lose; it "
            "is no benefit."
        )
    return (
        "What clients and families save ({variants}): their charges fall with the rest of the "
        "money of the services."
    )
