"""The model book: everything the model consists of, in the words of a language."""

from collections.abc import Iterator
from dataclasses import dataclass

from kpsim.engine.lang import AnyEquation, Flow, Stock
from kpsim.export.book_equations import formula, zero_rules
from kpsim.export.book_inputs import (
    InputRow,
    ParameterEntry,
    User,
    input_rows,
    parameter_entries,
    users,
)
from kpsim.export.book_loops import LoopEntry, loop_chapter
from kpsim.export.book_money import LedgerEntry, LoadEntry, ledger_entries, load_entries
from kpsim.export.book_words import SECTORS, Words
from kpsim.inputs.records import Source
from kpsim.wording.descriptions import described
from kpsim.world import World


@dataclass(frozen=True)
class Equation:
    """A formula with what stands before the equals sign."""

    left: str
    latex: str


@dataclass(frozen=True)
class Entry:
    """One variable of the model."""

    name: str
    label: str
    kind: str
    unit: str
    code_unit: str
    by: tuple[str, ...]
    sentence: str
    more: tuple[str, ...]
    equations: tuple[Equation, ...]
    zero_rules: tuple[tuple[str, str], ...]
    ends: tuple[tuple[str, tuple[str, ...]], ...]
    inputs: tuple[InputRow, ...]
    users: tuple[User, ...]
    place: str


@dataclass(frozen=True)
class Sector:
    """A chapter: the variables of one module."""

    key: str
    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Book:
    """The whole model in a language."""

    words: Words
    sectors: tuple[Sector, ...]
    parameters: tuple[ParameterEntry, ...]
    loads: tuple[LoadEntry, ...]
    ledger: tuple[LedgerEntry, ...]
    loops: tuple[LoopEntry, ...]
    loops_of_stocks: tuple[LoopEntry, ...]
    knots: tuple[tuple[str, ...], ...]
    sources: tuple[tuple[str, Source], ...]

    @property
    def assumptions(self) -> tuple[ParameterEntry, ...]:
        """Return the parameters of which some number was not measured by anybody."""
        return tuple(each for each in self.parameters if each.is_assumption)


def book(world: World, language: str) -> Book:
    """Write the book of a model."""
    words = Words(world, language)
    loops, of_stocks, knots = loop_chapter(words)
    parameters = tuple(parameter_entries(words))
    used = {key for each in parameters for key in each.sources}
    return Book(
        words=words,
        sectors=tuple(sectors(words)),
        parameters=parameters,
        loads=tuple(load_entries(words)),
        ledger=tuple(ledger_entries(words)),
        loops=loops,
        loops_of_stocks=of_stocks,
        knots=knots,
        sources=tuple(
            (key, s) for key, s in sorted(world.parameters.sources.items()) if key in used
        ),
    )


def sectors(words: Words) -> Iterator[Sector]:
    """Write one chapter for each module of the model."""
    model = words.world.model
    for key, module in SECTORS.items():
        names = [n for n in (*model.stocks, *model.order) if here(words, n, module.__name__)]
        ordered = sorted(names, key=lambda name: model.variable(name).line)
        yield Sector(key, words.sector(key), tuple(entry(words, name) for name in ordered))


def here(words: Words, name: str, module: str) -> bool:
    """Tell whether a variable stands in a module."""
    return words.world.model.variable(name).module == module


def entry(words: Words, name: str) -> Entry:
    """Write the entry of a variable."""
    equation = words.world.model.variable(name)
    sentence, *more = described(equation, words.language)
    expression = words.world.model.expressions[name]
    rules = tuple(dict.fromkeys(zero_rules(expression, words)))
    return Entry(
        name=name,
        label=words.label(name),
        kind=words.say(type(equation).__name__.lower()),
        unit=words.unit(equation.unit),
        code_unit=equation.unit,
        by=tuple(words.say(f"for each {dimension.name}") for dimension in equation.by),
        sentence=sentence,
        more=tuple(more),
        equations=tuple(equations(words, equation)),
        zero_rules=rules,
        ends=tuple(ends(words, equation)),
        inputs=tuple(input_rows(words, name)),
        users=tuple(users(words, name)),
        place=f"{equation.file}:{equation.line}",
    )


def equations(words: Words, equation: AnyEquation) -> Iterator[Equation]:
    """Write what a variable is; a stock by its start and by its change in a month."""
    expression = words.world.model.expressions[equation.name]
    label = words.label(equation.name)
    if not isinstance(equation, Stock):
        yield Equation(label, formula(expression, words))
        return
    yield Equation(f"{label} ({words.say('at the start')})", formula(expression, words))


def ends(words: Words, equation: AnyEquation) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Say which flows move a stock, or between which stocks a flow runs."""
    model = words.world.model
    if isinstance(equation, Stock):
        yield words.say("Flows in"), model.inflows(equation.name)
        yield words.say("Flows out"), model.outflows(equation.name)
    elif isinstance(equation, Flow):
        yield words.say("From"), (equation.out_of.name,) if equation.out_of else ()
        yield words.say("To"), (equation.into.name,) if equation.into else ()
