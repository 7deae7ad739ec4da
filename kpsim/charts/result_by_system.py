"""What the result is made of: the money of the services, then one step for each system."""

from collections.abc import Collection
from dataclasses import replace

from kpsim.analysis import money
from kpsim.charts.house_style import Chart, Footer
from kpsim.charts.notes import true_cost
from kpsim.charts.why_waterfall import Texts, amount, step, waterfall
from kpsim.inputs.funding import Funding
from kpsim.language import translate
from kpsim.results import Results
from kpsim.sensitivity.asked import NET, SUMS
from kpsim.wording.numbers import money_unit, scale_for, unbreakable
from kpsim.wording.words import name_of, years_long

NAME = "result_by_system"


def result_by_system(
    results: Results,
    scenario: str,
    *,
    public: Collection[str],
    language: str,
    version: str,
    funding: Funding | None = None,
) -> Chart:
    """Draw the steps from the services' money to the net spending of public budgets."""
    by_system = {
        name: money.over_horizon(results, scenario, amounts)
        for name, amounts in money.by_system(results, scenario, "central", payers=public).items()
    }
    first = by_system.pop(money.SERVICES)
    others = sorted(by_system.items(), key=lambda item: -abs(item[1].mean()))
    made = [
        step(name_of(money.SERVICES, language), first),
        *(step(name_of(name, language), values) for name, values in others),
        step(translate("Total", language), first + sum(values for _, values in others)),
    ]
    scale = scale_for(*(each.mean for each in made))
    note = translate(
        "Means of the years counted, in brackets 9 of 10 futures; rounded, so that rows do not "
        "always add up. Minus: less spent or more collected. The rows are systems, whoever pays "
        "for them, not payers.",
        language,
    )
    note += " " + true_cost(results, scenario, public=public, funding=funding, language=language)
    alt = translate(
        "Steps of {count} systems, {unit}: {services} {first}, {largest} {second}, in total "
        "{total}. The numbers are in the file {file}.csv.",
        language,
    ).format(
        count=len(others),
        unit=money_unit(scale, language),
        services=made[0].name,
        first=amount(made[0], scale, language),
        largest=made[1].name,
        second=amount(made[1], scale, language),
        total=amount(made[-1], scale, language),
        file=NAME,
    )
    chart = waterfall(
        made,
        Texts(
            NAME,
            translate("{outcome} over {years}", language).format(
                outcome=SUMS[NET].of(language), years=years_long(results.horizon, language)
            ),
            note,
            unbreakable(alt, language),
        ),
        scale=scale,
        is_money=True,
        footer=Footer(version, results.titles[scenario].of(language), results.draws),
        language=language,
    )
    data = chart.data.assign(unit=translate("CZK", language), price_year=2025)
    data.insert(0, "scenario", scenario)
    return replace(chart, data=data)
