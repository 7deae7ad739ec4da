import re
from pathlib import Path

import pytest

from kpsim.language import catalogue
from kpsim.wording import words
from kpsim.wording.numbers import NBSP, interval
from kpsim.wording.words import Finding, in_ten, likelihood

FORBIDDEN_CZECH = re.compile(
    r"\b(nejspíš|asi|snad|spíše|možná|často|občas|určitě|významně|prokazatelně|predikce"
    r"|exploze|katastrofa|pravděpodobně)\b"
)
# "Add up to" is arithmetic and says no more than it means.
FORBIDDEN_ENGLISH = re.compile(r"\b(may|could|(?<!add )up to|significant|proves)\b")


def _plain(text: str) -> str:
    return text.replace(NBSP, " ")


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.999, "více než 95 % (mimořádně pravděpodobné)"),
        (0.95, "95 % (velmi pravděpodobné)"),
        (0.80, "80 % (pravděpodobné)"),
        (0.66, "66 % (pravděpodobné)"),
        # As it stands 65.6 % is not likely yet; rounded to 66 it is.
        (0.656, "66 % (pravděpodobné)"),
        (0.654, "65 % (zhruba stejně pravděpodobné jako nepravděpodobné)"),
        (0.33, "33 % (zhruba stejně pravděpodobné jako nepravděpodobné)"),
        (0.10, "10 % (nepravděpodobné)"),
        (0.05, "5 % (velmi nepravděpodobné)"),
        (0.04, "méně než 5 % (mimořádně nepravděpodobné)"),
        (0.0, "méně než 5 % (mimořádně nepravděpodobné)"),
    ],
)
def test_the_word_follows_the_rounded_number(share: float, text: str) -> None:
    assert _plain(str(likelihood(share, "cs"))) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.8, "v 8 z 10"),
        (0.3, "ve 3 z 10"),
        (0.1, "v 1 z 10"),
        (0.02, "v méně než 1 z 20"),
        (0.97, "ve více než 19 z 20"),
    ],
)
def test_counts_of_ten_take_the_right_preposition(share: float, text: str) -> None:
    assert _plain(in_ten(share, "cs")) == text


def test_a_difference_is_said_with_its_interval() -> None:
    finding = Finding(41.3e6, 26.2e6, 63.1e6, error=1e5, share_above=1.0)
    assert _plain(words.difference(finding, "region", "cs", horizon=10)) == (
        "Proti zachování služeb jsou výdaje kraje za 10 let vyšší o 40 mil. Kč "
        "(v 9 z 10 simulovaných vývojů o 30 až 60 mil. Kč; ceny roku 2025)."
    )
    assert _plain(words.difference(finding, "region", "en", horizon=10)) == (
        "Compared with keeping the services, spending by the Liberec Region over 10 years is "
        "higher by CZK 40 million (9 in 10 simulated futures: 30 to 60; 2025 prices)."
    )


def test_a_saving_is_said_without_a_minus() -> None:
    finding = Finding(-41.3e6, -63.1e6, -26.2e6, error=1e5, share_above=0.0)
    said = _plain(words.difference(finding, "city_of_liberec", "cs", horizon=10))
    assert "města Liberec za 10 let nižší o 40 mil. Kč" in said
    assert "o 30 až 60 mil. Kč" in said


def test_an_interval_across_zero_is_said_as_not_decided() -> None:
    finding = Finding(9e6, -12e6, 30e6, error=1e5, share_above=0.7)
    assert _plain(words.difference(finding, "city_of_liberec", "cs", horizon=10)) == (
        "U města Liberec model nerozhodne, zda dojde k úspoře: v 9 z 10 vývojů leží výsledek mezi "
        "úsporou 10 mil. Kč a zvýšením výdajů o 30 mil. Kč. Zvýšení vychází v 7 z 10."
    )


def test_break_even_names_year_range_and_the_rest() -> None:
    years = interval(2029, 2028, 2033, finer=0)
    said = _plain(words.break_even(years, "cs", never=0.1, last_year=2036))
    assert said == (
        "Součet výdajů je od roku 2029 vyšší než při zachování služeb (9 z 10 vývojů: 2028 až "
        "2033); v 1 z 10 zůstává až do roku 2036 nižší."
    )
    assert "ve více než 19 z 20" in _plain(words.break_even(None, "cs", never=1.0, last_year=2036))


def test_share_of_a_budget_names_year_and_inhabitants() -> None:
    said = words.share_of_budget(41.5e6, 6.92e9, "cs", payer="region", year=2026, people=441_000)
    assert _plain(said) == (
        "To je 0,6 % vlastních výdajů kraje v roce 2026 (6,92 mld. Kč), "
        "tedy 94 Kč na obyvatele a rok."
    )


def test_probability_and_small_counts() -> None:
    said = words.probability("Kapacita bude do roku 2030 překročena", 0.8, "cs")
    assert _plain(said) == (
        "Kapacita bude do roku 2030 překročena s pravděpodobností 80 % (pravděpodobné), "
        "tedy v 8 z 10 vývojů; ve zbylých ne."
    )
    few = words.small_counts(0, 4, "děti", share_any=0.6, horizon=10, language="cs")
    assert _plain(few).startswith("Za 10 let jde navíc o 0 až 4 děti; ")


def test_no_sentence_uses_a_word_that_says_nothing() -> None:
    assert catalogue("cs")
    for (_, source), forms in catalogue("cs").items():
        assert not FORBIDDEN_ENGLISH.search(source), source
        assert not any(FORBIDDEN_CZECH.search(form) for form in forms), forms


def test_the_catalogue_has_no_text_twice() -> None:
    path = Path(words.__file__).parents[1] / "locale" / "cs.po"
    entries = re.findall(r'((?:msgctxt ".*"\n)?msgid ".+")', path.read_text(encoding="utf-8"))
    assert len(entries) == len(set(entries))
