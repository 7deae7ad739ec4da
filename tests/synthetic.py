"""A small invented comparison of scenarios, for tests of findings, tables and charts.

Nothing here is a finding: the numbers only have plausible sizes and shapes.
"""

import numpy as np

from kpsim.results import Array, CostLine, Costs, Outcome, Results, Text

YEARS = tuple(range(2026, 2037))
SCENARIOS = ("reference", "harm-reduction-stops", "frozen-budgets", "more-outreach")
PUBLIC = (
    "mpsv",
    "government_office",
    "justice",
    "interior",
    "state_treasury",
    "region",
    "city_of_liberec",
    "other_municipalities",
    "health_insurers",
)
# Depth of the change from 2027 on: share of the services' money that is lost.
_DEPTH = {
    "reference": 0.0,
    "harm-reduction-stops": 0.7,
    "frozen-budgets": 0.2,
    "more-outreach": -0.2,
}

_OUTCOMES = (
    # name, Czech, English, Czech unit, English unit, system, aggregate, worse, level, effect
    (
        "clients_in_contact",
        "Klienti v kontaktu se službami",
        "Clients in contact with services",
        "lidé",
        "people",
        "services",
        "mean",
        "down",
        1900,
        -0.6,
    ),
    (
        "ambulance_callouts",
        "Výjezdy záchranné služby",
        "Ambulance call-outs",
        "výjezdy za rok",
        "call-outs a year",
        "health",
        "sum",
        "up",
        820,
        0.35,
    ),
    (
        "hepatitis_c_infections",
        "Nové nákazy hepatitidou C",
        "New hepatitis C infections",
        "lidé za rok",
        "people a year",
        "health",
        "sum",
        "up",
        95,
        0.9,
    ),
    (
        "recorded_offences",
        "Evidované trestné činy",
        "Recorded offences",
        "činy za rok",
        "offences a year",
        "justice",
        "sum",
        "up",
        1450,
        0.12,
    ),
    (
        "people_without_home",
        "Lidé bez domova",
        "People without a home",
        "lidé na konci roku",
        "people at the end of the year",
        "social",
        "end",
        "up",
        610,
        0.3,
    ),
    (
        "children_in_care",
        "Děti v náhradní péči",
        "Children in substitute care",
        "děti",
        "children",
        "children",
        "mean",
        "up",
        240,
        0.08,
    ),
    (
        "public_wards",
        "Opatrovanci veřejných opatrovníků",
        "Wards of public guardians",
        "lidé",
        "people",
        "guardianship",
        "mean",
        "up",
        330,
        0.05,
    ),
    (
        "recorded_users",
        "Evidovaní uživatelé",
        "Recorded users",
        "lidé",
        "people",
        "visibility",
        "mean",
        "neither",
        1900,
        -0.55,
    ),
    (
        "official_estimate",
        "Úřední odhad",
        "Official estimate",
        "lidé",
        "people",
        "visibility",
        "mean",
        "neither",
        2500,
        -0.35,
    ),
    (
        "true_users",
        "Všichni uživatelé v modelu",
        "All users in the model",
        "lidé",
        "people",
        "visibility",
        "mean",
        "neither",
        2600,
        0.12,
    ),
)
_LINES = (
    # system, payer, kind, reference CZK a year, effect per depth
    ("services", "mpsv", "service_money", 24e6, -1.0),
    ("services", "government_office", "service_money", 11e6, -1.0),
    ("services", "region", "service_money", 7e6, -1.0),
    ("services", "city_of_liberec", "service_money", 5e6, -1.0),
    ("services", "clients_and_families", "service_money", 1e6, -1.0),
    ("services", "region", "one_off", 0.0, 0.0),
    ("health", "health_insurers", "variable", 90e6, 0.3),
    ("health", "health_insurers", "care_forgone", 20e6, -0.15),
    ("justice", "justice", "step_fixed", 60e6, 0.15),
    ("justice", "interior", "variable", 40e6, 0.12),
    ("social", "city_of_liberec", "variable", 12e6, 0.25),
    ("social", "mpsv", "transfer", 55e6, 0.06),
    ("children", "region", "variable", 70e6, 0.05),
    ("guardianship", "other_municipalities", "variable", 9e6, 0.04),
    ("revenue", "state_treasury", "variable", -30e6, 0.1),
    ("justice", "victims", "variable", 25e6, 0.15),
    ("welfare", "clients_and_families", "welfare", 10e6, 2.0),
)


def synthetic_results(draws: int = 512, seed: int = 7) -> Results:
    """Make the comparison; the same arguments give the same numbers."""
    random = np.random.default_rng(seed)
    strength = random.lognormal(0.0, 0.35, draws)
    # Share of the full effect reached in each year: nothing in 2026, then a slow approach.
    reach = 1 - np.exp(-0.45 * np.arange(len(YEARS), dtype=float))
    reached = reach[:, None, None] * np.array([_DEPTH[s] for s in SCENARIOS])[None, :, None]
    loads = {row[0]: _load(row, reached, strength=strength, random=random) for row in _OUTCOMES}
    floor = {name: 0.6 * load + 0.4 * load[:, :1] for name, load in loads.items()}
    central = _costs(reached, strength=strength, random=random)
    inflation = _index(random.normal(0.025, 0.01, (len(YEARS), draws)))
    service_index = _index(random.normal(0.045, 0.012, (len(YEARS), draws)))
    return Results(
        region="liberec",
        seed=seed,
        years=YEARS,
        scenarios=SCENARIOS,
        titles={
            "reference": Text("Zachování služeb", "Services kept"),
            "harm-reduction-stops": Text(
                "Konec K-centra a terénních programů", "Harm reduction stops"
            ),
            "frozen-budgets": Text("Zmrazené rozpočty", "Frozen budgets"),
            "more-outreach": Text("Více terénních programů", "More outreach"),
        },
        descriptions={name: Text("", "") for name in SCENARIOS},
        outcomes={row[0]: _outcome(row) for row in _OUTCOMES},
        loads={"floor": floor, "central": loads, "full": loads},
        costs={
            "floor": Costs(central.lines, 0.6 * central.amounts),
            "central": central,
            "full": Costs(central.lines, 1.4 * central.amounts),
        },
        service_money=_service_money(service_index),
        service_cost_index=service_index,
        deflator=inflation,
        first_change=(None, 2027, 2027, 2027),
        horizon=10,
        discount_rate=0.03,
    )


def _outcome(row: tuple) -> Outcome:  # type: ignore[type-arg]
    name, cs, en, unit_cs, unit_en, system, aggregate, worse = row[:8]
    return Outcome(
        name,
        Text(cs, en),
        Text(unit_cs, unit_en),
        system,
        aggregate,
        worse,
        headline=system != "visibility",
    )


def _load(row: tuple, reached: Array, *, strength: Array, random: np.random.Generator) -> Array:  # type: ignore[type-arg]
    level, effect = row[8:]
    start = level * random.lognormal(0.0, 0.06, strength.size)
    drift = 1 + 0.006 * np.arange(len(YEARS), dtype=float)[:, None, None]
    felt = (
        np.exp(effect * reached * strength)
        if effect > 0
        else 1 + effect * reached * (strength / (strength + 0.3))
    )
    return np.asarray(start * drift * felt)


def _costs(reached: Array, *, strength: Array, random: np.random.Generator) -> Costs:
    amounts = np.zeros((len(_LINES), len(YEARS), len(SCENARIOS), strength.size))
    depth = np.array([_DEPTH[s] for s in SCENARIOS])
    after = np.array([year >= 2027 for year in YEARS], dtype=float)
    cut = after[:, None, None] * depth[None, :, None] * np.ones(strength.size)
    for line, (_, _, kind, level, effect) in enumerate(_LINES):
        start = level * random.lognormal(0.0, 0.1, strength.size)
        felt = cut if kind == "service_money" else reached * strength
        amounts[line] = start + abs(start) * effect * felt
        if kind == "one_off":
            amounts[line, 1] = 2e6 * np.maximum(depth, 0)[:, None]
    return Costs(tuple(CostLine(*row[:3]) for row in _LINES), amounts)


def _index(growth: Array) -> Array:
    return np.asarray(np.cumprod(1 + growth, axis=0), dtype=np.float64)


def _service_money(index: Array) -> Array:
    money = np.zeros((len(YEARS), len(SCENARIOS), index.shape[-1]))
    for position, scenario in enumerate(SCENARIOS):
        if scenario == "frozen-budgets":
            money[:, position] = 48e6
        else:
            left = np.where(np.array(YEARS) >= 2027, 1 - _DEPTH[scenario], 1.0)
            money[:, position] = 48e6 * index * left[:, None]
    return money
