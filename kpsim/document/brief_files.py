"""The brief as PDF, picture and page."""

from collections.abc import Sequence
from pathlib import Path

from markupsafe import Markup

from kpsim.atomic import write_atomically
from kpsim.document.brief import Brief
from kpsim.document.page import environment, image, json_in_script
from kpsim.document.pictures import picture
from kpsim.document.typeset import compiled, string
from kpsim.language import translate

FORMATS = ("pdf", "png", "html")


def write_brief(brief: Brief, folder: Path, *, name: str) -> list[Path]:
    """Write all files of a brief."""
    files = {"chart.svg": picture(brief.chart, "svg")}
    text = typst_text(brief)
    contents = {
        "pdf": compiled(text, files, kind="pdf"),
        "png": compiled(text, files, kind="png"),
        "html": page(brief).encode("utf-8"),
    }
    return [
        write_atomically(folder / f"brief.{name}.{brief.language}.{ending}", content)
        for ending, content in contents.items()
    ]


def page(brief: Brief) -> str:
    """Return the brief as a page without scripts that needs nothing beside it."""
    return (
        environment()
        .get_template("brief.html.j2")
        .render(
            brief=brief,
            image=image(brief.chart),
            record=Markup(json_in_script(brief.identity.packed())),
            words={text: translate(text, brief.language) for text in _HEADS},
        )
    )


_HEADS = (
    "Payer",
    "of its budget",
    "net",
    "worse",
    "Variant",
    "saved on the services",
    "net cost",
)


def typst_text(brief: Brief) -> str:
    """Write the brief in typst's language."""
    say = {text: string(translate(text, brief.language)) for text in _HEADS}
    sections = ", ".join(
        f"({string(title)}, ({', '.join(map(string, items))},))" for title, items in brief.sections
    )
    return "\n".join(
        (
            '#import "brief.typ": brief',
            "#brief(",
            f"  title: {string(brief.title)}, region: {string(brief.region)},",
            f"  language: {string(brief.language)}, question: {string(brief.question)},",
            f"  answers: ({_pairs(brief.answers)},),",
            f"  alt: {string(brief.chart.alt_text)},",
            f"  payers-title: {string(brief.payers_title)}, payers: ({_pairs(brief.payers)},),",
            f"  payers-note: {string(brief.payers_note)}, sections: ({sections},),",
            f"  options-title: {string(brief.options_title)}, options: ({_pairs(brief.options)},),",
            f"  heads: ({say['Payer']}, {say['of its budget']}, {say['net']}, {say['worse']}),",
            "  option-heads: "
            f"({say['Variant']}, {say['saved on the services']}, {say['net cost']}),",
            f"  footer: {string(brief.footer)}, record: {string(brief.identity.packed())},",
            ")",
        )
    )


def _pairs(rows: Sequence[Sequence[str]]) -> str:
    return ", ".join("(" + ", ".join(map(string, row)) + ",)" for row in rows)
