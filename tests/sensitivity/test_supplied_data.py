"""Figures that services supplied, from the file to the run, and back when a run is repeated."""

import json
from pathlib import Path

import pytest

from kpsim.cli.group import kpsim
from kpsim.errors import ParameterError
from kpsim.inputs.supplied import load_overlays
from kpsim.world import load_world

RECORD = """\
[records.hcv_treatment_rate]
label = { cs = "Míra zahájení léčby hepatitidy C", en = "Rate of starting treatment" }
unit = "1/year"
value = VALUE
low = 0.05
high = 0.1
distribution = "pert"
level = 1.0
kind = "mode"
role = "rate"
source = "epidemiology:supplied_hcv_treatment_rate"
interval = "range"
place = "LK"
period = "2025"
grade = "B"
collected_on = 2026-11-21

[sources."epidemiology:supplied_hcv_treatment_rate"]
title = "hlášení hygieny"
year = 2025
confidence = "high"
"""


def supplied(folder: Path, value: str = "0.07", name: str = "supplied.toml") -> Path:
    path = folder / name
    path.write_text(RECORD.replace("VALUE", value), encoding="utf-8")
    return path


def call(capsys, *arguments):
    with pytest.raises(SystemExit) as ended:
        kpsim.main([str(each) for each in arguments])
    printed = capsys.readouterr()
    return ended.value.code or 0, printed.out.replace("\u00a0", " "), printed.err


def problems(*paths: Path) -> list[str]:
    with pytest.raises(ParameterError) as caught:
        load_world(data=paths)
    return [str(each) for each in caught.value.problems]


def test_a_world_with_supplied_figures_says_what_they_changed(tmp_path):
    world = load_world(data=[supplied(tmp_path)])
    (change,) = world.supplied.changes
    assert (change.code, change.after.value) == ("hcv_treatment_rate", 0.07)
    assert change.before == load_world().parameters.records["hcv_treatment_rate"]
    assert world.parameters.records["hcv_treatment_rate"] == change.after
    assert load_world().supplied.files == ()


@pytest.mark.parametrize("way", [("--stream",), pytest.param((), marks=pytest.mark.commands)])
def test_a_run_keeps_the_figures_and_a_later_change_is_found(way, tmp_path, capsys):
    run, file = tmp_path / "found", supplied(tmp_path)
    options = ("--draws", 256, "--data", file, "--out", run, "--lang", "en", *way)
    code, out, _ = call(capsys, "run", "ten-percent-cut", *options)
    assert code == 0
    assert "File: supplied.toml. Numbers replaced: 1." in out
    record = json.loads((run / "run.json").read_text(encoding="utf-8"))
    assert record["data"] == ["supplied.toml"]
    assert "data/supplied.toml" in record["inputs"]
    file.unlink()  # the run keeps its own copy
    code, out, _ = call(capsys, "reproduce", run, "--lang", "en")
    assert code == 0
    assert "figures are the same" in out
    supplied(run / "data", "0.09")
    code, out, _ = call(capsys, "reproduce", run, "--lang", "en")
    assert code == 1
    assert "data/supplied.toml" in out
    (run / "data" / "supplied.toml").unlink()
    code, _, err = call(capsys, "reproduce", run, "--lang", "en")
    assert code == 1
    assert "the file 'supplied.toml' with supplied figures is not here" in err


def test_what_is_wrong_with_supplied_files_is_said_at_once(tmp_path):
    other = supplied(tmp_path, name="other.toml")
    missing, form = tmp_path / "none.toml", tmp_path / "form.xlsx"
    strange = tmp_path / "strange.toml"
    strange.write_text("[parameters]\n", encoding="utf-8")
    assert problems(missing, form, strange, supplied(tmp_path), other) == [
        f"{missing}: no such file; name one that 'kpsim data import' wrote",
        "form.xlsx: is a form that was not read yet; run: kpsim data import form.xlsx",
        "strange.toml: unknown table 'parameters'; expected [records] and [sources]",
        "other.toml: hcv_treatment_rate: stands in supplied.toml too; keep one of the two",
    ]


def test_the_same_file_twice_an_empty_one_and_an_unknown_number_are_refused(tmp_path):
    file = supplied(tmp_path)
    assert problems(file, file) == [
        "supplied.toml: is given twice, or two files have this name; name each once, or rename one"
    ]
    file.write_text("", encoding="utf-8")
    assert problems(file) == ["supplied.toml: holds no records; read the form again"]
    text = RECORD.replace("VALUE", "0.07").replace("records.hcv_treatment", "records.hcv_treatmnt")
    file.write_text(text, encoding="utf-8")
    assert problems(file) == [
        "supplied.toml: no parameter 'hcv_treatmnt_rate'; did you mean 'hcv_treatment_rate'?"
    ]


def test_a_wrong_number_in_a_supplied_file_is_found_by_the_checks_of_every_record(tmp_path):
    (found,) = problems(supplied(tmp_path, "0.2"))
    assert found.startswith("supplied.toml: hcv_treatment_rate")


def test_no_files_make_no_overlays():
    assert load_overlays(()) == ()
