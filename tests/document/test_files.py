"""The files of a document: Word, PDF, page, pictures; and running them again."""

import html
import io
import math
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from kpsim.document.brief import brief
from kpsim.document.brief_files import write_brief
from kpsim.document.cards import cards
from kpsim.document.context import Context
from kpsim.document.flow import is_long, names_rows
from kpsim.document.making import Wanted, of_run, write_document
from kpsim.document.markdown import write_markdown
from kpsim.document.page import page
from kpsim.document.parts import Document, Figure, Heading, Row, Table
from kpsim.document.paste import paste_files
from kpsim.document.reproducing import difference, identity_in, reproduce
from kpsim.document.stored_run import open_run
from kpsim.document.typeset import write_pdf
from kpsim.document.word import HIGHEST, LETTERS_A_LINE, parted, write_word
from kpsim.document.word_styles import TABLE_STYLE, WIDTH
from kpsim.errors import RunError
from kpsim.report.terminal import summary_text


@pytest.fixture(scope="module")
def word(
    documents: dict[str, Document], wanted: Wanted, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    path = tmp_path_factory.mktemp("word") / "report.docx"
    return write_document(documents["cs"], "docx", path, wanted=wanted)


@pytest.fixture(scope="module")
def opened(word: Path) -> Any:
    return docx.Document(str(word))


def test_a_run_read_back_says_what_it_said_before(run_folder: Path) -> None:
    stored = open_run(run_folder, "cs")
    assert stored.changed == ()
    said = (run_folder / "summary.txt").read_text(encoding="utf-8")
    assert summary_text(stored.comparison) == said


def test_a_folder_saved_from_python_has_tables_for_czech_spreadsheets(run_folder: Path) -> None:
    assert (run_folder / "loads.cs.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_word_headings_are_headings(opened: Any, documents: dict[str, Document]) -> None:
    styles = [p.style.name for p in opened.paragraphs]
    assert styles.count("Heading 1") == sum(
        getattr(block, "level", 0) == 1 for block in documents["cs"].blocks
    )


def test_word_is_czech_to_the_spelling_checker(opened: Any) -> None:
    language = next(opened.styles.element.iter(qn("w:lang")))
    assert language.get(qn("w:val")) == "cs-CZ"


def test_every_picture_in_word_has_its_alternative_text(
    opened: Any, documents: dict[str, Document]
) -> None:
    wanted = [b.chart.alt_text for b in documents["cs"].blocks if isinstance(b, Figure)]
    found = [shape._inline.docPr.get("descr") for shape in opened.inline_shapes]
    assert found == wanted


def test_word_tables_repeat_their_first_row(opened: Any, documents: dict[str, Document]) -> None:
    blocks = [block for block in documents["cs"].blocks if isinstance(block, Table)]
    assert len(opened.tables) == sum(len(list(parted(block))) for block in blocks)
    for table in opened.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_captions_are_numbered_by_fields(opened: Any) -> None:
    captions = [p for p in opened.paragraphs if p.style.name == "Caption"]
    assert captions
    for paragraph in captions:
        codes = "".join(each.text or "" for each in paragraph._p.iter(qn("w:instrText")))
        assert codes.strip().startswith("SEQ ")


def test_equal_documents_are_equal_files(
    documents: dict[str, Document], word: Path, tmp_path: Path
) -> None:
    again = write_word(documents["cs"], tmp_path / "again.docx")
    with zipfile.ZipFile(word) as one, zipfile.ZipFile(again) as other:
        assert one.namelist() == other.namelist()
        for name in one.namelist():
            assert one.read(name) == other.read(name), name


def test_a_template_is_filled_and_keeps_its_styles(
    documents: dict[str, Document], tmp_path: Path
) -> None:
    template = docx.Document()
    template.add_paragraph("{{ title }} ({{run}})")
    template.add_paragraph("{{ body }}")
    template.add_paragraph("The end")
    template.save(str(tmp_path / "ours.docx"))
    document = documents["en"]
    headings = tuple(block for block in document.blocks if isinstance(block, Heading))
    short = replace(document, blocks=headings)
    path = write_word(short, tmp_path / "out.docx", template=tmp_path / "ours.docx")
    paragraphs = [p.text for p in docx.Document(str(path)).paragraphs]
    assert documents["en"].title in paragraphs[0]
    assert documents["en"].identity.run in paragraphs[0]
    assert paragraphs[-1] == "The end"
    assert "Summary for councillors" in paragraphs[1]


def test_an_unknown_field_of_a_template_is_named(
    documents: dict[str, Document], tmp_path: Path
) -> None:
    template = docx.Document()
    template.add_paragraph("{{ titel }} {{ nothing }}")
    template.save(str(tmp_path / "ours.docx"))
    with pytest.raises(RunError) as caught:
        write_word(documents["en"], tmp_path / "out.docx", template=tmp_path / "ours.docx")
    assert [problem.text.format(**problem.values) for problem in caught.value.problems] == [
        "unknown field '{{ titel }}'; did you mean 'title'?; expected one of title, subtitle, "
        "warning, footer, run, facts, body",
        "unknown field '{{ nothing }}'; expected one of title, subtitle, warning, footer, run, "
        "facts, body",
    ]
    assert not (tmp_path / "out.docx").exists()


@pytest.fixture(scope="module")
def files(
    documents: dict[str, Document],
    contexts: dict[str, Context],
    wanted: Wanted,
    word: Path,
) -> dict[str, Path]:
    folder = word.parent
    found = {"docx": word, "pdf": write_pdf(documents["cs"], folder / "report.pdf")}
    text = page(documents["cs"], cards(documents["cs"], wanted.comparison.world))
    found["html"] = folder / "report.html"
    found["html"].write_text(text, encoding="utf-8", newline="\n")
    found["md"] = write_markdown(documents["cs"], folder / "report.md")
    for path in write_brief(brief(contexts["cs"], "ten-percent-cut"), folder, name="cut"):
        found[f"brief{path.suffix}"] = path
    return found


@pytest.mark.parametrize("name", ["docx", "pdf", "html", "md", "brief.pdf", "brief.html"])
def test_a_document_knows_the_run_it_came_from(
    files: dict[str, Path], wanted: Wanted, name: str
) -> None:
    found = identity_in(files[name])
    assert found.run == wanted.identity.run
    assert dict(found.figures) == pytest.approx(dict(wanted.identity.figures), rel=1e-12)


@pytest.mark.parametrize("name", ["docx", "pdf", "html", "md"])
def test_running_a_document_again_gives_the_same_figures(files: dict[str, Path], name: str) -> None:
    found = reproduce(files[name])
    assert found.figures > 100
    assert found.different == ()
    assert found.changed == ()


@pytest.mark.commands
def test_another_seed_is_said_to_differ(run_folder: Path, wanted: Wanted, tmp_path: Path) -> None:
    from kpsim.api import run, save

    other = save(run("ten-percent-cut", draws=256, seed=2), tmp_path / "other")
    found = difference(run_folder, other)
    assert ("seed", "1", "2") in found.settings
    assert {name.partition("/")[0] for name in found.inputs} <= {"scenarios"}
    assert found.figures


def test_a_changed_input_is_named(run_folder: Path) -> None:
    import json

    path = run_folder / "run.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    kept = path.read_bytes()
    record["inputs"]["params/prices.toml"] = "0" * 64
    record["version"] = "0.0.1"
    try:
        path.write_text(json.dumps(record), encoding="utf-8")
        told = of_run(open_run(run_folder, "en")).changed
    finally:
        path.write_bytes(kept)
    assert told[:-1] == (
        "Changed since the run: kpsim – was another version: 0.0.1",
        "Changed since the run: params/prices.toml – was changed after the run",
    )
    assert "what needs another computation is left out: paths of people" in told[-1]


def test_a_foreign_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "letter.html"
    path.write_text("<p>Hello</p>", encoding="utf-8")
    with pytest.raises(RunError, match="carries no record of a run"):
        identity_in(path)


def test_the_brief_is_one_page(files: dict[str, Path]) -> None:
    import pypdfium2

    assert len(pypdfium2.PdfDocument(str(files["brief.pdf"]))) == 1


def test_a_pasted_chart_carries_its_run_and_numbers(
    contexts: dict[str, Context], tmp_path: Path
) -> None:
    chart = contexts["cs"].charts["ten-percent-cut", "net_cost"]
    for size in ("half", "slide"):
        written = list(paste_files(chart, tmp_path, size=size, run="abc123"))
        assert written
        for path in written:
            content = path.read_bytes()
            assert content
            if path.suffix in (".svg", ".png", ".txt"):
                assert b"abc123" in content, path


@pytest.mark.parametrize("language", ["cs", "en"])
@pytest.mark.parametrize("size", ["half", "full", "slide"])
def test_the_numbers_have_the_name_the_picture_gives(
    contexts: dict[str, Context], tmp_path: Path, size: str, language: str
) -> None:
    import re

    chart = contexts[language].charts["ten-percent-cut", "net_cost"]
    written = paste_files(chart, tmp_path, size=size, run="abc123", language=language)
    words = next(path for path in written if path.suffix == ".txt").read_text(encoding="utf-8")
    named = set(re.findall(r"\w+\.csv", words))
    assert named
    assert named == {path.name for path in written if path.suffix == ".csv"}
    assert words.endswith({"cs": "výpočet kpsim abc123\n", "en": "kpsim run abc123\n"}[language])


def test_a_slide_is_twice_as_wide(contexts: dict[str, Context]) -> None:
    import re

    from kpsim.document.paste import drawn

    chart = contexts["cs"].charts["ten-percent-cut", "net_cost"]
    widths = [
        float(re.search(rb'width="([\d.]+)pt"', drawn(chart, "svg", size=size, run="x"))[1])  # type: ignore[index]
        for size in ("half", "slide")
    ]
    assert widths[1] == pytest.approx(2 * widths[0])


@pytest.mark.parametrize("size", ["half", "full", "slide"])
def test_a_picture_says_how_large_it_is_where_it_is_pasted(
    contexts: dict[str, Context], size: str
) -> None:
    from PIL import Image

    from kpsim.charts.house_style import CM
    from kpsim.document.paste import drawn, scale_of

    chart = contexts["cs"].charts["ten-percent-cut", "net_cost"]
    with Image.open(io.BytesIO(drawn(chart, "png", size=size, run="x"))) as picture:
        wide = picture.size[0] / picture.info["dpi"][0] / CM
    side = float(chart.figure.get_size_inches()[0]) / CM
    assert wide == pytest.approx(side * scale_of(chart, size), rel=0.002)


def test_the_numbers_of_the_figures_lie_beside_a_word_file(
    documents: dict[str, Document], word: Path
) -> None:
    figures = [block for block in documents["cs"].blocks if isinstance(block, Figure)]
    assert figures
    for block in figures:
        found = list((word.parent / "charts").rglob(f"{block.chart.name}.csv"))
        assert found, block.key


def test_the_references_of_word_stand_in_a_sentence(opened: Any) -> None:
    texts = [p.text for p in opened.paragraphs if p.text.startswith("Podrobně: ")]
    assert texts
    assert all(text.partition(" ")[2][0].islower() for text in texts)


def test_a_heading_of_word_keeps_what_it_is_over_on_its_page(opened: Any) -> None:
    letters = math.inf
    for part in opened.iter_inner_content():
        style = part.style.name
        if style.startswith("Heading"):
            letters = 0
        elif style == TABLE_STYLE:
            letters = math.inf
        else:
            letters += len(part.text)
            kept = (
                part.paragraph_format.keep_with_next or part.style.paragraph_format.keep_with_next
            )
            assert kept or (style != "Caption" and letters > LETTERS_A_LINE), part.text
            if style == "Caption":
                letters = math.inf


def test_short_tables_stay_on_one_page_and_rows_with_the_heading_over_them(
    opened: Any, documents: dict[str, Document]
) -> None:
    tables = [block for block in documents["cs"].blocks if isinstance(block, Table)]
    made = iter(opened.tables)
    for block in tables:
        for over, rows in parted(block):
            table = next(made)
            first, *others = [column.heading for column in block.columns]
            written = [Row((over or first, *others), strong=True), *rows]
            kept = [
                all(cell.paragraphs[0].paragraph_format.keep_with_next for cell in row.cells)
                for row in table.rows
            ]
            assert [row.cells[0].text for row in table.rows] == [row.cells[0] for row in written]
            # The note stays with the last rows, and a long table does not begin with its head only.
            assert all((kept[0], kept[-1] or not block.note, kept[1]))
            assert all(kept) or is_long(block)
            assert all(kept[place] for place, row in enumerate(written) if names_rows(row))
    assert next(made, None) is None


def test_a_name_over_rows_is_the_head_of_their_table_on_every_page(
    opened: Any, documents: dict[str, Document]
) -> None:
    repeated = [
        [row.cells[0].text for row in table.rows if row._tr.xpath("./w:trPr/w:tblHeader")]
        for table in opened.tables
    ]
    assert all(len(heads) == 1 for heads in repeated)
    blocks = [block for block in documents["cs"].blocks if isinstance(block, Table)]
    names = {over for block in blocks for over, _ in parted(block) if over}
    assert names
    assert names < {heads[0] for heads in repeated}


def test_no_figure_is_higher_than_fits_beside_text(opened: Any) -> None:
    assert all(shape.height.cm <= HIGHEST + 0.01 for shape in opened.inline_shapes)
    assert all(shape.width.cm <= WIDTH + 0.01 for shape in opened.inline_shapes)


def test_the_subtitle_is_not_set_in_spaced_letters(opened: Any) -> None:
    assert not opened.styles["Subtitle"].element.xpath("./w:rPr/w:spacing")


def test_addresses_of_sources_are_links(opened: Any, files: dict[str, Path]) -> None:
    shown = [
        link.url for p in opened.paragraphs for link in p.hyperlinks if link.url.startswith("http")
    ]
    assert len(shown) > 50
    page = files["html"].read_text(encoding="utf-8")
    assert all(f'href="{html.escape(url)}"' in page for url in shown)


def test_every_line_of_the_contents_has_a_field_of_its_page(
    opened: Any, documents: dict[str, Document]
) -> None:
    lines = [p for p in opened.paragraphs if p.style.name.startswith("TOC ") and p.hyperlinks]
    headings = [b for b in documents["cs"].blocks if isinstance(b, Heading) and b.level <= 2]
    assert len(lines) == len(headings)
    assert all("PAGEREF" in line._p.xml for line in lines)
