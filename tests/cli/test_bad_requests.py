"""What is wrong with a request is said in one line each, without a traceback."""

from pathlib import Path

import pytest

from kpsim.inputs.scenarios import shipped_scenarios
from tests.cli.calling import Call, process

SHIPPED = (
    "reference, all-services-stop, close-and-reopen, cofinancing-is-mandatory, expansion, "
    "frozen-budgets, harm-reduction-stops, least-harmful-cut, municipalities-leave-at-random, "
    "municipalities-leave-the-key, municipalities-leave-the-key-matched, "
    "prevention-and-family-stop, state-money-late, ten-percent-cut, the-city-leaves-the-key, "
    "the-city-leaves-the-key-matched, the-region-withdraws, the-region-withdraws-matched, "
    "treatment-stops"
)
WRONG_FILES = (
    (
        "run nope",
        f"scenario: no scenario 'nope'; expected a path to a .toml file or one of {SHIPPED}",
    ),
    (
        "run ten-percent-cut --draws 0",
        "draws: is 0; expected at least 1 (draws come in blocks of 256)",
    ),
    ("run ten-percent-cut --seed -1", "seed: is -1; expected a whole number from 0 up"),
    ("run ten-percent-cut --horizon 0", "horizon: is 0; expected 1 to 15 years"),
    (
        "run ten-percent-cut --horizon 15",
        "horizon: is 15; the first change of 'ten-percent-cut' is in 2027 and the simulation ends "
        "in 2040; ask for at most 14 years",
    ),
    (
        "run ten-percent-cut --region liberek",
        "region: no region 'liberek'; did you mean 'liberec'?; expected one of liberec",
    ),
    (
        "run ten-percent-cut ten-percent-cut",
        "scenario ten-percent-cut: is asked for twice; name it once, or rename one of the files",
    ),
    (
        "run reference",
        "scenario reference: is what all others are compared with; name another scenario",
    ),
    ("run zzz.toml", "zzz.toml: no such file"),
    ("run folder", "folder: is a folder; expected a scenario file or a shipped name"),
    ("run latin.toml", "latin.toml: not UTF-8 at byte 9 (line 1); save the file as UTF-8"),
    ("check zzz.toml", "zzz.toml: no such file"),
    ("check folder", "folder: has no .toml file; name a folder with scenarios"),
    (
        "params show prison_day_cos",
        "prison_day_cos: no such parameter; did you mean 'prison_day_cost'?",
    ),
    (
        "explain losing_contct",
        "losing_contct: nothing in the model has this name; did you mean 'losing_contact'?",
    ),
    (
        "explain zzz",
        "zzz: nothing in the model has this name; 'kpsim params list' lists the parameters",
    ),
    ("scenario new latin", "latin.toml: is there already; choose another name"),
)
WRONG_USAGE = (
    ("run", "SCENARIO... is missing"),
    ("rnu", "unknown command 'rnu'; did you mean 'run'?"),
    ("run x --drws 5", "unknown option '--drws'; did you mean '--draws'?"),
    ("run x --draws many", "--draws: 'many' is not a whole number"),
    ("run x --draws", "the option --draws needs a value"),
    ("run x --lang de", "--lang: 'de' is not one of 'cs', 'en'"),
    ("explain", "NAME is missing"),
    ("explain a b", "too many arguments: b"),
    ("params lst", "unknown command 'lst'; did you mean 'list'?"),
)


@pytest.fixture
def files(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "latin.toml").write_bytes(b'title = "\xff"\n')


@pytest.mark.parametrize(("request_", "message"), WRONG_FILES)
def test_wrong_files_and_data_end_with_one(
    request_: str, message: str, call: Call, files: None
) -> None:
    found = call(*request_.split())
    assert found.stderr.splitlines()[-1] == f"Error: {message}"
    assert found.exit_code == 1
    assert found.stdout == ""


@pytest.mark.parametrize(("request_", "message"), WRONG_USAGE)
def test_wrong_usage_ends_with_two(request_: str, message: str, call: Call) -> None:
    found = call(*request_.split())
    assert found.stderr.splitlines()[0] == f"Error: {message}"
    assert found.exit_code == 2


def test_all_problems_of_all_files_come_at_once(call: Call, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('titel = "x"\n', encoding="utf-8")
    found = call("run", "mine.toml", "other.toml", "--lang", "cs")
    assert found.stderr.splitlines() == [
        "Chyba: mine.toml: neznámý klíč 'titel'; neměli jste na mysli 'title'?",
        "Chyba: mine.toml: chybí 'title'; doplňte text v cs a en",
        "Chyba: mine.toml: chybí 'description'; doplňte text v cs a en",
        "Chyba: other.toml: soubor neexistuje; neměli jste na mysli 'mine.toml'?",
    ]


def test_too_many_draws_are_refused_with_the_memory_they_need(call: Call) -> None:
    everything = [name for name in shipped_scenarios() if name != "reference"]
    found = call("run", *everything, "--draws", 131_072)
    assert found.exit_code == 1
    assert "131,072 draws need about" in found.stderr
    assert found.stderr.endswith("or add --stream, which keeps statistics only\n")


@pytest.mark.parametrize(
    ("out", "message"),
    [
        ("folder", "is not a folder of a kpsim run; choose another with --out, or empty it"),
        ("file.txt", "is a file; expected a folder; choose another with --out"),
        ("file.txt/run", "cannot be written (Not a directory); choose another folder with --out"),
    ],
)
def test_nothing_but_a_run_is_ever_overwritten(
    out: str, message: str, call: Call, tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "thesis.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "file.txt").write_text("mine", encoding="utf-8")
    found = call("run", "ten-percent-cut", "--draws", 256, "--out", out)
    assert found.stderr == f"Error: {tmp_path / out}: {message}\n"
    assert found.exit_code == 1
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file.txt", "folder", "thesis.txt"]


def test_an_unknown_language_in_the_environment_is_said(tmp_path: Path) -> None:
    started = process("scenarios", folder=tmp_path, KPSIM_LANG="de")
    _, err = started.communicate(timeout=30)
    assert started.returncode == 1
    assert "KPSIM_LANG" in err.decode()


def test_a_new_scenario_is_never_written_over_another_file(call: Call, tmp_path: Path) -> None:
    assert call("scenario", "new", "my-cut").exit_code == 0
    written = (tmp_path / "my-cut.toml").read_bytes()
    assert call("scenario", "new", "my-cut.toml").exit_code == 1
    assert (tmp_path / "my-cut.toml").read_bytes() == written
