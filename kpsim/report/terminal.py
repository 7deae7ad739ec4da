"""What a run says on the terminal, and in summary.txt: people before money, then how sure."""

import io
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

import numpy as np
from rich.console import Console, RenderableType
from rich.text import Text as RichText

from kpsim.analysis.recovery import Recovery
from kpsim.inputs.records import GRADES
from kpsim.language import translate
from kpsim.report import terminal_money
from kpsim.report.cells import (
    Column,
    changed,
    counted_in,
    level,
    odds,
    paragraph,
    rounded,
    say,
    show,
    table,
)
from kpsim.report.comparison import Comparison
from kpsim.report.findings import Findings, Load, estimate
from kpsim.report.supplied_text import supplied_parts
from kpsim.results import Outcome
from kpsim.wording.numbers import interval, number, percent, with_bounds, years
from kpsim.wording.units import after_number
from kpsim.wording.words import not_a_forecast

WIDTH = 100
BEYOND_CROWNS = (
    "deaths",
    "relatives_without_help",
    "giving_up_waiting",
    "untreated_children",
    "people_in_debt_enforcement",
    "socially_excluded_people",
    "unseen_share",
)
"""Loads that no budget feels, or not for long; shown where no cash row prices them."""

_TENTH = Decimal("0.1")
GRADE_WORDS = {
    "A": "direct Czech data or meta-analysis",
    "B": "transferable with caution",
    "C": "indirect",
    "D": "assumption",
}


def write(comparison: Comparison, console: Console) -> None:
    """Print every scenario of a comparison, after the figures it was given."""
    show(console, supplied_parts(comparison.world.supplied, comparison.language))
    for name in comparison.compared:
        show(console, scenario_parts(comparison, name, width=console.width))
    show(console, trust(comparison, width=console.width))


def summary_text(comparison: Comparison) -> str:
    """Return what the terminal shows as plain text."""
    console = Console(
        file=io.StringIO(),
        width=WIDTH,
        highlight=False,
        emoji=False,
        markup=False,
        color_system=None,
    )
    write(comparison, console)
    text = console.file.getvalue()  # type: ignore[attr-defined]
    return "\n".join(line.rstrip() for line in text.splitlines()).rstrip() + "\n"


def scenario_parts(comparison: Comparison, name: str, *, width: int) -> Iterator[RenderableType]:
    """Say one scenario: what it is, people, crowns, what is left out, what cannot be undone."""
    language, results = comparison.language, comparison.results
    found = comparison.findings[name]
    yield RichText(f"\n{results.titles[name].of(language)}", style="bold")
    yield paragraph(results.descriptions[name].of(language).strip(), width)
    yield paragraph(
        say(
            "Compared with keeping the services, {years}, {draws} simulated futures, seed {seed}. "
            "{forecast}",
            language,
            years=years(found.first_year, found.last_year),
            draws=number(results.draws, language),
            seed=results.seed,
            forecast=not_a_forecast(language),
        ),
        width,
    )
    yield from heading("What happens to people", language)
    yield people(found, language)
    yield from people_notes(found, language, width)
    yield from heading("What it costs public budgets", language)
    yield from terminal_money.headline(found, language, width)
    if name in comparison.on_weak_evidence:
        yield terminal_money.on_weak_evidence(comparison.on_weak_evidence[name], language, width)
    yield ""
    yield terminal_money.views(found, language)
    yield ""
    yield from terminal_money.payers(found, language, width)
    yield ""
    yield terminal_money.systems(found, language)
    yield from heading("What is not counted in crowns", language)
    yield paragraph(not_in_crowns(comparison, found), width)
    lost = comparison.recovery(name)
    if lost:
        yield from heading("What cannot be undone", language)
        yield undone(comparison, lost)
        yield paragraph(
            say(
                "Years from the reopening until 90% of the level with the services kept; a count "
                "that stays is the sum until the end of {last}. In brackets 9 of 10 futures.",
                language,
                last=results.years[-1],
            ),
            width,
        )


def heading(text: str, language: str) -> Iterator[RenderableType]:
    """Begin a part."""
    yield RichText(f"\n{say(text, language)}", style="bold")


def people(found: Findings, language: str) -> RenderableType:
    """Put the headline loads in rows, system by system."""
    made = table(
        (
            Column("Load", right=False, width=26),
            Column("Unit and time", right=False, width=17),
            Column("Kept", width=9),
            Column("Difference", width=27),
            Column("Worse", width=7),
        ),
        language,
    )
    shown = [load for load in found.loads if load.outcome.headline]
    for position, load in enumerate(shown):
        last = position + 1 == len(shown)
        ends = not last and shown[position + 1].outcome.system != load.outcome.system
        made.add_row(*_load_cells(load, language), end_section=ends)
    return made


def people_notes(found: Findings, language: str, width: int) -> Iterator[RenderableType]:
    """Say how to read the table of loads."""
    text = say(
        "Kept: level with the services kept. Difference: median and 9 of 10 futures. Worse: "
        "share of futures in which the load is worse. One year: level in it; years: their sum.",
        language,
    )
    if any(load.outcome.headline and load.outcome.chance for load in found.loads):
        text += " " + say("*: includes the chance of small counts.", language)
    yield paragraph(text, width)


def unpriced(comparison: Comparison, found: Findings) -> list[Load]:
    """Return the reported loads that move and that no row of the ledger prices."""
    priced = {row.quantity for row in comparison.world.ledger.rows if row.is_cash}
    outcomes = comparison.world.outcomes
    return [
        load
        for load in found.loads
        if load.outcome.name in BEYOND_CROWNS
        and outcomes[load.outcome.name].variable not in priced
        and not load.difference.is_zero
    ]


def not_in_crowns(comparison: Comparison, found: Findings) -> str:
    """Name what has no price, with how it moves."""
    language = comparison.language
    named = "; ".join(
        f"{load.outcome.label.of(language)}: {moved(load, language)}"
        for load in unpriced(comparison, found)
    )
    text = say(
        "Pain, grief and lost health of people stand in no sum above (society's view counts "
        "them); care not given is cash not spent, never a benefit.",
        language,
    )
    if named:
        text += " " + say("Without a price: {named}.", language, named=named.removesuffix("."))
    return text


def undone(comparison: Comparison, lost: tuple[Recovery, ...]) -> RenderableType:
    """Put in rows how long a return takes and what never returns."""
    language = comparison.language
    made = table(
        (
            Column("Quantity", right=False, width=42),
            Column("Years until back, or what stays", width=38),
            Column("not back", width=10),
        ),
        language,
    )
    for each in lost:
        outcome = comparison.results.outcomes[each.outcome]
        made.add_row(outcome.label.of(language), *undone_cells(each, outcome, language))
    return made


def trust(comparison: Comparison, *, width: int) -> Iterator[RenderableType]:
    """Say what the numbers stand on and where their digits end."""
    language = comparison.language
    columns = comparison.world.parameters.columns.values()
    measured = [record for record in columns if not record.is_definition]
    counts = Counter(record.grade for record in measured)
    grades = ", ".join(
        f"{grade} {percent(counts[grade] / len(measured), language)} "
        f"({translate(GRADE_WORDS[grade], language)})"
        for grade in GRADES
    )
    checked = sum(record.checked_on is not None for record in measured)
    yield from heading("How far to trust it", language)
    yield paragraph(
        say(
            "{count} figures by grade of evidence: {grades}. {checked} of {count} were verified "
            "at the source.",
            language,
            count=number(len(measured), language),
            grades=grades,
            checked=checked,
        ),
        width,
    )
    yield paragraph(
        say(
            "Digits end where the spread of futures or the error of {draws} draws begins. Ranges "
            "hold what the inputs do not know; what the model leaves out is not in them. "
            "{forecast}",
            language,
            draws=number(comparison.results.draws, language),
            forecast=not_a_forecast(language),
        ),
        width,
    )


def _load_cells(load: Load, language: str) -> tuple[str, ...]:
    star = "*" if load.outcome.chance else ""
    return (
        load.outcome.label.of(language) + star,
        counted_in(load.outcome.unit.of(language), load.when),
        percent(load.reference.mean, language)
        if load.is_event
        else level(load.reference, language),
        moved(load, language),
        odds(None if load.difference.is_zero else load.worse, language),
    )


def moved(load: Load, language: str) -> str:
    """Write how a load moves; a probability or a percentage by the points it gains or loses."""
    text = changed(load.difference, language)
    if load.difference.is_zero or not (load.is_event or load.outcome.unit.en.startswith("%")):
        return text
    points = text
    if load.is_event:
        points = number(100 * load.difference.mean, language, decimals=1, signed=True)
    return say("{points} pp", language, points=points)


def undone_cells(each: Recovery, outcome: Outcome, language: str) -> tuple[str, str]:
    """Write how long a return takes, or what stays, and how often it does not come back."""
    if each.kind == "stays":
        stays = estimate(each.values)
        centre = rounded(stays)
        unit = outcome.unit.en.removesuffix(" a year")
        form = after_number(unit, centre.centre, language, decimals=centre.decimals)
        written = outcome.unit.of(language).removesuffix(" za rok").removesuffix(" a year")
        text = f"{changed(stays, language)} {form or written}"
        return text, translate("never", language)
    back = each.values[~np.isnan(each.values)]
    if len(back) == 0:
        return translate("never", language), percent(1, language)
    summary = estimate(back)
    found = interval(
        summary.p50, summary.p05, summary.p95, error=summary.error, finer=1, least=_TENTH
    )
    return with_bounds(found, language), odds(each.share_never, language)
