"""The model as XMILE 1.0, the common language of system-dynamics programs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as Tree

from kpsim import __version__
from kpsim.atomic import write_atomically
from kpsim.engine.dimension import Dimension
from kpsim.engine.graph import Model
from kpsim.errors import RunError, problem
from kpsim.export.book_words import PATHS
from kpsim.export.xmile_equations import Index, elements
from kpsim.export.xmile_inputs import Numbers, one_run
from kpsim.export.xmile_variables import Declared, Variable, declare
from kpsim.inputs.records import Record, RecordByElement
from kpsim.inputs.scenarios import Scenario
from kpsim.world import World

NAMESPACE = "http://docs.oasis-open.org/xmile/ns/XMILE/v1.0"


@dataclass(frozen=True)
class Heading:
    """What a file says of itself."""

    name: str
    caption: str


def export_world(
    world: World,
    scenario: Scenario,
    *,
    draw_number: int,
    seed: int,
    step: float = 1.0,
    flat: bool = False,
) -> bytes:
    """Write the whole model with one scenario and one draw."""
    numbers = one_run(world, scenario, draw_number=draw_number, seed=seed, step=step)
    caption = f"{scenario.title.en} (seed {seed}, draw {draw_number}, central view)"
    heading = Heading(f"kpsim {scenario.name}", caption)
    records = world.parameters.records
    documents = {name: f"{text}." for name, text in PATHS.items()}
    documents |= {name: described(record) for name, record in records.items()}
    return export(world.model, numbers, heading=heading, documents=documents, flat=flat)


def write_xmile(path: Path, content: bytes) -> Path:
    """Write a file that is either whole or not there."""
    try:
        return write_atomically(path, content)
    except OSError as fault:
        text = "cannot be written ({fault}); name another file"
        reason = fault.strerror or str(fault)
        raise RunError(problem(str(path), text, fault=reason)) from fault


def described(record: Record | RecordByElement) -> str:
    """Say what a parameter is and where it comes from."""
    several = isinstance(record, RecordByElement)
    records = list(record.elements.values()) if isinstance(record, RecordByElement) else [record]
    sources = sorted({source for each in records for source in each.source})
    grades = sorted({each.grade for each in records})
    return (
        f"{record.label.en}. Drawn for this run.\n"
        f"{'Sources' if several else 'Source'}: {', '.join(sources)}. "
        f"Grade: {', '.join(grades)}.\n\nČesky: {record.label.cs}"
    )


def export(
    model: Model,
    numbers: Numbers,
    *,
    heading: Heading,
    documents: Mapping[str, str] | None = None,
    flat: bool = False,
) -> bytes:
    """Write a model with the numbers of one run; `flat` unrolls the dimensions into names."""
    declared = declare(model, numbers, documents=documents or {}, flat=flat)
    root = Tree.Element("xmile", {"version": "1.0", "xmlns": NAMESPACE})
    write_header(root, heading, dimensions=0 if flat else most_dimensions(declared))
    write_sim_specs(root, numbers)
    write_units(root, declared)
    if not flat and model.dimensions:
        write_dimensions(root, model.dimensions)
    variables = Tree.SubElement(Tree.SubElement(root, "model"), "variables")
    for variable in declared.variables.values():
        if flat:
            for index in variable.indices(flat=True):
                write_variable(variables, variable, [index], numbers=numbers, declared=declared)
        else:
            indices = variable.indices(flat=False)
            write_variable(variables, variable, indices, numbers=numbers, declared=declared)
    write_groups(variables, declared)
    Tree.indent(root, space=" ")
    text: bytes = Tree.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def most_dimensions(declared: Declared) -> int:
    """Return how many dimensions a variable has at most."""
    return max(len(variable.by) for variable in declared.variables.values())


def add(parent: Tree.Element, tag: str, text: str) -> None:
    """Put a tag with a text into another."""
    Tree.SubElement(parent, tag).text = text


def write_header(root: Tree.Element, heading: Heading, *, dimensions: int) -> None:
    """Say who wrote the file, what it is and what it uses."""
    header = Tree.SubElement(root, "header")
    add(header, "vendor", "kpsim")
    product = Tree.SubElement(header, "product", {"version": __version__, "lang": "en"})
    product.text = "kpsim"
    if dimensions:
        options = Tree.SubElement(header, "options", {"namespace": "std"})
        Tree.SubElement(options, "uses_arrays", {"maximum_dimensions": str(dimensions)})
    add(header, "name", heading.name)
    add(header, "caption", heading.caption)


def write_sim_specs(root: Tree.Element, numbers: Numbers) -> None:
    """Say how long the run is and how stocks are moved."""
    specs = Tree.SubElement(root, "sim_specs", {"method": "euler", "time_units": "month"})
    add(specs, "start", "0")
    add(specs, "stop", f"{numbers.steps * numbers.step:g}")
    add(specs, "dt", f"{numbers.step:g}")


def write_units(root: Tree.Element, declared: Declared) -> None:
    """List what is counted."""
    written = {
        name
        for variable in declared.variables.values()
        for name in re.findall(r"[A-Za-z]\w*", variable.unit)
    }
    units = Tree.SubElement(root, "model_units")
    for name in sorted(written):
        Tree.SubElement(units, "unit", {"name": name})


def write_dimensions(root: Tree.Element, dimensions: Mapping[str, Dimension]) -> None:
    """List the elements of each dimension."""
    group = Tree.SubElement(root, "dimensions")
    for dimension in dimensions.values():
        tag = Tree.SubElement(group, "dim", {"name": dimension.name})
        for element in dimension.elements:
            Tree.SubElement(tag, "elem", {"name": element})


def write_variable(
    parent: Tree.Element,
    variable: Variable,
    indices: list[Index],
    *,
    numbers: Numbers,
    declared: Declared,
) -> None:
    """Write a variable: an array whose elements are alike or listed, or one element on its own."""
    spelling = declared.spelling
    name = spelling.whole(variable.name, indices[0])
    tag = Tree.SubElement(parent, variable.kind, {"name": name})
    add(tag, "doc", variable.doc)
    if variable.by and not spelling.flat:
        dimensions = Tree.SubElement(tag, "dimensions")
        for dimension in variable.by:
            Tree.SubElement(dimensions, "dim", {"name": dimension.name})
    if variable.differs and not spelling.flat:
        for index in indices:
            subscript = ", ".join(index[dimension.name] for dimension in variable.by)
            element = Tree.SubElement(tag, "element", {"subscript": subscript})
            write_equation(element, variable, index, numbers=numbers)
    else:
        write_equation(tag, variable, indices[0], numbers=numbers)
    for kind, flows in (("inflow", variable.inflows), ("outflow", variable.outflows)):
        for flow in flows:
            add(tag, kind, spelling.whole(flow, indices[0]))
    add(tag, "units", variable.unit)


def write_groups(parent: Tree.Element, declared: Declared) -> None:
    """Sort the variables into the sectors they are written in, start values and inputs apart."""
    groups: dict[str, list[str]] = {}
    spelling = declared.spelling
    for variable in declared.variables.values():
        names = {spelling.whole(variable.name, index): None for index in elements(variable.by)}
        groups.setdefault(variable.group, []).extend(names)
    for group, names_of_group in groups.items():
        tag = Tree.SubElement(parent, "group", {"name": group})
        for name in names_of_group:
            Tree.SubElement(tag, "entity", {"name": name})


def write_equation(
    parent: Tree.Element, variable: Variable, index: Index, *, numbers: Numbers
) -> None:
    """Write one equation, with its graphical function if it has one."""
    add(parent, "eqn", variable.equation(index))
    if variable.graph is not None:
        points = variable.graph(index)
        graph = Tree.SubElement(parent, "gf")
        last = (numbers.steps - 1) * numbers.step
        Tree.SubElement(graph, "xscale", {"min": "0", "max": f"{last:g}"})
        add(graph, "ypts", ",".join(map(repr, points)))
