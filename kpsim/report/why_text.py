"""A difference taken apart, as a table and a waterfall."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from rich.console import RenderableType

from kpsim.charts.saving import save
from kpsim.charts.why_waterfall import sentence, steps, why_waterfall
from kpsim.errors import RunError, problem
from kpsim.language import translate
from kpsim.report.cells import Column, say, table
from kpsim.report.question import Question
from kpsim.report.sensitivity_tables import amount, estimate
from kpsim.sensitivity.asked import Asked, label_of
from kpsim.sensitivity.parts import Progress
from kpsim.sensitivity.why import DRAWS, Why, why
from kpsim.study import YEARS
from kpsim.wording.numbers import EN_DASH, scale_for


def taken_apart(
    asked: Question, *, year: int | None, out: Path | None, progress: Progress | None
) -> Iterator[RenderableType]:
    """Take every outcome asked for apart."""
    outcomes = tuple(in_year(each, year) for each in asked.bench.asked)
    bench = replace(asked.bench, asked=outcomes)
    draws = min(DRAWS, asked.bench.settings.draws)
    found = why(bench, draws=draws, keep=True, progress=progress)
    for one in outcomes:
        yield from _table(asked, one, found[one.key])
        if out is not None:
            chart = why_waterfall(
                found[one.key],
                outcome=label_of(asked.world, one, asked.language),
                is_money=one.is_money,
                footer=asked.footer(draws),
                language=asked.language,
            )
            save(chart, asked.charts_in(out, one))


def in_year(asked: Asked, year: int | None) -> Asked:
    """Put the year of the option to an outcome that has none."""
    if year is None or asked.year is not None:
        return asked
    if year not in YEARS:
        text = "'{year}' is no year of the model; expected {first} to {last}"
        raise RunError(problem("--year", text, year=year, first=YEARS[0], last=YEARS[-1]))
    return replace(asked, year=year)


def _table(asked: Question, one: Asked, found: Why) -> Iterator[RenderableType]:
    language = asked.language
    name = label_of(asked.world, one, language)
    scale = scale_for(*(share.values.mean() for share in found.shares), found.total.mean())
    scale_or_none = scale if one.is_money else None
    yield ""
    yield name[:1].upper() + name[1:]
    yield sentence(steps(found, language), scale_or_none, language)
    made = table(
        (
            Column("What makes it", right=False, width=46),
            Column("Adds"),
            Column("Switched off alone"),
        ),
        language,
    )
    own = translate("Money and staff of the services themselves", language)
    made.add_row(own, estimate(found.direct, scale=scale_or_none, language=language), EN_DASH)
    for share in sorted(found.shares, key=lambda each: -abs(each.values.mean())):
        made.add_row(
            share.mechanism.label.of(language),
            estimate(share.values, scale=scale_or_none, language=language),
            amount(float(share.alone.mean()), scale=scale_or_none, language=language),
        )
    made.add_row(
        translate("Total", language),
        estimate(found.total, scale=scale_or_none, language=language),
        EN_DASH,
    )
    yield made
    if one.is_money:
        from kpsim.wording.numbers import money_unit

        yield say("In {unit}, means; they add up.", language, unit=money_unit(scale, language))
