"""What asking some clients, or counting for a year, would be worth to a decision."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rich.console import RenderableType

from kpsim.errors import RunError, problem, suggestion
from kpsim.inputs.records import Record
from kpsim.inputs.scenario_tables import MONTHS_A_YEAR
from kpsim.report.cells import say
from kpsim.report.question import Question
from kpsim.report.sensitivity_tables import column_label
from kpsim.results import Array
from kpsim.sensitivity import samples, voi
from kpsim.wording.numbers import money_text, number, percent, scale_for, scaled

A_MONTH = "/month"


@dataclass(frozen=True)
class Plan:
    """What could be observed: the answers of clients, or cases among people over years."""

    clients: float | None = None
    years: float | None = None
    among: float | None = None
    about: str | None = None


def check(plan: Plan) -> None:
    """Refuse a plan that tells nothing, before anything is computed."""
    if plan.clients is not None:
        samples.check_clients(plan.clients)
    if (plan.years is None) != (plan.among is None):
        text = "a count needs both: for how many years, and among how many people"
        raise RunError(problem("--years, --among", text))
    if plan.years is not None and plan.among is not None:
        samples.check_exposed(plan.years * plan.among if min(plan.years, plan.among) > 0 else 0)
    observed = plan.clients is not None or plan.years is not None
    if plan.about is not None and not observed:
        text = "says what to observe, but not how much; add --sample, or --years and --among"
        raise RunError(problem("--about", text))
    if plan.about is None and observed:
        text = (
            "the number is missing; name the share clients are asked about, or the rate whose "
            "cases are counted (kpsim params list)"
        )
        raise RunError(problem("--about", text))


def column_of(asked: Question, plan: Plan) -> str:
    """Return the column that is observed."""
    of_clients = plan.clients is not None
    parameters = asked.world.parameters
    can = [
        key
        for key, record in parameters.columns.items()
        if record.distribution != "fixed"
        and observable(record, parameters.unit(key.partition(".")[0]), of_clients=of_clients)
    ]
    named = [key for key in can if plan.about in (key, key.partition(".")[0])]
    if not named:
        text = (
            "no share '{name}' that clients can be asked about{near}"
            if of_clients
            else "no rate '{name}' whose cases can be counted{near}"
        )
        near = suggestion(plan.about or "", can)
        raise RunError(problem("--about", text, name=plan.about, near=near))
    return named[0]


def sampled(
    asked: Question, plan: Plan, benefits: Mapping[str, Array], outcome: Array
) -> Iterator[RenderableType]:
    """Say what the plan would be worth, and how much narrower the decider's cost would be."""
    if plan.about is None:
        return
    language, seed = asked.language, asked.bench.settings.seed
    column = column_of(asked, plan)
    values = asked.columns(len(outcome))[column]
    if plan.clients is not None:
        data = samples.answers_of_clients(values, plan.clients, seed=seed)
        text = (
            "Asking clients about “{name}” ({count}): worth {worth} (± {error}); the range of the "
            "decider's cost would be {narrower} narrower. What is known now equals {known} clients."
        )
        counted, known = plan.clients, samples.clients_known(values)
    else:
        years, among = plan.years or 0.0, plan.among or 0.0
        data = samples.cases_counted(values, years * MONTHS_A_YEAR * among, seed=seed)
        text = (
            "Counting cases of “{name}” among people ({count}), years: {years}: worth {worth} (± "
            "{error}); the range of the decider's cost would be {narrower} narrower. What is known "
            "now equals {known} years of such counts."
        )
        counted, known = among, samples.exposure_known(values) / MONTHS_A_YEAR / among
    gained = voi.partial(benefits, [data])
    scale = scale_for(gained.value, gained.margin)
    worth, error = (
        money_text(number(scaled(each, scale), language, decimals=1), scale, language)
        for each in (gained.value, gained.margin)
    )
    yield ""
    yield say(
        text,
        language,
        name=column_label(asked, column),
        count=number(counted, language),
        years=number(plan.years or 0, language, decimals=0 if (plan.years or 0) % 1 == 0 else 1),
        worth=worth,
        error=error,
        narrower=percent(voi.narrowing("", outcome, [data]).share, language, decimals=1),
        known=number(known, language, decimals=0 if known >= 10 else 1),
    )


def observable(record: Record, unit: str, *, of_clients: bool) -> bool:
    """Tell whether clients can be asked about a number, or its cases counted."""
    if of_clients:
        return record.role in ("share", "effect") and record.bounds == (0, 1)
    return record.role == "rate" and unit.endswith(A_MONTH) and "QALY" not in unit
