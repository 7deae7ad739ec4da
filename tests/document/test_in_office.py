"""The Word file in an office program: it opens, and what a reader meets is all there."""

import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pypdfium2
import pytest

from kpsim.document.parts import Document, Figure, Heading, Table
from kpsim.document.word import write_word
from kpsim.document.words import named_reference

pytestmark = pytest.mark.office

SECONDS = 240
PAGES = (25, 90)
"""A report of two scenarios with its annexes has no fewer and no more."""

FOOTER = re.compile(r"kpsim .*? Scénář není předpověď\. \d+")

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


def converted(path: Path, form: str) -> Path:
    """Open a file in the office program and save it in another format."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("no office program is installed")
    profile = (path.parent / "profile").as_uri()
    done = subprocess.run(
        [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", form,
         "--outdir", str(path.parent / form), str(path)],
        capture_output=True, text=True, encoding="utf-8", timeout=SECONDS, check=False,
    )  # fmt: skip
    found = path.parent / form / path.with_suffix(f".{form}").name
    assert done.returncode == 0, done.stderr
    assert found.is_file(), done.stdout + done.stderr
    return found


@pytest.fixture(scope="module")
def word(documents: dict[str, Document], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_word(documents["cs"], tmp_path_factory.mktemp("office") / "report.docx")


@pytest.fixture(scope="module")
def pages(word: Path) -> list[str]:
    file = pypdfium2.PdfDocument(str(converted(word, "pdf")))
    texts = [page.get_textpage().get_text_range() for page in file]
    file.close()
    return [" ".join(text.split()) for text in texts]


def test_it_has_the_pages_of_a_report_and_none_is_empty(pages: list[str]) -> None:
    assert PAGES[0] <= len(pages) <= PAGES[1]
    bare = [
        number
        for number, text in enumerate(pages, 1)
        if len(FOOTER.sub("", text)) < 40 and not text.startswith(("Graf", "Tabulka"))
    ]
    assert bare == []


def test_no_page_ends_with_a_heading_or_a_caption(
    pages: list[str], documents: dict[str, Document]
) -> None:
    blocks = documents["cs"].blocks
    headings = tuple(" ".join(b.text.split()) for b in blocks if isinstance(b, Heading))
    tables = tuple(" ".join(b.caption.split()) for b in blocks if isinstance(b, Table))
    over = headings + tables
    # A picture has no words, so that the last of its page are those of its caption.
    figures = tuple(" ".join(b.caption.split()) for b in blocks if isinstance(b, Figure))
    begins = next(place for place, text in enumerate(pages) if text.startswith(headings[0]))
    ends = [FOOTER.sub("", text).strip() for text in pages[begins:]]
    alone = [end[-80:] for end in ends if end.endswith(over) and not end.endswith(figures)]
    assert alone == []


def test_every_heading_and_caption_is_read(
    pages: list[str], documents: dict[str, Document]
) -> None:
    whole = _plain(" ".join(pages))
    document = documents["cs"]
    for block in document.blocks:
        if isinstance(block, Heading):
            assert _plain(block.text) in whole, block.text
        elif isinstance(block, Table | Figure):
            name = named_reference(*document.numbers[block.key], "cs", start=True)
            assert _plain(f"{name}. {block.caption}") in whole, block.key


def test_references_carry_their_numbers(pages: list[str]) -> None:
    whole = " ".join(pages)
    assert re.search(r"Podrobně: tabulka.\d+", whole)
    assert "Error" not in whole
    assert "Chyba" not in whole


def test_what_the_office_program_saves_again_is_czech_and_described(
    word: Path, documents: dict[str, Document]
) -> None:
    """Save as OOXML again: language, heading styles and alternative texts survive the program."""
    odt = converted(word, "odt")
    again = converted(odt, "docx")
    with zipfile.ZipFile(again) as archive:
        styles = ElementTree.fromstring(archive.read("word/styles.xml"))
        body = ElementTree.fromstring(archive.read("word/document.xml"))
    languages = {each.get(f"{W}val") for each in styles.iter(f"{W}lang")} - {None}
    assert "cs-CZ" in languages
    told = {_plain(each.get("descr", "")) for each in body.iter(f"{DRAWING}docPr")}
    wanted = {
        _plain(block.chart.alt_text)
        for block in documents["cs"].blocks
        if isinstance(block, Figure)
    }
    assert wanted <= told


def _plain(text: str) -> str:
    return "".join(text.split())
