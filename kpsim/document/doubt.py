"""What was found on both sides, what nobody knows, and what can be decided."""

from collections import Counter
from collections.abc import Iterator

from kpsim.document.context import Context
from kpsim.document.evidence import evidence
from kpsim.document.parts import Block, Column, Heading, Paragraph, Row, Table
from kpsim.document.sentences import (
    difference_cell,
    plain_unit,
    practically_none,
    worse_cell,
)
from kpsim.document.summary import not_in_money
from kpsim.inputs.records import GRADES
from kpsim.language import translate
from kpsim.report.terminal import unpriced
from kpsim.wording.numbers import number
from kpsim.wording.units import column_name
from kpsim.wording.words import lowered

OWNER = "owner"
_MOST, _EXAMPLES = 12, 3

NOT_MODELLED = (
    ("Reaction: nobody opens another service, adds a bed or a police officer", "smaller"),
    ("One provider running several services, whose closure pulls others down", "larger"),
    ("Moving to other regions after services close", "unknown"),
    ("Infections outside people who inject, such as partners and children", "larger"),
    ("Schools: disturbed lessons, truancy, assistants", "larger"),
    ("Property prices, needles in parks, the feeling of safety", "larger"),
    ("Help by volunteers and families stepping in", "smaller"),
    ("Age, sex and place within the region", "unknown"),
    (
        "Duties set by law: social services that must be available, notice periods, contracts on "
        "subsidies",
        "unknown",
    ),
)


def against(context: Context) -> Iterator[Block]:
    """List the evidence on both sides, and what stands in no sum."""
    yield Heading(context.say("What speaks against great harm and for the services"), 1, "against")
    yield from evidence(context)
    yield Heading(context.say("What is not counted"), 2, "not-counted")
    yield Paragraph(
        context.say(
            "Pain, grief and lost health of people stand in no sum above. Care not given is cash "
            "not spent, never a benefit. The loads below move, and nobody has priced them."
        )
    )
    for name in context.comparison.compared:
        if context.several:
            yield Heading(context.title(name), 3, f"not-counted.{name}", scenario=name)
        yield from _unpriced(context, name)
    yield Table(
        "not-modelled",
        context.say("What is not in the model"),
        (Column(context.say("Left out"), 3), Column(context.say("True harm of a cut would be"), 1)),
        tuple(Row((context.say(text), context.say(how))) for text, how in NOT_MODELLED),
    )


def _unpriced(context: Context, scenario: str) -> Iterator[Block]:
    loads = [
        load
        for load in unpriced(context.comparison, context.found(scenario))
        if not practically_none(load)
    ]
    worse = tuple(not_in_money(context, context.found(scenario)))
    none = context.say("No load without a price is sure to grow worse.")
    yield from (Paragraph(text) for text in worse or (none,))
    if not loads:
        return
    yield Table(
        context.key("without-a-price", scenario),
        context.caption(
            context.say("Loads without a price: difference from keeping the services"), scenario
        ),
        (
            Column(context.say("Load"), 2.6),
            Column(context.say("Unit and time"), 1.6),
            Column(context.say("Difference"), 1.6, numeric=True),
            Column(context.say("Worse"), 0.7, numeric=True),
        ),
        tuple(
            Row(
                (
                    load.outcome.label.of(context.language),
                    f"{plain_unit(load, context.language)}, {load.when}",
                    difference_cell(load, context.language),
                    worse_cell(load, context.language),
                ),
                card=load.outcome.name,
            )
            for load in loads
        ),
        context.say("Worse: share of futures in which the load is worse.")
        + " "
        + context.say("Loads that practically do not change are left out."),
    )


def unknown(context: Context) -> Iterator[Block]:
    """Say what is not known and who can supply it."""
    yield Heading(context.say("What we do not know and who does"), 1, "unknown")
    columns = context.inputs
    missing = {name: each for name, each in columns.items() if each.is_assumption and each.owner}
    owners = Counter(str(each.owner) for each in missing.values())
    weak = sum(each.grade == GRADES[-1] for each in columns.values()) - len(missing)
    yield Paragraph(
        context.say(
            "For {count} of {all} inputs no figure with a source was found; {weak} more have grade "
            "D because their source says little about this use. The offices below can supply the "
            "most; annex C lists the assumptions.",
            count=number(len(missing), context.language),
            weak=number(weak, context.language),
            all=number(len(columns), context.language),
        )
    )
    rows = []
    for owner, count in owners.most_common(_MOST):
        examples = [name for name, each in missing.items() if each.owner == owner]
        labels = list(dict.fromkeys(label_of(context, each.partition(".")[0]) for each in examples))
        rows.append(
            Row(
                (
                    translate(owner, context.language, context=OWNER),
                    number(count, context.language),
                    "; ".join([*labels[:1], *map(lowered, labels[1:_EXAMPLES])]),
                )
            )
        )
    others = owners.most_common()[_MOST:]
    if others:
        rows.append(
            Row(
                (
                    context.say("others, {count} in all", count=len(others)),
                    number(sum(count for _, count in others), context.language),
                    context.say("listed in annex C"),
                )
            )
        )
    yield Table(
        "data-requests",
        context.say("Requests for data"),
        (
            Column(context.say("Who can know"), 1.5),
            Column(context.say("Inputs"), 0.6, numeric=True),
            Column(context.say("For example"), 3),
        ),
        tuple(rows),
        context.say(
            "Only sums of at least ten people are to be sent; data about single clients never."
        ),
    )


def label_of(context: Context, key: str) -> str:
    """Return the label of an input, with its element where it is one of several."""
    return column_name(context.comparison.world.parameters, key, context.language)
