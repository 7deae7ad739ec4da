"""Reading parameters: units, prices, regions, elements."""

from datetime import date
from pathlib import Path

import jsonschema
import pytest

from kpsim.errors import ParameterError
from kpsim.inputs.files import read_toml
from kpsim.inputs.locations import params_folder
from kpsim.inputs.parameters import DIMENSIONS, load_parameters, parameter_files, schema
from kpsim.inputs.records import Record, RecordByElement
from kpsim.inputs.supplied import Overlay
from tests.unit.parameter_folder import REGION, load, record, write_folder

MONEY = {"unit": '"CZK/person/day"', "role": '"price"', "price_year": "2018", "index": '"cpi"'}
DAYS_A_MONTH = 365.25 / 12


def elements(**keys: str) -> str:
    parts = [record("many.pervitin", **keys)]
    parts += [record(f"many.{name}") for name in DIMENSIONS["substance"][1:]]
    label = 'label = { cs = "Mnoho", en = "Many" }'
    return "\n".join(["[many]", 'by = "substance"', label, *parts])


def test_a_record_keeps_what_the_file_says(tmp_path: Path) -> None:
    one = load(tmp_path, record("one")).records["one"]
    assert isinstance(one, Record)
    assert (one.value, one.low, one.high, one.unit) == (2.0, 1.0, 4.0, "1")
    assert one.collected_on == date(2026, 11, 21)
    assert one.checked_on is None
    assert one.source == ["assumption"]


def test_a_record_cannot_be_changed(tmp_path: Path) -> None:
    parameters = load(tmp_path, record("one"))
    with pytest.raises(ValueError, match="frozen"):
        parameters.records["one"].value = 3  # type: ignore[union-attr, misc]


def test_money_is_indexed_and_converted_to_months(tmp_path: Path) -> None:
    parameters = load(tmp_path, record("day_cost", **MONEY), factor=1.5)
    found = parameters.conversions["day_cost"]
    assert found.unit == "CZK2025/person/month"
    assert found.factor == pytest.approx(1.5 * DAYS_A_MONTH, rel=1e-12)


def test_a_yearly_rate_becomes_monthly(tmp_path: Path) -> None:
    parameters = load(tmp_path, record("one_rate", unit='"1/year"', role='"rate"'))
    assert parameters.unit("one_rate") == "1/month"
    assert parameters.conversions["one_rate"].factor == pytest.approx(1 / 12, rel=1e-12)


def test_a_region_replaces_and_adds_whole_records(tmp_path: Path) -> None:
    region = REGION + record("one", value="2.1") + record("local")
    parameters = load(tmp_path, record("one", note='"national"') + record("two"), region=region)
    one = parameters.records["one"]
    assert isinstance(one, Record)
    assert (one.value, one.note) == (2.1, None)
    assert set(parameters.records) == {"one", "two", "local"}
    assert parameters.places["one"] == "params/regions/testland.toml"
    assert parameters.region.name.en == "Testland"


def test_a_region_may_keep_its_records_in_a_folder(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, {"case.toml": record("one") + record("two")})
    (folder / "regions" / "testland").mkdir()
    (folder / "regions" / "testland" / "people.toml").write_text(
        record("one", value="1.9") + record("local"), "utf-8"
    )
    parameters = load_parameters("testland", folder)
    assert set(parameters.records) == {"one", "two", "local"}
    assert parameters.places["one"] == "params/regions/testland/people.toml"


def test_two_files_of_one_region_may_not_hold_the_same_record(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, {"case.toml": record("one")}, region=REGION + record("one"))
    (folder / "regions" / "testland").mkdir()
    (folder / "regions" / "testland" / "people.toml").write_text(record("one"), "utf-8")
    with pytest.raises(ParameterError, match=r"already in params/regions/testland\.toml"):
        load_parameters("testland", folder)


def test_a_region_needs_a_name(tmp_path: Path) -> None:
    with pytest.raises(ParameterError) as caught:
        load(tmp_path, record("one"), region='[region]\ncode = "ZK"\n')
    assert str(caught.value) == ("params/regions/testland.toml: region: 'name' is missing; add it")


def test_an_overlay_of_a_validation_case_comes_last(tmp_path: Path) -> None:
    load(tmp_path, record("one"))
    overlay = {
        "one": {**read_toml(tmp_path / "params" / "case.toml")["one"], "value": 1.9},
    }
    parameters = load_parameters(
        "testland", tmp_path / "params", overlays=[Overlay("cases/x.toml", overlay, {})]
    )
    assert parameters.records["one"].value == 1.9  # type: ignore[union-attr]
    assert parameters.places["one"] == "cases/x.toml"


def test_the_funding_table_of_a_region_is_left_to_its_own_loader(tmp_path: Path) -> None:
    region = REGION + "[funding.contact_centre]\nregion = 1\n"
    assert set(load(tmp_path, record("one"), region=region).records) == {"one"}


def test_national_counts_are_scaled_to_the_region(tmp_path: Path) -> None:
    fixed = {"distribution": '"fixed"', "low": "", "high": "", "level": "", "role": '"stock"'}
    people = {**fixed, "unit": '"person"'}
    region = REGION + record("population", **{**people, "value": "400_000"})
    text = record("population_cz", **{**people, "value": "10_000_000"})
    text += record("users", unit='"person"', role='"stock"', scale_with='"population"')
    parameters = load(tmp_path, text, region=region)
    assert parameters.conversions["users"].factor == pytest.approx(0.04)
    assert parameters.conversions["population"].factor == 1


def test_elements_add_to_and_replace_the_common_keys(tmp_path: Path) -> None:
    many = load(tmp_path, elements(value="1.9")).records["many"]
    assert isinstance(many, RecordByElement)
    assert tuple(many.elements) == DIMENSIONS["substance"]
    assert [one.value for one in many.elements.values()] == [1.9, 2.0, 2.0, 2.0]
    assert many.label.en == "Many"


def test_columns_name_each_element(tmp_path: Path) -> None:
    parameters = load(tmp_path, elements() + record("one"))
    assert list(parameters.columns) == [
        *(f"many.{name}" for name in DIMENSIONS["substance"]),
        "one",
    ]
    assert parameters.by("many") == ("substance",)
    assert parameters.by("one") == ()


def test_a_width_nobody_explained_counts_as_assumed(tmp_path: Path) -> None:
    assert load(tmp_path, record("one")).records["one"].interval == "assumed"  # type: ignore[union-attr]


def test_a_pooled_figure_may_name_its_design(tmp_path: Path) -> None:
    keys = {
        "source": '"epidemiology:injecting"',
        "place": '"EU"',
        "interval": '"range"',
        "design": '"meta_analysis"',
        "grade": '"B"',
        "value": "2.0",
    }
    assert load(tmp_path, record("one", **keys)).records["one"].grade == "B"  # type: ignore[union-attr]


def test_all_problems_are_reported_together(tmp_path: Path) -> None:
    text = record("one", low="5.0") + record("two", grade='"A"') + record("three", unt='"1"')
    with pytest.raises(ParameterError) as caught:
        load(tmp_path, text)
    assert len(caught.value.problems) == 3


def test_the_schema_accepts_what_the_loader_accepts() -> None:
    tables = {
        name: table
        for path in parameter_files(params_folder())
        for name, table in _with_text_dates(read_toml(path)).items()
    }
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.validate(tables, schema())


def test_the_schema_refuses_an_unknown_key() -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"one": {"valeu": 1}}, schema())


def _with_text_dates(table: dict) -> dict:  # type: ignore[type-arg]
    """JSON has no dates; editors show those of TOML as text."""
    return {
        key: _with_text_dates(x) if isinstance(x, dict) else str(x) if isinstance(x, date) else x
        for key, x in table.items()
    }
