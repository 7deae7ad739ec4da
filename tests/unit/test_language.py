import ast
import string
from collections import defaultdict
from pathlib import Path

import pytest

from kpsim.charts import cost_by_payer, recorded_and_true_users
from kpsim.charts.house_style import fan_marks
from kpsim.errors import RunError
from kpsim.language import (
    catalogue,
    catalogue_file,
    chosen_language,
    translate,
    translate_counted,
)
from kpsim.report import tables, workbook
from kpsim.wording import words

PACKAGE = Path(words.__file__).parents[1]
TRANSLATING = ("charts", "report")


def slots(text: str) -> set[str]:
    return {slot for _, slot, _, _ in string.Formatter().parse(text) if slot is not None}


def _literals(value: ast.expr) -> list[str]:
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        return [value.value]
    if isinstance(value, ast.IfExp):
        return _literals(value.body) + _literals(value.orelse)
    return []


def _source_texts() -> set[str]:
    """Collect the English texts handed to translate, also through a name in the same file."""
    found: set[str] = set()
    for path in [path for folder in TRANSLATING for path in (PACKAGE / folder).glob("*.py")]:
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        calls = [
            node.args[0]
            for node in nodes
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "translate"
        ]
        through = {node.id for node in calls if isinstance(node, ast.Name)}
        assigned = [
            node.value
            for node in nodes
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in through
        ]
        found.update(text for value in (*calls, *assigned) for text in _literals(value))
    return found


def test_every_text_of_charts_and_reports_is_in_the_czech_catalogue() -> None:
    known = {text for context, text in catalogue("cs") if not context}
    named = {*words.NAMES.values(), *workbook.MEANINGS.values(), *tables._TOTALS.values()}
    marks = {text for _, text in (*fan_marks(), *cost_by_payer._marks())}
    users = set(recorded_and_true_users._WORDS.values())
    columns = {*tables.LOAD_COLUMNS, *tables.COST_COLUMNS}
    assert (_source_texts() | named | marks | users | columns) - known == set()


def test_no_text_has_two_translations() -> None:
    """A later file would silently win over an earlier one."""
    names = {path.name for path in (PACKAGE / "locale").glob("cs*.po")}
    forms: defaultdict[tuple[str, str], set[tuple[str, ...]]] = defaultdict(set)
    for name in names:
        for text, form in catalogue_file(name, "cs").items():
            forms[text].add(form)
    assert {text: found for text, found in forms.items() if len(found) > 1} == {}


def test_a_translation_keeps_the_slots_of_its_source() -> None:
    assert catalogue("cs")
    for (_, source), forms in catalogue("cs").items():
        for form in forms:
            assert slots(form) == slots(source), source


def test_every_payer_has_a_form_for_sentences() -> None:
    assert words.payer_name("city_of_liberec", "cs") == "město Liberec"
    assert words.payer_heading("city_of_liberec", "cs") == "Město Liberec"
    assert words.payer_of("region", "cs") == "kraje"
    assert words.payer_of("justice", "cs") == "ministerstva spravedlnosti"
    assert words.payer_of("region", "en") == "the Liberec Region"
    assert words.payer_of("victims", "en") == "victims of crime"
    assert words.payer_of("public", "cs") == "veřejných rozpočtů"


def test_czech_is_the_default_whatever_the_locale_of_the_system(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("KPSIM_LANG", raising=False)
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    assert chosen_language() == "cs"


def test_the_option_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KPSIM_LANG", "en")
    assert chosen_language() == "en"
    assert chosen_language("cs") == "cs"


def test_an_unknown_language_is_refused_by_name() -> None:
    with pytest.raises(RunError, match="unknown language 'cz'; expected one of cs, en"):
        chosen_language("cz")


def test_a_text_without_translation_stays_english() -> None:
    assert translate("no such sentence", "cs") == "no such sentence"
    assert translate("likely", "en") == "likely"


@pytest.mark.parametrize(
    ("count", "form"), [(1, "rok"), (2, "roky"), (4, "roky"), (5, "let"), (0, "let"), (22, "let")]
)
def test_years_take_their_czech_plural(count: int, form: str) -> None:
    text = translate_counted("{count} year", "{count} years", count=count, language="cs")
    assert text == f"{{count}} {form}"
