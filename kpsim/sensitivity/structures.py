"""Structural assumptions held the other way, one at a time, on the same draws."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Literal

import numpy as np
from pydantic import BaseModel, Field

from kpsim.errors import ParameterError, problem, suggestion
from kpsim.inputs.draws import draw
from kpsim.inputs.files import place_of, read_toml, validated
from kpsim.inputs.locations import params_folder
from kpsim.inputs.parameter_set import ParameterSet
from kpsim.inputs.records import STRICT, Label
from kpsim.results import View
from kpsim.sensitivity.bench import Bench, prices_of, store_of
from kpsim.sensitivity.by_grade import in_blocks
from kpsim.sensitivity.parts import Part, Progress, work_through

AS_IT_IS = "as it is"


class Structure(BaseModel):
    """An assumption that could be held in place of one of the model's."""

    model_config = STRICT
    label: Label
    set: dict[str, float] = Field(default_factory=dict)
    studies: Literal["as_found"] | None = None
    matching: Literal["turned"] | None = None
    network: Literal["alone"] | None = None
    prices: Literal["average"] | None = None


@dataclass(frozen=True)
class Compared:
    """The middle result with the model as it is, and with each other assumption."""

    as_it_is: float
    otherwise: Mapping[str, float]

    @property
    def medians(self) -> tuple[float, float]:
        """Return the lowest and the highest middle result."""
        every = (self.as_it_is, *self.otherwise.values())
        return min(every), max(every)


def load_structures(
    parameters: ParameterSet, folder: Path | None = None
) -> Mapping[str, Structure]:
    """Read the assumptions and check that the parameters they set exist."""
    path = (params_folder() if folder is None else folder) / "structures.toml"
    found, problems = {}, []
    for name, content in read_toml(path).items():
        here = f"{place_of(path)}: {name}"
        structure, wrong = validated(Structure, content, place=here)
        problems += wrong
        if structure is None:
            continue
        found[name] = structure
        for key in structure.set:
            if key not in parameters.records:
                near = suggestion(key, parameters.records)
                problems.append(problem(here, "no parameter '{name}'{near}", name=key, near=near))
    if problems:
        raise ParameterError(problems)
    return found


def compare(
    asked: Bench,
    structures: Mapping[str, Structure],
    *,
    draws: int,
    keep: bool = False,
    progress: Progress | None = None,
) -> dict[str, Compared]:
    """Return middle results by answer."""
    store = store_of(asked, "structures", draws, structures) if keep else None
    usual = Structure(label=Label(cs=AS_IT_IS, en=AS_IT_IS))
    tasks = {
        name: partial(_answer, asked, each, draws)
        for name, each in {AS_IT_IS: usual, **structures}.items()
    }
    parts = work_through(tasks, store, workers=asked.settings.workers, progress=progress)
    middles = {
        name: {key: float(np.median(values)) for key, values in part.items()}
        for name, part in parts.items()
    }
    return {
        key: Compared(middles[AS_IT_IS][key], {name: middles[name][key] for name in structures})
        for key in asked.keys
    }


def _answer(asked: Bench, structure: Structure, draws: int) -> Part:
    """Answer with one assumption held the other way."""
    parameters, seed = asked.world.parameters, asked.settings.seed
    if structure.studies == "as_found":
        whole = {sort: [1.0, 1.0] for sort in parameters.grades.shrinkage}
        grades = parameters.grades.model_copy(update={"shrinkage": whole})
        parameters = replace(parameters, grades=grades)
    scenarios = tuple(
        replace(
            each,
            matching=each.matching != (structure.matching == "turned"),
            network_takes=() if structure.network == "alone" else each.network_takes,
        )
        for each in asked.scenarios
    )
    base = draw(parameters, seed=seed, draws=draws, view="central")
    held = {name: np.full_like(base.values[name], value) for name, value in structure.set.items()}
    changed = replace(base, values={**base.values, **held})
    view: View = "full" if structure.prices == "average" else "central"
    return in_blocks(
        replace(asked, scenarios=scenarios, view=view), changed, prices_of(changed.values, seed)
    )
