"""One case run in the model: without the cut and with it, on the same draws."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import isclose

import numpy as np

from kpsim.engine.declaration import Declaration
from kpsim.engine.graph import Model
from kpsim.engine.keep import Keep
from kpsim.engine.program import Leaf, Line
from kpsim.engine.simulate import simulate
from kpsim.engine.symbols import Node
from kpsim.engine.trouble import Names
from kpsim.inputs.draws import AXES, Draws, draw
from kpsim.inputs.funding import SERVICES, Funding
from kpsim.inputs.indices import draw_indices
from kpsim.inputs.parameter_set import ParameterSet
from kpsim.inputs.paths import FADING_TREND, TRENDS, engine_paths
from kpsim.inputs.records import RecordByElement
from kpsim.inputs.scenarios import Scenario
from kpsim.study import YEARS, month_labels
from kpsim.validation.cases import Case, MoneyPath
from kpsim.validation.expectations import CASE, NO_CUT, Array

SHARE_AT_START = "share_at_start_of_"


def run_case(
    case: Case,
    model: Model,
    parameters: ParameterSet,
    *,
    funding: Funding,
    seed: int,
    draws: int,
    at_null: Sequence[str] = (),
) -> tuple[dict[str, Array], float]:
    """Return the expected variables by month, run and draw, and the depth of the cut."""
    drawn = with_null(draw(parameters, seed=seed, draws=draws, view="central"), parameters, at_null)
    runs = (Scenario("no_cut", case.title, case.title), scenario_of(case))
    paths = engine_paths(
        runs,
        funding,
        indices=draw_indices(drawn.values, seed, YEARS),
        values=drawn.values,
        steps=case.steps,
    )
    paths = with_money(without_trends(paths, case), case.money, steps=case.steps)
    wanted = sorted({name for each in case.expects for name in each.outcomes})
    values = {name: drawn.values[name] for name in model.parameters}
    found = simulate(
        off_balance(model, tuple(case.starts)),
        parameters=values | start_shares(case.starts),
        paths=paths,
        steps=case.steps,
        step=1.0,
        keep=[Keep(name, name, "monthly") for name in wanted],
        names=Names(("no_cut", case.name), 0, month_labels(case.steps, 1.0)),
    )
    return found, depth_of(case, paths)


def scenario_of(case: Case) -> Scenario:
    """Return the decisions of a case as a scenario."""
    return Scenario(case.name, case.title, case.title, changes=case.changes)


def with_null(drawn: Draws, parameters: ParameterSet, columns: Sequence[str]) -> Draws:
    """Return the draws with some effects set to no effect."""
    values = dict(drawn.values)
    for column in columns:
        name, _, element = column.partition(".")
        record = parameters.columns[column]
        assert record.null is not None
        held = values[name].copy()
        here: list[slice | int] = [slice(None)] * held.ndim
        whole = parameters.records[name]
        if isinstance(whole, RecordByElement):
            here[AXES.index(whole.by)] = list(whole.elements).index(element)
        held[tuple(here)] = record.null * parameters.conversions[column].factor
        values[name] = held
    return replace(drawn, values=values)


def without_trends(paths: Mapping[str, Array], case: Case) -> dict[str, Array]:
    """Return the paths with everything that moves by itself held still."""
    if case.trends:
        return dict(paths)
    still = {name: np.ones_like(paths[name]) for name in (*TRENDS, FADING_TREND)}
    return {**paths, **still}


def with_money(
    paths: Mapping[str, Array], given: Sequence[MoneyPath], *, steps: int
) -> dict[str, Array]:
    """Put the paths of money a case gives on the run with the cut."""
    share = np.ones((steps, len(SERVICES), 1, 2, 1))
    for path in given:
        level = np.interp(np.arange(steps), path.months, path.shares)
        level[: path.months[0]] = 1.0
        for service in path.services:
            share[:, SERVICES.index(service), 0, CASE, 0] = level
    return {**paths, "money_paid": paths["money_paid"] * share}


def depth_of(case: Case, paths: Mapping[str, Array]) -> float:
    """Return the share of money lost at its deepest by the services the case touches."""
    if case.starts and not (case.changes or case.money):
        return max(abs(1 - share) for share in case.starts.values())
    touched = {s for change in case.changes for s in change.services}
    touched |= {s for path in case.money for s in path.services}
    rows = [SERVICES.index(service) for service in sorted(touched)]
    money = np.median(paths["money_paid"][:, rows, 0], axis=-1).sum(axis=1)
    change = money[:, CASE] / money[:, NO_CUT] - 1
    deepest = float(change[np.abs(change).argmax()])
    return 0.0 if isclose(deepest, 0.0, abs_tol=1e-12) else abs(deepest)


# Stocks that begin off their balance


def off_balance(model: Model, stocks: Sequence[str]) -> Model:
    """Return the model with one more number for each stock: its share at the start.

    What the balance is solved from stays, so the stock moves back: an amnesty, no smaller
    prison.
    """
    for stock in stocks:
        model = _with_share(model, stock)
    return model


def _with_share(model: Model, stock: str) -> Model:
    program, name = model.program, f"{SHARE_AT_START}{stock}"
    slot = 1 + max(*program.leaves, *(line.output for line in program.lines))
    node = Node("multiply", (Node("name", detail=stock), Node("name", detail=name)))
    line = Line(slot + 1, node, (program.start[stock], slot), stock)
    changed = replace(
        program,
        leaves={**program.leaves, slot: Leaf("parameter", name)},
        lines=(*program.lines, line),
        steady=program.steady | {slot, slot + 1},
        start={**program.start, stock: slot + 1},
    )
    declared = Declaration("1", (), "the case")
    parameters = {**model.parameters, name: declared}
    return replace(model, parameters=parameters, program=changed)


def start_shares(starts: Mapping[str, float]) -> dict[str, Array]:
    """Return the shares for the two runs."""
    return {
        f"{SHARE_AT_START}{stock}": np.array([1.0, share]).reshape(1, 1, 2, 1)
        for stock, share in starts.items()
    }
