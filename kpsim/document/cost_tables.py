"""Tables of crowns: one variant in its three views, or several variants side by side."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from kpsim.analysis.money import per_crown_saved
from kpsim.document.context import Context
from kpsim.document.loads_table import ABREAST
from kpsim.document.money_sentences import (
    is_less,
    negated,
    payers_scale,
    systems_scale,
    views_scale,
)
from kpsim.document.paid_for import saving_of_clients
from kpsim.document.parts import Column, Row, Table
from kpsim.report.cells import crowns, mean_crowns, per_crown, say, share_decimals, share_of_budget
from kpsim.report.findings import Estimate, Findings, Payer
from kpsim.report.terminal_money import noticeable, worse_off_cell
from kpsim.results import VIEWS
from kpsim.wording.numbers import SCALES, money_unit, percent, years
from kpsim.wording.words import name_of

_FORGONE = "– in it care that people do not get, no benefit"

Cells = Sequence[str]
"""What a row says: a cell for each view."""

_PARTS = (
    ("saved on the services", "saved"),
    ("one-off closing costs, already subtracted", "closing"),
    ("caused elsewhere, care not given left aside", "without_forgone"),
    ("care not given", "care_forgone"),
    ("net cost", "net"),
    ("net cost, care not given left aside", "net_without_forgone"),
    ("net cost, discounted by {rate} a year", "net_discounted"),
)
_OF_CENTRAL = ("net_discounted",)
"""What is told of the central view only where variants stand side by side."""
_OF_ONE_VIEW = ("The last rows are of the central view.",)
_SURELY_NOT = "<"
_NOTHING = "–"
"""Stands where a measure is not the variant's."""


def sums_tables(context: Context) -> Iterator[Table]:
    """Put the sums over the years in rows."""
    yield from _tables(
        context,
        "public-budgets",
        heading="Sum of the years",
        caption="Public budgets, sum {years}, {unit}",
        scale_of=views_scale,
        rows_of=_sums,
        notes=(
            "Means, in brackets the range of 9 in 10 futures. In a net cost minus is a saving. "
            "What is caused and care not given, less what is saved, is the net cost; rounded parts "
            "do not always add up. Care not given with a minus is care that people do not get: no "
            "benefit. Where it is left aside, it counts as nothing.",
            *_OF_ONE_VIEW[: context.several],
        ),
    )


def systems_tables(context: Context) -> Iterator[Table]:
    """Put the systems in rows, in which the public crowns fall."""
    yield from _tables(
        context,
        "systems",
        heading="System",
        caption="Public budgets by system: yearly average {years}, {unit}",
        scale_of=systems_scale,
        rows_of=_systems,
        notes=(
            "Means, in brackets the range of 9 in 10 futures. Minus: less is spent. Within a "
            "system rises and falls are added up. Health insurers lose a part of taxes and "
            "insurance, so that the row is not what the state treasury loses. Health care holds "
            "stays in therapeutic communities of other regions too, which the Ministry of Labour "
            "and Social Affairs pays for.",
        ),
        leaves_out=True,
    )


_Rows = Callable[[Context, Findings, str], list[tuple[str, Cells]]]


def _tables(
    context: Context,
    key: str,
    *,
    heading: str,
    caption: str,
    scale_of: Callable[[Findings], str],
    rows_of: _Rows,
    notes: Sequence[str],
    leaves_out: bool = False,
) -> Iterator[Table]:
    """Make one table of views, or tables of variants with the views in rows, three to a table.

    Rows whose means all round to nothing can be left to the note.
    """
    language = context.language
    for number, names in enumerate(abreast(context)):
        some = [context.found(name) for name in names]
        scale = widest(scale_of(found) for found in some)
        by_variant = [rows_of(context, found, scale) for found in some]
        if len(context.comparison.compared) == 1:
            columns = tuple(Column(name_of(view, language), 1.6, numeric=True) for view in VIEWS)
            rows = [Row((label, *cells)) for label, cells in by_variant[0]]
        else:
            columns = tuple(
                Column(context.title(name), 1.6, numeric=True, scenario=name) for name in names
            )
            rows = list(_by_view(by_variant, language))
        nothing = [row for row in rows if leaves_out and _rounds_to_nothing(row)]
        said = [context.say(note) for note in notes]
        if nothing:
            text = "Left out, as every mean rounds to zero: {rows}."
            kept = {_label(row) for row in rows if row not in nothing}
            left = [_label(row) if _label(row) not in kept else row.cells[0] for row in nothing]
            said.append(context.say(text, rows="; ".join(dict.fromkeys(left))))
        net = context.say("net cost")
        yield Table(
            f"{key}-{number}" if number else key,
            context.say(
                caption,
                years=years(some[0].first_year, some[0].last_year),
                unit=money_unit(scale, language),
            ),
            (Column(context.say(heading), 2.4), *columns),
            tuple(Row(row.cells, strong=_label(row) == net) for row in rows if row not in nothing),
            " ".join(said),
        )


def _label(row: Row) -> str:
    """Return what a row is of, its views left out."""
    return row.cells[0].partition(":")[0]


def _rounds_to_nothing(row: Row) -> bool:
    """Tell whether no mean of a row has a digit that is not zero."""
    means = (cell.partition("(")[0] for cell in row.cells[1:])
    return not any(digit in mean for mean in means for digit in "123456789")


def _by_view(by_variant: Sequence[Sequence[tuple[str, Cells]]], language: str) -> Iterator[Row]:
    """Yield a row for each view; views that say the same of every variant share one."""
    for of_variants in zip(*by_variant, strict=True):
        label = of_variants[0][0]
        rows: dict[tuple[str, ...], list[str]] = {}
        for view, cells in zip(
            VIEWS, zip(*(each for _, each in of_variants), strict=True), strict=True
        ):
            rows.setdefault(cells, []).append(name_of(view, language))
        for cells, views in rows.items():
            if set(cells) == {_NOTHING}:
                continue
            name = label if len(rows) == 1 else f"{label}: {', '.join(views)}"
            yield Row((name, *cells))


def _sums(context: Context, found: Findings, scale: str) -> list[tuple[str, Cells]]:
    language = context.language
    money = [found.money[view] for view in VIEWS]
    compared = [context.found(name) for name in context.comparison.compared]
    # Where every variant spends more on the services, the row says what is spent.
    spends = all(each.money["central"].saved.mean < 0 for each in compared)
    closes = any(not each.money["central"].closing.is_zero for each in compared)
    rate = percent(context.comparison.settings.discount_rate, language)
    rows: list[tuple[str, Cells]] = []
    for label, part in _PARTS:
        amounts: list[Estimate] = [getattr(each, part) for each in money]
        if part == "closing" and not closes:
            continue
        if part == "saved" and spends:
            label, amounts = "spent on the services", [negated(each) for each in amounts]
        cells = [crowns(each, scale, language) for each in amounts]
        rows.append(_of_central(context, context.say(label, rate=rate), cells, part in _OF_CENTRAL))
    measures = dict.fromkeys(each.money["central"].per_crown.measure for each in compared)
    for measure in measures:
        ratios = [
            per_crown(each.per_crown, language) if each.per_crown.measure == measure else _NOTHING
            for each in money
        ]
        label = context.say(f"crowns {measure}")
        if not any(each.money["central"].care_forgone.p95 < 0 for each in compared):
            rows.append(_of_central(context, label, ratios, only=True))
            continue
        deducted = context.say("{ratio}, care not given deducted", ratio=label)
        rows.append(_of_central(context, deducted, ratios, only=True))
        aside = context.say("{ratio}, care not given left aside", ratio=label)
        rows.append(_of_central(context, aside, _ratios_aside(context, found, measure), only=True))
    return rows


def _ratios_aside(context: Context, found: Findings, measure: str) -> list[str]:
    """Write what each crown saved causes where care not given counts as nothing, by view."""
    comparison = context.comparison
    every = [
        per_crown_saved(
            comparison.results, found.scenario, view, public=comparison.public, forgone=False
        )
        for view in VIEWS
    ]
    return [per_crown(e, context.language) if e.measure == measure else _NOTHING for e in every]


def _of_central(context: Context, label: str, cells: list[str], only: bool) -> tuple[str, Cells]:
    """Let a row beside other variants say the central view alone."""
    if not (only and context.several):
        return label, cells
    central = VIEWS.index("central")
    return f"{label}: {name_of('central', context.language)}", [cells[central]] * len(VIEWS)


def _systems(context: Context, found: Findings, scale: str) -> list[tuple[str, Cells]]:
    every = dict.fromkeys(
        each.name for name in context.comparison.compared for each in context.found(name).systems
    )
    here = {each.name: each for each in found.systems}
    return [
        (
            name_of(name, context.language),
            [crowns(here[name].by_view[view], scale, context.language) for view in VIEWS],
        )
        for name in every
    ]


def payers_tables(context: Context) -> Iterator[Table]:
    """Say who saves and who pays, percent of the budget first."""
    compared = context.comparison.compared
    if len(compared) == 1:
        yield _payers_of_one(context, context.found(compared[0]))
        return
    for number, names in enumerate(abreast(context)):
        yield _payers_abreast(context, names, key=f"payers-{number}" if number else "payers")


def _payers_abreast(context: Context, names: Sequence[str], *, key: str) -> Table:
    language = context.language
    some = {name: context.found(name) for name in names}
    scale = widest(payers_scale(found) for found in some.values())
    by_name = {name: {each.name: each for each in some[name].payers} for name in names}
    order = dict.fromkeys(
        each.name
        for public in (True, False)
        for found in some.values()
        for each in found.payers
        if each.public is public
    )
    first = some[names[0]]
    return Table(
        key,
        _payers_caption(context, first, scale),
        (
            Column(context.say("Payer"), 1.5),
            *(Column(context.title(name), 1.9, numeric=True, scenario=name) for name in names),
        ),
        tuple(
            row
            for payer in order
            for row in _rows_of_payer(
                context, payer, [of.get(payer) for of in by_name.values()], scale=scale
            )
        ),
        " ".join(
            (
                context.say(
                    "Net effect, minus is a saving: means, in brackets 9 of 10 futures; before it "
                    "the share of the payer's budget, where that is known and rounds to {smallest} "
                    "at least. After the semicolon stands the share of futures in which the payer "
                    "spends noticeably more, unless it is under {least}; that it spends more by "
                    "any amount can be likelier.",
                    least=percent(0.05, language),
                    smallest=percent(0.0001, language, decimals=2),
                ),
                *saving_of_clients(context, names),
                noticeable(first.measures, language),
            )
        ),
    )


def _rows_of_payer(
    context: Context, name: str, payers: Sequence[Payer | None], *, scale: str
) -> Iterator[Row]:
    """Yield a payer's row, and under it the care not given where that is surely in it."""
    language = context.language
    yield Row((context.payer(name), *(_payer_cell(each, scale, language) for each in payers)))
    if any(each and is_less(each.forgone, scale) for each in payers):
        cells = (crowns(each.forgone, scale, language) if each else "0" for each in payers)
        yield Row((context.say(_FORGONE), *cells))


def _payer_cell(payer: Payer | None, scale: str, language: str) -> str:
    """Write share, crowns and how often it is worse, what there is to say of each."""
    if payer is None or payer.net.is_zero:
        return "0"
    text = crowns(payer.net, scale, language)
    if share := signed_share(payer.share, language):
        text = f"{share}: {text}"
    worse = worse_off_cell(payer, language)
    if worse.startswith(_SURELY_NOT):
        return text
    if worse.endswith("%"):
        worse = say("noticeably more in {share}", language, share=worse)
    return f"{text}; {worse}"


def signed_share(found: Estimate | None, language: str) -> str:
    """Write the share of a budget if it rounds to anything; its range is that of the crowns."""
    if found is None:
        return ""
    text = percent(found.mean, language, decimals=share_decimals(100 * abs(found.mean)))
    if not any(digit in text for digit in "123456789"):
        return ""
    return f"+{text}" if found.mean > 0 else text


def abreast(context: Context) -> Iterator[tuple[str, ...]]:
    """Part variants into as many as a table has room for, all counted over the same years."""
    by_years: dict[tuple[int, int], list[str]] = {}
    for name in context.comparison.compared:
        found = context.found(name)
        by_years.setdefault((found.first_year, found.last_year), []).append(name)
    for names in by_years.values():
        for place in range(0, len(names), ABREAST):
            yield tuple(names[place : place + ABREAST])


def widest(scales: Iterable[str]) -> str:
    """Return the largest unit of money of some, so that one table keeps to one."""
    return max(scales, key=lambda scale: SCALES[scale])


def _payers_of_one(context: Context, found: Findings) -> Table:
    language = context.language
    scale = payers_scale(found)
    return Table(
        "payers",
        _payers_caption(context, found, scale),
        (
            Column(context.say("Payer"), 1.6),
            Column(context.say("of its budget"), 2.0, numeric=True),
            Column(context.say("saved"), 0.7, numeric=True),
            Column(context.say("caused"), 0.7, numeric=True),
            Column(context.say("net"), 1.5, numeric=True),
            Column(context.say("worse"), 0.9, numeric=True),
        ),
        tuple(row for each in found.payers for row in _rows_of_one(context, each, scale)),
        " ".join(
            (
                context.say(
                    "Means, so that rows add up; in brackets 9 of 10 futures. Worse: share of "
                    "futures in which the payer spends noticeably more. A dot: no budget known. "
                    "Saved with a minus: more is spent. Caused with a minus: less is spent, as a "
                    "rule on care that people do not get."
                ),
                *saving_of_clients(context, (found.scenario,)),
                noticeable(found.measures, language),
            )
        ),
    )


def _rows_of_one(context: Context, payer: Payer, scale: str) -> Iterator[Row]:
    language = context.language
    yield Row(
        (
            context.payer(payer.name),
            share_of_budget(payer.share, language) if payer.share else ".",
            mean_crowns(payer.saved, scale, language, signed=False),
            mean_crowns(payer.caused, scale, language),
            crowns(payer.net, scale, language),
            worse_off_cell(payer, language),
        )
    )
    if is_less(payer.forgone, scale):
        forgone = payer.forgone
        caused = mean_crowns(forgone, scale, language)
        net = crowns(forgone, scale, language)
        yield Row((context.say(_FORGONE), "", "", caused, net, ""))


def _payers_caption(context: Context, found: Findings, scale: str) -> str:
    return context.say(
        "Who saves and who pays: yearly average {years}, {unit}",
        years=years(found.first_year, found.last_year),
        unit=money_unit(scale, context.language),
    )
