"""`kpsim validate`: misses are printed, broken files end with 1, files can be read by machines."""

import json

import pytest
from click.testing import CliRunner

from kpsim.cli.group import kpsim
from tests.sensitivity.test_supplied_data import supplied
from tests.validation.shipped import SMALL, written

FEW = ("--draws", "256")


def call(*arguments):
    """Call the command and return what it did."""
    return CliRunner().invoke(kpsim, ["validate", *arguments])


@pytest.fixture
def cases(tmp_path):
    folder = tmp_path / "cases"
    folder.mkdir()
    wrong = SMALL.replace("observed = 0.7", "observed = 2.0").replace("begins", "BEGINS")
    text = wrong.replace(
        "BEGINS",
        'explanation = { cs = "Tak to není.", en = "That is not so." }\nbegins',
    )
    written(folder, text)
    return folder


def test_a_case_the_model_misses_is_printed_and_is_no_error(cases):
    done = call("--cases", str(cases), "--lang", "en", *FEW)
    assert done.exit_code == 0
    assert "misses" in done.stdout
    assert "That is not so." in done.stdout


def test_the_table_speaks_czech(cases):
    done = call("--cases", str(cases), "--lang", "cs", *FEW)
    assert "neshoda" in done.stdout
    assert "Tak to není." in done.stdout


def test_figures_of_services_replace_those_of_the_model(cases, tmp_path):
    second = SMALL[SMALL.index("[[expect]]") :].replace("counselling_clients", "new_hcv_infections")
    written(cases, SMALL + "\n" + second)
    plain, other = (
        json.loads(call("--cases", str(cases), "--json", *FEW, *data).stdout)["cases"][0]
        for data in ((), ("--data", str(supplied(tmp_path, "0.09"))))
    )
    clients, infections = zip(plain["modelled"], other["modelled"], strict=True)
    assert clients[0] == clients[1]
    assert infections[0] != infections[1]
    done = call("--cases", str(cases), "--data", str(supplied(tmp_path)), "--lang", "en", *FEW)
    assert "Figures supplied by services are used." in done.stdout


def test_a_broken_file_is_named_and_ends_with_1(cases):
    written(cases, SMALL.replace("reduce", "shrink"))
    done = call("--cases", str(cases), "--lang", "en", *FEW)
    assert done.exit_code == 1
    assert "trial.toml: change[1].action: unknown action 'shrink'" in done.stderr
    assert done.stdout == ""


def test_a_place_that_cannot_be_says_so_before_anything_is_printed(cases):
    impossible = (
        "\n[place.substitution_patients_at_start.opioids]\nvalue = 90000\n"
        'distribution = "fixed"\nsource = "effects:NSP-01"\nplace = "other"\nperiod = "2010"\n'
        'grade = "D"\ncollected_on = 2026-11-21\n'
    )
    written(cases, SMALL + impossible)
    done = call("--cases", str(cases), "--lang", "en", *FEW)
    assert done.exit_code == 1
    assert "trial.toml: cannot be run:" in done.stderr
    assert "correct its [place]" in done.stderr


def test_machines_get_json(cases):
    done = call("--cases", str(cases), "--json", *FEW)
    (case,) = json.loads(done.stdout)["cases"]
    assert case["name"] == "trial"
    assert case["standing"] == "reproduced"
    assert case["modelled"][0]["verdict"] == "fail"
    assert case["modelled"][0]["p05"] <= case["modelled"][0]["median"]


def test_table_chart_and_json_are_written_where_asked(cases, tmp_path):
    target = tmp_path / "out"
    call("--cases", str(cases), "--out", str(target), *FEW)
    assert sorted(path.name for path in target.iterdir()) == [
        "observed_and_modelled.csv",
        "observed_and_modelled.png",
        "observed_and_modelled.svg",
        "validation.csv",
        "validation.json",
    ]


def test_help_begins_with_a_sentence_and_an_example():
    done = call("--help", "--lang", "en")
    assert "Run published cases in the model" in done.stdout
    assert "Example: kpsim validate --out validation" in done.stdout
