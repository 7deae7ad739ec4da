"""One region's world: parameters, funding, ledger and outcomes, and the model they fit."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kpsim.analysis.outcomes import OutcomeSpec, load_outcomes
from kpsim.engine.declaration import Declaration
from kpsim.engine.graph import Model, build
from kpsim.inputs.draws import OUTBREAK_THRESHOLD
from kpsim.inputs.energy import PARAMETERS as READ_BY_ENERGY
from kpsim.inputs.funding import Funding, load_funding
from kpsim.inputs.indices import FUTURE
from kpsim.inputs.municipal_money import PARAMETERS as READ_BY_KEY
from kpsim.inputs.parameters import ParameterSet, load_parameters
from kpsim.inputs.paths import FADE_TIME, FADING_GROWTH, PATHS, TRENDS
from kpsim.inputs.supplied import Supplied, changes, check_known, load_overlays
from kpsim.ledger.budgets import Budgets, load_budgets
from kpsim.ledger.rows import Ledger, check_against_model, load_ledger, quantities_of
from kpsim.model import SECTORS
from kpsim.model.dimensions import SERVICE, SUBSTANCE

DIMENSIONS = {dimension.name: dimension for dimension in (SERVICE, SUBSTANCE)}
MONEY = "CZK2025/month"
READ_BY_PATHS = frozenset(
    {*TRENDS.values(), FADING_GROWTH, FADE_TIME, "network_cost_scale", "reserve_months"}
)
"""Parameters that make the paths and are no argument of an equation."""

POPULATIONS = frozenset({"population", "population_cz", "population_city"})
"""Read by the loader and by the budgets, where a region has them."""

PATH_UNITS = {"money_paid": MONEY, "reference_money": MONEY}
BY_SERVICE = frozenset({"money_paid", "reference_money", "announced_cut"})
CONSTANT = frozenset({"reference_money"})


@dataclass(frozen=True)
class World:
    """What does not change between the runs of a region."""

    parameters: ParameterSet
    funding: Funding
    ledger: Ledger
    budgets: Budgets
    outcomes: Mapping[str, OutcomeSpec]
    model: Model
    supplied: Supplied = field(default_factory=Supplied)


def load_world(
    region: str = "liberec", folder: Path | None = None, *, data: Sequence[Path] = ()
) -> World:
    """Read all files of a region and build the model; report everything that is wrong at once.

    `data` are files of figures that services supplied; they replace the region's.
    """
    overlays = load_overlays(data)
    parameters = load_parameters(region, folder)
    supplied = Supplied()
    if overlays:
        check_known(overlays, parameters)
        before, parameters = parameters, load_parameters(region, folder, overlays=overlays)
        supplied = Supplied(tuple(data), changes(before, parameters))
    funding = load_funding(region, folder)
    outcomes = load_outcomes(folder)
    ledger = load_ledger(parameters, folder)
    budgets = load_budgets(parameters, folder)
    wanted = {spec.variable for spec in outcomes.values()}
    model = build_model(parameters, read_elsewhere={*wanted, *ledger.read_elsewhere})
    variables = {**model.stocks, **model.flows, **model.auxiliaries}
    check_against_model(ledger, quantities_of(variables), parameters=parameters)
    return World(parameters, funding, ledger, budgets, outcomes, model, supplied)


def build_model(parameters: ParameterSet, *, read_elsewhere: Collection[str]) -> Model:
    """Build the model with the parameters of a region."""
    return build(
        SECTORS,
        parameters=declared(parameters),
        paths=declared_paths(),
        read_elsewhere={
            *read_elsewhere,
            *READ_BY_PATHS,
            *READ_BY_KEY,
            *READ_BY_ENERGY,
            *FUTURE,
            *(POPULATIONS & parameters.records.keys()),
        },
    )


def declared(parameters: ParameterSet) -> dict[str, Declaration]:
    """Declare every parameter to the engine, in the engine's units."""
    records = {
        name: Declaration(
            parameters.unit(name),
            tuple(DIMENSIONS[each] for each in parameters.by(name)),
            f"{parameters.places[name]}: {name}",
        )
        for name in parameters.records
    }
    return records | {OUTBREAK_THRESHOLD: Declaration("1", (), "the draws")}


def declared_paths() -> dict[str, Declaration]:
    """Declare every path a scenario gives the engine."""
    return {
        name: Declaration(
            PATH_UNITS.get(name, "1"),
            (SERVICE,) if name in BY_SERVICE else (),
            "the scenario",
            constant=name in CONSTANT,
        )
        for name in PATHS
    }
