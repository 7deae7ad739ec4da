"""What names of the model are called in a language: variables, inputs, units, elements, sectors."""

from dataclasses import dataclass

import kpsim.model
from kpsim.engine.dimension import Dimension
from kpsim.engine.program import START
from kpsim.inputs.draws import OUTBREAK_THRESHOLD
from kpsim.language import translate
from kpsim.wording.units import unit_phrase
from kpsim.world import World

PATHS = {
    "money_paid": "Money paid to services",
    "reference_money": "Money that keeps services as they are",
    "announced_cut": "Announced cut that has not come yet",
    "trend_user_inflow": "Trend of new dependent people",
    "trend_youth_use": "Trend of use among young people",
    "trend_wards": "Trend of guardianship",
    "trend_child_psychiatry": "Trend of demand for child psychiatry",
    "trend_child_psychiatry_capacity": "Trend of capacity of child psychiatry",
    "child_psychiatry_coordinator": "Coordinator of child psychiatry (1 if there is one)",
    OUTBREAK_THRESHOLD: "Chance threshold of an HIV outbreak in this future",
}
SECTORS = {module.__name__.rpartition(".")[2]: module for module in kpsim.model.SECTORS}
"""The modules of the model by their short names, in the order of the book."""


@dataclass(frozen=True)
class Words:
    """The names of a world in one language."""

    world: World
    language: str
    as_reported: bool = False
    """Whether a variable without a name in this language has that of the reports."""

    def say(self, text: str) -> str:
        """Translate a text of the book."""
        return translate(text, self.language, context="book")

    def label(self, name: str) -> str:
        """Return the label of a variable, parameter, path or start value."""
        record = self.world.parameters.records.get(name)
        if record is not None:
            return record.label.cs if self.language == "cs" else record.label.en
        if name in PATHS:
            return self.say(PATHS[name])
        if name not in self.variables:
            return self.label(name.removeprefix(START))
        label = self.world.model.variable(name).labels[self.language]
        if self.as_reported and label == name.replace("_", " "):
            label = self._reported(name) or label
        return label[:1].upper() + label[1:]

    def _reported(self, name: str) -> str:
        """Return what the reports call the load that is all of a variable."""
        loads = self.world.outcomes.values()
        whole = [load for load in loads if load.variable == name and not load.measure.element]
        return whole[0].label.of(self.language) if len(whole) == 1 else ""

    @property
    def variables(self) -> set[str]:
        """Name all stocks, flows and auxiliaries."""
        return {*self.world.model.stocks, *self.world.model.order}

    def is_start(self, name: str) -> bool:
        """Tell whether a name stands for the value a variable has at the start."""
        return name.startswith(START) and name.removeprefix(START) in self.variables

    def unit(self, unit: str) -> str:
        """Write a unit in words."""
        return unit_phrase(unit, self.language)

    def element(self, element: str) -> str:
        """Return the name of a substance or service."""
        return self.say(element.replace("_", " "))

    def over(self, dimension: Dimension) -> str:
        """Return what stands under a sum."""
        return self.say({"substance": "substances", "service": "services"}[dimension.name])

    def sector(self, module: str) -> str:
        """Return the title of a sector: what its docstring says before the colon."""
        title, _, _ = (SECTORS[module.rpartition(".")[2]].__doc__ or module).partition(":")
        return self.say(title)
