"""Several regions in one command, in a copy of kpsim with a second, made-up region."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from kpsim.cli.group import kpsim
from kpsim.inputs import locations
from tests.scale.dask_processes import ROOT, scheduler, workers

SCENARIO = "ten-percent-cut"
REGIONS = ("liberec", "madeup")
BOTH = ("--region", "liberec", "--region", "madeup")
TWICE_AS_MANY = 884_712


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy kpsim and add a region as a user does: twice the people of Liberec, half its grants."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in ("kpsim", "params", "scenarios"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    regions = folder / "params" / "regions"
    add_region(regions, "madeup", name="Made-up Region", population=str(TWICE_AS_MANY))
    funding = regions / "madeup-funding.toml"
    text = funding.read_text(encoding="utf-8")
    first = "[contact_centre.mpsv]\nvalue = 3_900_000"
    assert first in text
    funding.write_text(text.replace(first, first.replace("3_9", "1_9")), encoding="utf-8")
    return folder


def add_region(regions: Path, key: str, *, name: str, population: str) -> None:
    for part in ("funding", "key", "towns"):
        shutil.copy(regions / f"liberec-{part}.toml", regions / f"{key}-{part}.toml")
    shutil.copytree(regions / "liberec", regions / key)
    head = (regions / "liberec.toml").read_text(encoding="utf-8")
    head = head.replace("Liberecký kraj", "Smyšlený kraj").replace("Liberec Region", name)
    (regions / f"{key}.toml").write_text(head, encoding="utf-8")
    figures = regions / key / "population.toml"
    text = figures.read_text(encoding="utf-8")
    assert "442_356" in text
    figures.write_text(text.replace("442_356", population), encoding="utf-8")


def run(checkout: Path, *arguments: str) -> tuple[int, str, str]:
    """Run with the files of the copy, in this process."""
    asked = ["run", SCENARIO, "--draws", "256", *arguments]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(locations, "PACKAGE", checkout / "kpsim")
        patch.chdir(checkout)
        found = CliRunner().invoke(kpsim, asked, env={"KPSIM_LANG": "en"})
    return found.exit_code, found.stdout, found.stderr


def started(checkout: Path, *arguments: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(checkout), "KPSIM_LANG": "en"}
    environment.pop("PYTHONWARNDEFAULTENCODING", None)
    return subprocess.Popen(
        [sys.executable, "-m", "kpsim", "run", SCENARIO, "--draws", "256", *arguments],
        cwd=checkout,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def run_apart(checkout: Path, *arguments: str) -> tuple[int, str, str]:
    """Run the copy as a process of its own."""
    with started(checkout, *arguments) as process:
        printed, told = process.communicate(timeout=300)
    return process.returncode, printed, told


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def alone(checkout: Path, out: Path, *options: str) -> dict[str, bytes]:
    """Return the files of runs of one region each."""
    for region in REGIONS:
        code, _, told = run(checkout, "--region", region, "--out", str(out / region), *options)
        assert code == 0, told
    return contents(out)


@pytest.fixture(scope="module")
def streamed(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return alone(checkout, tmp_path_factory.mktemp("streamed"), "--stream")


@pytest.fixture(scope="module")
def held(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return alone(checkout, tmp_path_factory.mktemp("held"))


def test_regions_of_one_command_are_the_runs_of_each(
    checkout: Path, streamed: dict[str, bytes], tmp_path: Path, cache: Path
) -> None:
    out = tmp_path / "out"
    code, printed, told = run(checkout, *BOTH, "--stream", "--out", str(out))
    assert code == 0, told
    assert contents(out) == streamed
    assert told.splitlines() == [
        "Liberec Region: finished, 1 of 2",
        "Made-up Region: finished, 2 of 2",
    ]
    rows = [line for line in printed.splitlines() if line.startswith((" Liberec", " Made-up"))]
    shares = [row.split()[2] for row in rows]
    # Ten per cent of every line, whatever the lines are, less what the cut itself costs.
    assert len(shares) == 2
    assert all(9.5 < float(share.removesuffix("%")) <= 10 for share in shares), printed
    assert printed.splitlines()[-2:] == [
        f"Liberec Region. Results: {out / 'liberec'}",
        f"Made-up Region. Results: {out / 'madeup'}",
    ]
    assert not [*cache.rglob("*.piece"), *cache.rglob("*.part")]


@pytest.mark.cluster
def test_all_files_of_regions_of_one_command_are_those_of_each(
    checkout: Path, held: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    code, _, told = run_apart(checkout, *BOTH, "--out", str(out))
    assert code == 0, told
    assert contents(out) == held


@pytest.mark.cluster
@pytest.mark.parametrize("sort", ["held", "streamed"])
def test_regions_on_a_cluster_are_the_runs_of_each(
    checkout: Path, sort: str, tmp_path: Path, cache: Path, request: pytest.FixtureRequest
) -> None:
    pytest.importorskip("distributed")
    out = tmp_path / "out"
    options = ["--stream"] if sort == "streamed" else []
    with scheduler(cache) as address, workers(address, 2, cache, root=checkout):
        spread = ("--executor", "dask", "--scheduler", address)
        code, _, told = run_apart(checkout, *BOTH, *spread, *options, "--out", str(out))
    assert code == 0, told
    assert contents(out) == request.getfixturevalue(sort)
    assert not [*cache.rglob("*.piece"), *cache.rglob("*.part")]


@pytest.mark.kill
@pytest.mark.skipif(sys.platform == "win32", reason="sends the signal of Ctrl-C")
def test_a_finished_region_is_not_run_again(
    checkout: Path, streamed: dict[str, bytes], tmp_path: Path, cache: Path
) -> None:
    out = tmp_path / "out"
    asked = (*BOTH, "--stream", "--out", str(out))
    with started(checkout, *asked) as process:
        until = time.monotonic() + 120
        while not list(cache.rglob("liberec.part")) and time.monotonic() < until:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert process.returncode == 130
    assert [each.name for each in out.iterdir()] == ["liberec"]
    before = (out / "liberec" / "run.json").stat().st_mtime_ns
    code, _, told = run_apart(checkout, *asked)
    assert code == 0, told
    assert told.splitlines()[0] == "Liberec Region: was finished before and is not run again"
    assert (out / "liberec" / "run.json").stat().st_mtime_ns == before
    assert contents(out) == streamed


def test_what_is_wrong_with_any_region_is_said_before_anything_starts(
    checkout: Path, tmp_path: Path
) -> None:
    regions = checkout / "params" / "regions"
    add_region(regions, "nobody", name="Region without people", population="-1")
    add_region(regions, "unpaid", name="Region without money", population="100_000")
    (regions / "unpaid-funding.toml").unlink()
    out = tmp_path / "out"
    asked = [part for name in ("liberec", "nobody", "unpaid") for part in ("--region", name)]
    try:
        code, _, told = run(checkout, *asked, "--horizon", "99", "--out", str(out))
        both = run(checkout, *asked, "--out", str(out))
    finally:
        for path in (*regions.glob("nobody*"), *regions.glob("unpaid*")):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert (code, told) == (1, "Error: horizon: is 99; expected 1 to 15 years\n")
    code, printed, told = both
    assert (code, printed) == (1, "")
    lines = told.splitlines()
    assert lines[0].startswith("Error: params/regions/nobody/population.toml: population")
    assert lines[1].startswith("Error: params/regions/unpaid-funding.toml: ")
    assert len(lines) == 2
    assert not out.exists()


def test_a_region_that_fails_on_the_way_does_not_stop_the_others(
    checkout: Path, tmp_path: Path
) -> None:
    regions, out = checkout / "params" / "regions", tmp_path / "out"
    add_region(regions, "fewusers", name="Region with too few users", population="442_356")
    people = regions / "fewusers" / "people.toml"
    few = "value = 90\nlow = 80\nhigh = 100"
    text = people.read_text(encoding="utf-8")
    users = text.index("[active_users_at_start.pervitin]")
    given = re.search(r"value = .*\ndistribution.*\nlow = .*\nhigh = .*", text[users:])
    assert given is not None
    changed = text[:users] + text[users:].replace(given[0], f'distribution = "lognormal"\n{few}', 1)
    people.write_text(changed, encoding="utf-8")
    asked = ("--region", "fewusers", "--region", "liberec", "--lang", "cs")
    try:
        code, printed, told = run(checkout, *asked, "--stream", "--out", str(out))
    finally:
        for path in regions.glob("fewusers*"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert code == 1
    lines = told.replace("\u00a0", " ").splitlines()
    assert lines[:2] == [
        "Smyšlený kraj: nelze dokončit, 1 z 2; důvod je na konci",
        "Liberecký kraj: hotovo, 2 z 2",
    ]
    assert lines[2].startswith("Chyba: fewusers: kpsim/model/stocks.py:")
    assert "stav na začátku vychází -" in lines[2]
    assert "(pervitin, scénář 'reference', na začátku, losování " in lines[2]
    assert len(lines) == 3
    assert printed.splitlines()[-1] == f"Liberecký kraj. Výsledky: {out / 'liberec'}"
    assert [each.name for each in out.iterdir()] == ["liberec"]


@pytest.mark.commands
@pytest.mark.parametrize("page", ["new-region.md", "new-region.cs.md"])
def test_the_region_of_the_how_to_runs(checkout: Path, page: str, tmp_path: Path) -> None:
    text = (ROOT / "docs" / "how-to" / page).read_text(encoding="utf-8")
    files = re.findall(r"`([\w./-]+\.toml)`:\n\n```toml\n(.*?)```", text, re.DOTALL)
    assert len(files) == 3
    for name, content in files:
        path = checkout / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
    try:
        code, printed, told = run(
            checkout, "--region", "vysocina", "--stream", "--out", str(tmp_path / "out")
        )
    finally:
        for path in (checkout / "params" / "regions").glob("vysocina*"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert code == 0, told
    assert "Public budgets, net" in printed
