"""The text of the function that runs all steps of a model for a block of draws.

It goes over scenarios and over groups of draws. For each it computes the steady values and the
stocks at the start, and then takes the steps in the order of `kpsim.engine.simulate`: values,
stocks, what is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kpsim.engine.compiled.emit import Emitter, Leaf
from kpsim.engine.compiled.loops import SUMMED
from kpsim.engine.compiled.order import carried, parts_of_step
from kpsim.engine.compiled.scalars import Unrolled, full_shape, indices, unroll
from kpsim.engine.compiled.start import write_bases, write_before_steps, write_ending
from kpsim.engine.compiled.step import StepWriter
from kpsim.engine.compiled.watch import watched
from kpsim.engine.graph import Model
from kpsim.engine.keep import Keep

FUNCTION = "run"
ATTRIBUTES = '"frame-pointer"="all" "stackrealign"'
"""What LLVM keeps on the stack must lie where a whole register is read at once."""

NOTES = """!0 = !{!"branch_weights", i32 1, i32 1000}
!1 = !{i32 1}
"""
"""A jump hardly ever taken, whose target shall not stand in the way; and a store of what is not
read again soon, which shall not push other numbers out of the processor's caches."""

ARGUMENTS = (
    # one row for each value: address, strides of scenario, group and step (or row), place in
    # memory
    "ptr noalias %inputs",
    "ptr noalias %paths",
    "ptr noalias %rows",  # results of which a row is written when it is full
    "ptr noalias %monthly",
    "ptr noalias %memory",
    "ptr noalias %window",
    "ptr noalias %trouble",  # a number for each scenario and draw; 0 where all is well
    "i64 %number_of_inputs",
    "i64 %number_of_rows",
    "i64 %number_of_monthly",
    "i64 %scenarios",
    "i64 %groups",
    "i64 %steps",
    "i64 %steps_a_row",
    "i64 %alike",  # not 0 where all scenarios have the same inputs
)


@dataclass(frozen=True)
class Output:
    """One kept number: the result it belongs to, its element, and how it is kept."""

    keep: Keep
    index: tuple[int, int]
    node: int  # of a stock: its level in the step
    place: tuple[str, object]
    """Where in memory it is found when a row is written."""


@dataclass(frozen=True)
class Source:
    """The text of a function and what it expects to be handed."""

    text: str
    lanes: int
    inputs: tuple[tuple[Leaf, int], ...]  # with their places in memory
    paths: tuple[Leaf, ...]
    outputs: tuple[tuple[Output, int], ...]  # with their places in memory
    places: int


def write_function(model: Model, keep: Sequence[Keep], *, step: float, lanes: int) -> Source:
    """Return the text of the function of a model, what is kept of it and the step in months."""
    graph = unroll(model, tuple(dict.fromkeys(k.variable for k in keep)))
    outputs = tuple(output for wanted in keep for output in outputs_of(model, graph, wanted))
    kept = kept_at_once(outputs)
    summed = [number for number, kinds in kept.items() if set(kinds) & set(SUMMED)]
    parts = parts_of_step(model, graph)
    emitter = Emitter(
        graph.nodes, watched(model, graph, summed), lanes, slots=carried(parts, graph.feeds)
    )
    lines = written(StepWriter(graph, emitter, parts, step, kept))
    places = emitter.memory.places
    leaves = dict.fromkeys(node.content for node in graph.nodes if node.operation == "input")
    return Source(
        "\n".join(
            [f"define void @{FUNCTION}({', '.join(ARGUMENTS)}) {ATTRIBUTES} {{", *lines, "}", NOTES]
        ),
        lanes,
        inputs=tuple((leaf, places["input", leaf]) for leaf in leaves if ("input", leaf) in places),
        paths=tuple(emitter.paths),
        outputs=tuple((output, places[output.place]) for output in outputs),
        places=len(places),
    )


def written(step: StepWriter) -> list[str]:
    """Return the lines; the step is written first, as it tells what must last over the steps."""
    emitter = step.emitter
    parts = []
    for write in (
        step.write_step,
        lambda: write_before_steps(emitter, step.graph),
        lambda: write_bases(emitter),
        lambda: write_ending(emitter),
    ):
        emitter.lines = []
        write()
        parts.append(emitter.lines)
    steps, before, entry, ending = parts
    return [*entry, *before, *steps, *ending]


def kept_at_once(outputs: Sequence[Output]) -> dict[int, list[str]]:
    """Return where each value is put when it is computed."""
    found: dict[int, list[str]] = {}
    for output in outputs:
        kind = output.place[0]
        kinds = found.setdefault(output.node, [])
        if kind != "stock" and kind not in kinds:
            kinds.append(kind)
    return found


def outputs_of(model: Model, graph: Unrolled, keep: Keep) -> list[Output]:
    """Return the numbers of one result, all elements also where they are equal."""
    elements = graph.values[keep.variable]
    full = full_shape(model.variable(keep.variable).by)
    shape = (max(full[0], elements.shape[0]), max(full[1], elements.shape[1]))
    return [output_of(model, graph, keep, index=i, node=elements.at(*i)) for i in indices(shape)]


def output_of(
    model: Model, graph: Unrolled, keep: Keep, *, index: tuple[int, int], node: int
) -> Output:
    """Return one number of a result."""
    if keep.aggregate in SUMMED:
        return Output(keep, index, node, (keep.aggregate, node))
    if keep.variable in model.stocks:
        return Output(keep, index, node, ("stock", graph.nodes[node].content))
    return Output(keep, index, node, ("last", node))
