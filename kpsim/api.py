"""kpsim from a notebook: run scenarios, get tidy tables."""

from collections.abc import Sequence
from pathlib import Path

from kpsim.errors import KpsimError
from kpsim.inputs.scenarios import shipped_scenarios
from kpsim.language import chosen_language
from kpsim.report.comparison import Comparison, prepare
from kpsim.report.run_files import write_files
from kpsim.report.run_folder import new_run_folder
from kpsim.report.terminal import summary_text
from kpsim.study import Progress, Settings

__all__ = ["Comparison", "KpsimError", "run", "save", "scenarios", "summary"]


def run(
    *scenario: str | Path,
    draws: int = 2048,
    seed: int = 1,
    region: str = "liberec",
    horizon: int = 10,
    lang: str = "en",
    data: Sequence[str | Path] = (),
    progress: Progress | None = None,
) -> Comparison:
    """Compare scenarios with keeping the services.

    Parameters
    ----------
    scenario
        Names of shipped scenarios, or paths of files.
    draws
        Simulated futures, taken in whole blocks of 256.
    seed
        Start of all chance: the same number gives the same results.
    region
        Whose parameters and funding.
    horizon
        Years counted from the first change.
    lang
        Language of labels, "cs" or "en".
    data
        Files of figures that services supplied; they replace the model's.
    progress
        Called with the parts done and the parts there are.

    Examples
    --------
    >>> results = run("ten-percent-cut", draws=256)
    >>> deaths = results.loads.query("quantity == 'deaths' and period == 'horizon'")
    >>> sorted(deaths["scenario"].unique())
    ['reference', 'ten-percent-cut']
    >>> results.costs["unit"].unique().tolist()
    ['CZK a year', 'CZK over the years counted']
    """
    settings = Settings(seed=seed, draws=draws, horizon=horizon)
    language = chosen_language(lang)
    files = [Path(file) for file in data]
    prepared = prepare(scenario, settings, region=region, language=language, data=files)
    return prepared.run(progress)


def save(results: Comparison, folder: str | Path) -> Path:
    """Write the files of a run into a folder, as the command line does."""
    target = Path(folder)
    with new_run_folder(target) as unfinished:
        write_files(results, unfinished)
    return target


def summary(results: Comparison) -> str:
    """Return what the command line prints about a run."""
    return summary_text(results)


def scenarios() -> tuple[str, ...]:
    """Name the shipped scenarios.

    >>> "all-services-stop" in scenarios()
    True
    """
    return shipped_scenarios()
