"""One method of sensitivity each: compute, draw, and hand back what the terminal prints."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.console import RenderableType

from kpsim.charts.driver_heat_map import driver_heat_map
from kpsim.charts.driver_heat_map import sentence as heat_sentence
from kpsim.charts.house_style import Chart
from kpsim.charts.quantile_dots import quantile_dots
from kpsim.charts.quantile_dots import sentence as dots_sentence
from kpsim.charts.saving import save
from kpsim.charts.tornado import sentence as tornado_sentence
from kpsim.charts.tornado import tornado as tornado_chart
from kpsim.charts.variance_bars import Share, variance_bars
from kpsim.charts.variance_bars import sentence as variance_sentence
from kpsim.errors import RunError, problem
from kpsim.report import sensitivity_tables as tables
from kpsim.report.cells import say
from kpsim.report.question import Question
from kpsim.sensitivity.asked import Asked, label_of, measure
from kpsim.sensitivity.by_grade import share_on_weak_evidence
from kpsim.sensitivity.chance import of_counts, of_crowns
from kpsim.sensitivity.convergence import draws_needed, step, steps
from kpsim.sensitivity.drivers import Driver, chosen, drivers, refuse_fixed
from kpsim.sensitivity.given_data import given_data
from kpsim.sensitivity.over_time import heat_map
from kpsim.sensitivity.parts import Progress
from kpsim.sensitivity.screening import screening
from kpsim.sensitivity.structures import compare, load_structures
from kpsim.sensitivity.tornado import LEVELS, tornado, two_way
from kpsim.sensitivity.variance import variance
from kpsim.wording.numbers import number, percent

LEAST_STRUCTURE_DRAWS = 512
PAIR_LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True)
class Effort:
    """How much a method may compute, and of what."""

    points: int = 512
    trajectories: int = 10
    groups: tuple[str, ...] = ()
    pair: tuple[str, ...] = ()
    precision: float = 0.01
    out: Path | None = None
    progress: Progress | None = None


def answered(asked: Question, method: str, effort: Effort) -> Iterator[RenderableType]:
    """Answer with one method, for every outcome asked for."""
    if method not in METHODS:
        from kpsim.errors import suggestion

        text = "unknown method '{name}'{near}; expected one of {known}"
        near = suggestion(method, METHODS)
        raise RunError(problem("--method", text, name=method, near=near, known=", ".join(METHODS)))
    yield from METHODS[method](asked, effort)


def by_variance(asked: Question, effort: Effort) -> Iterator[RenderableType]:
    """Show variance-based indices on a Sobol' design."""
    found = variance(
        asked.bench,
        points=effort.points,
        among=_among(asked, effort) or None,
        keep=True,
        progress=effort.progress,
    )
    for place, one in enumerate(asked.bench.asked):
        each = found[asked.key(place)]
        shares = [
            Share(name, asked.labels[name], asked.grades[name], asked.holders.get(name, ""), share)
            for name, share in each.shares.items()
        ]
        name = label_of(asked.world, one, asked.language)
        yield from _headed(name, variance_sentence(shares, asked.language))
        yield from tables.variance_table(asked, each)
        split = of_crowns(each)
        if one.is_money:
            yield say(
                "Chance (future prices, an outbreak) makes {chance} of the spread, not knowing "
                "the numbers {ignorance}.",
                asked.language,
                chance=percent(split.chance, asked.language),
                ignorance=percent(split.ignorance, asked.language),
            )
        chart = variance_bars(
            shares, outcome=name, footer=asked.footer(each.points), language=asked.language
        )
        _save(chart, effort.out, asked, one)


def by_tornado(asked: Question, effort: Effort) -> Iterator[RenderableType]:
    """Show one parameter at a time, low and high."""
    among = _among(asked, effort)
    pair = _two(asked, effort)
    draws = asked.bench.settings.draws
    found = tornado(
        asked.bench,
        draws=draws,
        names=[each.name for each in among] or None,
        levels=LEVELS if among else (LEVELS[0], LEVELS[-1]),
        keep=True,
        progress=effort.progress,
    )
    for place, one in enumerate(asked.bench.asked):
        bars = found[asked.key(place)]
        labelled = tables.labelled(asked, bars)
        middle = float(np.mean([mean for bar in bars for mean in bar.means]))
        name = label_of(asked.world, one, asked.language)
        yield from _headed(name, tornado_sentence(labelled[:10], middle, asked.language))
        yield from tables.tornado_table(asked, bars)
        if one.is_money:
            chart = tornado_chart(
                labelled,
                middle=middle,
                outcome=name,
                footer=asked.footer(draws),
                language=asked.language,
            )
            _save(chart, effort.out, asked, one)
    if pair:
        yield from _pair(asked, *pair)


def by_given_data(asked: Question, effort: Effort) -> Iterator[RenderableType]:
    """Show measures from one run, and the share on weak evidence."""
    results = asked.results(effort.progress)
    numbers = asked.columns(results.draws)
    for one in asked.bench.asked:
        values = measure(results, asked.scenario, one, public=asked.world.ledger.public)
        name = label_of(asked.world, one, asked.language)
        yield from _headed(name, "")
        yield from tables.given_data_table(asked, given_data(numbers, values))
        if one.is_money:
            dots = quantile_dots(
                values, outcome=name, footer=asked.footer(results.draws), language=asked.language
            )
            yield dots_sentence(values, asked.language)
            _save(dots, effort.out, asked, one)
        elif one.year is not None:
            split = of_counts(results, asked.scenario, one.name, one.year)
            yield say(
                "Chance of small counts makes {chance} of the spread in the scenario, not knowing "
                "the numbers {ignorance}.",
                asked.language,
                chance=percent(split.chance, asked.language),
                ignorance=percent(split.ignorance, asked.language),
            )
    names = {
        f"{asked.scenario}/{one.key}": label_of(asked.world, one, asked.language)
        for one in asked.bench.asked
    }
    weak = share_on_weak_evidence(asked.bench, results=results)
    yield from tables.weak_lines(
        {key: each for key, each in weak.items() if key in names}, names, asked.language
    )


def by_year(asked: Question, effort: Effort) -> Iterator[RenderableType]:
    """Show what decides in each year, from one run."""
    results = asked.results(effort.progress)
    numbers = asked.columns(results.draws)
    labels = {key: tables.column_label(asked, key) for key in numbers}
    for one in asked.bench.asked:
        found = heat_map(
            results, numbers, scenario=asked.scenario, outcome=one.name,
            public=asked.world.ledger.public,
        )  # fmt: skip
        name = label_of(asked.world, one, asked.language)
        yield from _headed(name, heat_sentence(found, labels, asked.language))
        yield from tables.heat_table(asked, found)
        chart = driver_heat_map(
            found, labels, outcome=name, footer=asked.footer(results.draws),
            language=asked.language,
        )  # fmt: skip
        _save(chart, effort.out, asked, one)


def by_screening(asked: Question, effort: Effort) -> Iterator[RenderableType]:
    """Show elementary effects of all drivers."""
    found = screening(
        asked.bench,
        trajectories=effort.trajectories,
        keep=True,
        progress=effort.progress,
    )
    for place, one in enumerate(asked.bench.asked):
        yield from _headed(label_of(asked.world, one, asked.language), "")
        yield from tables.screening_table(asked, found[asked.key(place)])


def by_grade(asked: Question, effort: Effort) -> Iterator[RenderableType]:
    """Show the share on weak evidence, and structural switches side by side."""
    names = {
        key: label_of(asked.world, one, asked.language)
        for one in asked.bench.asked
        for key in [f"{asked.scenario}/{one.key}"]
    }
    weak = share_on_weak_evidence(asked.bench, draws=asked.bench.settings.draws)
    yield from tables.weak_lines(
        {key: each for key, each in weak.items() if key in names}, names, asked.language
    )
    draws = min(LEAST_STRUCTURE_DRAWS, asked.bench.settings.draws)
    structures = load_structures(asked.world.parameters)
    found = compare(asked.bench, structures, draws=draws, keep=True, progress=effort.progress)
    for one in asked.bench.asked:
        key = f"{asked.scenario}/{one.key}"
        yield from _headed(names[key], "")
        yield from tables.structure_table(asked, structures, found[key], is_money=one.is_money)


def by_convergence(asked: Question, effort: Effort) -> Iterator[RenderableType]:
    """Show the Monte Carlo error as draws are added, and how many a precision needs."""
    results = asked.results(effort.progress)
    for one in asked.bench.asked:
        values = measure(results, asked.scenario, one, public=asked.world.ledger.public)
        yield from _headed(label_of(asked.world, one, asked.language), "")
        yield from tables.convergence_table(asked, steps(values))
        yield say(
            "For an error of {target} of the 90 % width {draws} draws are needed.",
            asked.language,
            target=percent(effort.precision, asked.language, decimals=1),
            draws=number(draws_needed(step(values), effort.precision), asked.language),
        )


METHODS: dict[str, Callable[[Question, Effort], Iterator[RenderableType]]] = {
    "given-data": by_given_data,
    "tornado": by_tornado,
    "variance": by_variance,
    "screening": by_screening,
    "over-time": by_year,
    "grade": by_grade,
    "convergence": by_convergence,
}


def _among(asked: Question, effort: Effort) -> tuple[Driver, ...]:
    refuse_fixed(asked.world.parameters, effort.groups)
    return chosen(drivers(asked.world.parameters), effort.groups) if effort.groups else ()


def _two(asked: Question, effort: Effort) -> tuple[Driver, ...]:
    refuse_fixed(asked.world.parameters, effort.pair)
    pair = chosen(drivers(asked.world.parameters), effort.pair)
    if len(pair) == 1:
        text = "both names stand for one unknown; name two that vary by themselves"
        raise RunError(problem("--pair", text))
    return pair


def _pair(asked: Question, first: Driver, second: Driver) -> Iterator[RenderableType]:
    found = two_way(
        asked.bench, first.parameters[0], second.parameters[0],
        draws=min(LEAST_STRUCTURE_DRAWS, asked.bench.settings.draws), levels=PAIR_LEVELS,
    )[asked.key()]  # fmt: skip
    yield say(
        "Rows: “{first}”, columns: “{second}”, both at their 5th, 25th, 50th, 75th and 95th "
        "percentile.",
        asked.language,
        first=asked.labels[first.name],
        second=asked.labels[second.name],
    )
    yield from tables.pair_table(asked, PAIR_LEVELS, found)


def _headed(name: str, words: str) -> Iterator[RenderableType]:
    yield ""
    yield name[:1].upper() + name[1:]
    if words:
        yield words


def _save(chart: Chart, out: Path | None, asked: Question, one: Asked) -> None:
    if out is not None:
        save(chart, asked.charts_in(out, one))
