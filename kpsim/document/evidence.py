"""What studies found: against great harm, and for the services, one list beside the other."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from kpsim.document.assumptions import range_in_row
from kpsim.document.context import Context
from kpsim.document.groups import GROUPS
from kpsim.document.load_cells import level_cell
from kpsim.document.parts import Block, Column, Heading, Paragraph, Row, Table
from kpsim.document.source_list import by_address, source_text
from kpsim.inputs.records import Record
from kpsim.inputs.used_range import used_range
from kpsim.language import translate
from kpsim.report.findings import estimate
from kpsim.wording.numbers import number
from kpsim.wording.units import column_name
from kpsim.wording.words import lowered

FOR_SERVICES = (
    "death_ratio_in_substitution",
    "hiv_risk_ratio_with_syringes",
    "hcv_risk_ratio_with_syringes",
    "prevention_risk_ratio",
    "relapse_ratio_in_aftercare",
    "heavy_ratio_in_treatment",
    "removal_ratio_with_family_support",
    "emergency_ratio_in_contact",
    "offending_ratio_in_treatment",
)
"""Inputs taken from studies whose middle result speaks for the service."""

PATIENTS = "substitution_patients"
"""The load that tells how many people the surest of these effects is about."""


def effects_for_services(context: Context) -> dict[str, int]:
    """Count the effects that speak for the services, and those that leave room for none.

    "open" counts the studies whose range holds no effect, "used" the ranges of the computation.
    """
    parameters = context.comparison.world.parameters
    records = {name: parameters.columns[name] for name in FOR_SERVICES}
    drawn = {name: used_range(parameters, name) for name in FOR_SERVICES}
    return {
        "count": len(records),
        "open": sum(map(leaves_room_for_none, records.values())),
        "used": sum(
            ends is not None and ends[1] >= (records[name].null or 0.0)
            for name, ends in drawn.items()
        ),
    }


def surest_effects(context: Context) -> str:
    """Name the effects for the services of the best grade, those that leave room for none too."""
    parameters, language = context.comparison.world.parameters, context.language
    records = {name: parameters.columns[name] for name in FOR_SERVICES}
    best = min(each.grade for each in records.values())
    items = []
    for name, each in records.items():
        if each.grade != best:
            continue
        effect = f"{lowered(column_name(parameters, name, language))} {ratio(each, language)}"
        if leaves_room_for_none(each):
            effect = context.say("{effect}, which leaves room for no effect", effect=effect)
        items.append(effect)
    if not items:
        return ""
    patients = estimate(context.comparison.results.loads["central"][PATIENTS][0, 0])
    return " " + context.say(
        "The best grade among them is {grade} (below one the service helps): {items}. "
        "By the model {patients} patients of the region are in substitution.",
        grade=best,
        items="; ".join(items),
        patients=level_cell(context.comparison.results.outcomes[PATIENTS], patients, language),
    )


def leaves_room_for_none(record: Record) -> bool:
    """Tell whether the range of a study leaves room for no effect."""
    return (record.low or 0.0) <= (record.null or 0.0) <= (record.high or 0.0)


def evidence(context: Context) -> Iterator[Block]:
    """List the evidence on both sides."""
    yield Heading(context.say("What speaks against great harm"), 2, "against-harm")
    yield _against_harm(context)
    found = effects_for_services(context)
    yield Heading(context.say("What speaks for the services"), 2, "for-services")
    yield Paragraph(
        context.say(
            "Among the inputs are studies of {count} effects whose middle result speaks for the "
            "services. For {open} of them the range of the study leaves room for no effect; the "
            "range the model uses, after weak evidence is widened, does so for {used}.",
            **found,
        )
    )
    yield _for_services(context)


def _against_harm(context: Context) -> Table:
    return Table(
        "evidence-against",
        context.say("Evidence against great harm"),
        (
            Column(context.say("Worry"), 1),
            Column(context.say("What was found"), 3.6),
            Column(context.say("Source"), 2.4),
        ),
        tuple(
            Row(
                (
                    context.say(each.title),
                    context.say(each.against),
                    _sources(context, each.sources),
                )
            )
            for each in GROUPS
            if each.sources
        ),
    )


def _sources(context: Context, keys: Iterable[str]) -> str:
    """Name the sources of a row once for each address."""
    known = context.comparison.world.parameters.sources
    found = by_address(known[key] for key in keys)
    return " ".join(source_text(each, context, address=False) for each in found)


def ratio(record: Record, language: str) -> str:
    """Write a ratio with its range, all with as many decimals.

    >>> ratio(Record.model_construct(value=0.8, low=0.62, high=1.03), "en")
    '0.80 (0.62 to 1.03)'
    """
    numbers = [each for each in (record.value, record.low, record.high) if each is not None]
    decimals = max(-int(Decimal(f"{each:.10g}").as_tuple().exponent) for each in numbers)
    middle, *ends = (number(each, language, decimals=max(decimals, 0)) for each in numbers)
    if not ends:
        return middle
    between = translate("{low} to {high}", language).format(low=ends[0], high=ends[1])
    return f"{middle} ({between})"


def _for_services(context: Context) -> Table:
    parameters = context.comparison.world.parameters
    rows = []
    for name in FOR_SERVICES:
        record = parameters.columns[name]
        rows.append(
            Row(
                (
                    column_name(parameters, name, context.language),
                    ratio(record, context.language),
                    range_in_row(parameters, name, context.language),
                    record.grade,
                    _sources(context, record.source),
                ),
                card=name,
            )
        )
    return Table(
        "evidence-for",
        context.say("Evidence for the services"),
        (
            Column(context.say("Effect"), 2),
            Column(context.say("Ratio found"), 1.1, numeric=True),
            Column(context.say("Range used"), 0.9, numeric=True),
            Column(context.say("Grade"), 0.6),
            Column(context.say("Source"), 2.6),
        ),
        tuple(rows),
        context.say(
            "Ratio found: risk with the service to risk without it, in brackets the range the "
            "study gives. Below one the service helps; a range that includes one leaves room for "
            "no effect. Range used: 5th to 95th percentile of what the computation draws, after "
            "weak evidence is widened and results of studies are shrunk. Ranges of studies mostly "
            "hold 95 in 100, so that the range used can be the narrower one."
        ),
    )
