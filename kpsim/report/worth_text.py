"""What is worth asking for, as tables; the form, and what a filled-in one changes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import RenderableType

from kpsim.atomic import write_atomically
from kpsim.charts.data_requests import data_requests, sentence
from kpsim.charts.saving import save
from kpsim.errors import RunError, problem
from kpsim.inputs.parameters import load_parameters
from kpsim.inputs.supplied import overlay_toml
from kpsim.language import translate
from kpsim.report.cells import Column, say, table
from kpsim.report.question import Question
from kpsim.report.sample_text import Plan, column_of, sampled
from kpsim.report.supplied_text import changes_table
from kpsim.sensitivity.data_form import form, questions, unit_of
from kpsim.sensitivity.data_import import read_form
from kpsim.sensitivity.parts import Progress
from kpsim.sensitivity.worth import (
    Item,
    Value,
    check_decision,
    check_payer,
    cost_to,
    options,
    value_of_information,
)
from kpsim.wording.numbers import (
    money,
    money_unit,
    number,
    percent,
    scale_for,
    scaled,
    unbreakable,
)

ROWS = 12
REQUESTS = 8


@dataclass(frozen=True)
class Decision:
    """What is decided, by whom, and what could be observed before."""

    decision: str
    payer: str
    plan: Plan
    out: Path | None


def worth(
    asked: Question, choice: Decision, *, progress: Progress | None
) -> Iterator[RenderableType]:
    """Say what knowing more is worth, and rank what to ask for."""
    # Before time is spent.
    check_decision(choice.decision, len(asked.bench.names))
    check_payer(choice.payer)
    if choice.plan.about is not None:
        column_of(asked, choice.plan)
    results = asked.results(progress)
    found = value_of_information(asked.world, results, decision=choice.decision, payer=choice.payer)
    language = asked.language
    yield from headline(found, asked)
    yield from _table(found.items, found, language)
    for kind in ("sector", "source", "holder"):
        yield ""
        yield translate({"sector": "By sector", "source": "By source",
                         "holder": "By who holds the number"}[kind], language)  # fmt: skip
        yield from _short_table(found.groups[kind][:6], found, language)
    yield ""
    yield sentence([each for each in found.items if each.how == "count"], language)
    names = asked.bench.names
    benefits = options(asked.world, results, names, decision=choice.decision, payer=choice.payer)
    outcome = cost_to(asked.world, results, asked.scenario, choice.payer)
    yield from sampled(asked, choice.plan, benefits, outcome)
    if choice.out is not None:
        chart = data_requests(found.items, footer=asked.footer(results.draws), language=language)
        save(chart, choice.out)


def headline(found: Value, asked: Question) -> Iterator[RenderableType]:
    """Say which option is best, whether information can change that, and what all is worth."""
    language = asked.language
    titles = {each.name: getattr(each.title, language) for each in asked.bench.scenarios}
    best = titles.get(found.best) or translate("keep the services", language)
    yield say("The cheapest option for the decider on average: {best}.", language, best=best)
    if found.nothing_matters:
        yield say(
            "The same option is best in every future, so no information can change the decision: "
            "its value is zero. The ranking goes by how much narrower the results become.",
            language,
        )
        return
    yield say(
        "Knowing everything would be worth {value} (± {error}) to this decision; this "
        "option is the cheapest in {share} of the futures.",
        language,
        value=money(found.perfect.value, language, decimals=1),
        error=money(found.perfect.margin, language, decimals=1),
        share=percent(found.probabilities[found.best], language),
    )


def form_written(
    asked: Question, *, top: int, out: Path, progress: Progress | None
) -> Iterator[RenderableType]:
    """Rank by narrowing, write the form and list what it asks."""
    if len(asked.bench.names) > 1:
        text = "a form asks about one scenario; name one of them"
        raise RunError(problem("SCENARIO", text))
    results = asked.results(progress)
    found = value_of_information(asked.world, results, decision="cut")
    rows = questions(asked.world.parameters, found.items, most=top)
    write_atomically(out, form(rows, asked.language))
    made = table(
        (
            Column("What we ask for", right=False, width=42),
            Column("Unit", right=False, width=12),
            Column("Who can supply it", right=False, width=27),
            Column("Narrows by", width=8),
        ),
        asked.language,
    )
    for each in rows:
        made.add_row(
            each.label.of(asked.language),
            unit_of(each.record, asked.language),
            each.holder.of(asked.language),
            percent(each.removes, asked.language, decimals=1),
        )
    yield made
    yield say(
        "Narrows by: how much narrower the ranges of spending, people harmed and society would be "
        "on average with the number known.",
        asked.language,
    )
    yield say("The form: {file}", asked.language, file=str(out))


def imported(path: Path, out: Path, *, region: str, language: str) -> Iterator[RenderableType]:
    """Read a form, write the overlay, list what changed."""
    found = read_form(path, load_parameters(region))
    write_atomically(out, overlay_toml(found.overlay).encode("utf-8"))
    yield changes_table(found.changes, language)
    yield say(
        "{count} numbers changed. Use them in any command: --data {file}",
        language,
        count=number(len(found.changes), language),
        file=str(out),
    )


def _table(items: Sequence[Item], found: Value, language: str) -> Iterator[RenderableType]:
    """List what knowing each number is worth; then who to ask, in order."""
    scale = _scale(items, found)
    made = table(
        (
            Column("Unknown", right=False, width=30),
            _heading(found),
            Column("Decider", width=11),
            Column("Public", width=9),
            Column("Harmed", width=10),
            Column("Society", width=11),
        ),
        language,
    )
    for each in items[:ROWS]:
        made.add_row(
            each.label.of(language),
            _worth(each, found, scale, language),
            *(percent(value, language) for value in each.narrowing.values()),
        )
    yield made
    yield say(
        "Percent: how much narrower the range of 9 in 10 futures would be with the number known: "
        "what the decider pays, public budgets, people harmed, society.",
        language,
    )
    if not found.nothing_matters:
        yield say("Worth in {unit}.", language, unit=money_unit(scale, language))
    yield ""
    yield translate("Whom to ask, in this order:", language)
    asking = [each for each in items if each.how == "count"]
    for place, each in enumerate(asking[:REQUESTS], start=1):
        yield unbreakable(
            f"{place}. {each.label.of(language)} – {each.holder.of(language)}", language
        )
    studies = [each.label.of(language) for each in items if each.how == "study"]
    if studies:
        text = "Only a study can tell: {names}."
        yield say(text, language, names="; ".join(studies[:REQUESTS]))


def _short_table(items: Sequence[Item], found: Value, language: str) -> Iterator[RenderableType]:
    scale = _scale(items, found)
    made = table((Column("Group", right=False, width=60), _heading(found)), language)
    for each in items:
        made.add_row(each.label.of(language), _worth(each, found, scale, language))
    yield made


def _heading(found: Value) -> Column:
    return Column("Narrows by" if found.nothing_matters else "Worth", width=16)


def _scale(items: Sequence[Item], found: Value) -> str:
    return scale_for(found.perfect.value, *(each.worth.value for each in items))


def _worth(each: Item, found: Value, scale: str, language: str) -> str:
    if found.nothing_matters:
        return percent(each.narrows, language, decimals=1)
    value, error = (
        number(scaled(amount, scale), language, decimals=1)
        for amount in (each.worth.value, each.worth.margin)
    )
    return f"{value} ± {error}"
