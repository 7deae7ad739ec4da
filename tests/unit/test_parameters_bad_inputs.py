"""Every broken file in tests/bad_inputs/params says what is wrong, word for word."""

from pathlib import Path

import pytest

from kpsim.errors import ParameterError
from kpsim.inputs.files import read_toml
from kpsim.inputs.parameters import load_parameters
from tests.unit.parameter_folder import SOURCES, load, write_folder

CASES = sorted((Path(__file__).parent.parent / "bad_inputs" / "params").iterdir())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_broken_file_says_what_is_wrong(case: Path, tmp_path: Path) -> None:
    with pytest.raises(ParameterError) as caught:
        load(tmp_path, (case / "file.toml").read_bytes())
    assert str(caught.value) + "\n" == (case / "expected.txt").read_text("utf-8")


def test_a_missing_region_suggests_a_neighbour(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, {})
    with pytest.raises(ParameterError) as caught:
        load_parameters("testlant", folder)
    words = "params/regions/testlant.toml: no such file; did you mean 'testland.toml'?"
    assert str(caught.value) == words


def test_a_broken_source_names_its_key(tmp_path: Path) -> None:
    broken = SOURCES.replace('title = "Drug report"', 'titel = "Drug report"')
    folder = write_folder(tmp_path, {"sources.toml": broken})
    with pytest.raises(ParameterError) as caught:
        load_parameters("testland", folder)
    assert str(caught.value).splitlines() == [
        "params/sources.toml: epidemiology:injecting: 'title' is missing; add it",
        "params/sources.toml: epidemiology:injecting: unknown key 'titel'; did you mean 'title'?",
    ]


def test_a_parameter_in_two_files_is_refused_with_both_names(tmp_path: Path) -> None:
    text = (CASES[0] / "file.toml").read_text("utf-8")
    folder = write_folder(tmp_path, {"first.toml": text, "second.toml": text})
    with pytest.raises(ParameterError, match=r"params/second\.toml.*already in params/first\.toml"):
        load_parameters("testland", folder)


def test_a_broken_grades_file_names_its_place(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, {})
    path = folder / "grades.toml"
    path.write_text(path.read_text("utf-8").replace('range = "B"', 'range = "E"'), "utf-8")
    with pytest.raises(ParameterError) as caught:
        load_parameters("testland", folder)
    words = "params/grades.toml: best.range: is 'E'; expected one of 'A', 'B', 'C', 'D'"
    assert str(caught.value) == words


@pytest.mark.parametrize("text", ["\ufeffa = 1\n", "a = 1\r\n", "\ufeffa = 1\r\nb = 2\r\n"])
def test_byte_order_marks_and_windows_line_ends_are_read(text: str, tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(text.encode())
    assert read_toml(path)["a"] == 1


def test_a_file_nested_too_deeply_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text("a = " + "[" * 100_000, "utf-8")
    with pytest.raises(ParameterError, match=r"x\.toml: "):
        read_toml(path)
