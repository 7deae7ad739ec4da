"""The command line of long runs; nothing here computes."""

import builtins
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from kpsim.cli.group import kpsim
from kpsim.scale.store import Store, cache_folder


def call(*arguments: str, language: str = "en") -> Any:
    return CliRunner().invoke(kpsim, list(arguments), env={"KPSIM_LANG": language})


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            ["--executor", "dask"],
            "Error: --executor dask: needs the address of a scheduler; add --scheduler "
            "tcp://host:8786\n",
        ),
        (
            ["--scheduler", "tcp://127.0.0.1:1"],
            "Error: --scheduler: is used by a cluster only; add --executor dask\n",
        ),
        (
            ["--region", "liberec", "--region", "liberec"],
            "Error: --region: 'liberec' is given twice; name each region once\n",
        ),
        (
            ["--region", "liberec", "--region", "other", "--data", "figures.toml"],
            "Error: --data: holds figures of one region; run that region by itself\n",
        ),
    ],
)
def test_what_does_not_fit_together_is_refused(options: list[str], message: str) -> None:
    found = call("run", "ten-percent-cut", *options)
    assert found.exit_code == 1
    assert found.stderr == message


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def absent(name: str, *more: Any, **others: Any) -> Any:
        if name.split(".")[0] == "distributed":
            raise ImportError(name)
        return real(name, *more, **others)

    monkeypatch.setattr(builtins, "__import__", absent)
    options = ("--executor", "dask", "--scheduler", "tcp://127.0.0.1:1")
    found = call("run", "ten-percent-cut", *options)
    assert found.exit_code == 1
    assert found.stderr == (
        "Error: dask.distributed: is not installed; install it with: "
        "python -m pip install 'kpsim[cluster]'\n"
    )


def test_interrupted_runs_are_listed_in_both_languages() -> None:
    assert "No interrupted runs." in call("cache", "list").output
    about = {"scenarios": ["all-services-stop"], "draws": 40_960, "seed": 7}
    Store("abcdef0123456789", about).put(range(4096), {"numbers": np.zeros(2**17)}, {})
    found = call("cache", "list").output
    for word in ("abcdef01", "all-services-stop", "4,096 of 40,960", "7", "1.0 MiB"):
        assert word in found, word
    assert "4\u00a0096\u00a0z\u00a040\u00a0960" in call("cache", "list", language="cs").output


def test_the_cache_is_cleared(cache: Path) -> None:
    Store("abcdef", {}).put(range(256), {"numbers": np.zeros(2**17)}, {})
    assert call("cache", "clear").output == "Removed: 1.0 MiB\n"
    assert not list(cache.rglob("*.piece"))
    assert cache_folder() == cache
    assert call("cache", "clear").output == "Removed: 0.0 MiB\n"
