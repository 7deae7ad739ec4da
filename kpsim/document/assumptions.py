"""Annex C: the inputs of the weakest grade, by who can know them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kpsim.document.certainty import STRONGEST
from kpsim.document.context import Context
from kpsim.document.parts import Column, Row, Table
from kpsim.document.source_list import has_source, without_source
from kpsim.inputs.parameter_set import ParameterSet
from kpsim.inputs.records import GRADES, Record
from kpsim.inputs.used_range import used_range
from kpsim.language import translate
from kpsim.report.explanation import figure, public_figure
from kpsim.sensitivity.holders import holder_of
from kpsim.wording.numbers import number, percent
from kpsim.wording.record_texts import institution, owner_text
from kpsim.wording.record_values import TIMES, in_percent, is_ratio
from kpsim.wording.units import column_name, least_unit, short, unit_phrase

PURE = "1"
"""Unit of shares and ratios."""

MARK = "*"
"""Stands at an input that has a source, which says little about this use or gives a part."""


@dataclass(frozen=True)
class Line:
    """Inputs of one parameter that have the same value and range."""

    names: tuple[str, ...]
    cells: tuple[str, str]
    share: float


def by_institution(context: Context) -> Mapping[str, tuple[str, ...]]:
    """Return the inputs of the weakest grade by the institution that can know them.

    Zeros that only say that a thing does not exist, and switches of the model, are left out.
    """
    parameters = context.comparison.world.parameters
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name, record in weakest(context).items():
        if not (is_absent(record) or is_choice(record)):
            owner = record.owner or holder_of(parameters, name.partition(".")[0]).en
            found[institution(owner)].append(name)
    return {owner: tuple(names) for owner, names in found.items()}


def weakest(context: Context) -> Mapping[str, Record]:
    """Return the inputs of the weakest grade."""
    return {name: each for name, each in context.inputs.items() if each.grade == GRADES[-1]}


def institution_words(owner: str, language: str) -> str:
    """Name an institution at the beginning of a line."""
    name = owner_text(owner, language)
    return name[:1].upper() + name[1:]


def assumptions_table(context: Context) -> Table:
    """List the inputs under who can know them, what carries most uncertainty first."""
    shares = shares_of(context)
    groups = by_institution(context)
    by_owner = {owner: _lines(context, names, shares) for owner, names in groups.items()}

    def weight(owner: str) -> tuple[float, int]:
        lines = by_owner[owner]
        return -max(line.share for line in lines), -len(groups[owner])

    rows: list[Row] = []
    for owner in sorted(by_owner, key=weight):
        empty = ("",) * (3 if shares else 2)
        rows.append(Row((institution_words(owner, context.language), *empty), strong=True))
        ordered = sorted(by_owner[owner], key=lambda line: -line.share)
        rows += [_row(context, line, shared=bool(shares)) for line in ordered]
    return Table(
        "list-of-assumptions",
        context.say("Inputs of grade D, by who can know them"),
        (
            Column(context.say("Input"), 4.4),
            Column(context.say("Value"), 0.9, numeric=True),
            Column(context.say("Range used"), 1.3, numeric=True),
            *((Column(context.say("Share"), 0.5, numeric=True),) if shares else ()),
        ),
        tuple(rows),
        " ".join(_notes(context, groups, shared=bool(shares))),
    )


def _notes(
    context: Context, groups: Mapping[str, tuple[str, ...]], *, shared: bool
) -> Iterator[str]:
    every, parameters = weakest(context), context.comparison.world.parameters
    yield context.say(
        "These are {listed} of the {all} inputs of grade D; some rows hold several of one "
        "value. Left out are {absent} zeros that say that a thing does not exist, such as "
        "injecting of alcohol, and {choices} choices of how the model computes. Unless "
        "a row says otherwise, people and cases are those of the region. For {assumed} of all "
        "no figure with a source was found; those marked {mark} have a source that says "
        "little about this use or gives only a part of the figure. Of several who can know an "
        "input the first is named.",
        listed=number(sum(map(len, groups.values())), context.language),
        all=number(len(every), context.language),
        absent=number(sum(map(is_absent, every.values())), context.language),
        assumed=number(without_source(context, every.values()), context.language),
        choices=number(sum(map(is_choice, every.values())), context.language),
        mark=MARK,
    )
    yield context.say(
        "Value: as recorded; the middle result of a sum of inputs, such as all staff, can differ a "
        "little from the sum of their values. Range used: 5th to 95th percentile of what the "
        "computation draws, after weak evidence is widened and effects of studies are shrunk; it "
        "can differ from the range that the source or estimate gives. A value without a range is "
        "fixed, not drawn."
    )
    if any(_allows_contrary(parameters, name) for names in groups.values() for name in names):
        yield context.say(
            "Where the range of a share begins below zero, the computation lets the effect go the "
            "other way too (annex A)."
        )
    if shared:
        yield context.say(
            "Share: of the uncertainty of net spending, of the strongest unknowns of chapter 6, in "
            "the variant in which it is largest."
        )


def _allows_contrary(parameters: ParameterSet, name: str) -> bool:
    """Tell whether the range used of a share that says an effect goes below zero."""
    record, found = parameters.columns[name], used_range(parameters, name)
    share = record.role == "effect" and record.null == 0 and record.unit == PURE
    return share and found is not None and found[0] < 0


def is_absent(record: Record) -> bool:
    """Tell whether an input only says that a thing does not exist."""
    return record.is_assumption and record.distribution == "fixed" and record.value == 0


def is_choice(record: Record) -> bool:
    """Tell whether an input is a switch: how the model computes, which nobody can know."""
    return record.role == "switch" and not is_absent(record)


def shares_of(context: Context) -> Mapping[str, float]:
    """Return the largest share of the uncertainty each input carries in any scenario."""
    found: dict[str, float] = {}
    for drivers in filter(None, context.drivers.values()):
        for each in drivers.shares[:STRONGEST]:
            name = drivers.columns.get(each.name, each.name)
            found[name] = max(each.share, found.get(name, 0.0))
    return found


def value_in_row(record: Record, name: str, language: str) -> str:
    """Write the value of a record as tables of the report have it: shares in per cent."""
    if record.is_small_count:
        return public_figure(record, language)
    part = in_percent(record, name.partition(".")[0])
    text = figure(100 * record.value if part else record.value, language)
    return _marked(text, record, part=part, language=language)


def range_in_row(parameters: ParameterSet, name: str, language: str) -> str:
    """Write the range the computation used as tables of the report have it."""
    record, found = parameters.columns[name], used_range(parameters, name)
    if found is None or record.is_small_count:
        return "–"
    part = in_percent(record, name.partition(".")[0])
    low, high = (100 * end if part else end for end in found)
    least = least_unit(low, high, in_percent=part)
    text = translate("{low} to {high}", language).format(
        low=short(low, language, least=least), high=short(high, language, least=least)
    )
    return _marked(text, record, part=part, language=language)


def _marked(text: str, record: Record, *, part: bool, language: str) -> str:
    """Put the mark of a part or a ratio to one value or the ends of a range, once."""
    if part:
        return f"{text}\N{NO-BREAK SPACE}%" if language == "cs" else f"{text}%"
    return f"{text}{TIMES}" if is_ratio(record) else text


def _lines(context: Context, names: tuple[str, ...], shares: Mapping[str, float]) -> list[Line]:
    lines: dict[tuple[str, ...], Line] = {}
    parameters, language = context.comparison.world.parameters, context.language
    for name in names:
        base = name.partition(".")[0]
        record = context.inputs[name]
        cells = (value_in_row(record, name, language), range_in_row(parameters, name, language))
        share = shares.get(name, 0.0)
        key = (base, *cells, str(has_source(context, record)))
        if key in lines and not share and not lines[key].share:
            lines[key] = Line((*lines[key].names, name), cells, share)
        else:
            lines[(*key, name) if key in lines else key] = Line((name,), cells, share)
    return [*lines.values()]


def _row(context: Context, line: Line, *, shared: bool) -> Row:
    language = context.language
    first, *more = line.names
    record = context.inputs[first]
    elements = [each.partition(".")[2].replace("_", " ") for each in more]
    named = [column_name(context.comparison.world.parameters, first, language)]
    named += [translate(each, language, context="element") for each in elements]
    silent = record.unit == PURE or named[0].endswith(")")  # a name in brackets says the unit
    said = [] if silent else [unit_phrase(record.unit, language)]
    if record.scale_with:  # the count of a whole country, of which the region takes its part
        said.append(context.say("all of the Czech Republic"))
    within = f" ({', '.join(said)})" if said else ""
    mark = f" {MARK}" if has_source(context, record) else ""
    share = (percent(line.share, language) if line.share else "",) if shared else ()
    return Row((", ".join(named) + within + mark, *line.cells, *share), card=first)
