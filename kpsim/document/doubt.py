"""What was found on both sides, what nobody knows, and what can be decided."""

from collections.abc import Iterator, Mapping

from kpsim.document.assumptions import (
    by_institution,
    institution_words,
    shares_of,
    weakest,
)
from kpsim.document.context import Context
from kpsim.document.evidence import evidence
from kpsim.document.load_cells import difference_cell, worse_cell
from kpsim.document.no_sum import burdens
from kpsim.document.parts import Block, Column, Heading, Paragraph, Row, Table
from kpsim.document.sentences import (
    plain_unit,
    practically_none,
)
from kpsim.document.summary import not_in_money
from kpsim.report.terminal import unpriced
from kpsim.wording.numbers import number
from kpsim.wording.units import column_name
from kpsim.wording.words import lowered

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
            "Pain, grief and lost health of people stand in no sum above; the table shows the "
            "loads nearest to them. Care not given is cash not spent, never a benefit."
        )
    )
    yield burdens(context)
    yield Paragraph(
        context.say("Further loads move that nobody has priced; they follow by variant.")
        if context.several
        else context.say("Further loads move that nobody has priced.")
    )
    for name in context.comparison.compared:
        if context.several:
            yield Heading(context.title(name), 3, f"not-counted.{name}", scenario=name)
        yield from _unpriced(context, name)
    yield Heading(context.say("What is not in the model"), 2, "left-out")
    yield Paragraph(
        context.say(
            "The model leaves out what follows, in every variant; the column says which way the "
            "true harm of a cut would differ from the computed one."
        )
    )
    yield Table(
        "not-modelled",
        context.say("Things left out of the model"),
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
    every = weakest(context)
    missing = sum(each.is_assumption for each in every.values())
    yield Paragraph(
        context.say(
            "For {count} of {all} inputs no figure with a source was found; {weak} more have grade "
            "D because their source says little about this use or is only an unverified estimate. "
            "The table says who can know most of them; annex C lists them one by one.",
            count=number(missing, context.language),
            weak=number(len(every) - missing, context.language),
            all=number(len(context.inputs), context.language),
        )
    )
    yield _requests(context)


def _requests(context: Context) -> Table:
    """Put those who can know most in rows, with the inputs that carry most uncertainty first."""
    groups, language = by_institution(context), context.language
    shares = shares_of(context)
    owners = sorted(groups, key=lambda owner: -len(groups[owner]))
    rows = []
    for owner in owners[:_MOST]:
        keys = dict.fromkeys(each.partition(".")[0] for each in groups[owner])
        first = sorted(keys, key=lambda key: -_share(shares, key))[:_EXAMPLES]
        labels = [label_of(context, key) for key in first]
        rows.append(
            Row(
                (
                    institution_words(owner, language),
                    number(len(groups[owner]), language),
                    "; ".join([*labels[:1], *map(lowered, labels[1:])]),
                )
            )
        )
    if others := owners[_MOST:]:
        rows.append(
            Row(
                (
                    context.say("others, {count} in all", count=len(others)),
                    number(sum(len(groups[owner]) for owner in others), language),
                    context.say("listed in annex C"),
                )
            )
        )
    return Table(
        "data-requests",
        context.say("Requests for data"),
        (
            Column(context.say("Who can know"), 1.5),
            Column(context.say("Inputs"), 0.6, numeric=True),
            Column(context.say("For example"), 3),
        ),
        tuple(rows),
        context.say(
            "Inputs of grade D but for zeros; what carries most uncertainty stands first. Only "
            "sums of at least ten people are to be sent; data about single clients never."
        ),
    )


def _share(shares: Mapping[str, float], key: str) -> float:
    return max((shares[name] for name in shares if name.partition(".")[0] == key), default=0)


def label_of(context: Context, key: str) -> str:
    """Return the label of an input, with its element where it is one of several."""
    return column_name(context.comparison.world.parameters, key, context.language)
