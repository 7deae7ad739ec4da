"""The balance at the start: how far each stock is from standing still."""

from collections.abc import Mapping

import numpy as np

from kpsim.engine.buffers import lay_out
from kpsim.engine.graph import Model
from kpsim.engine.operations import Array
from kpsim.engine.simulate import Names, start


def balance_check(
    model: Model, parameters: Mapping[str, Array], paths: Mapping[str, Array]
) -> dict[str, Array]:
    """Return each stock's net flow in the first step relative to its level (to 1 where empty)."""
    layout = lay_out(model, (), parameters=parameters, paths=paths)
    names = Names(("all",), first_draw=0, months=("1",))
    with np.errstate(divide="raise", invalid="raise", over="raise", under="ignore"):
        start(model, layout, names)
        layout.load_paths(0)
        for function, values, out in layout.each_step:
            function(*values, out=out)
    arrays, now = layout.arrays, model.program.now
    result = {}
    for stock in model.stocks:
        level = arrays[now[stock]]
        net = np.zeros(level.shape)
        for flow in model.inflows(stock):
            net += arrays[now[flow]]
        for flow in model.outflows(stock):
            net -= arrays[now[flow]]
        result[stock] = net / np.where(level > 0, level, 1.0)
    return result
