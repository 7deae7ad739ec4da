"""Where a name comes from: equation, inputs, sources, and who reads it."""

import inspect
import textwrap
from collections.abc import Iterator, Mapping

from rich.console import RenderableType
from rich.text import Text as RichText

from kpsim.engine.lang import AnyEquation, Flow, Stock
from kpsim.errors import RunError, problem, suggestion
from kpsim.inputs.parameter_set import ParameterSet
from kpsim.inputs.records import FEW, Record, RecordByElement
from kpsim.inputs.used_range import used_range
from kpsim.language import translate
from kpsim.ledger.row_checks import REST
from kpsim.ledger.rows import Row
from kpsim.report.cells import Column, paragraph, say, table
from kpsim.wording.descriptions import described
from kpsim.wording.numbers import number
from kpsim.wording.record_texts import record_text, remarks, source_words
from kpsim.wording.units import least_unit, short, unit_phrase
from kpsim.wording.words import name_of, payer_heading
from kpsim.world import World

_START = "initial_"
_DIGITS = 4
RANGE_USED = (
    "Range used: 5th to 95th percentile of what a run draws, after weak evidence is widened and "
    "effects of studies are shrunk."
)


def explain(world: World, name: str, *, language: str, width: int) -> Iterator[RenderableType]:
    """Say everything a name stands for; a name can be a variable and a reported load at once."""
    model = world.model
    found = False
    if name in {*model.stocks, *model.order}:
        found = True
        yield from _variable(world, model.variable(name), language, width)
    if name in world.parameters.records:
        found = True
        yield from parameter(world, name, language=language, width=width)
    if name in world.outcomes:
        found = True
        yield from _outcome(world, name, language)
    for row in world.ledger.rows:
        if row.name == name:
            found = True
            yield from _row(row, language, width)
    if not found:
        known = known_names(world)
        text = "nothing in the model has this name{near}"
        near = suggestion(name, known) or "; 'kpsim params list' lists the parameters"
        raise RunError(problem(name, text, near=near))


def known_names(world: World) -> set[str]:
    """Return every name that can be explained."""
    model = world.model
    return {
        *model.stocks,
        *model.order,
        *world.parameters.records,
        *world.outcomes,
        *(row.name for row in world.ledger.rows),
    }


def parameter(world: World, name: str, *, language: str, width: int) -> Iterator[RenderableType]:
    """Say what a parameter is, where its number comes from and what it moves."""
    record = world.parameters.records[name]
    label = record.label.cs if language == "cs" else record.label.en
    yield _title(name, label)
    yield _facts(
        {
            "Kind": translate("parameter", language),
            "File": world.parameters.places[name],
            "Role": translate(record.role, language, context="book"),
            "Unit": f"{unit_phrase(record.unit, language)} ({_notation(world, name)})",
        },
        language,
    )
    yield values(world, name, language)
    yield paragraph(say(RANGE_USED, language), width)
    for key in sources_of(record):
        yield from _source(world, key, language, width)
    for text in remarks(records_of(record), language):
        yield paragraph(text, width)
    yield _read_by(world, name, language, width)


def _notation(world: World, name: str) -> str:
    """Write the unit of the file and the one the engine counts in."""
    return " → ".join(
        dict.fromkeys((world.parameters.records[name].unit, world.parameters.unit(name)))
    )


def values(world: World, name: str, language: str) -> RenderableType:
    """Put the number, or the number of each element, in rows."""
    record = world.parameters.records[name]
    rows = record.elements if isinstance(record, RecordByElement) else {name: record}
    made = table(
        (
            Column("Name", right=False, width=30),
            Column("Value", width=9),
            Column("Recorded range", width=17),
            Column("Range used", width=16),
            Column("Distribution", right=False, width=14),
            Column("Grade", right=False, width=7),
        ),
        language,
    )
    for element, one in rows.items():
        key = name if one is record else f"{name}.{element}"
        made.add_row(
            element,
            figure(one.value, language),
            span(one, language),
            used_span(world.parameters, key, language),
            translate(one.distribution, language, context="distribution"),
            one.grade,
        )
    return made


def figure(value: float, language: str) -> str:
    """Write a number as its file has it, in the typography of the language."""
    text = f"{value:.10g}"
    decimals = len(text.partition(".")[2]) if "e" not in text else _DIGITS
    return number(value, language, decimals=min(decimals, _DIGITS + 2))


def public_figure(record: Record, language: str) -> str:
    """Write the number of a record for the public: few observed people are "fewer than 10"."""
    if record.is_small_count:
        return translate(FEW, language)
    return figure(record.value, language)


def span(record: Record, language: str) -> str:
    """Write the low and high of a record; those of few observed people would give them away."""
    if record.low is None or record.high is None or record.is_small_count:
        return "–"
    low, high = figure(record.low, language), figure(record.high, language)
    return translate("{low} to {high}", language).format(low=low, high=high)


def used_span(parameters: ParameterSet, key: str, language: str) -> str:
    """Write the 5th and 95th percentile a run draws a number between, with two digits."""
    found = used_range(parameters, key)
    if found is None or parameters.columns[key].is_small_count:
        return "–"
    least = least_unit(*found)
    low, high = (short(end, language, least=least) for end in found)
    return translate("{low} to {high}", language).format(low=low, high=high)


def sources_of(record: Record | RecordByElement) -> tuple[str, ...]:
    """Name the sources of a parameter once each."""
    return tuple(dict.fromkeys(key for one in records_of(record).values() for key in one.source))


def records_of(record: Record | RecordByElement) -> Mapping[str, Record]:
    """Return the records of a parameter by element, under "" where it has none."""
    return record.elements if isinstance(record, RecordByElement) else {"": record}


def _variable(
    world: World, equation: AnyEquation, language: str, width: int
) -> Iterator[RenderableType]:
    yield _title(equation.name, equation.labels[language])
    facts = {
        "Kind": translate(type(equation).__name__.lower(), language),
        "File": f"{equation.file}:{equation.line}",
        "Unit": f"{unit_phrase(equation.unit, language)} ({equation.unit})",
        "By": ", ".join(_dimension(each.name, language) for each in equation.by),
    }
    if isinstance(equation, Flow):
        ends = (equation.out_of, equation.into)
        facts["From and to"] = " → ".join(end.name if end else "…" for end in ends)
    yield _facts({key: text for key, text in facts.items() if text}, language)
    if isinstance(equation, Stock):
        yield _moved_by(world, equation.name, language, width)
    for text in described(equation, language):
        yield "\n" + paragraph(text, width)
    yield ""
    yield textwrap.indent(source_text(equation), "  ")
    yield _inputs(world, equation.name, language)
    yield _read_by(world, equation.name, language, width)


def source_text(equation: AnyEquation) -> str:
    """Return the equation as it stands in its file, from `def` on and without its docstring."""
    text = textwrap.dedent(inspect.getsource(equation.function))
    head, _, rest = text[text.index("def ") :].partition('"""')
    return head.rstrip() + rest.partition('"""')[2].rstrip()


def _inputs(world: World, name: str, language: str) -> RenderableType:
    made = table(
        (
            Column("Input", right=False, width=36),
            Column("Value", width=12),
            Column("Range used", width=17),
            Column("Grade", right=False, width=7),
            Column("Unit", right=False, width=17),
        ),
        language,
    )
    for each in world.model.inputs(name):
        made.add_row(*_input_cells(world, each, language))
    return made


def _input_cells(world: World, name: str, language: str) -> tuple[str, str, str, str, str]:
    record = world.parameters.records.get(name)
    if isinstance(record, Record):
        value = figure(record.value, language)
        wide = used_span(world.parameters, name, language)
        return name, value, wide, record.grade, unit_phrase(record.unit, language)
    if record is not None:
        grades = "".join(sorted({one.grade for one in record.elements.values()}))
        by = say("by {dimension}", language, dimension=_dimension(record.by, language))
        return name, by, "", grades, unit_phrase(record.unit, language)
    plain = name.removeprefix(_START)
    if plain in {*world.model.stocks, *world.model.order}:
        unit = world.model.variable(plain).unit
        return name, "", "", "", unit_phrase(unit, language)
    unit = unit_phrase(world.model.paths[name].unit, language)
    return name, translate("scenario", language), "", "", unit


def _dimension(name: str, language: str) -> str:
    return translate(name, language, context="dimension")


def _outcome(world: World, name: str, language: str) -> Iterator[RenderableType]:
    spec = world.outcomes[name]
    yield _title(name, spec.label.of(language))
    counted = {
        "sum": "added up over the year",
        "mean": "average of the year",
        "end": "at the end of the year",
    }
    yield _facts(
        {
            "Kind": translate("reported load", language),
            "Unit": spec.unit.of(language),
            "Counts": spec.variable,
            "How": translate(counted[spec.aggregate], language),
        },
        language,
    )


def _row(row: Row, language: str, width: int) -> Iterator[RenderableType]:
    yield _title(row.name, row.label.cs if language == "cs" else row.label.en)
    payers = ", ".join(
        payer_heading(payer, language) + ("" if part == REST else f" ({part})")
        for payer, part in row.payers.items()
    )
    share = row.marginal_share or "1"
    yield _facts(
        {
            "Kind": translate("row of the ledger", language),
            "System": name_of(row.system, language),
            "Computed as": f"{row.quantity} × {row.unit_cost} × {share}",
            "Unit": row.unit,
            "Paid by": payers,
            "Price follows": translate(row.index, language, context="index"),
        },
        language,
    )
    if row.note:
        yield paragraph(record_text(row.note, language), width)


def _source(world: World, key: str, language: str, width: int) -> Iterator[RenderableType]:
    source = world.parameters.sources.get(key)
    if source is None:
        yield paragraph(translate(key, language, context="source"), width)
        return
    measured = record_text(source.measured, language)
    parts = [*source_words(source, language), measured, source.url]
    yield paragraph(f"[{key}] " + "; ".join(part for part in parts if part), width)


def readers(world: World, name: str) -> tuple[str, ...]:
    """Name what reads a parameter or variable: equations, rows of the ledger, reported loads."""
    rows = [row.name for row in world.ledger.rows if name in (row.quantity, *row.parameters)]
    loads = [key for key, spec in world.outcomes.items() if spec.variable == name and key != name]
    return tuple(dict.fromkeys((*world.model.readers(name), *rows, *loads)))


def _read_by(world: World, name: str, language: str, width: int) -> str:
    names = ", ".join((*_moves(world, name, language), *readers(world, name)))
    none = translate("nothing in the model", language)
    return paragraph(say("Read by: {names}", language, names=names or none), width) + "\n"


def _moves(world: World, name: str, language: str) -> Iterator[str]:
    """Name the stocks a flow drains and fills, and the load of its own name."""
    flow = world.model.flows.get(name)
    for end, how in (
        (flow and flow.out_of, "{stock} (drained by it)"),
        (flow and flow.into, "{stock} (filled by it)"),
    ):
        if end:
            yield translate(how, language).format(stock=end.name)
    if name in world.outcomes and name in {*world.model.stocks, *world.model.order}:
        yield translate("{load} (the reported load)", language).format(load=name)


def _moved_by(world: World, name: str, language: str, width: int) -> str:
    """Name the flows of a stock."""
    ways = {
        "Filled by: {names}": world.model.inflows(name),
        "Drained by: {names}": world.model.outflows(name),
    }
    outside = translate("nothing in the model", language)
    return "\n".join(
        paragraph(say(way, language, names=", ".join(flows) or outside), width)
        for way, flows in ways.items()
    )


def _title(name: str, label: str) -> RichText:
    return RichText.assemble(("\n" + name, "bold"), f"  {label}")


def _facts(facts: dict[str, str], language: str) -> str:
    width = max(len(translate(key, language)) for key in facts)
    return "\n".join(
        f"  {translate(key, language).ljust(width)}  {text}" for key, text in facts.items()
    )
