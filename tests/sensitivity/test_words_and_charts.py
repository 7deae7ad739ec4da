"""The sentences under the charts, in both languages, and the charts that carry them."""

import re
from decimal import Decimal
from itertools import pairwise

import numpy as np
import pytest
from scipy import stats

from kpsim.charts import driver_heat_map as heat
from kpsim.charts.data_requests import data_requests
from kpsim.charts.driver_heat_map import driver_heat_map
from kpsim.charts.house_style import Footer
from kpsim.charts.joint_tipping import joint_tipping
from kpsim.charts.quantile_dots import quantile_dots, quantiles
from kpsim.charts.saving import save
from kpsim.charts.switching_value import Named, switching_value
from kpsim.charts.tornado import Labelled, tornado
from kpsim.charts.variance_bars import Share, variance_bars
from kpsim.charts.why_waterfall import why_waterfall
from kpsim.inputs.draws import scores
from kpsim.results import Text
from kpsim.sensitivity.joint_tipping import joint
from kpsim.sensitivity.mechanisms import Mechanism
from kpsim.sensitivity.over_time import HeatMap
from kpsim.sensitivity.tipping import Line, tipping
from kpsim.sensitivity.tornado import Bar
from kpsim.sensitivity.voi import Worth
from kpsim.sensitivity.why import Share as Part
from kpsim.sensitivity.why import Why
from kpsim.sensitivity.worth import Item
from kpsim.wording import words
from kpsim.wording.numbers import Rounded

DRAWS = 512
FORBIDDEN = {
    "cs": r"\b(nejspíš|asi|snad|spíše|možná|často|občas|určitě|významně|prokazatelně|predikce)\b",
    "en": r"\b(may|could|up to|significant|proves)\b",
}
FOOTER = Footer("0.1.0", "Scénář", DRAWS)
MILLION = 1e6
VALUES = MILLION * (10 + 20 * scores(1, "values", DRAWS))


def drawn_tornado(language):
    bars = [
        Labelled(Bar("a", (0.05, 0.95), (1, 2), (-5e6, 25e6)), "První", "D", "1", "2"),
        Labelled(Bar("b", (0.05, 0.95), (1, 2), (12e6, 8e6)), "Druhá", "B", "3", "4"),
    ]
    return tornado(bars, middle=10e6, outcome="výdaje", footer=FOOTER, language=language)


def drawn_variance(language):
    shares = [Share("a", "První", "D", "kraj", 0.6), Share("b", "Druhá", "B", "obec", 0.4)]
    return variance_bars(shares, outcome="výdaje", footer=FOOTER, language=language)


def drawn_heat(language):
    shares = np.array([[0.7, 0.1], [0.2, 0.6], [0.1, 0.3]])
    found = HeatMap(("a", "b", "others"), (2027, 2028), shares)
    labels = {"a": "První", "b": "Druhá"}
    return driver_heat_map(found, labels, outcome="výdaje", footer=FOOTER, language=language)


def drawn_dots(language):
    return quantile_dots(VALUES, outcome="Výdaje", footer=FOOTER, language=language)


def drawn_why(language):
    mechanism = Mechanism("m", Text("Relaps", "Relapse"), {})
    rest = VALUES + 30e6
    found = Why(np.full(DRAWS, -30e6), (Part(mechanism, rest, rest),), VALUES)
    return why_waterfall(found, outcome="výdaje", is_money=True, footer=FOOTER, language=language)


def drawn_requests(language):
    items = [
        Item("a", Text("Počet", "Count"), Text("kraj", "region"), "count", Worth(0, 0), {"x": 0.2}),
        Item("b", Text("Účinek", "Effect"), Text("", ""), "study", Worth(0, 0), {"x": 0.4}),
    ]
    return data_requests(items, footer=FOOTER, language=language)


def drawn_switching(language, shift=0.3):
    levels = np.array([0.0, 0.5, 1.0])
    outcome = MILLION * (levels[:, np.newaxis] - shift + 0.1 * scores(1, "s", DRAWS))
    found = tipping(Line("a", levels, np.linspace(0, 1, DRAWS), outcome))
    named = Named("Podíl", "%", 1.0, "0,3" if found.value else "", "0,5")
    return switching_value(found, named, outcome="Výdaje", footer=FOOTER, language=language)


def drawn_joint(language):
    def medians(pairs):
        return [MILLION * (sum(stats.norm.ppf(pair)) - 3) for pair in pairs]

    draws = (scores(1, "first", DRAWS), scores(1, "second", DRAWS))
    found = joint(("a", "b"), medians, values=lambda _, levels: stats.norm.ppf(levels), draws=draws)
    named = (
        Named("První", "%", 1.0, "1,5 %", "0 %", "−1,6 %", "1,6 %"),
        Named("Druhá", "", 1.0, "1,5×", "0×", "−1,6×", "1,6×"),
    )
    return joint_tipping(found, named, outcome="Výdaje", footer=FOOTER, language=language)


ALL = (
    drawn_joint,
    drawn_tornado,
    drawn_variance,
    drawn_heat,
    drawn_dots,
    drawn_why,
    drawn_requests,
    drawn_switching,
)


@pytest.mark.parametrize("language", ["cs", "en"])
@pytest.mark.parametrize("draw", ALL)
def test_every_chart_has_its_sentence_and_no_forbidden_word(draw, language, tmp_path):
    chart = draw(language)
    assert chart.alt_text.partition(". Čísla")[0].partition(". The numbers")[0] in chart.caption
    assert not re.search(FORBIDDEN[language], chart.caption, re.IGNORECASE)
    assert len(chart.data)
    if language == "cs":
        assert {path.suffix for path in save(chart, tmp_path)} == {".svg", ".png", ".csv"}


@pytest.mark.parametrize("draw", ALL)
def test_every_chart_fits_half_a_page(draw):
    across, up = draw("cs").figure.get_size_inches() * 2.54
    assert across == pytest.approx(16)
    assert up <= 11.01


def said(chart):
    """The sentence of a chart, without where its numbers are."""
    words = chart.alt_text.replace("\u00a0", " ")
    return re.split(r" (?:Čísla jsou v souboru|The numbers are in the file) ", words)[0]


def test_the_dots_are_twenty_equally_likely_values():
    found = quantiles(VALUES)
    assert len(found) == 20
    inside = [np.mean((low < VALUES) & (high >= VALUES)) for low, high in pairwise(found)]
    assert inside == pytest.approx([0.05] * 19, abs=0.005)
    words = said(drawn_dots("cs"))
    above = int((found >= 0).sum())
    assert words == (
        f"Ze 20 stejně pravděpodobných vývojů má {above} výdaje vyšší a {20 - above} nižší; "
        "prostřední výsledek je 10 mil. Kč."
    )


def test_sentences_say_what_the_numbers_say():
    assert (
        drawn_tornado("en")
        .alt_text.replace("\u00a0", " ")
        .startswith(
            "The result moves most with “První”: from CZK −5 million to CZK 25 million. 1 of 2 "
            "bars cross zero."
        )
    )
    assert said(drawn_variance("cs")) == (
        "60 % nejistoty tvoří jedna neznámá: „První“ (údaj má: kraj)."
    )
    assert said(drawn_heat("cs")) == ("V roce 2027 nejvíc rozhoduje „První“, na konci „Druhá“.")
    assert (
        drawn_requests("en")
        .alt_text.replace("\u00a0", " ")
        .startswith("The first question: “Count”. It is answered by: region.")
    )


def test_a_conclusion_that_does_not_turn_is_an_answer():
    assert "the median does not cross zero" in drawn_switching("en", shift=-1).alt_text
    assert said(drawn_switching("en")) == (
        "The conclusion would turn if “Podíl” were below 0,3 instead of 0,5; the model gives that "
        "30% (unlikely)."
    )


def test_the_year_a_few_futures_turn_in_is_not_told_as_that_of_all():
    years = Rounded(*(Decimal(year) for year in (2029, 2027, 2035)), 0)
    few = words.break_even(years, "en", never=0.99, last_year=2036).replace("\u00a0", " ")
    some = words.break_even(years, "en", never=0.7, last_year=2036).replace("\u00a0", " ")
    most = words.break_even(years, "en", never=0.2, last_year=2036).replace("\u00a0", " ")
    assert "2029" not in few
    assert some.endswith(
        "in 7 of 10 futures; in the others it is higher from 2029 on (9 in 10 of them: 2027 to "
        "2035)."
    )
    assert most.startswith("The sum of spending is higher than with the services kept from 2029 on")


def test_the_pair_that_turns_the_conclusion_is_said_in_both_languages():
    assert said(drawn_joint("en")) == (
        "The conclusion would turn with both at once: “První” above 1,5 % (now 0 %) and “Druhá” "
        "above 1,5× (now 0×); such pairs have a probability of less than 5% (extremely unlikely)."
    )
    assert said(drawn_joint("cs")) == (
        "Závěr by se obrátil, kdyby platilo obojí zároveň: „První“ více než 1,5 % (nyní 0 %) a "
        "„Druhá“ více než 1,5× (nyní 0×); takovým dvojicím model dává pravděpodobnost méně než "
        "5 % (mimořádně nepravděpodobné)."
    )


@pytest.mark.parametrize(("second", "told"), [(0.23, True), (0.1, False)])
def test_a_leader_by_a_hair_is_told_with_the_next(second: float, *, told: bool) -> None:
    shares = np.array([[second, 0.1], [0.24, 0.3], [0.76 - second, 0.6]])
    found = HeatMap(("a", "b", "others"), (2027, 2036), shares)
    words = heat.sentence(found, {"a": "first", "b": "second"}, "en").replace("\u00a0", " ")
    assert words.startswith("Of those named, “second” has the largest share")
    assert ("In 2027 “first” has hardly less." in words) == told
