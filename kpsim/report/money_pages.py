"""From a request about money to the parts of a page."""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from rich.console import RenderableType

from kpsim.analysis import erosion as eroded
from kpsim.analysis.backtest import backtest, load_method
from kpsim.analysis.least_harm import choose, harm_to_people, ranking, runner_up, searched
from kpsim.analysis.money import caused, horizon_years, over_horizon, saved
from kpsim.analysis.towns import TownView, town_view
from kpsim.errors import RunError, problem, suggestion
from kpsim.inputs.draws import draw
from kpsim.inputs.energy import draw_energy
from kpsim.inputs.files import read_toml
from kpsim.inputs.funding import SERVICES
from kpsim.inputs.indices import Indices, draw_indices
from kpsim.inputs.locations import params_folder
from kpsim.inputs.scenario_tables import FIRST_MONTH
from kpsim.inputs.scenarios import check_lines, load_scenario
from kpsim.inputs.towns import load_towns
from kpsim.ledger.cascade_tree import cascade_tree
from kpsim.ledger.steps import load_steps
from kpsim.money_study import (
    falls_with,
    indexed_scenarios,
    price_paths,
    row_study,
    study_of_lines,
    without_line,
    without_lines,
)
from kpsim.report import terminal_budget as pages
from kpsim.report import terminal_least_harm as harm
from kpsim.report.cells import Column, common_scale, crowns, paragraph, say, table
from kpsim.report.comparison import check_horizon, check_settings
from kpsim.report.findings import estimate
from kpsim.report.money_tables import BUDGET_YEARS
from kpsim.report.supplied_text import supplied_parts
from kpsim.report.terminal_cash import payers_page
from kpsim.report.terminal_payers import PayersPage
from kpsim.results import Array, Results
from kpsim.study import Settings, study
from kpsim.wording.numbers import money, money_unit, percent, years
from kpsim.wording.words import name_of
from kpsim.world import load_world

HIGHEST_DISCOUNT = 0.2


def payers_parts(
    name: str | Path,
    settings: Settings,
    *,
    language: str,
    width: int,
    town: str | None = None,
    data: Sequence[Path] = (),
) -> list[RenderableType]:
    """Return the page about payers of one scenario, or of one town."""
    scenario = load_scenario(name)
    check_money_settings(settings)
    check_horizon([scenario], settings.horizon)
    world = load_world(data=data)
    check_lines(scenario, world.funding)
    if scenario.first_year is None:
        text = "changes nothing against keeping the services; choose another scenario"
        raise RunError(problem(f"scenario {scenario.name}", text))
    place = None if town is None else load_towns(world.funding).find(town)
    results = study(world, [scenario], settings)
    indices = price_paths(world, results)
    if place is not None:
        towns = load_towns(world.funding)
        public = set(world.ledger.public)
        view = town_view(
            results, scenario, towns=towns, name=place, funding=world.funding, public=public
        )
        window = horizon_years(results, scenario.name)
        years_counted = results.years[window]
        town_parts = _town_parts(view, window, years_counted, indices, language, width)
        return [*supplied_parts(world.supplied, language), *town_parts]
    rows = row_study(world, [scenario], settings, load_steps(world.ledger))
    page = PayersPage(world, results, scenario, indices, rows, language, width)
    return [*supplied_parts(world.supplied, language), *payers_page(page)]


def check_money_settings(settings: Settings) -> None:
    """Refuse settings no page can use."""
    check_settings(settings)
    if not 0 <= settings.discount_rate <= HIGHEST_DISCOUNT:
        text = "is {found}; expected 0 to {most} (0.03 is the default)"
        values = {"found": settings.discount_rate, "most": HIGHEST_DISCOUNT}
        raise RunError(problem("discount", text, **values))


def show_parts(name: str | Path, *, language: str, width: int) -> list[RenderableType]:
    """Return the lines of the services and the municipal key, before and after a scenario."""
    scenario, world = load_scenario(name), load_world()
    check_lines(scenario, world.funding)
    tree = cascade_tree(scenario, world.funding)
    return list(
        pages.parts_of(
            pages.lines_table(world.funding, tree, language),
            pages.totals_note(world.funding, language, width),
            pages.key_table(world.funding, language),
            pages.key_note(language, width),
        )
    )


def cascade_parts(name: str | Path, *, language: str) -> list[RenderableType]:
    """Return the tree of what falls with a scenario."""
    scenario, world = load_scenario(name), load_world()
    check_lines(scenario, world.funding)
    tree = cascade_tree(scenario, world.funding)
    return [pages.cascade_drawing(tree, language)]


def erosion_parts(
    service: str | None,
    settings: Settings,
    *,
    language: str,
    width: int,
    data: Sequence[Path] = (),
) -> list[RenderableType]:
    """Return what frozen and indexed budgets buy, past and future, in staff and clients."""
    check_money_settings(settings)
    services = _services(service)
    world = load_world(data=data)
    results = study(world, indexed_scenarios(), settings)
    values = draw(world.parameters, seed=settings.seed, draws=settings.draws, view="central").values
    indices = draw_indices(values, settings.seed, results.years)
    energy = draw_energy(values, settings.seed, results.years, indices=indices)
    places = [SERVICES.index(each) for each in services]
    staff = values["staff_at_start"][places].sum(axis=(0, 1, 2))
    found = {rule: eroded.future(rule, indices, base=FIRST_MONTH.year) for rule in eroded.RULES}
    clients = {
        rule: eroded.clients(results, f"indexed-{rule}", services) for rule in eroded.RULES[:2]
    }
    ten_years_on = results.years.index(FIRST_MONTH.year + 10)
    label = name_of(service, language) if service else say("whole network", language)
    trials = {ahead: backtest(load_method(), ahead=ahead) for ahead in (1, 2)}
    parts = [
        *supplied_parts(world.supplied, language),
        pages.erosion_past(language),
        pages.erosion_future(found, staff, language, label=label[:1].upper() + label[1:]),
        *([pages.clients_table(clients, results, language)] if any(clients.values()) else []),
        pages.paths_note(
            energy[ten_years_on],
            indices.cpi[ten_years_on],
            indices.wages[ten_years_on],
            language,
            width,
        ),
        pages.backtest_note(trials, language, width),
        pages.base_note(language, width, draws=results.draws, discount=settings.discount_rate),
    ]
    return list(pages.parts_of(*parts))


def _services(service: str | None) -> tuple[str, ...]:
    if service is None:
        return SERVICES
    if service not in SERVICES:
        text = "no service '{name}'{near}; expected one of {known}"
        near, known = suggestion(service, SERVICES), ", ".join(SERVICES)
        raise RunError(problem("service", text, name=service, near=near, known=known))
    return (service,)


def share_asked(text: str) -> float:
    """Read a share such as "10%" or "0.1"."""
    written = text.strip().replace(",", ".")
    try:
        value = float(written.rstrip("% ")) / (100 if "%" in written else 1)
    except ValueError:
        value = -1.0
    if not 0 < value < 1:
        sentence = "is '{found}'; expected a share between 0 and 100%, such as 10%"
        raise RunError(problem("save", sentence, found=text))
    return value


def least_harm_parts(
    save: str, settings: Settings, *, language: str, width: int, data: Sequence[Path] = ()
) -> list[RenderableType]:
    """Return the lines that save a share of the public money with least harm, and the runner-up."""
    share = share_asked(save)
    check_money_settings(settings)
    world = load_world(data=data)
    public = world.ledger.public
    smallest = float(read_toml(params_folder() / "money" / "search.toml")["smallest_line"])
    lines = searched(world.funding.lines, public, smallest=smallest)
    single = study_of_lines(world, lines, settings)
    by_name = {without_line(line).name: line for line in lines}
    falls = {name: falls_with(world, line) for name, line in by_name.items()}
    ranked = ranking(single, by_name, public, falls=falls)
    target = share * sum(line.value for line in world.funding.lines if line.funder in public)
    choices = {"Least harm": choose(ranked, target), "Runner-up": runner_up(ranked, target)}
    scenarios = [
        without_lines(
            [each.line for each in choice.lines],
            f"choice-{number}",
            last_share=choice.last_share,
        )
        for number, choice in enumerate(choices.values())
    ]
    results = study(world, scenarios, settings)
    harms = {
        name: harm_to_people(results, scenario.name)
        for name, scenario in zip(choices, scenarios, strict=True)
    }
    sums = [
        harm.sums_text(
            name,
            _total(results, scenario.name, public, of_saved=True),
            _total(results, scenario.name, public, of_saved=False),
            language,
            width,
        )
        for name, scenario in zip(choices, scenarios, strict=True)
    ]
    first, second = choices.values()
    parts: list[RenderableType] = [
        *supplied_parts(world.supplied, language),
        paragraph(
            say(
                "To be saved: {share} of the public money of the services, {target} a year in 2025 "
                "prices; {count} lines of {smallest} and more are searched.",
                language,
                share=percent(share, language),
                target=money(target, language, decimals=2),
                count=len(lines),
                smallest=money(smallest, language),
            ),
            width,
        ),
        harm.ranking_table(ranked, language),
        harm.choice_text(first, language, width, first=True),
        harm.choice_text(second, language, width, first=False),
        *sums,
        paragraph(
            say(
                "The order is by public crowns alone. What happens to people stands below; an "
                "order by people, or by one kind of harm, is another matter.",
                language,
            ),
            width,
        ),
        harm.people_table(harms, results, language),
        pages.base_note(language, width, draws=results.draws, discount=settings.discount_rate),
    ]
    return list(pages.parts_of(*parts))


def _total(results: Results, scenario: str, public: Collection[str], *, of_saved: bool) -> Array:
    """Return what a scenario saves or causes for the public purse over the years counted."""
    how = saved if of_saved else caused
    return over_horizon(results, scenario, how(results, scenario, "central", public=public))


def _town_parts(
    view: TownView,
    window: slice,
    counted: Sequence[int],
    indices: Indices,
    language: str,
    width: int,
) -> Iterator[RenderableType]:
    """Return the page of one town: its own budgets by budget year, and what its people cost."""
    yield say(
        "{town}: {share} of the people of the region",
        language,
        town=view.label,
        share=percent(view.population_share, language),
    )
    asked = [year for year in BUDGET_YEARS if year in counted]
    rows = {"no longer paid": view.saved, "starts to be paid": view.caused, "net": view.net}
    cells = {
        (name, year): estimate(amount[indices.years.index(year)] * indices.at("cpi", year))
        for name, amount in rows.items()
        for year in asked
    }
    scale = common_scale(list(cells.values()))
    own = table(
        (
            Column("Budgets of the municipalities", right=False, width=29),
            *(Column(str(year), width=20) for year in asked),
        ),
        language,
    )
    for name in rows:
        amounts = (crowns(cells[name, year], scale, language) for year in asked)
        own.add_row(say(name, language), *amounts)
    own.title = say("By budget year: nominal {unit}", language, unit=money_unit(scale, language))
    own.title_justify = "left"
    yield own
    sums = {name: estimate(x[window].sum(axis=0)) for name, x in view.elsewhere.items()}
    scale = common_scale(list(sums.values()))
    others = table(
        (Column("System", right=False, width=34), Column("other public payers", width=26)),
        language,
    )
    for name, amount in sums.items():
        others.add_row(name_of(name, language), crowns(amount, scale, language))
    others.title = say(
        "What people of the town cost others, {years}, {unit}, 2025 prices",
        language,
        years=years(counted[0], counted[-1]),
        unit=money_unit(scale, language),
    )
    others.title_justify = "left"
    yield others
    yield paragraph(
        say(
            "Shared by the keys of params/regions/liberec-towns.toml: population of the districts "
            "(2002), for housing people without a roof (2018). What a municipality pays is known "
            "for few: see the key in 'kpsim budget show'. A scenario is not a forecast.",
            language,
        ),
        width,
    )
