"""The brief as PDF, picture and page."""

from collections.abc import Iterable, Sequence
from dataclasses import astuple
from pathlib import Path
from typing import Literal

from markupsafe import Markup

from kpsim.atomic import write_atomically
from kpsim.document.brief_page import Brief, shortened
from kpsim.document.context import title_of
from kpsim.document.page import environment, image, json_in_script
from kpsim.document.pictures import picture
from kpsim.document.typeset import compiled, pages, string
from kpsim.language import translate

FORMATS = ("pdf", "png", "html")


def write_brief(brief: Brief, folder: Path, *, name: str) -> list[Path]:
    """Write all files of a brief, each of one page."""
    brief = shortened(brief, lambda page: _pages(page) == 1)
    contents = {
        "pdf": _compiled(brief, "pdf", chart="svg"),
        # Typst cuts edges of small glyphs where it draws an SVG in pixels.
        "png": _compiled(brief, "png", chart="png"),
        "html": page(brief).encode("utf-8"),
    }
    return [
        write_atomically(folder / f"brief.{name}.{brief.language}.{ending}", content)
        for ending, content in contents.items()
    ]


def _compiled(brief: Brief, kind: Literal["pdf", "png"], *, chart: str) -> bytes:
    name = f"chart.{chart}"
    return compiled(typst_text(brief, chart=name), {name: picture(brief.chart, chart)}, kind=kind)


def _pages(brief: Brief) -> int:
    name = "chart.svg"
    return pages(typst_text(brief, chart=name), {name: picture(brief.chart, "svg")})


def page(brief: Brief) -> str:
    """Return the brief as a page without scripts that needs nothing beside it."""
    return (
        environment()
        .get_template("brief.html.j2")
        .render(
            brief=brief,
            image=image(brief.chart),
            chart_title=title_of(brief.chart),
            record=Markup(json_in_script(brief.identity.packed())),
            words={text: translate(text, brief.language) for text in _HEADS},
        )
    )


_HEADS = (
    "Payer",
    "of its budget",
    "change a year",
    "noticeably more (of futures)",
    "Variant",
    "saved on the services alone",
    "change of spending",
)


def typst_text(brief: Brief, *, chart: str) -> str:
    """Write the brief in typst's language."""
    say = {text: string(translate(text, brief.language)) for text in _HEADS}
    sections = ", ".join(
        f"({string(title)}, ({_listed(items)}))" for title, items in brief.sections
    )
    return "\n".join(
        (
            '#import "brief.typ": brief',
            "#brief(",
            f"  title: {string(brief.title)}, region: {string(brief.region)},",
            f"  language: {string(brief.language)}, question: {string(brief.question)},",
            f"  headlines: ({_pairs(map(astuple, brief.headlines))}),",
            f"  told: ({_listed(brief.told)}),",
            f"  chart-title: {string(title_of(brief.chart))},",
            f"  chart: {string(chart)}, alt: {string(brief.chart.alt_text)},",
            f"  payers-title: {string(brief.payers_title)}, payers: ({_pairs(brief.payers)}),",
            f"  payers-note: {string(brief.payers_note)}, sections: ({sections},),",
            f"  options-title: {string(brief.options_title)}, options: ({_pairs(brief.options)}),",
            f"  options-note: {string(brief.options_note)},",
            f"  heads: ({', '.join(say[head] for head in _HEADS[:4])}),",
            f"  option-heads: ({', '.join(say[head] for head in _HEADS[4:])}),",
            f"  footer: {string(brief.footer)}, record: {string(brief.identity.packed())},",
            ")",
        )
    )


def _pairs(rows: Iterable[Sequence[str]]) -> str:
    return "".join(f"({_listed(row)}), " for row in rows)


def _listed(texts: Sequence[str]) -> str:
    return "".join(f"{string(text)}, " for text in texts)
