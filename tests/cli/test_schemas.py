"""The published schemas are those of the code, and the shipped scenarios pass them."""

import json
import tomllib
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from kpsim.inputs import parameters, scenarios
from kpsim.inputs.locations import scenarios_folder
from kpsim.report.run_folder import json_bytes

SCHEMAS = Path(__file__).resolve().parents[2] / "docs" / "schemas"
WRITTEN = {"scenario": scenarios.schema, "parameters": parameters.schema}


@pytest.mark.parametrize("name", WRITTEN)
def test_the_published_schema_is_the_one_of_the_code(
    name: str, request: pytest.FixtureRequest
) -> None:
    file = SCHEMAS / f"{name}.json"
    if request.config.getoption("--update-snapshots", default=False):
        file.write_bytes(json_bytes(WRITTEN[name]()))
    assert file.read_bytes() == json_bytes(WRITTEN[name]())


@pytest.mark.parametrize("path", sorted(scenarios_folder().glob("*.toml")), ids=lambda p: p.stem)
def test_a_shipped_scenario_passes_the_schema(path: Path) -> None:
    schema = json.loads((SCHEMAS / "scenario.json").read_text(encoding="utf-8"))
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    # TOML has dates, JSON has them as text.
    Draft202012Validator(schema).validate(json.loads(json.dumps(tables, default=str)))
