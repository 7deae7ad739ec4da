"""Case files: every shipped one can be read, and broken ones say exactly what is wrong."""

import json
import tomllib
from pathlib import Path

import jsonschema
import pytest

from kpsim.errors import KpsimError
from kpsim.validation.case_tables import schema
from kpsim.validation.cases import cases_folder, load_case, load_cases
from kpsim.validation.validate import prepare
from tests.validation.shipped import SMALL, written

SHIPPED = sorted(cases_folder().glob("*.toml"))
SCHEMA = Path(__file__).parents[2] / "docs" / "schemas" / "case.schema.json"


def problems(folder: Path, text: str) -> list[str]:
    """Return what is said about a case file."""
    with pytest.raises(KpsimError) as caught:
        load_case(written(folder, text))
    return [str(problem) for problem in caught.value.problems]


def test_the_shipped_cases_can_all_be_used(world):
    cases = load_cases()
    assert len(prepare(cases, world)) == len(SHIPPED)


@pytest.mark.parametrize("name", ["Dundee", "Bristol", "Victoria", "England", "London"])
def test_the_cases_everybody_asks_for_are_there(name):
    assert any(name in case.title.en for case in load_cases())


def test_every_kind_is_shipped():
    kinds = {case.kind for case in load_cases()}
    assert kinds == {"case", "negative_control", "model", "outside"}


def test_the_published_schema_is_the_one_the_program_uses():
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == json.loads(json.dumps(schema()))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_cases_fit_the_published_schema(path):
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    plain = json.loads(json.dumps(table, default=str))
    jsonschema.validate(plain, json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_dates_are_counted_in_the_case_s_own_calendar(tmp_path):
    case = load_case(written(tmp_path, SMALL))
    assert case.first_month == 12
    assert case.steps == 36


BROKEN = {
    "an unknown key": (
        SMALL.replace("begins", 'mood = "good"\nbegins'),
        ["trial.toml: unknown key 'mood'; remove it"],
    ),
    "an unknown kind": (
        SMALL.replace('kind = "case"', 'kind = "proof"'),
        [
            "trial.toml: kind: is 'proof'; expected one of 'case', 'negative_control', 'model', "
            "'outside'"
        ],
    ),
    "nothing that changes": (
        SMALL[: SMALL.index("[[change]]")] + SMALL[SMALL.index("[[expect]]") :],
        ["trial.toml: nothing changes in it; add [[change]], [[money]] or [[start]]"],
    ),
    "nothing expected": (
        SMALL[: SMALL.index("[[expect]]")],
        ["trial.toml: nothing is expected; add [[expect]] with what was observed"],
    ),
    "no calendar": (
        SMALL.replace("begins = 2010-01-01\n", ""),
        [
            "trial.toml: 'begins' is missing; add the first month of the case's calendar",
            "trial.toml: change[1].from: is 2011-01-01; the model runs from 2026-01-01 to "
            "2040-12-01; choose a month inside",
        ],
    ),
    "a change before the calendar": (
        SMALL.replace("from = 2011", "from = 2009"),
        [
            "trial.toml: change[1].from: is 2009-01-01; the model runs from 2010-01-01 to "
            "2024-12-01; choose a month inside"
        ],
    ),
    "an action of a region": (
        SMALL.replace('action = "reduce"\nby = 0.5', 'action = "freeze"'),
        [
            "trial.toml: change[1]: action 'freeze' needs a region's own funders and prices; a "
            "case takes close, reduce, expand, reopen"
        ],
    ),
    "a funder": (
        SMALL.replace("by = 0.5", 'by = 0.5\nfunder = "region"'),
        [
            "trial.toml: change[1]: a case has no funders; remove 'funder' and give the share in "
            "'by'"
        ],
    ),
    "a misspelt variable": (
        SMALL.replace('"counselling_clients"', '"counseling_clients"'),
        [
            "trial.toml: expect[1].outcome: no variable 'counseling_clients' in the model; did you "
            "mean 'counselling_clients'?"
        ],
    ),
    "a misspelt element": (
        SMALL.replace("measure =", 'element = "pervitine"\nmeasure ='),
        [
            "trial.toml: expect[1].element: 'counselling_clients' has no element 'pervitine'; did "
            "you mean 'pervitin'?"
        ],
    ),
    "no time": (
        SMALL.replace("years = 2\n", ""),
        ["trial.toml: expect[1]: needs 'months' or 'years' after the first change, and only one"],
    ),
    "a window longer than the time": (
        SMALL.replace("years = 2", "months = 3\nover_months = 12"),
        [
            "trial.toml: expect[1].over_months: is 12, longer than the time since the change (3 "
            "months); shorten it"
        ],
    ),
    "a value outside its range": (
        SMALL.replace("observed = 0.7", "observed = 0.7\nlow = 0.8\nhigh = 0.9"),
        [
            "trial.toml: expect[1].observed: 0.7 does not lie between low and high (0.8 to 0.9); "
            "correct them"
        ],
    ),
    "a ratio of zero": (
        SMALL.replace("observed = 0.7", "observed = 0.0"),
        [
            "trial.toml: expect[1].observed: a ratio must be above 0; write 0.8 for a fall by a "
            "fifth"
        ],
    ),
    "two opinions on the comparison": (
        SMALL.replace("years = 2", 'years = 2\nagainst = "no_cut"'),
        [
            "trial.toml: expect[1].against: is 'no_cut', but 'ratio_to_before' compares with "
            "'before'; remove one of them"
        ],
    ),
    "an event without a limit": (
        SMALL.replace('"ratio_to_before"', '"probability"'),
        [
            "trial.toml: expect[1].above: belongs to measure 'probability', which needs it: the "
            "event is more than this"
        ],
    ),
    "units that do not add": (
        SMALL.replace('"counselling_clients"', '["counselling_clients", "deaths_of_users"]'),
        [
            "trial.toml: expect[1].outcome: adds up different units (person, person/month); expect "
            "each of them by itself"
        ],
    ),
    "an outside case that runs": (
        SMALL.replace('kind = "case"', 'kind = "outside"'),
        [
            "trial.toml: 'reason' is missing; say what the model has no mechanism for",
            "trial.toml: is outside the model, so nothing is run; remove change, money and start",
        ],
    ),
    "a stock nobody has": (
        SMALL + '\n[[start]]\nstock = "other_prisoner"\ntimes = 0.5\n',
        [
            "trial.toml: start[1].stock: no stock 'other_prisoner' in the model; did you mean "
            "'other_prisoners'?"
        ],
    ),
    "a path of money with too few numbers": (
        SMALL
        + '\n[[money]]\nservice = "aftercare"\ndates = [2011-01-01, 2012-01-01]\nshares = [0.5]\n',
        ["trial.toml: money[1].shares: has 1 numbers for 2 dates; give one for each"],
    ),
    "a time past the end": (
        SMALL.replace("years = 2", "years = 15"),
        ["trial.toml: the last expectation needs 192 months; a case runs 180 at most"],
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_case_says_what_is_wrong_with(name, tmp_path):
    text, expected = BROKEN[name]
    assert problems(tmp_path, text) == expected


def place_problems(world, folder: Path, text: str) -> list[str]:
    """Return what is said about the place and sources of a case."""
    case = load_case(written(folder, text))
    with pytest.raises(KpsimError) as caught:
        prepare([case], world)
    return [str(problem) for problem in caught.value.problems]


def test_a_source_nobody_knows_is_refused(world, tmp_path):
    text = SMALL.replace("effects:NSP-01", "effects:NSP-99")
    assert place_problems(world, tmp_path, text) == [
        "trial.toml: source: 'effects:NSP-99' is no known source; did you mean 'effects:NSP-10'?; "
        'add [sources."effects:NSP-99"] with title and url'
    ]


def test_a_parameter_the_model_does_not_have_is_refused(world, tmp_path):
    text = SMALL + "\n[place.prison_tim]\nvalue = 1\n"
    assert place_problems(world, tmp_path, text) == [
        "trial.toml: prison_tim: no parameter 'prison_tim'; did you mean 'prison_time'?"
    ]


def test_a_place_says_only_what_differs_there(world, tmp_path):
    text = SMALL + (
        '\n[place.hcv_prevalence_at_start]\nvalue = 0.4\ndistribution = "fixed"\n'
        'source = "effects:NSP-01"\nplace = "other"\nperiod = "2010"\ngrade = "D"\n'
        "collected_on = 2026-11-21\n"
    )
    (prepared,) = prepare([load_case(written(tmp_path, text))], world)
    there = prepared.parameters.records["hcv_prevalence_at_start"]
    assert there.value == 0.4
    assert there.label == world.parameters.records["hcv_prevalence_at_start"].label


def test_elements_a_place_says_nothing_of_stay(world, tmp_path):
    text = SMALL + (
        '\n[place.injecting_share.opioids]\nvalue = 0.5\ndistribution = "fixed"\n'
        'source = "effects:NSP-01"\nplace = "other"\nperiod = "2010"\ngrade = "D"\n'
        "collected_on = 2026-11-21\n"
    )
    (prepared,) = prepare([load_case(written(tmp_path, text))], world)
    there = prepared.parameters.records["injecting_share"].elements
    here = world.parameters.records["injecting_share"].elements
    assert there["opioids"].value == 0.5
    assert there["pervitin"] == here["pervitin"]


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(KpsimError) as caught:
        load_cases(tmp_path)
    assert str(caught.value) == f"{tmp_path}: has no .toml file; name a folder with cases"
