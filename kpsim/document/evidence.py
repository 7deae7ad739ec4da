"""What studies found: against great harm, and for the services, one list beside the other."""

from collections.abc import Iterator

from kpsim.document.context import Context
from kpsim.document.groups import GROUPS, Group
from kpsim.document.parts import Block, Column, Heading, Paragraph, Row, Table
from kpsim.document.source_list import by_address, source_text
from kpsim.report.explanation import public_figure, span
from kpsim.wording.units import column_name

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


def effects_for_services(context: Context) -> dict[str, int]:
    """Count the effects that speak for the services, and those that leave room for none."""
    columns = context.comparison.world.parameters.columns
    records = [columns[name] for name in FOR_SERVICES]
    return {
        "count": len(records),
        "open": sum((each.high or 0.0) >= (each.null or 0.0) for each in records),
    }


def evidence(context: Context) -> Iterator[Block]:
    """List the evidence on both sides, then what is a caution and no evidence."""
    yield Heading(context.say("What speaks against great harm"), 2, "against-harm")
    yield _list(
        context,
        "evidence-against",
        context.say("Evidence against great harm"),
        tuple(group for group in GROUPS if group.sources),
    )
    yield Heading(context.say("What speaks for the services"), 2, "for-services")
    yield Paragraph(
        context.say(
            "The same inputs hold studies that found the services to help. The model counts with "
            "these as it does with those above."
        )
    )
    yield _for_services(context)
    yield Heading(context.say("Cautions that are no evidence"), 2, "cautions")
    yield _list(
        context,
        "list-of-cautions",
        context.say("Why some numbers are to be read with care"),
        tuple(group for group in GROUPS if not group.sources),
    )


def _list(context: Context, key: str, caption: str, groups: tuple[Group, ...]) -> Table:
    heading = "What was found" if key == "evidence-against" else "What is to be kept in mind"
    return Table(
        key,
        caption,
        (Column(context.say("Worry"), 1), Column(context.say(heading), 4)),
        tuple(Row((context.say(each.title), context.say(each.against))) for each in groups),
    )


def _for_services(context: Context) -> Table:
    parameters = context.comparison.world.parameters
    rows = []
    for name in FOR_SERVICES:
        record = parameters.columns[name]
        sources = (parameters.sources[key] for key in record.source)
        texts = (source_text(each, context, address=False) for each in by_address(sources))
        rows.append(
            Row(
                (
                    column_name(parameters, name, context.language),
                    f"{public_figure(record, context.language)} ({span(record, context.language)})",
                    record.grade,
                    " ".join(texts),
                ),
                card=name,
            )
        )
    return Table(
        "evidence-for",
        context.say("Evidence for the services"),
        (
            Column(context.say("Effect"), 2),
            Column(context.say("Ratio"), 1.1, numeric=True),
            Column(context.say("Grade"), 0.6),
            Column(context.say("Source"), 2.6),
        ),
        tuple(rows),
        context.say(
            "Ratio: risk with the service to risk without it, in brackets its interval. Below one "
            "the service helps; an interval that includes one leaves room for no effect. Results "
            "of studies without a control group are shrunk before they are used."
        ),
    )
