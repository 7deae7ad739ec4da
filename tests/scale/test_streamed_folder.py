"""What other commands make of the folder of a streamed run."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner

from kpsim.cli.group import kpsim


def call(*arguments: str) -> Any:
    return CliRunner().invoke(kpsim, list(arguments), env={"KPSIM_LANG": "en"})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KPSIM_CACHE", str(tmp_path_factory.mktemp("cache")))
        made = tmp_path_factory.mktemp("runs") / "streamed"
        options = ("--draws", "256", "--stream", "--out", str(made))
        found = call("run", "ten-percent-cut", *options)
        assert found.exit_code == 0, found.output
        return made


def test_it_is_reproduced_and_a_changed_figure_is_found(folder: Path) -> None:
    found = call("reproduce", str(folder))
    assert found.exit_code == 0, found.output
    assert "figures are the same" in found.output
    path = folder / "statistics.csv"
    whole = path.read_bytes()
    frame = pd.read_csv(path, dtype={"period": str})
    frame.loc[7, "mean"] += 1.0
    frame.to_csv(path, index=False, lineterminator="\n")
    try:
        again = call("reproduce", str(folder))
    finally:
        path.write_bytes(whole)
    assert again.exit_code == 1
    row = frame.loc[7]
    name = "/".join(str(row[key]) for key in ("scenario", "view", "what", "quantity", "period"))
    assert f"{name}/mean" in again.output
    assert "1 of " in again.output.replace("\u00a0", " ")


@pytest.mark.parametrize("command", ["report", "brief"])
def test_documents_say_that_they_need_all_draws(folder: Path, command: str) -> None:
    found = call(command, str(folder))
    assert found.exit_code == 1
    assert found.stderr.lstrip() == (
        f"Error: {folder}: is a streamed run: it holds statistics, and documents are made from all "
        "draws; run the scenarios without --stream and with fewer draws\n"
    )
