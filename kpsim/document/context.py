"""What every chapter needs: the comparison, the author's file, the charts and how to say things."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from kpsim.analysis.reconciliation import ReconciliationResult
from kpsim.charts.house_style import Chart
from kpsim.charts.of_drivers import Drivers
from kpsim.document.document_toml import About
from kpsim.document.identity import Identity
from kpsim.document.parts import Figure
from kpsim.inputs.records import Record
from kpsim.report.base_year import reconciliation
from kpsim.report.cells import say
from kpsim.report.checking import DRAWS, SEED
from kpsim.report.comparison import Comparison
from kpsim.report.findings import Budget, Findings
from kpsim.wording.words import payer_heading

Charts = Mapping[tuple[str, str], Chart]
"""By scenario ("" for all) and name."""


@dataclass(frozen=True)
class Context:
    """A comparison that is being written up."""

    comparison: Comparison
    about: About
    identity: Identity
    charts: Charts
    changed: tuple[str, ...] = ()
    """Sentences about inputs that changed since the run."""
    drivers: Mapping[str, Drivers | None] = field(default_factory=dict)
    """What drives each scenario's net spending, where the draws tell."""
    language: str = field(init=False)

    def __post_init__(self) -> None:
        """Take the language of the comparison."""
        object.__setattr__(self, "language", self.comparison.language)

    def say(self, text: str, **values: object) -> str:
        """Translate a sentence and fill its slots."""
        return say(text, self.language, **values)

    def title(self, scenario: str) -> str:
        """Return the title of a scenario."""
        return self.comparison.results.titles[scenario].of(self.language)

    def found(self, scenario: str) -> Findings:
        """Return the findings of a scenario."""
        return self.comparison.findings[scenario]

    def payer(self, name: str) -> str:
        """Name a payer."""
        return payer_heading(name, self.language)

    @property
    def region(self) -> str:
        """Name the region."""
        name = self.comparison.world.parameters.region.name
        return str(name.cs if self.language == "cs" else name.en)

    @property
    def region_budget(self) -> Budget:
        """Return the region's own-source budget, the measure of sums."""
        return self.comparison.measures.budgets["region"]

    @property
    def inputs(self) -> Mapping[str, Record]:
        """Return the numbers that somebody measured or assumed: all but definitions."""
        columns = self.comparison.world.parameters.columns
        return {name: each for name, each in columns.items() if not each.is_definition}

    @cached_property
    def predictions(self) -> tuple[ReconciliationResult, ...]:
        """Compare the first year with the published figures that were not fed into the model."""
        compared = reconciliation(self.comparison.world, seed=SEED, draws=DRAWS)
        return tuple(each for each in compared if each.row.kind == "prediction")

    @property
    def several(self) -> bool:
        """Tell whether more than one scenario is compared."""
        return len(self.comparison.compared) > 1

    def key(self, name: str, scenario: str) -> str:
        """Make the key of a table or figure of a scenario."""
        return f"{name}.{scenario}" if self.several else name

    def figure(self, name: str, scenario: str = "") -> tuple[Figure, ...]:
        """Return the figure of a chart.

        One that can not be drawn or would show no change leaves nothing.
        """
        chart = self.charts.get((scenario, name))
        if chart is None or chart.unchanged:
            return ()
        key = self.key(name, scenario) if scenario else name
        caption = self.caption(title_of(chart), scenario)
        return (Figure(key.replace("_", "-"), caption, chart, scenario),)

    def caption(self, text: str, scenario: str) -> str:
        """Name the scenario in a caption, where there is more than one."""
        return f"{text} – {self.title(scenario)}" if self.several and scenario else text


def title_of(chart: Chart) -> str:
    """Return the title of a chart: its caption up to the first full stop."""
    return chart.caption.partition(". ")[0]
