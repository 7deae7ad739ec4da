"""The crowns of one scenario on the terminal: three views, payers, systems."""

from collections.abc import Iterator, Sequence

from rich.console import RenderableType

from kpsim.language import translate
from kpsim.report.cells import (
    Column,
    common_scale,
    crowns,
    mean_crowns,
    odds,
    paragraph,
    per_crown,
    say,
    share_of_budget,
    table,
)
from kpsim.report.findings import Findings, Measures, Money, Payer
from kpsim.results import VIEWS
from kpsim.sensitivity.by_grade import WeakShare
from kpsim.wording.numbers import exact, money, money_unit, percent, years
from kpsim.wording.words import Finding as Sentence
from kpsim.wording.words import (
    difference,
    likelihood,
    name_of,
    payer_heading,
    years_long,
)

VIEW_COLUMNS = (
    Column("Sum of the years", right=False, width=20),
    Column("floor", width=23),
    Column("central", width=23),
    Column("full", width=23),
)


_NEARLY_ALL = 0.9
"""Share of the futures without a noticeable change from which on words say so, not odds."""


def headline(found: Findings, language: str, width: int) -> Iterator[str]:
    """Say the range from floor to central and how sure its sign is."""
    floor, central = found.money["floor"], found.money["central"]
    scale = common_scale([floor.net, central.net])
    yield paragraph(
        say(
            "Net cost to public budgets over {years}: {floor} (floor: only effects with strong "
            "evidence) to {central} (central: all effects), {unit}, 2025 prices, means; minus is a "
            "saving.",
            language,
            years=years_long(found.years, language),
            floor=mean_crowns(floor.net, scale, language),
            central=mean_crowns(central.net, scale, language),
            unit=money_unit(scale, language),
        ),
        width,
    )
    net = central.net
    sentence = Sentence(net.p50, net.p05, net.p95, net.error, central.worse)
    # As fine as the table below it, so that the two do not seem to differ.
    yield paragraph(difference(sentence, "public", language, horizon=found.years, finer=1), width)
    yield paragraph(
        say(
            "Public budgets end worse off with probability {central} in the central view and "
            "{floor} in the floor view.",
            language,
            central=likelihood(central.worse, language),
            floor=likelihood(floor.worse, language),
        ),
        width,
    )
    if found.measures.inhabitants:
        head = net.mean / found.years / found.measures.inhabitants
        yield paragraph(
            say(
                "That is {amount} per inhabitant a year on average.",
                language,
                amount=money(head, language, scale="one"),
            ),
            width,
        )
    if floor.net.mean > central.net.mean:
        yield paragraph(
            say(
                "Floor lies above central here: the effects with weak evidence that it leaves "
                "out lower public spending in sum.",
                language,
            ),
            width,
        )


def on_weak_evidence(weak: WeakShare, language: str, width: int) -> str:
    """Say which share of the headline's spread rests on grades C and D."""
    return paragraph(weak_sentence(weak, language), width)


def weak_sentence(weak: WeakShare, language: str, *, name: str = "") -> str:
    """Say it without breaking lines; a share that may be the whole is no number with an error."""
    text = "{share} of the uncertainty of {result} rests on grades C and D (± {error})."
    if weak.reaches_all:
        text = "At least {least} of the uncertainty of {result} rests on grades C and D."
    return say(
        text,
        language,
        result=say("the result “{name}”" if name else "this result", language, name=name),
        share=percent(weak.share, language),
        error=percent(weak.margin, language),
        least=percent(weak.least, language),
    )


def views(found: Findings, language: str) -> RenderableType:
    """Put the public purse in three columns, one a view."""
    money = [found.money[view] for view in VIEWS]
    scale = common_scale([each.net for each in money] + [each.saved for each in money])
    made = table(VIEW_COLUMNS, language)
    rows: tuple[tuple[str, str], ...] = (
        ("saved on the services", "saved"),
        ("caused, before gains", "gross"),
        ("caused, less gains", "caused"),
        ("- of it care not given", "care_forgone"),
        ("net cost", "net"),
        ("- without care not given", "net_without_forgone"),
        ("- discounted", "net_discounted"),
    )
    for label, field in rows:
        cells = [crowns(getattr(each, field), scale, language) for each in money]
        made.add_row(say(label, language), *cells, style="bold" if field == "net" else "")
    made.add_row(_per_crown_label(money, language), *_per_crown(money, language))
    made.title = say("Public budgets, {unit}", language, unit=money_unit(scale, language))
    made.title_justify = "left"
    return made


def payers(found: Findings, language: str, width: int) -> Iterator[RenderableType]:
    """Say who saves and who pays, percent of the budget first."""
    scale = common_scale(
        [each.net for each in found.payers] + [each.saved for each in found.payers]
    )
    made = table(
        (
            Column("Payer", right=False, width=14),
            Column("of its budget", width=24),
            Column("saved", width=6),
            Column("caused", width=7),
            Column("net", width=22),
            Column("worse", right=False, width=10),
        ),
        language,
    )
    for number_, each in enumerate(found.payers):
        ends_public = each.public and not any(e.public for e in found.payers[number_ + 1 :])
        made.add_row(
            payer_heading(each.name, language),
            share_of_budget(each.share, language) if each.share else ".",
            mean_crowns(each.saved, scale, language, signed=False),
            mean_crowns(each.caused, scale, language),
            crowns(each.net, scale, language),
            worse_off_cell(each, language),
            end_section=ends_public,
        )
    made.title = say(
        "Who saves and who pays: yearly average {years}, {unit}",
        language,
        years=years(found.first_year, found.last_year),
        unit=money_unit(scale, language),
    )
    made.title_justify = "left"
    yield made
    yield paragraph(_payers_note(found, language), width)


def systems(found: Findings, language: str) -> RenderableType:
    """Say in which systems the public crowns fall."""
    every = [each.by_view[view] for each in found.systems for view in VIEWS]
    scale = common_scale(every)
    made = table((Column("System", right=False, width=20), *VIEW_COLUMNS[1:]), language)
    for each in found.systems:
        cells = [crowns(each.by_view[view], scale, language) for view in VIEWS]
        made.add_row(name_of(each.name, language), *cells)
    made.title = say(
        "Public budgets by system: yearly average {years}, {unit}",
        language,
        years=years(found.first_year, found.last_year),
        unit=money_unit(scale, language),
    )
    made.title_justify = "left"
    return made


def _per_crown_label(money: Sequence[Money], language: str) -> str:
    return say(f"crowns {money[1].per_crown.measure}", language)


def _per_crown(money: Sequence[Money], language: str) -> list[str]:
    measure = money[1].per_crown.measure
    return [
        per_crown(each.per_crown, language) if each.per_crown.measure == measure else "x"
        for each in money
    ]


def worse_off_cell(payer: Payer, language: str) -> str:
    """Write how often a payer spends noticeably more; in words where no change is noticeable."""
    unseen = payer.odds.no_visible_change >= _NEARLY_ALL
    if payer.net.p95 < 0 or payer.net.is_zero or not unseen:
        return odds(payer.odds.worse, language)
    if payer.net.p05 > 0:
        return translate("more, not noticeably", language)
    return translate("not noticeable", language)


def noticeable(measures: Measures, language: str) -> str:
    """Say from which change on a payer notices it."""
    decimals = -exact(100 * measures.band_share).adjusted()
    return say(
        "Noticeable is a change above {share} of the payer's budget, but at least {least} a year.",
        language,
        share=percent(measures.band_share, language, decimals=max(0, decimals)),
        least=money(measures.band_floor, language, scale="one"),
    )


def _payers_note(found: Findings, language: str) -> str:
    used = [each.budget.year for each in found.payers if each.budget]
    parts = [
        say(
            "Means, so that rows add up; in brackets 9 of 10 futures. Worse: share of futures in "
            "which the payer spends noticeably more. A dot: no budget known.",
            language,
        ),
        noticeable(found.measures, language),
    ]
    if used:
        parts.append(
            say(
                "Budgets of {budget_years} in 2025 prices.",
                language,
                budget_years=years(min(used), max(used)),
            )
        )
    return " ".join(parts)
