"""How sure it is, what speaks against, what nobody knows, and what can be decided."""

from collections import Counter
from collections.abc import Iterator

from kpsim.document.context import Context
from kpsim.document.groups import GROUPS
from kpsim.document.parts import Block, Bullets, Column, Heading, Paragraph, Row, Table
from kpsim.inputs.records import GRADES
from kpsim.language import translate
from kpsim.report.base_year import reconciliation
from kpsim.report.cells import crowns, odds
from kpsim.report.checking import DRAWS, SEED
from kpsim.report.explanation import figure, span
from kpsim.report.terminal import GRADE_WORDS, not_in_crowns
from kpsim.wording.numbers import money_unit, number, percent, scale_for

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


def certainty(context: Context) -> Iterator[Block]:
    """Say what the numbers stand on and how the model compares with published figures."""
    yield Heading(context.say("How sure the results are"), 1, "certainty", new_page=True)
    records = [
        each
        for each in context.comparison.world.parameters.columns.values()
        if not each.is_definition
    ]
    counts = Counter(each.grade for each in records)
    checked = sum(each.checked_on is not None for each in records)
    yield Table(
        "grades",
        context.say("Inputs by grade of evidence"),
        (
            Column(context.say("Grade"), 0.6),
            Column(context.say("Meaning"), 2.5),
            Column(context.say("Inputs"), 0.8, numeric=True),
            Column(context.say("Share"), 0.8, numeric=True),
        ),
        tuple(
            Row(
                (
                    grade,
                    context.say(GRADE_WORDS[grade]),
                    number(counts[grade], context.language),
                    percent(counts[grade] / len(records), context.language),
                )
            )
            for grade in GRADES
        ),
        context.say(
            "{checked} of {all} were verified at the source.", checked=checked, all=len(records)
        ),
    )
    yield Paragraph(
        context.say(
            "The comparison is firmer than the level: what is not known about both futures shifts "
            "both alike. The ranking of variants is firmer than one difference, and who pays is "
            "firmer than how much. Ranges hold what the inputs do not know; they do not hold the "
            "doubt whether the model has the right links at all."
        )
    )
    yield from _published(context)


def _published(context: Context) -> Iterator[Block]:
    compared = reconciliation(context.comparison.world, seed=SEED, draws=DRAWS)
    predictions = [each for each in compared if each.row.kind == "prediction"]
    agreeing = sum(each.agrees for each in predictions)
    yield Heading(context.say("The first year against published figures"), 2, "published")
    yield Paragraph(
        context.say(
            "{agreeing} of {all} predictions agree with what is published. Those that do not:",
            agreeing=agreeing,
            all=len(predictions),
        )
    )
    misses = tuple(each.sentence.of(context.language) for each in predictions if not each.agrees)
    yield Bullets(misses or (context.say("none"),))


def tipping(context: Context) -> Iterator[Block]:
    """Say how far the three views lie apart: what the headline would take to turn."""
    yield Heading(context.say("What would turn the conclusion"), 2, "turning")
    yield Paragraph(
        context.say(
            "The table shows how far the conclusion depends on the doubt about effects and prices: "
            "the same decision in the three views."
        )
    )
    every = [
        context.found(name).money[view].net
        for name in context.comparison.compared
        for view in ("floor", "central", "full")
    ]
    scale = scale_for(*(each.mean for each in every))
    rows = []
    for name in context.comparison.compared:
        found = context.found(name)
        rows.append(
            Row(
                (
                    context.title(name),
                    *(
                        crowns(found.money[view].net, scale, context.language)
                        for view in ("floor", "central", "full")
                    ),
                    odds(found.money["full"].worse, context.language),
                )
            )
        )
    yield Table(
        "turning-views",
        context.say(
            "Net spending of public budgets in the three views, {unit}",
            unit=money_unit(scale, context.language),
        ),
        (
            Column(context.say("Variant"), 1.6),
            Column(context.say("floor"), 1.4, numeric=True),
            Column(context.say("central"), 1.4, numeric=True),
            Column(context.say("full"), 1.4, numeric=True),
            Column(context.say("worse in the full view"), 0.9, numeric=True),
        ),
        tuple(rows),
        context.say("Means, in brackets the range of 9 in 10 futures."),
    )
    for chart in (
        "tornado",
        "variance_bars",
        "time_by_driver",
        "switching_value",
        "quantile_dots",
        "why",
    ):
        yield from context.figure(chart, context.comparison.compared[0])


def against(context: Context) -> Iterator[Block]:
    """List the evidence against, and what is in no sum."""
    yield Heading(context.say("What speaks against"), 1, "against")
    yield Table(
        "evidence-against",
        context.say("Evidence against the black scenarios"),
        (Column(context.say("Worry"), 1), Column(context.say("What was found"), 4)),
        tuple(Row((context.say(each.title), context.say(each.against))) for each in GROUPS),
    )
    yield Heading(context.say("What is not counted"), 2, "not-counted")
    for name in context.comparison.compared:
        if context.several:
            yield Heading(context.title(name), 3, f"not-counted.{name}", scenario=name)
        yield Paragraph(not_in_crowns(context.comparison, context.found(name)))
    yield Table(
        "not-modelled",
        context.say("What is not in the model"),
        (Column(context.say("Left out"), 3), Column(context.say("True harm of a cut would be"), 1)),
        tuple(Row((context.say(text), context.say(how))) for text, how in NOT_MODELLED),
    )


def unknown(context: Context) -> Iterator[Block]:
    """Say what is not known and who can supply it."""
    yield Heading(context.say("What we do not know and who does"), 1, "unknown")
    columns = context.comparison.world.parameters.columns
    missing = {name: each for name, each in columns.items() if each.is_assumption and each.owner}
    owners = Counter(str(each.owner) for each in missing.values())
    yield Paragraph(
        context.say(
            "{count} of {all} inputs were measured by nobody. The offices below can supply the "
            "most; annex C lists every assumption.",
            count=number(len(missing), context.language),
            all=number(len(columns), context.language),
        )
    )
    rows = []
    for owner, count in owners.most_common(_MOST):
        examples = [name for name, each in missing.items() if each.owner == owner]
        labels = dict.fromkeys(label_of(context, name) for name in examples)
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


def label_of(context: Context, column: str) -> str:
    """Return the label of an input, with its element where it has one."""
    record = context.comparison.world.parameters.columns[column]
    return record.label.cs if context.language == "cs" else record.label.en


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


def assumption_rows(context: Context) -> Iterator[Row]:
    """List every assumption with its value and who can know."""
    columns = context.comparison.world.parameters.columns
    for name, record in columns.items():
        if record.is_assumption:
            yield Row(
                (
                    label_of(context, name),
                    figure(record.value, context.language),
                    span(record, context.language),
                    translate(record.owner or "–", context.language, context=OWNER),
                ),
                card=name,
            )
