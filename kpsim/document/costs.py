"""What it costs and who pays: sums, payers and systems, the variants side by side."""

from collections.abc import Iterator, Sequence

from kpsim.analysis.money import horizon_years
from kpsim.document.by_year import single_years, turning
from kpsim.document.closing import closing
from kpsim.document.context import Context
from kpsim.document.cost_tables import payers_tables, sums_tables, systems_tables
from kpsim.document.paid_for import paid_for
from kpsim.document.parts import Block, Heading, Paragraph
from kpsim.document.payer_sentences import bearing_sentences
from kpsim.results import Results

_OF_PAYERS = ("cost_by_payer", "who_saves_who_pays", "funders_to_payers")
_OF_SYSTEMS = ("result_by_system",)
_EROSION = "budget_erosion"
_EVER_LESS = 0.95
"""Share of what the first year's money buys under which the last year's buys noticeably less."""


def costs(context: Context) -> Iterator[Block]:
    """Write the chapter on money."""
    yield Heading(context.say("What it costs and who pays"), 1, "costs")
    yield Paragraph(
        context.say(
            "Three views answer three doubts. The floor counts only effects with strong evidence. "
            "The central view counts all effects at marginal costs, that is at what one case more "
            "really costs. The full view prices them at average costs, as if the number of guards, "
            "beds and buildings changed with the number of cases. The floor counts less harm and "
            "can therefore show the larger saving. Care that people do not get counts as not spent "
            "in every view, the floor too, though its amount rests on weaker inputs; the table of "
            "sums also leaves it aside. Only effects are left out of the floor: dismissed staff, "
            "places that others take over and other consequences of the closing itself stay in it, "
            "though they rest on weaker inputs too. All amounts are in 2025 prices."
        )
    )
    yield from _sums(context)
    yield from _payers(context)
    yield from _systems(context)
    yield from _erosion(context)


def _sums(context: Context) -> Iterator[Block]:
    yield Heading(context.say("Sums and years"), 2, "costs.sums")
    yield Paragraph(
        context.say("Only public budgets are counted here, not the loads without a price.")
    )
    for name in context.comparison.compared:
        sentences = (turning(context, name), *single_years(context, name), *closing(context, name))
        yield Paragraph(" ".join(sentences), lead=_lead(context, name), scenario=name)
    yield from sums_tables(context)
    for name in context.comparison.compared:
        yield from context.figure("net_cost", name)


def _payers(context: Context) -> Iterator[Block]:
    yield Heading(context.say("Payers"), 2, "costs.payers")
    bearing = {
        name: (
            *bearing_sentences(context.found(name), context.language),
            *paid_for(context, name),
        )
        for name in context.comparison.compared
    }
    for name, sentences in bearing.items():
        if sentences:
            yield Paragraph(" ".join(sentences), lead=_lead(context, name), scenario=name)
    yield from payers_tables(context)
    yield from _of_largest(context, _OF_PAYERS)


def _systems(context: Context) -> Iterator[Block]:
    yield Heading(context.say("Systems"), 2, "costs.systems")
    yield Paragraph(context.say("The sum is put together from these systems."))
    yield from systems_tables(context)
    yield from _of_largest(context, _OF_SYSTEMS)


def _of_largest(context: Context, charts: Sequence[str]) -> Iterator[Block]:
    """Show charts of the variant that changes spending most; small ones look alike."""
    name = largest(context)
    figures = [figure for chart in charts for figure in context.figure(chart, name)]
    if figures and context.several:
        yield Paragraph(
            context.say(
                "The variant that changes spending most is drawn, “{title}”; the numbers of the "
                "other are in the table."
                if len(context.comparison.compared) == 2
                else "The variant that changes spending most is drawn, “{title}”; the numbers of "
                "the others are in the table.",
                title=context.title(name),
            )
        )
    yield from figures


def _erosion(context: Context) -> Iterator[Block]:
    compared, results = context.comparison.compared, context.comparison.results
    drawn = [
        name
        for name in compared
        if context.figure(_EROSION, name) and buys_ever_less(context, name)
    ]
    if not drawn:
        return
    name = buys_least(results, drawn)
    yield Heading(context.say("What the money of the services buys"), 2, "costs.erosion")
    text = (
        "The costs of the services grow faster than prices: what a budget buys is less than it "
        "looks like in current prices."
    )
    if context.several:
        text = (
            "The costs of the services grow faster than prices: what a budget buys is less than "
            "it looks like in current prices. Year by year it buys less in “{title}”."
        )
    yield Paragraph(context.say(text, title=context.title(name)))
    yield from context.figure(_EROSION, name)


def largest(context: Context) -> str:
    """Return the variant whose savings and caused spending are the largest together."""

    def moved(name: str) -> float:
        money = context.found(name).money["central"]
        return abs(money.saved.mean) + money.gross.mean

    return max(context.comparison.compared, key=moved)


def buys_ever_less(context: Context, name: str) -> bool:
    """Tell whether the money of the last year counted buys noticeably less than that of the first.

    A cut that stays the same is told elsewhere, as is one that leaves nothing.
    """
    results = context.comparison.results
    real = results.service_money[:, results.position(name)] / results.service_cost_index
    first, last = (float(each.mean()) for each in real[horizon_years(results, name)][[0, -1]])
    return 0 < last < _EVER_LESS * first


def buys_least(results: Results, names: Sequence[str]) -> str:
    """Return the variant in which the last year's money buys least of the first year's."""

    def bought(name: str) -> float:
        real = results.service_money[:, results.position(name)] / results.service_cost_index
        return float(real[-1].mean() / real[0].mean())

    return min(names, key=bought)


def _lead(context: Context, name: str) -> str:
    return context.title(name) if context.several else ""
