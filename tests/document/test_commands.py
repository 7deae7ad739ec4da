"""The commands for documents: what they write, and what they refuse."""

import ast
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kpsim.cli.group import kpsim
from kpsim.language import catalogue
from tests.cli.test_translations import KPSIM, said_in
from tests.document.test_chart_set import FOLDER, OURS

OWN_CHARTS = [path for path in FOLDER.glob("*.py") if path.stem in (*OURS, "load_fans")]


def call(*arguments: object) -> Result:
    return CliRunner().invoke(kpsim, [str(each) for each in arguments], env={"KPSIM_LANG": "en"})


def test_a_brief_is_written_from_a_run(run_folder: Path, tmp_path: Path) -> None:
    found = call("brief", run_folder, "--out", tmp_path / "b", "--lang", "cs")
    assert found.exit_code == 0, found.output
    assert sorted(path.name for path in (tmp_path / "b").iterdir()) == [
        f"brief.{name}.cs.{ending}"
        for name in ("close-and-reopen", "ten-percent-cut")
        for ending in ("html", "pdf", "png")
    ]


@pytest.fixture(scope="module")
def reported(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report in two formats, with an authors' file, written once by one command."""
    folder = tmp_path_factory.mktemp("reported")
    about = folder / "document.toml"
    about.write_text(
        'commissioner = "Council <b>"\npayer = "Region"\nauthors = ["A. Nováková"]\n',
        encoding="utf-8",
    )
    formats = ("--format", "html", "--format", "md")
    found = call("report", run_folder, *formats, "--about", about, "--out", folder)
    assert found.exit_code == 0, found.output
    return folder


def test_a_report_is_written_from_a_run(reported: Path) -> None:
    text = (reported / "report.en.md").read_text(encoding="utf-8")
    assert text.startswith("# What if services")
    assert (reported / "charts" / "close-and-reopen" / "net_cost.svg").is_file()


def test_each_format_asked_for_is_written(reported: Path) -> None:
    written = {path.name for path in reported.glob("report.*")}
    assert written == {"report.en.html", "report.en.md"}


def test_one_chart_is_drawn_for_a_slide(run_folder: Path, tmp_path: Path) -> None:
    found = call("chart", "prison_population", run_folder, "--size", "slide", "--out", tmp_path)
    assert found.exit_code == 0, found.output
    folder = tmp_path / "charts" / "ten-percent-cut"
    assert sorted(path.suffix for path in folder.iterdir()) == [
        ".csv",
        ".pdf",
        ".png",
        ".svg",
        ".txt",
    ]


def test_page_one_says_who_asked(reported: Path) -> None:
    text = (reported / "report.en.md").read_text(encoding="utf-8")
    assert "Commissioned by: Council \\<b\\>" in text
    assert "A. Nováková" in text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("report", "runs/nothing"),
            "no such run folder; 'kpsim run SCENARIO' makes one",
        ),
        (
            ("report", "all-services-stops"),
            "Error: scenario: no scenario 'all-services-stops'; did you mean 'all-services-stop'?",
        ),
        (
            ("chart", "prison_populations", "all-services-stop"),
            "Error: chart: no chart 'prison_populations'; did you mean 'prison_population'?",
        ),
        (
            ("report", "all-services-stop", "--template", "missing.docx"),
            "Error: missing.docx: no such file; name a Word file (.docx)",
        ),
        (
            ("reproduce", "missing.docx"),
            "Error: missing.docx: no such file or folder; name a folder of a run or a document",
        ),
        (
            ("diff", "missing.docx", "missing.docx"),
            "Error: missing.docx: no such file or folder",
        ),
    ],
)
def test_a_bad_request_says_what_is_wrong(
    arguments: tuple[str, ...],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    found = call(*arguments)
    assert found.exit_code == 1
    assert message in found.output


def test_a_folder_without_a_run_is_refused(tmp_path: Path) -> None:
    found = call("report", tmp_path)
    assert found.exit_code == 1
    assert "is not a folder of a kpsim run (it has no run.json)" in found.output


def test_a_run_without_draws_is_refused(run_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "run.json").write_bytes((run_folder / "run.json").read_bytes())
    found = call("report", tmp_path)
    assert "lacks loads-draws.parquet, costs-draws.parquet, money-draws.parquet" in found.output


def test_an_unknown_key_of_the_authors_file_is_named(run_folder: Path, tmp_path: Path) -> None:
    about = tmp_path / "document.toml"
    about.write_text('comissioner = "Council"\n', encoding="utf-8")
    found = call("brief", run_folder, "--about", about, "--out", tmp_path)
    assert found.exit_code == 1
    assert "document.toml" in found.output
    assert "comissioner" in found.output


def test_a_place_that_cannot_be_written_is_said(run_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("", encoding="utf-8")
    found = call("brief", run_folder, "--out", tmp_path / "taken")
    assert found.exit_code == 1
    assert "cannot be written" in found.output


def test_every_text_of_documents_and_their_charts_is_czech_too() -> None:
    known = {text for context, text in catalogue("cs") if context == ""}
    written = {
        text
        for path in [*(KPSIM / "document").glob("*.py"), *OWN_CHARTS]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        for text in said_in(node)
    }
    assert sorted(written - known) == []


def test_a_streamed_run_is_refused_with_what_to_do(run_folder: Path, tmp_path: Path) -> None:
    import json

    record = json.loads((run_folder / "run.json").read_text(encoding="utf-8"))
    (tmp_path / "run.json").write_text(json.dumps({**record, "streamed": True}), encoding="utf-8")
    found = call("brief", tmp_path)
    assert found.exit_code == 1
    assert "run the scenarios without --stream" in " ".join(found.output.split())
