"""How sure it is: evidence behind the inputs, published figures, what carries the uncertainty."""

from collections import Counter
from collections.abc import Iterator, Sequence

from kpsim.analysis.reconciliation import ReconciliationResult
from kpsim.charts.of_drivers import Drivers
from kpsim.charts.variance_bars import MOST
from kpsim.document.agreement import agreement_words, is_inside
from kpsim.document.context import Context
from kpsim.document.parts import Block, Bullets, Column, Heading, Paragraph, Row, Table
from kpsim.document.source_list import has_source
from kpsim.inputs.records import GRADES
from kpsim.language import translate
from kpsim.report.cells import common_scale
from kpsim.report.checking import compared_cells
from kpsim.report.terminal import GRADE_WORDS
from kpsim.report.terminal_money import weak_sentence
from kpsim.wording.numbers import money_unit, number, percent, scaled

STRONGEST = MOST
"""As many as the chart shows."""

_WHOLE = 10
"""From this on a published range is of whole cases."""

_WIDE = 10
"""A table whose results span more of its unit than this needs no decimals."""


def certainty(context: Context) -> Iterator[Block]:
    """Say what the numbers stand on and how the model compares with published figures."""
    yield Heading(context.say("How sure the results are"), 1, "certainty")
    records = context.inputs.values()
    counts = Counter(each.grade for each in records)
    yield Paragraph(
        context.say("Each input has a grade, which says how good its source is for this use.")
    )
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
    )
    yield Paragraph(verified_words(context))
    yield Paragraph(
        context.say(
            "The difference between two futures is firmer than the level of either: what is not "
            "known about both shifts both alike. Ranges include what is not known about the "
            "inputs that are drawn, but not the doubt whether the model has the right links at "
            "all."
        )
    )
    yield from _published(context)


def verified_words(context: Context) -> str:
    """Say what it means that an input is verified, for how many it was done, and what follows."""
    records = context.inputs.values()
    sourced, checked = sourced_and_checked(context)
    if checked == sourced:
        return context.say("Each input with a source was compared with the document itself.")
    done = (
        "An input is verified when somebody has opened the source document itself and compared "
        "the record with it. Of the {sourced} inputs with a source this was done for {checked}."
        if checked
        else "An input is verified when somebody has opened the source document itself and "
        "compared the record with it. Of the {sourced} inputs with a source this was done for none."
    )
    weak = sum(each.grade == GRADES[-1] and has_source(context, each) for each in records)
    what = context.say(
        "The remaining {rest} inputs have no document: they are assumptions or our own estimates. "
        "Of the inputs with a source {weak} have grade D because it says little about this use or "
        "gives only a part of the figure. The values were collected once, often from copies and "
        "reports on the web instead of the original, and the comparison is still to be done. An "
        "error of copying can therefore not be excluded, and no range holds it. Before a decision "
        "at least the inputs of {where} should be checked: those with a source against the "
        "document, the others with whoever can know them (chapter 8).",
        where=context.say("section 6.2" if any(context.drivers.values()) else "chapter 8"),
        rest=number(len(records) - sourced, context.language),
        weak=number(weak, context.language),
    )
    sourced_count = number(sourced, context.language)
    return f"{context.say(done, sourced=sourced_count, checked=checked)} {what}"


def sourced_and_checked(context: Context) -> tuple[int, int]:
    """Count the inputs with a source, and those of them compared with the document itself."""
    sourced = [each for each in context.inputs.values() if has_source(context, each)]
    return len(sourced), sum(each.checked_on is not None for each in sourced)


def _published(context: Context) -> Iterator[Block]:
    predictions = context.predictions
    yield Heading(context.say("The first year against published figures"), 2, "published")
    yield Paragraph(" ".join(agreement_words(context, predictions)))
    misses = tuple(each.sentence.of(context.language) for each in predictions if not each.agrees)
    if misses:
        yield Bullets(misses)
    cells = [compared_cells(each, context.language) for each in predictions]
    yield Table(
        "predictions",
        context.say("First year of the model and published figures"),
        (
            Column(context.say("Figure"), 2.4),
            Column(context.say("Year"), 0.8),
            Column(context.say("Model"), 1.5, numeric=True),
            Column(context.say("Published"), 1, numeric=True),
            Column(context.say("With its error"), 1, numeric=True),
            Column(context.say("Agrees"), 0.9),
        ),
        tuple(
            Row(
                (
                    name,
                    each.row.period.replace("-", "–"),
                    modelled,
                    published,
                    _widened(each, context.language),
                    _verdict(context, each),
                )
            )
            for each, (name, _, modelled, published, _) in zip(predictions, cells, strict=True)
        ),
        context.say(
            "First year with the services kept. Model: median, in brackets the range of 9 in 10 "
            "futures. They agree where the median lies in the published range widened by its "
            "error; “within its error” where it lies outside the published range itself."
        )
        + _of_a_year(context, predictions),
    )


def _of_a_year(context: Context, predictions: Sequence[ReconciliationResult]) -> str:
    """Say why clients of a year are more than the start has, where some are compared."""
    if not any("clients" in each.row.name for each in predictions):
        return ""
    return " " + context.say(
        "Clients of a year are more than those in contact or counselling at one time (chapter 3): "
        "some leave and others come."
    )


def _verdict(context: Context, found: ReconciliationResult) -> str:
    if not found.agrees:
        return context.say("no")
    return context.say("yes" if is_inside(found) else "within its error")


def _widened(found: ReconciliationResult, language: str) -> str:
    """Write the range in which the median agrees."""
    if found.row.is_small_count:
        return "–"
    ends = (found.published.least, found.published.most)
    digits = 1 if max(ends) < _WHOLE else 0
    return "–".join(
        number(float(f"{end:.3g}"), language, decimals=digits if end else 0) for end in ends
    )


def carrying(context: Context) -> Iterator[Block]:
    """Say which unknowns carry the uncertainty, and what weak evidence makes of it."""
    yield Heading(context.say("Where the uncertainty comes from"), 2, "carrying")
    if not any(context.drivers.values()):
        yield Paragraph(
            context.say(
                "Which unknowns carry the uncertainty is not given in this version: inputs or the "
                "program have changed since the computation, which has to be repeated (annex A)."
                if context.changed
                else "Which unknowns carry the uncertainty is not given: the computation has too "
                "few simulated futures to tell."
            )
        )
        return
    yield Paragraph(
        context.say(
            "The tables show how much of the uncertainty of net spending of public budgets each "
            "unknown carries, and what the mean result would be if it were known to be low or "
            "high. Unknowns that explain no more than chance would are left out."
        )
    )
    for name, drivers in context.drivers.items():
        if drivers is None:
            continue
        if context.several:
            yield Heading(context.title(name), 3, f"carrying.{name}", scenario=name)
        yield Paragraph(weak_sentence(context.comparison.on_weak_evidence[name], context.language))
        yield strongest(context, name, drivers)
        if name == context.comparison.compared[0]:  # the table of each says the same
            yield from context.figure("variance_bars", name)
            yield from context.figure("tornado", name)
            yield from context.figure("driver_heat_map", name)


def misread_words(context: Context, drivers: Drivers) -> Iterator[str]:
    """Warn of the unknowns of the table at whose cheaper end people are not treated or die."""
    shown = {each.bar.name: each.label for each in drivers.bars}
    kept = {shown[each.name] for each in drivers.shares[:STRONGEST]}
    for text, untreated in (
        (
            "No gain, though less is spent at one end, mostly because people are not treated (care "
            "not given, chapter 5): {names}.",
            True,
        ),
        (
            "No gain, though less is spent at one end, where more people die (the sums do not set "
            "this apart): {names}.",
            False,
        ),
    ):
        names = [
            context.say("“{name}”", name=each.label)
            for each in drivers.misread
            if each.untreated is untreated and each.label in kept
        ]
        if names:
            yield context.say(text, names=", ".join(names))


def strongest(context: Context, scenario: str, drivers: Drivers) -> Table:
    """Put the strongest unknowns in rows, with the value at which each turns the conclusion."""
    language = context.language
    scale = common_scale([context.found(scenario).money["central"].net])
    bars = {each.bar.name: each for each in drivers.bars}
    turning = {found.line.name: shown for found, shown in drivers.turning}
    nowhere = translate("no such value", language)
    turns = any(shown.digits for shown in turning.values())

    def amount(value: float) -> str:
        return number(scaled(value, scale), language, decimals=_digits(drivers, scale), signed=True)

    rows = []
    for each in drivers.shares[:STRONGEST]:
        bar = bars[each.name]
        shown = turning.get(each.name)
        rows.append(
            Row(
                (
                    bar.label,  # of a shared cause the input whose values these are
                    each.grade,
                    percent(each.share, language),
                    f"{amount(bar.bar.means[0])} ({bar.low})",
                    f"{amount(bar.bar.means[-1])} ({bar.high})",
                    *(("–" if shown is None else shown.digits or nowhere,) if turns else ()),
                )
            )
        )
    return Table(
        context.key("strongest", scenario),
        context.caption(
            context.say(
                "Unknowns that carry the uncertainty: net spending, {unit}",
                unit=money_unit(scale, language),
            ),
            scenario,
        ),
        (
            Column(context.say("Unknown"), 2.3),
            Column(context.say("Grade"), 0.6),
            Column(context.say("Share"), 0.6, numeric=True),
            Column(context.say("Result if low"), 1.2, numeric=True),
            Column(context.say("Result if high"), 1.2, numeric=True),
            *((Column(context.say("Turns at"), 1.0, numeric=True),) if turns else ()),
        ),
        tuple(rows),
        " ".join((*_strongest_notes(context, turns=turns), *misread_words(context, drivers))),
    )


def _strongest_notes(context: Context, *, turns: bool) -> Iterator[str]:
    yield context.say(
        "Low and high: the unknown at the 5th and 95th percentile of what the computation draws "
        "(after weak evidence is widened), in brackets its value. What is missing to 100% is "
        "spread over many weaker unknowns."
    )
    if turns:
        yield context.say(
            "Turns at: the value at which the median result changes its sign; a dash: not asked."
        )


def _digits(drivers: Drivers, scale: str) -> int:
    ends = [mean for each in drivers.bars for mean in each.bar.means]
    return 0 if scaled(max(ends) - min(ends), scale) >= _WIDE else 1
