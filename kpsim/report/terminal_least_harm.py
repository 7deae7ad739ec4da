"""Which cut does least harm, on the terminal: lines in order, choices, and harm to people."""

from collections.abc import Mapping, Sequence

from rich.console import RenderableType

from kpsim.analysis.least_harm import Choice, Harm, LineHarm
from kpsim.report.cells import Column, changed, crowns, odds, paragraph, per_crown, say, table
from kpsim.report.findings import estimate
from kpsim.results import Array, Results
from kpsim.wording.numbers import (
    number,
    percent,
)
from kpsim.wording.words import name_of, payer_heading

_MILLION = "million"
_CROWNS = 1e6


def ranking_table(ranked: Sequence[LineHarm], language: str) -> RenderableType:
    """Put lines in the order of crowns caused per crown saved."""
    made = table(
        (
            Column("Line that ends", right=False, width=34),
            Column("million a year", width=14),
            Column("falls with it", width=13),
            Column("caused per crown saved", width=28),
        ),
        language,
    )
    for each in ranked:
        line = each.line
        made.add_row(
            f"{name_of(line.service, language)}: {payer_heading(line.funder, language)}",
            number(line.value / _CROWNS, language, decimals=2),
            number((sum(each.falls.values()) - line.value) / _CROWNS, language, decimals=2),
            per_crown(each.per_crown, language),
        )
    made.title = say(
        "Each line alone: ten years, central view, public budgets, 2025 prices", language
    )
    made.title_justify = "left"
    return made


def choice_text(choice: Choice, language: str, width: int, *, first: bool) -> str:
    """Say which lines make up a choice."""
    names = [
        f"{name_of(each.line.service, language)}: {payer_heading(each.line.funder, language)}"
        for each in choice.lines
    ]
    if choice.last_share < 1 and names:
        names[-1] += f" ({percent(choice.last_share, language)})"
    text = "Least harm: {lines}." if first else "Runner-up: {lines}."
    if not choice.reached:
        text = f"{text} The sum is not reached."
    return paragraph(say(text, language, lines="; ".join(names)), width)


def people_table(
    choices: Mapping[str, Sequence[Harm]], results: Results, language: str
) -> RenderableType:
    """Put the harm to people of each choice beside the crowns."""
    made = table(
        (
            Column("Over the years counted", right=False, width=42),
            *(Column(name, width=24) for name in choices),
        ),
        language,
    )
    first = next(iter(choices.values()))
    for place, harm in enumerate(first):
        outcome = results.outcomes[harm.outcome]
        cells = [changed(estimate(each[place].difference), language) for each in choices.values()]
        made.add_row(f"{outcome.label.of(language)} ({outcome.unit.of(language)})", *cells)
    made.title = say("Harm to people: difference from keeping the services", language)
    made.title_justify = "left"
    return made


def sums_text(name: str, saved: Array, caused: Array, language: str, width: int) -> str:
    """Say what a choice saves and causes, computed again as one scenario."""
    return paragraph(
        say(
            "{name}, computed as one scenario: saves {saved} million CZK over the years counted "
            "and causes {caused} million; public budgets end worse off with probability {worse}.",
            language,
            name=say(name, language),
            saved=crowns(estimate(saved), _MILLION, language).lstrip("+"),
            caused=crowns(estimate(caused), _MILLION, language),
            worse=odds(float((caused > saved).mean()), language),
        ),
        width,
    )
