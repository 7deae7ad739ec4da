"""Studies money asks for beside the main one: rows of the ledger, frozen budgets, single lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kpsim.engine.engines import evaluator
from kpsim.engine.simulate import Keep, Names
from kpsim.inputs.decisions import consequences
from kpsim.inputs.draws import Draws, draw, uniforms
from kpsim.inputs.funding import Line
from kpsim.inputs.indexing import Indexing
from kpsim.inputs.indices import Indices, draw_indices
from kpsim.inputs.money_paths import Money, funding_by_line
from kpsim.inputs.paths import engine_paths
from kpsim.inputs.records import Label
from kpsim.inputs.scenario_checks import FOREVER, Change
from kpsim.inputs.scenario_tables import MONTHS_A_YEAR, IndexRule
from kpsim.inputs.scenarios import Scenario
from kpsim.ledger.evaluate import row_quantity
from kpsim.ledger.payers import funder_shares, payer_shares
from kpsim.ledger.prices import real_growth, unit_cost
from kpsim.ledger.rows import Row
from kpsim.ledger.steps import STEP_FIXED, Split, Step, sizes, split
from kpsim.results import Array, Results
from kpsim.study import YEARS, Settings, block_size, month_labels, study, with_reference
from kpsim.world import World

FIRST = MONTHS_A_YEAR
"""Month of the decisions made here: January 2027."""

ANNOUNCED = FIRST - 3
RULES: tuple[IndexRule, ...] = ("none", "cpi", "wages")
STEP_KEY = "cost_step"


@dataclass(frozen=True)
class RowMoney:
    """One row of the ledger as one payer sees it: differences from the reference, (year, draw)."""

    row: str
    payer: str
    system: str
    kind: str
    load: Array
    """In the quantity's unit a year; stocks as people."""
    long_run: Array
    """At the ledger's marginal price: the headline."""
    short_run: Array
    """What really moves in the budget: variable costs, and step-fixed ones by whole steps."""
    overload: Array
    """Load carried without money: the rest of the long-run cost."""
    average: Array
    """At the average price, which overstates what a few more people cost."""


@dataclass(frozen=True)
class RowStudy:
    """Rows of the ledger by payer, for each scenario but the reference."""

    years: tuple[int, ...]
    scenarios: tuple[str, ...]
    first_change: tuple[int | None, ...]
    rows: Mapping[str, tuple[RowMoney, ...]]
    indices: Indices
    draws: int


def drawn_again(world: World, results: Results) -> tuple[Draws, Indices]:
    """Return the central draws and the price paths a study was made from."""
    drawn = draw(world.parameters, seed=results.seed, draws=results.draws, view="central")
    return drawn, draw_indices(drawn.values, results.seed, results.years)


def price_paths(world: World, results: Results) -> Indices:
    """Return the price paths of a study."""
    return drawn_again(world, results)[1]


def row_study(
    world: World, scenarios: Sequence[Scenario], settings: Settings, steps: Mapping[str, Step]
) -> RowStudy:
    """Run the central view once more and keep each row of the ledger apart."""
    compared = with_reference(scenarios)
    drawn = draw(world.parameters, seed=settings.seed, draws=settings.draws, view="central")
    indices = draw_indices(drawn.values, settings.seed, YEARS)
    months = round(len(YEARS) * MONTHS_A_YEAR / settings.step)
    found: dict[str, list[tuple[RowMoney, ...]]] = {each.name: [] for each in compared[1:]}
    size = block_size(len(compared))
    for start in range(0, drawn.count, size):
        stop = min(start + size, drawn.count)
        part, prices = drawn.slice(start, stop), indices.part(slice(start, stop))
        paths = engine_paths(
            compared,
            world.funding,
            indices=prices,
            values=part.values,
            steps=months,
            step=settings.step,
        )
        kept = evaluator(settings.engine)(
            world.model,
            parameters={name: part.values[name] for name in world.model.parameters},
            paths=paths,
            steps=months,
            step=settings.step,
            keep=[Keep(name, name, "sum") for name in world.ledger.variables],
            names=Names(
                tuple(each.name for each in compared), start, month_labels(months, settings.step)
            ),
        )
        money = funding_by_line(compared, world.funding, indices=prices, values=part.values)
        chance = {
            name: uniforms(settings.seed, f"{STEP_KEY}:{name}", drawn.count)[start:stop]
            for name in steps
        }
        for place, each in enumerate(compared[1:], start=1):
            found[each.name].append(
                tuple(
                    one
                    for row in world.ledger.rows
                    for one in _row_money(
                        row,
                        kept,
                        part.values,
                        place=place,
                        indices=prices,
                        money=money,
                        public=world.ledger.public,
                        steps=steps,
                        chance=chance,
                    )
                )
            )
    return RowStudy(
        YEARS,
        tuple(found),
        tuple(each.first_year for each in compared[1:]),
        {name: _joined(parts) for name, parts in found.items()},
        indices,
        drawn.count,
    )


def _row_money(
    row: Row,
    kept: Mapping[str, Array],
    values: Mapping[str, Array],
    *,
    place: int,
    indices: Indices,
    money: Money,
    public: frozenset[str],
    steps: Mapping[str, Step],
    chance: Mapping[str, Array],
) -> list[RowMoney]:
    """Price one row for each of its payers, in the three ways and split into money and overload."""
    load = row_quantity(row, kept)
    more = load[:, :, :, place] - load[:, :, :, 0]
    growth = real_growth(row.index, indices)
    marginal = unit_cost(row, values, average=False)[:, :, 0]
    average = unit_cost(row, values, average=True)[:, :, 0]
    found = []
    for payer, share in payer_shares(row, values, funders=funder_shares(money, public)).items():
        part = share[:, :, 0]
        long_run = (more * marginal * part).sum(axis=(1, 2)) * growth
        whole = (more * average * part).sum(axis=(1, 2)) * growth
        people = more.sum(axis=(1, 2)) / (MONTHS_A_YEAR if "/month" in row.unit else 1)
        if row.kind == STEP_FIXED:
            cut = _split(people, long_run, step=steps[row.name], chance=chance[row.name])
            short, overload = cut.money, cut.overload
        else:
            short, overload = long_run, np.zeros_like(long_run)
        found.append(
            RowMoney(
                row.name,
                payer,
                row.system,
                row.kind,
                people,
                long_run,
                short_run=short,
                overload=overload,
                average=whole,
            )
        )
    return found


def _split(people: Array, long_run: Array, *, step: Step, chance: Array) -> Split:
    """Divide a row into money and overload at what one more person costs in each year."""
    price = long_run / np.where(people == 0, 1.0, people)
    return split(people, step, size=sizes(step, chance), price=price)


def _joined(parts: Sequence[tuple[RowMoney, ...]]) -> tuple[RowMoney, ...]:
    """Put the draws of all blocks side by side."""
    arrays = ("load", "long_run", "short_run", "overload", "average")
    return tuple(
        replace(
            same[0],
            **{name: np.concatenate([getattr(o, name) for o in same], axis=-1) for name in arrays},
        )
        for same in zip(*parts, strict=True)
    )


# Scenarios that are made here and not read from files.


def made(name: str, cs: str, en: str, **parts: object) -> Scenario:
    """Return a scenario with a title for its only text."""
    title = Label(cs=cs, en=en)
    return Scenario(name, title, title, **parts)  # type: ignore[arg-type]


def indexed_scenarios() -> tuple[Scenario, ...]:
    """Return all budgets frozen, following prices, and following wages, from 2027 on."""
    titles = {
        "none": ("Zmrazené rozpočty", "Frozen budgets"),
        "cpi": ("Rozpočty podle cen", "Budgets follow prices"),
        "wages": ("Rozpočty podle mezd", "Budgets follow wages"),
    }
    return tuple(
        made(f"indexed-{rule}", *titles[rule], indexing=Indexing(default=rule, start=FIRST))
        for rule in RULES
    )


def without_line(line: Line) -> Scenario:
    """Return the scenario in which a single funding line ends in 2027."""
    return without_lines((line,), f"without-{line.service}-{line.funder}")


def without_lines(lines: Sequence[Line], name: str, *, last_share: float = 1.0) -> Scenario:
    """Return the scenario in which lines end in 2027, the last of them only by a share.

    A line that ends takes with it what hangs on it, as when a funder leaves.
    """
    changes = tuple(
        Change(
            action="lose_funder" if share == 1 else "reduce",
            services=(line.service,),
            funders=(line.funder,),
            start=FIRST,
            end=FOREVER,
            announced=ANNOUNCED,
            by=share,
            over_months=1,
            months=0,
            place=name,
        )
        for number, line in enumerate(lines, start=1)
        for share in ((last_share if number == len(lines) else 1.0),)
    )
    return made(name, name, name, changes=changes)


def falls_with(world: World, line: Line) -> dict[tuple[str, str], float]:
    """Return the lines that end with one, itself included, CZK of 2025 a year."""
    scenario = without_line(line)
    return {
        (fall.service, fall.funder): fall.amount
        for change in scenario.changes
        for fall in consequences(change, scenario, world.funding)
    }


def study_of_lines(world: World, lines: Sequence[Line], settings: Settings) -> Results:
    """Close each line alone, all of them on the scenario axis of one study."""
    return study(world, [without_line(line) for line in lines], settings)
