"""What was found on both sides, what nobody knows, and what can be decided."""

from collections import Counter
from collections.abc import Iterator

from kpsim.document.context import Context
from kpsim.document.evidence import evidence
from kpsim.document.opening import not_in_money
from kpsim.document.parts import Block, Column, Heading, Paragraph, Row, Table
from kpsim.document.sentences import plain_unit
from kpsim.language import translate
from kpsim.report.cells import crowns, odds
from kpsim.report.terminal import moved, unpriced
from kpsim.wording.numbers import money_unit, number, scale_for
from kpsim.wording.units import column_name

OWNER = "owner"
_MOST = 12

NOT_MODELLED = (
    ("Reaction: nobody opens another service, adds a bed or a police officer", "smaller"),
    ("One provider running several services, whose closure pulls others down", "larger"),
    ("Moving to other regions after services close", "unknown"),
    ("Infections outside people who inject, such as partners and children", "larger"),
    ("Schools: disturbed lessons, truancy, assistants", "larger"),
    ("Property prices, needles in parks, the feeling of safety", "larger"),
    ("Help by volunteers and families stepping in", "smaller"),
    ("Age, sex and place within the region", "unknown"),
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
    loads = unpriced(context.comparison, context.found(scenario))
    if not loads:
        yield Paragraph(context.say("none"))
        return
    worse = tuple(not_in_money(context, context.found(scenario)))
    none = context.say("No load without a price is sure to grow worse.")
    yield from (Paragraph(text) for text in worse or (none,))
    yield Table(
        context.key("without-a-price", scenario),
        context.say("Loads without a price: difference from keeping the services"),
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
                    moved(load, context.language),
                    odds(load.worse, context.language),
                ),
                card=load.outcome.name,
            )
            for load in loads
        ),
        context.say("Worse: share of futures in which the load is worse."),
    )


def unknown(context: Context) -> Iterator[Block]:
    """Say what is not known and who can supply it."""
    yield Heading(context.say("What we do not know and who does"), 1, "unknown")
    columns = context.inputs
    missing = {name: each for name, each in columns.items() if each.is_assumption and each.owner}
    owners = Counter(str(each.owner) for each in missing.values())
    yield Paragraph(
        context.say(
            "For {count} of {all} inputs no figure with a source was found. The offices below can "
            "supply the most; annex C lists every assumption.",
            count=number(len(missing), context.language),
            all=number(len(columns), context.language),
        )
    )
    rows = []
    for owner, count in owners.most_common(_MOST):
        examples = [name for name, each in missing.items() if each.owner == owner]
        labels = dict.fromkeys(label_of(context, name.partition(".")[0]) for name in examples)
        rows.append(
            Row(
                (
                    translate(owner, context.language, context=OWNER),
                    number(count, context.language),
                    "; ".join(list(labels)[:3]),
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


def options(context: Context) -> Iterator[Block]:
    """Put the variants side by side with their price, and give no advice."""
    yield Heading(context.say("What can be decided"), 1, "options")
    yield Paragraph(
        context.say(
            "The variants stand side by side with what they save and cause. Which is right is a "
            "political question that no computation answers."
        )
    )
    money = [context.found(name).money["central"] for name in context.comparison.compared]
    scale = scale_for(*(each.saved.mean for each in money), *(each.net.mean for each in money))
    rows = [
        Row((context.title("reference"), "0", "0", "0", "–")),
        *(
            Row(
                (
                    context.title(name),
                    crowns(each.saved, scale, context.language),
                    crowns(each.caused, scale, context.language),
                    crowns(each.net, scale, context.language),
                    odds(each.worse, context.language),
                )
            )
            for name, each in zip(context.comparison.compared, money, strict=True)
        ),
    ]
    yield Table(
        "prices-of-options",
        context.say(
            "The variants, central view, sum of the years counted, {unit}",
            unit=money_unit(scale, context.language),
        ),
        (
            Column(context.say("Variant"), 1.5),
            Column(context.say("saved on the services"), 1.4, numeric=True),
            Column(context.say("caused, less gains"), 1.4, numeric=True),
            Column(context.say("net cost"), 1.4, numeric=True),
            Column(context.say("worse"), 0.7, numeric=True),
        ),
        tuple(rows),
        context.say("Means, in brackets the range of 9 in 10 futures."),
    )


def label_of(context: Context, key: str) -> str:
    """Return the label of an input, with its element where it is one of several."""
    return column_name(context.comparison.world.parameters, key, context.language)
