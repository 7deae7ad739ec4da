"""The book as one page: HTML with typeset formulas and drawings inside, or Markdown."""

from collections.abc import Callable, Mapping
from typing import Literal

from jinja2 import Environment, PackageLoader, StrictUndefined
from latex2mathml.converter import convert
from markupsafe import Markup

from kpsim import __version__
from kpsim.export.book import Book, Entry
from kpsim.wording.record_texts import record_text, source_words

Format = Literal["html", "md"]
BRACE = '<mo stretchy="true" fence="true" form="prefix">&#x0007B;</mo><mtable>'
"""A brace grows with its rows only where a mathematical font is installed; a line always does."""

SIGNS = ("&#x0002B;", "&#x02212;", "&#x000B7;")
"""Plus, minus and dot: browsers set no room around them in fractions and in front of a line."""

ROOM = '<mspace width="0.25em"/>'

FORMATS: tuple[Format, ...] = ("html", "md")
INTRODUCTION = (
    "Everything the model consists of, written out from the model itself: each variable with its "
    "unit, equation, inputs and sources. Names in equations are the names of entries."
)
CHAPTERS = {
    "loops": "Feedback loops",
    "stock-loops": "The shortest loop of each stock",
    "parameters": "Parameters",
    "assumptions": "Table of assumptions",
    "loads": "Reported loads",
    "ledger": "Ledger",
    "sources": "Sources",
}


def page(book: Book, form: Format, *, figures: Mapping[str, str]) -> str:
    """Write the page; figures are SVG texts for HTML and file names for Markdown."""
    template = environment(form).get_template(f"book.{form}.j2")
    say, parameters = book.words.say, {each.name for each in book.parameters}
    region = book.words.world.parameters.region.name
    return template.render(
        book=book,
        language=book.words.language,
        version=__version__,
        region=region.cs if book.words.language == "cs" else region.en,
        intro=say(INTRODUCTION),
        chapters={key: say(title) for key, title in CHAPTERS.items()},
        label=book.words.label,
        linked=book.words.variables | parameters,
        cited={key for key, _ in book.sources},
        figure=figure_writer(book, form, figures),
        zero_notes=lambda entry: zero_notes(book, entry),
        mathml=mathml,
        cell=cell,
        said=lambda text: record_text(text, book.words.language),
        source_words=lambda source: source_words(source, book.words.language),
        _=say,
    )


def environment(form: Format) -> Environment:
    """Return the reader of templates: a missing name is an error, HTML is escaped."""
    return Environment(
        loader=PackageLoader("kpsim.export"),
        autoescape=form == "html",
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def mathml(latex: str) -> Markup:
    """Typeset a formula; every browser shows MathML without help from the network."""
    text = convert(latex, display="block").replace(BRACE, '<mtable class="cases">')
    # A bracket around a fraction is as high as the fraction, not twice its longer half.
    text = text.replace('fence="true"', 'fence="true" symmetric="false"')
    for sign in SIGNS:
        bare = f'<mo lspace="0" rspace="0">{sign}</mo>'
        text = text.replace(f"<mo>{sign}</mo>", f"{ROOM}{bare}{ROOM}")
    return Markup(text)


def cell(text: str) -> str:
    """Write a text so that a Markdown table or link holds it."""
    return " ".join(text.split()).replace("|", "\\|").replace("[", "(").replace("]", ")")


def zero_notes(book: Book, entry: Entry) -> list[str]:
    """Say what a fraction is worth where its divisor is zero."""
    known = book.words.say("Where “{divisor}” is zero, the fraction counts as {value}.")
    other = book.words.say("Where a divisor is zero, the fraction counts as {value}.")
    return [
        (known if divisor else other).format(divisor=divisor, value=value)
        for divisor, value in entry.zero_rules
    ]


def figure_writer(
    book: Book, form: Format, figures: Mapping[str, str]
) -> Callable[[str], str | Markup]:
    """Return what puts the drawing of a chapter on the page."""

    def figure(key: str) -> str | Markup:
        if key not in figures:
            return ""
        titles = {sector.key: sector.title for sector in book.sectors}
        title = titles.get(key, book.words.say("Overview"))
        if form == "html":
            return Markup("<figure>{}</figure>").format(Markup(figures[key]))
        return f"![{title}]({figures[key]})"

    return figure
