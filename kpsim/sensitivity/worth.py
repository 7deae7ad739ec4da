"""What is worth asking for before a decision: from one run, without new simulations."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from kpsim.analysis import money, payers
from kpsim.errors import RunError, problem, suggestion
from kpsim.inputs.draws import columns, draw
from kpsim.inputs.indices import FUTURE
from kpsim.inputs.institutions import INSTITUTIONS
from kpsim.inputs.parameter_set import ParameterSet
from kpsim.inputs.paths import FADING_GROWTH, TRENDS
from kpsim.language import catalogue_file, translate
from kpsim.results import Array, Results, Text
from kpsim.sensitivity import voi
from kpsim.sensitivity.drivers import Driver, drivers
from kpsim.sensitivity.holders import holder_of, sector_of
from kpsim.sensitivity.splines import curves
from kpsim.sensitivity.voi import Worth
from kpsim.world import World

PUBLIC, SOCIETY = "public", "society"
KEEP = "keep"
HARMED = ("deaths", "new_hcv_infections", "removals")
"""Loads whose rise over the horizon is counted as persons harmed."""

DECISIONS = ("keep", "cut", "alternatives")


@dataclass(frozen=True)
class Item:
    """One number or group: what knowing it is worth, and how far it narrows the outcomes."""

    name: str
    label: Text
    holder: Text
    how: Literal["count", "study", "future"]
    """Whether somebody can count it, only a study can find it, or it lies in the future."""
    worth: Worth
    narrowing: Mapping[str, float]

    @property
    def narrows(self) -> float:
        """Return the mean narrowing over the outcomes."""
        return float(np.mean(list(self.narrowing.values())))


@dataclass(frozen=True)
class Value:
    """What information is worth for one decision."""

    options: tuple[str, ...]
    best: str
    """The option with the largest expected net benefit."""
    probabilities: Mapping[str, float]
    """How often each option is the best."""
    perfect: Worth
    nothing_matters: bool
    """True where one option is best in every draw: then the ranking goes by narrowing."""
    items: tuple[Item, ...]
    groups: Mapping[str, tuple[Item, ...]]
    """By "sector", "source" and "holder"."""


def value_of_information(
    world: World,
    results: Results,
    *,
    decision: str,
    payer: str = PUBLIC,
    top: int = 30,
) -> Value:
    """Rank what could be asked for; `results` hold the scenarios to choose from."""
    check_payer(payer)
    names = [name for name in results.scenarios if name != "reference"]
    benefits = options(world, results, names, decision=decision, payer=payer)
    numbers = columns(
        draw(world.parameters, seed=results.seed, draws=results.draws, view="central"),
        world.parameters,
    )
    outcomes = watched(world, results, names[0], payer=payer)
    every = [each for each in drivers(world.parameters) if each.kind in ("parameter", "cause")]
    strong = _strongest(every, numbers, outcomes, top)
    nothing = voi.changes_nothing(benefits)
    items = [
        _item(_named(world.parameters, each), _of(each, numbers), benefits, outcomes, world=world,
              first=each.parameters[0])
        for each in strong
    ]  # fmt: skip
    matrix = np.stack(list(benefits.values()))
    winners = matrix.argmax(axis=0)
    return Value(
        tuple(benefits),
        list(benefits)[int(np.argmax(matrix.mean(axis=1)))],
        {name: float((winners == place).mean()) for place, name in enumerate(benefits)},
        voi.perfect(benefits),
        nothing,
        tuple(ranked(items, nothing)),
        {
            kind: tuple(ranked(_grouped(world, every, numbers, benefits, outcomes, kind), nothing))
            for kind in ("sector", "source", "holder")
        },
    )


def ranked(items: Sequence[Item], nothing_matters: bool) -> list[Item]:
    """Order items by their worth; where it cannot be told from nothing, by narrowing."""

    def worth(item: Item) -> float:
        sure = item.worth.value > item.worth.margin and not nothing_matters
        return item.worth.value if sure else 0.0

    return sorted(items, key=lambda item: (-worth(item), -item.narrows))


def how_found(parameters: ParameterSet, name: str) -> Literal["count", "study", "future"]:
    """Tell how a number could be found out."""
    if name in FUTURE or name in TRENDS.values() or name == FADING_GROWTH:
        return "future"
    records = [
        record for key, record in parameters.columns.items() if key.partition(".")[0] == name
    ]
    nobody_counts = any(record.role == "effect" or "QALY" in record.unit for record in records)
    return "study" if nobody_counts else "count"


def check_payer(payer: str) -> None:
    """Refuse a payer nobody knows."""
    known = (PUBLIC, SOCIETY, *INSTITUTIONS)
    if payer not in known:
        text = "unknown payer '{name}'{near}; expected one of {known}"
        near = suggestion(payer, known)
        values = {"name": payer, "near": near, "known": ", ".join(known)}
        raise RunError(problem("--payer", text, **values))


def check_decision(decision: str, scenarios: int) -> None:
    """Refuse a decision that is missing or none, and a choice among one."""
    if not decision:
        text = "what is decided is missing; expected one of {known}"
        raise RunError(problem("--decision", text, known=", ".join(DECISIONS)))
    if decision not in DECISIONS:
        text = "unknown decision '{name}'; expected one of {known}"
        raise RunError(problem("--decision", text, name=decision, known=", ".join(DECISIONS)))
    if decision == "alternatives" and scenarios < 2:
        text = "'alternatives' needs two scenarios at least; name the scenarios to choose from"
        raise RunError(problem("--decision", text))


def options(
    world: World, results: Results, names: Sequence[str], *, decision: str, payer: str
) -> dict[str, Array]:
    """Return the net benefit of each option to the decider, one number a draw."""
    check_decision(decision, len(names))
    chosen = names if decision == "alternatives" else names[:1]
    found = {KEEP: np.zeros(results.draws)}
    return found | {name: -cost_to(world, results, name, payer) for name in chosen}


def cost_to(world: World, results: Results, scenario: str, payer: str) -> Array:
    """Return what a decider pays more over the horizon, one number a draw."""
    if payer == SOCIETY:
        return np.asarray(payers.society(results, scenario).total.sum(axis=0))
    purse = world.ledger.public if payer == PUBLIC else (payer,)
    yearly = money.net_public_cost(results, scenario, "central", public=purse)
    return money.over_horizon(results, scenario, yearly)


def watched(world: World, results: Results, scenario: str, *, payer: str) -> dict[str, Array]:
    """Return the outcomes whose intervals information should narrow."""
    harmed = sum(
        money.over_horizon(results, scenario, results.difference(name, scenario)) for name in HARMED
    )
    return {
        "decider": cost_to(world, results, scenario, payer),
        "public": cost_to(world, results, scenario, PUBLIC),
        "harmed": np.asarray(harmed),
        "society": cost_to(world, results, scenario, SOCIETY),
    }


def _strongest(
    every: Sequence[Driver],
    numbers: Mapping[str, Array],
    outcomes: Mapping[str, Array],
    top: int,
) -> list[Driver]:
    """Return the drivers whose ranks go most with any of the outcomes."""

    def strength(driver: Driver) -> float:
        rows = _of(driver, numbers)
        links = [
            abs(float(np.corrcoef(_ranks(row), _ranks(outcome))[0, 1]))
            for row in rows
            for outcome in outcomes.values()
            if np.ptp(outcome) > 0
        ]
        return max(links, default=0.0)

    return sorted(every, key=lambda driver: -strength(driver))[:top]


def _of(driver: Driver, numbers: Mapping[str, Array]) -> list[Array]:
    keys = [key for key in numbers if key.partition(".")[0] in driver.parameters]
    return [numbers[key] for key in keys if np.ptp(numbers[key]) > 0]


def _named(parameters: ParameterSet, driver: Driver) -> tuple[str, Text]:
    from kpsim.sensitivity.drivers import labels_of

    label = labels_of(parameters, driver)
    return driver.name, Text(label["cs"], label["en"])


def _item(
    named: tuple[str, Text],
    rows: Sequence[Array],
    benefits: Mapping[str, Array],
    outcomes: Mapping[str, Array],
    *,
    world: World,
    first: str,
) -> Item:
    together = curves(_most(rows, outcomes))
    holder = holder_of(world.parameters, first)
    narrower: dict[str, float] = {
        key: voi.narrowing(key, outcome, together).share for key, outcome in outcomes.items()
    }
    how = how_found(world.parameters, first)
    return Item(named[0], named[1], holder, how, voi.partial(benefits, together), narrower)


def _most(rows: Sequence[Array], outcomes: Mapping[str, Array]) -> list[Array]:
    """Return the rows that go most with the outcomes: more curves than these fit noise."""
    if len(rows) <= voi.MOST_TOGETHER:
        return list(rows)

    def strength(row: Array) -> float:
        links = [np.corrcoef(_ranks(row), _ranks(each))[0, 1] for each in outcomes.values()]
        return float(np.nanmax(np.abs(links)))

    return sorted(rows, key=lambda row: -strength(row))[: voi.MOST_TOGETHER]


def _grouped(
    world: World,
    every: Sequence[Driver],
    numbers: Mapping[str, Array],
    benefits: Mapping[str, Array],
    outcomes: Mapping[str, Array],
    kind: str,
) -> list[Item]:
    """Return one item for each sector, source or holder."""
    naming: dict[str, Callable[[str], list[Text]]] = {
        "sector": lambda name: [_spoken(sector_of(world.parameters, name), "sector")],
        "source": lambda name: _sources(world.parameters, name),
        "holder": lambda name: [holder_of(world.parameters, name)],
    }
    groups: dict[Text, list[str]] = {}
    for driver in every:
        for name in driver.parameters:
            for label in naming[kind](name):
                groups.setdefault(label, []).append(name)
    found = []
    for label, names in groups.items():
        rows = [
            row
            for key, row in numbers.items()
            if key.partition(".")[0] in names and np.ptp(row) > 0
        ]
        if rows:
            found.append(
                _item((label.en, label), rows, benefits, outcomes, world=world, first=names[0])
            )
    return found


def _sources(parameters: ParameterSet, name: str) -> list[Text]:
    keys = {
        key
        for column, record in parameters.columns.items()
        if column.partition(".")[0] == name
        for key in record.source
    }
    # Several rows of one publication are one source to ask about.
    return list(dict.fromkeys(_source(parameters, key) for key in sorted(keys)))


def _source(parameters: ParameterSet, key: str) -> Text:
    if key not in parameters.sources:
        return _spoken(key, "source")
    title = parameters.sources[key].title
    return Text(catalogue_file("sources.cs.po", "cs").get(("", title), (title,))[0], title)


def _spoken(word: str, context: str) -> Text:
    english = word.replace("_", " ")
    return Text(translate(english, "cs", context=context), english)


def _ranks(values: Array) -> Array:
    return np.asarray(values.argsort().argsort(), dtype=float)
