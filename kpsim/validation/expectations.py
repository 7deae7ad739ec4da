"""What was observed in a case, and the same quantity counted in the model's draws."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kpsim.analysis.outcomes import AXES, variables
from kpsim.engine.units import engine_unit
from kpsim.errors import Problem, RunError, problem, suggestion
from kpsim.inputs.records import Label
from kpsim.inputs.scenario_tables import MONTHS_A_YEAR
from kpsim.validation.case_tables import LONGEST, Against, ExpectTable, MeasureName

Array = NDArray[np.float64]
RATIOS = ("ratio_to_before", "ratio_to_no_cut", "cumulative_ratio")
CUMULATIVE = ("cumulative_ratio", "cumulative_difference")
NO_CUT, CASE = 0, 1
"""Positions of the two runs on the scenario axis."""


@dataclass(frozen=True)
class Expectation:
    """One thing that was observed."""

    outcomes: tuple[str, ...]
    element: str | None
    measure: MeasureName
    against: Against
    month: int
    """Months after the first change."""
    over_months: int
    above: float | None
    observed: float
    low: float | None
    high: float | None
    what: Label

    @property
    def is_ratio(self) -> bool:
        """Tell whether it is compared on a logarithmic scale, with 1 for no effect."""
        return self.measure in RATIOS

    @property
    def bounds(self) -> tuple[float, float]:
        """Return the observed range, or the value twice where none is printed."""
        low = self.observed if self.low is None else self.low
        high = self.observed if self.high is None else self.high
        return low, high


@dataclass(frozen=True)
class Counted:
    """An expectation counted in every draw, and what it would be without any effect."""

    values: Array
    no_effect: float
    base: float
    """What a cut would take its share of: median over the draws."""


def expectation_of(table: ExpectTable) -> Expectation:
    """Turn a checked table into the expectation it describes."""
    default: Against = "before" if table.measure == "ratio_to_before" else "no_cut"
    months = table.months if table.years is None else table.years * MONTHS_A_YEAR
    outcomes = (table.outcome,) if isinstance(table.outcome, str) else tuple(table.outcome)
    return Expectation(
        outcomes=outcomes,
        element=table.element,
        measure=table.measure,
        against=table.against or default,
        month=months or 1,
        over_months=table.over_months,
        above=table.above,
        observed=table.observed,
        low=table.low,
        high=table.high,
        what=table.what,
    )


def expectation_problems(table: ExpectTable, place: str, *, runs: bool) -> Iterator[Problem]:
    """Find expectations that cannot be counted; those outside the model need no variable."""
    if runs:
        yield from _outcome_problems(table, place)
        yield from _time_problems(table, place)
    named = {"ratio_to_before": "before", "ratio_to_no_cut": "no_cut"}.get(table.measure)
    if named is not None and table.against not in (None, named):
        text = "is '{found}', but '{measure}' compares with '{named}'; remove one of them"
        values = {"found": table.against, "measure": table.measure, "named": named}
        yield problem(f"{place}.against", text, **values)
    if (table.measure == "probability") != (table.above is not None):
        text = "belongs to measure 'probability', which needs it: the event is more than this"
        yield problem(f"{place}.above", text)
    low = table.observed if table.low is None else table.low
    high = table.observed if table.high is None else table.high
    if not low <= table.observed <= high:
        text = "{observed} does not lie between low and high ({low} to {high}); correct them"
        ends = {"observed": table.observed, "low": low, "high": high}
        yield problem(f"{place}.observed", text, **ends)
    if table.measure in RATIOS and low <= 0:
        text = "a ratio must be above 0; write 0.8 for a fall by a fifth"
        yield problem(f"{place}.observed", text)


def _outcome_problems(table: ExpectTable, place: str) -> Iterator[Problem]:
    known = variables()
    names = [table.outcome] if isinstance(table.outcome, str) else table.outcome
    for name in names:
        if name not in known:
            text = "no variable '{name}' in the model{near}"
            near = suggestion(name, known) or "; name one of kpsim/model"
            yield problem(f"{place}.outcome", text, name=name, near=near)
            continue
        elements = [each for dimension in known[name].by for each in dimension.elements]
        if table.element is not None and table.element not in elements:
            text = "'{name}' has no element '{element}'{near}"
            near = suggestion(table.element, elements)
            values = {"name": name, "element": table.element, "near": near}
            yield problem(f"{place}.element", text, **values)
    units = {engine_unit(known[name].unit) for name in names if name in known}
    if len(units) > 1:
        text = "adds up different units ({units}); expect each of them by itself"
        yield problem(f"{place}.outcome", text, units=", ".join(sorted(units)))


def _time_problems(table: ExpectTable, place: str) -> Iterator[Problem]:
    if (table.months is None) == (table.years is None):
        yield problem(place, "needs 'months' or 'years' after the first change, and only one")
        return
    months = table.months if table.years is None else table.years * MONTHS_A_YEAR
    assert months is not None
    if not 1 <= months <= LONGEST:
        text = "is {months} months after the change; expected 1 to {longest}"
        yield problem(place, text, months=months, longest=LONGEST)
    elif table.over_months > months:
        text = "is {found}, longer than the time since the change ({months} months); shorten it"
        values = {"found": table.over_months, "months": months}
        yield problem(f"{place}.over_months", text, **values)


# Counting


def series(expectation: Expectation, kept: Mapping[str, Array]) -> Array:
    """Return the variable of an expectation by month, run and draw."""
    found = [_one(name, expectation.element, kept[name]) for name in expectation.outcomes]
    return np.asarray(sum(found[1:], found[0]))


def _one(name: str, element: str | None, values: Array) -> Array:
    for dimension in variables()[name].by if element is not None else ():
        if element in dimension.elements:
            place = dimension.elements.index(element)
            values = np.take(values, [place], axis=AXES[dimension])
    return np.asarray(values.sum(axis=tuple(AXES.values())))


def counted(expectation: Expectation, kept: Mapping[str, Array], *, first: int) -> Counted:
    """Count an expectation in every draw; `first` is the month of the first change."""
    found = series(expectation, kept)
    end = first + expectation.month
    window = slice(end - expectation.over_months, end)
    case = found[window, CASE].mean(axis=0)
    before = found[max(0, first - MONTHS_A_YEAR) : max(1, first), NO_CUT].mean(axis=0)
    no_cut = found[window, NO_CUT].mean(axis=0)
    base = before if expectation.against == "before" else no_cut
    if expectation.measure in CUMULATIVE:
        case = found[first:end, CASE].sum(axis=0)
        no_cut = found[first:end, NO_CUT].sum(axis=0)
        base = before * expectation.month if expectation.against == "before" else no_cut
    middle = float(np.median(base))
    if expectation.measure == "probability":
        assert expectation.above is not None
        event = (case > expectation.above).astype(float)
        usual = float(np.median(base > expectation.above))
        return Counted(event, no_effect=usual, base=usual)
    if expectation.measure == "level":
        return Counted(case, no_effect=middle, base=middle)
    if expectation.measure == "cumulative_difference":
        return Counted(case - base, no_effect=0.0, base=middle)
    if not (base > 0).all():
        text = "is zero in some draws where the ratio is taken; expect a difference or a level"
        raise RunError(problem(", ".join(expectation.outcomes), text))
    return Counted(case / base, no_effect=1.0, base=1.0)
