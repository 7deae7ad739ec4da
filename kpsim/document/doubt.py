"""What was found on both sides, what nobody knows, and what can be decided."""

from collections.abc import Iterator

from kpsim.document.assumptions import (
    by_institution,
    institution_words,
    shares_of,
    weakest,
)
from kpsim.document.context import Context
from kpsim.document.evidence import evidence
from kpsim.document.group_sentences import unchanged
from kpsim.document.groups import GROUPS
from kpsim.document.loads_table import loads_of, loads_tables
from kpsim.document.no_sum import BURDENS, burdens
from kpsim.document.parts import Block, Column, Heading, Paragraph, Row, Table
from kpsim.document.source_list import without_source
from kpsim.report.terminal import unpriced
from kpsim.wording.numbers import number, percent
from kpsim.wording.units import column_name
from kpsim.wording.words import lowered

_MOST, _EXAMPLES = 12, 3

NOT_MODELLED = (
    ("Reaction of offices: another service, more beds or police officers", "smaller"),
    ("One provider of several services that stops altogether when it loses money", "larger"),
    ("Moving to other regions for services other than therapeutic communities", "unknown"),
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
            "loads nearest to them. Money not spent because people were not treated is no benefit "
            "either; chapter 5 shows it apart."
        )
    )
    yield burdens(context)
    yield from _unpriced(context)
    yield Heading(context.say("What is not in the model"), 2, "left-out")
    yield Paragraph(
        context.say(
            "The model leaves out what follows, in every variant; the column says which way the "
            "true harm would differ from the computed one."
        )
    )
    yield Table(
        "not-modelled",
        context.say("Things left out of the model"),
        (Column(context.say("Left out"), 3), Column(context.say("True harm would be"), 1)),
        tuple(Row((context.say(text), context.say(how))) for text, how in NOT_MODELLED),
    )


def _unpriced(context: Context) -> Iterator[Block]:
    """Name the tables of chapter 4 with the other loads without a price, and show the rest."""
    loads, shown = loads_of(context), {name for _, name in BURDENS}
    names = dict.fromkeys(
        load.outcome.name
        for scenario in loads
        for load in unpriced(context.comparison, context.found(scenario))
        if load.outcome.name not in shown
    )
    moving = [n for n in names if not all(unchanged(found[n]) for found in loads.values())]
    if not moving:
        yield Paragraph(context.say("Of the other loads without a price none changes."))
        return
    before = [group for group in GROUPS if any(name in group.loads for name in moving)]
    if before:
        yield Paragraph(
            context.say(
                "Other loads without a price change too, though often by little; they are in the "
                "tables of chapter 4 ({tables}).",
                tables=", ".join(f"[[loads-{each.key.replace('_', '-')}]]" for each in before),
            )
        )
    moving = [name for name in moving if not any(name in group.loads for group in before)]
    if not moving:
        return
    caption = context.say("Other loads without a price: difference from keeping the services")
    yield from loads_tables(context, "without-a-price", caption, moving, loads=loads)


def unknown(context: Context) -> Iterator[Block]:
    """Say what is not known and who can supply it."""
    yield Heading(context.say("What we do not know and who does"), 1, "unknown")
    every = weakest(context)
    missing = without_source(context, every.values())
    yield Paragraph(
        context.say(
            "For {count} of {all} inputs no figure with a source was found; {weak} more have grade "
            "D because their source says little about this use or gives only a part of the figure. "
            "Annex C lists these but for zeros and choices of the computation ({listed}); whom to "
            "ask first, this table says.",
            listed=number(sum(map(len, by_institution(context).values())), context.language),
            count=number(missing, context.language),
            weak=number(len(every) - missing, context.language),
            all=number(len(context.inputs), context.language),
        )
    )
    yield _requests(context)


def _requests(context: Context) -> Table:
    """Put those who can know most in rows, whose inputs carry most uncertainty first."""
    groups, language = by_institution(context), context.language
    shares = shares_of(context)

    def weight(owner: str) -> tuple[float, int]:
        return -max(shares.get(name, 0.0) for name in groups[owner]), -len(groups[owner])

    owners = sorted(groups, key=weight)
    rows = []
    for owner in owners[:_MOST]:
        ordered = sorted(groups[owner], key=lambda name: -shares.get(name, 0.0))
        first = list(dict.fromkeys(each.partition(".")[0] for each in ordered))[:_EXAMPLES]
        labels = [label_of(context, key) for key in first]
        largest = shares.get(ordered[0], 0.0)
        rows.append(
            Row(
                (
                    institution_words(owner, language),
                    *((percent(largest, language) if largest else "–",) if shares else ()),
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
                    *(("–",) if shares else ()),
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
            *((Column(context.say("Share"), 0.6, numeric=True),) if shares else ()),
            Column(context.say("Inputs"), 0.6, numeric=True),
            Column(context.say("For example"), 3),
        ),
        tuple(rows),
        " ".join(_request_notes(context, sum(map(len, groups.values())), shared=bool(shares))),
    )


def _request_notes(context: Context, count: int, *, shared: bool) -> Iterator[str]:
    yield context.say(
        "Inputs of grade D but for zeros and choices of the computation, {count} in all.",
        count=number(count, context.language),
    )
    if shared:
        yield context.say(
            "Share: how much of the uncertainty of net spending the first of the examples carries, "
            "in the variant in which it carries most; a dash where it is not among the strongest."
        )
    yield context.say("Send only sums of at least ten people, never data about single clients.")


def label_of(context: Context, key: str) -> str:
    """Return the label of an input, with its element where it is one of several."""
    return column_name(context.comparison.world.parameters, key, context.language)
