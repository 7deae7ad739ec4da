"""Key figures of every shipped scenario, as they were when somebody last looked at them.

`python -m pytest tests/golden --update-golden` writes them anew. A change of a file here belongs
into CHANGELOG.md, under "Results changed": which, by how much, why.
"""

from pathlib import Path

import pytest

from kpsim.analysis.money import horizon_years
from kpsim.inputs.scenarios import shipped_scenarios
from kpsim.ledger.steps import load_steps
from kpsim.money_study import row_study
from kpsim.report.comparison import prepare
from kpsim.report.money_tables import society_parts
from kpsim.study import Settings
from tests.golden.figures import (
    Figure,
    figures,
    moves,
    read,
    recovery_figures,
    society_figures,
    text_of,
    updated,
)

FOLDER = Path(__file__).parent / "figures"
DRAWS = 256
SCENARIOS = tuple(name for name in shipped_scenarios() if name != "reference")


def golden(scenario: str) -> Path:
    return FOLDER / f"{scenario}.csv"


def test_the_key_figures_are_those_last_looked_at(request: pytest.FixtureRequest) -> None:
    """All scenarios travel together, so that the whole takes one run."""
    settings = Settings(draws=DRAWS)
    comparison = prepare(SCENARIOS, settings).run()
    world, results = comparison.world, comparison.results
    rows = row_study(world, comparison.scenarios, settings, load_steps(world.ledger))
    told = []
    for name in SCENARIOS:
        window = horizon_years(results, name)
        parts = society_parts(rows, results, name, world, window=window)
        found = [
            *figures(comparison.findings[name]),
            *society_figures(parts),
            *recovery_figures(comparison, name),
        ]
        kept = read(golden(name)) if golden(name).exists() else []
        told += [f"{name}: {line}" for line in moves(kept, found)]
        if request.config.getoption("--update-golden", default=False):
            FOLDER.mkdir(exist_ok=True)
            text = text_of(updated(kept, found))
            golden(name).write_text(text, encoding="utf-8", newline="\n")
    if request.config.getoption("--update-golden", default=False):
        print(*told, sep="\n")  # noqa: T201 (shown with -s)
        return
    text = "\n".join([*told, "", "If this is meant: see the head of tests/golden/test_golden.py."])
    assert not told, text


def test_every_shipped_scenario_has_its_file_and_every_file_its_scenario() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.csv")) == sorted(SCENARIOS)


FIGURE = Figure("headline", "crowns caused per crown saved", (None, 1.5, 1.0, 1.4, 2.0))


def changed(**values: float) -> Figure:
    columns = dict(zip(("reference", "mean", "p05", "p50", "p95"), FIGURE.values, strict=True))
    return Figure(FIGURE.name, FIGURE.unit, tuple({**columns, **values}.values()))


def test_a_change_is_said_in_words() -> None:
    assert moves([FIGURE], [changed(mean=1.53)]) == ["headline moved from 1.5 to 1.53 (+2.00%)"]
    assert moves([FIGURE], [changed(p95=1.9)]) == ["headline, p95, moved from 2 to 1.9 (-5.00%)"]


def test_a_figure_that_comes_or_goes_is_said() -> None:
    assert moves([FIGURE], []) == ["headline is gone"]
    assert moves([], [FIGURE]) == ["headline is new"]


def test_a_change_of_more_than_a_billionth_counts() -> None:
    assert not moves([FIGURE], [changed(mean=1.5 + 1e-9)])
    assert moves([FIGURE], [changed(mean=1.5 + 3e-9)])


def test_an_update_rewrites_only_what_moved() -> None:
    barely, clearly = changed(mean=1.5 + 1e-12), changed(mean=1.6)
    assert updated([FIGURE], [barely]) == [FIGURE]
    assert updated([FIGURE], [clearly]) == [clearly]
    assert updated([], [clearly]) == [clearly]


def test_what_is_written_is_what_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(text_of([FIGURE, changed(mean=1 / 3)]), encoding="utf-8")
    assert not moves([changed(mean=1 / 3)], read(path)[1:])
