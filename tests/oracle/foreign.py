"""Two engines that are not ours, each fed an XMILE file."""

from collections.abc import Collection, Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import pysd
import simlin

from kpsim.engine.program import START

BUILT_IN = {"time", "dt", "initial_time", "final_time", "saveper"}  # Simlin
CONTROL = {"time", "time step", "initial time", "final time", "saveper"}  # PySD


def run_simlin(xmile: bytes, folder: Path, inputs: Collection[str]) -> dict[str, np.ndarray]:
    """Run a file in Simlin; return every row but those of inputs and values at the start."""
    path = folder / "model.xmile"
    path.write_bytes(xmile)
    model = simlin.load(path)
    problems = [*model.check(), *model.check_units()]
    assert not problems, problems
    with model.simulate() as simulation:
        simulation.run_to_end()
        names = [name for name in simulation.get_var_names() if is_computed(name, inputs)]
        return {name: np.array(simulation.get_series(name)) for name in names}


def is_computed(name: str, inputs: Collection[str]) -> bool:
    """Say whether a name is a variable of the model."""
    whole = name.partition("[")[0]
    return not (
        whole in BUILT_IN | CONTROL or name in inputs or whole in inputs or whole.startswith(START)
    )


class Pysd:
    """A file translated once, run with many inputs."""

    def __init__(self, xmile: bytes, folder: Path) -> None:
        path = folder / "model.xmile"  # the translation is written beside it
        path.write_bytes(xmile)
        # It writes graphical functions with as many digits as numpy prints: eight, if not asked.
        with np.printoptions(precision=17, floatmode="unique"):
            self.model = pysd.read_xmile(str(path))

    def run(
        self, names: Collection[str], inputs: Mapping[str, float | pd.Series] | None = None
    ) -> dict[str, np.ndarray]:
        """Run with other inputs; return the rows of these names."""
        table = self.model.run(params=dict(inputs or {}), return_columns=list(names))
        return {name: table[name].to_numpy() for name in table.columns}

    def names(self, inputs: Collection[str]) -> set[str]:
        """Return the names of all variables the translation has."""
        return {name for name in self.model.doc["Real Name"] if is_computed(name.lower(), inputs)}
