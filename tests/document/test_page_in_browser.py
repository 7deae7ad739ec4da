"""The page in a real Chromium, as readers open it from a USB stick; run by .ci/run."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kpsim.document.brief import brief
from kpsim.document.brief_files import page as brief_page
from kpsim.document.cards import cards
from kpsim.document.context import Context
from kpsim.document.making import Wanted
from kpsim.document.page import write_page
from kpsim.document.parts import Document

pytestmark = pytest.mark.browser
CHROMIUM = os.environ.get("KPSIM_CHROMIUM", "/usr/bin/chromium")
AXE = Path(os.environ.get("KPSIM_AXE", "node_modules/axe-core/axe.min.js"))
SERIOUS = ("serious", "critical")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as found:
        browser = found.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module", params=["cs", "en"])
def file(
    request: pytest.FixtureRequest,
    documents: dict[str, Document],
    wanted: Wanted,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    document = documents[request.param]
    path = tmp_path_factory.mktemp("page") / "report.html"
    return write_page(document, path, cards=cards(document, wanted.comparison.world))


@pytest.fixture
def page(chromium: Any, file: Path) -> Iterator[Any]:
    opened = chromium.new_page(viewport={"width": 1200, "height": 900})
    opened.asked, opened.errors = [], []
    opened.on("request", lambda each: opened.asked.append(each.url))
    opened.on("pageerror", lambda each: opened.errors.append(str(each)))
    opened.on(
        "console", lambda each: opened.errors.append(each.text) if each.type == "error" else None
    )
    opened.goto(file.as_uri())
    yield opened
    assert opened.errors == []
    opened.close()


def test_it_asks_for_nothing_but_itself(page: Any, file: Path) -> None:
    foreign = [url for url in page.asked if not url.startswith(("data:", file.as_uri()))]
    assert foreign == []


def test_a_scenario_filter_hides_the_other_scenario(page: Any) -> None:
    sections = page.locator("main > section")
    every = sections.count()
    page.select_option("#by-scenario", "ten-percent-cut")
    shown = [each for each in sections.all() if each.is_visible()]
    assert 0 < len(shown) < every
    assert {each.get_attribute("data-scenario") for each in shown} == {"", "ten-percent-cut"}
    assert str(len(shown)) in page.locator("#shown").text_content()
    parts = page.locator("[data-of]")
    seen = [each for each in parts.all() if each.is_visible()]
    assert {each.get_attribute("data-of") for each in seen} == {"ten-percent-cut"}
    assert 0 < len(seen) < parts.count()
    page.select_option("#by-scenario", "")
    assert all(each.is_visible() for each in sections.all())


OWN = """() => [...document.querySelectorAll("main > section > p")].flatMap((text) => {
  const parts = [...text.querySelectorAll("a[href^='#']")]
    .map((link) => [link, document.getElementById(link.hash.slice(1))])
    .filter(([, part]) => part?.closest("section") === text.parentElement);
  const seen = (each) => each.getClientRects().length > 0;
  return parts.length ? [{
    shown: seen(text), words: text.innerText,
    leads: parts.map(([link, part]) => [seen(link), seen(part)]),
  }] : [];
})"""
"""Texts that point at parts of their own section; whether each link and its part is shown."""


def test_no_text_points_only_at_charts_of_other_scenarios(page: Any) -> None:
    """A filtered page once said which variant is drawn where nothing was drawn."""
    said = page.locator("main").get_by_text(re.compile("^(The charts of|Grafy) t.*(all|vše)[”“]"))
    before = page.evaluate(OWN)
    assert len(before) > 5
    assert not [each for each in said.all() if each.is_visible()]
    hidden = 0
    for key in ("ten-percent-cut", "close-and-reopen"):
        page.select_option("#by-scenario", key)
        for text in page.evaluate(OWN):
            hidden += not text["shown"] and not any(part for _, part in text["leads"])
            assert not text["shown"] or any(part for _, part in text["leads"])
            assert not text["shown"] or all(link == part for link, part in text["leads"])
            assert not re.search(r"[:(] ?,|, ?[,.)]", text["words"])
        for note in [each for each in said.all() if each.is_visible()]:
            charts = note.locator("xpath=..").locator("figure").all()
            assert charts
            assert not any(each.is_visible() for each in charts)
    assert hidden > 0
    page.select_option("#by-scenario", "")
    assert page.evaluate(OWN) == before


def test_a_system_filter_keeps_what_belongs_to_no_system(page: Any) -> None:
    page.select_option("#by-system", "crime")
    shown = [each for each in page.locator("main > section").all() if each.is_visible()]
    assert {each.get_attribute("data-system") for each in shown} == {"", "crime"}


def test_a_card_opens_by_keyboard_and_says_where_a_number_comes_from(page: Any) -> None:
    link = page.locator(".card-link[data-card='card-new_hcv_infections']").first
    link.focus()
    page.keyboard.press("Enter")
    card = page.locator("#card-new_hcv_infections")
    assert card.is_visible()
    assert card.locator("math").count() > 0
    assert card.locator("dd").count() > 5
    page.keyboard.press("Escape")
    assert not card.is_visible()
    assert link.evaluate("each => each === document.activeElement")


def test_a_table_is_sorted_by_its_numbers_both_ways(page: Any) -> None:
    table = page.locator("#funders table")
    button = table.locator("thead .sort").nth(1)
    orders = []
    for _ in range(2):
        button.click()
        cells = table.locator("tbody tr:not(.strong) td:nth-child(2)").all_text_contents()
        numbers = [float(cell.replace("\u00a0", "").replace(",", ".")) for cell in cells]
        orders.append(numbers)
        # The total stays under what it adds up.
        assert "strong" in table.locator("tbody tr").last.get_attribute("class")
    assert orders[0] == sorted(orders[0])
    assert orders[1] == orders[0][::-1]


def test_a_part_of_a_row_stays_under_it_when_its_table_is_sorted(page: Any) -> None:
    part = page.locator("tbody tr.part").first
    over = "each => each.previousElementSibling.cells[0].textContent"
    before = part.evaluate(over)
    heads = part.locator("xpath=ancestor::table").locator("thead .sort")
    for button in (heads.first, heads.first, heads.last, heads.last):
        button.click()
        assert part.evaluate(over) == before


@pytest.mark.parametrize("key", ["Enter", "click"])
def test_a_link_to_a_hidden_part_shows_it_and_goes_there(page: Any, key: str) -> None:
    page.select_option("#by-scenario", "ten-percent-cut")
    page.select_option("#by-system", "crime")
    hint = page.locator("#shown").text_content()
    leads = "each => document.getElementById(each.hash.slice(1)).closest('[hidden]') !== null"
    links = page.locator("a[href^='#']").all()
    link = next(each for each in links if each.is_visible() and each.evaluate(leads))
    target = page.locator(f"[id='{link.get_attribute('href')[1:]}']")
    if key == "click":
        link.click()
    else:
        link.focus()
        page.keyboard.press(key)
    assert page.locator("#by-scenario").input_value() == ""
    assert page.locator("#by-system").input_value() == ""
    assert page.locator("#shown").text_content() not in ("", hint)
    bar = page.locator(".filters").bounding_box()
    assert bar["y"] + bar["height"] <= target.bounding_box()["y"] < 900


def test_only_what_is_wider_than_its_box_says_that_it_moves(page: Any) -> None:
    said = "() => [...document.querySelectorAll('[data-swipe]')].filter(e => e.dataset.swipe)"
    wide = page.evaluate(f"({said})().map(e => [e.textContent, e.scrollWidth, e.clientWidth])")
    assert wide == []
    page.set_viewport_size({"width": 360, "height": 800})
    page.locator(".enlarge").first.click()
    page.wait_for_function(f"({said})().some(e => e.closest('#large'))")
    assert page.evaluate(f"({said})().every(e => e.scrollWidth > e.clientWidth)")


def test_a_table_can_be_copied(page: Any) -> None:
    button = page.locator("#funders .copy")
    before = button.text_content()
    button.click()
    page.wait_for_function("each => each.textContent !== ''", arg=button.element_handle())
    assert button.text_content() != before


def test_a_figure_is_enlarged_and_closed(page: Any) -> None:
    page.locator(".enlarge").first.click()
    assert page.locator("#large").is_visible()
    page.locator("#large .close").click()
    assert not page.locator("#large").is_visible()


@pytest.mark.parametrize("width", [360, 794])
def test_nothing_is_wider_than_the_page(page: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_it_prints_on_a4(page: Any, tmp_path: Path) -> None:
    page.pdf(path=str(tmp_path / "page.pdf"), format="A4")
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")


def test_a_table_that_runs_over_a_page_repeats_its_header(page: Any, tmp_path: Path) -> None:
    pages = printed(page, tmp_path)
    heads = [each.split() for each in page.locator("main thead").all_inner_texts()]
    head, first = (
        page.locator("#list-of-assumptions").locator(part).first.inner_text().split()
        for part in ("thead", "tbody tr:not(.strong)")
    )
    starts = [place for place, words in enumerate(pages) if words[: len(head)] == head]
    assert len(starts) > 1
    assert " ".join(first) in " ".join(pages[starts[0] - 1])
    for words in pages:
        # What is drawn last is the captions; before them no page ends with a mere header.
        text = re.split(r"(?:Table|Tabulka) \d+\.", " ".join(words), maxsplit=1)[0].split()
        assert not [head for head in heads if sorted(text[-len(head) :]) == sorted(head)]


def test_a_print_of_a_selection_says_what_it_is(page: Any, tmp_path: Path) -> None:
    note = page.locator("#selection")
    whole = printed(page, tmp_path)
    page.emulate_media(media="print")
    assert not note.is_visible()
    page.emulate_media(media="screen")
    chosen = []
    for by, key in (("scenario", "ten-percent-cut"), ("system", "crime")):
        page.select_option(f"#by-{by}", key)
        chosen.append(page.locator(f"#by-{by} option:checked").inner_text())
    assert not note.is_visible()
    sections = page.locator("main > section")
    shown = sum(each.is_visible() for each in sections.all())
    page.emulate_media(media="print")
    assert note.is_visible()
    said = note.inner_text()
    assert all(f"{name}" in said for name in (*chosen, str(shown), str(sections.count())))
    contents = page.locator("nav li")
    assert sum(each.is_visible() for each in contents.all()) < contents.count()
    pages = [" ".join(words) for words in printed(page, tmp_path)]
    assert len(pages) < len(whole)
    assert all(name in text for name in chosen for text in pages)


def test_the_view_stays_near_what_was_read(page: Any) -> None:
    bar = "document.querySelector('.filters').getBoundingClientRect().bottom"
    every = "[...document.querySelectorAll('main > section > *')]"
    seen = f"{every}.findIndex(each => each.getBoundingClientRect().bottom > {bar} + 1)"
    kept = f"{every}.flatMap((each, place) => each.getClientRects().length ? [place] : [])"
    other = "main > section[data-system]:not([data-system='']):not([data-system='crime']) h3"
    headings = page.locator(other).all()
    assert len(headings) > 3
    for heading in headings:
        page.select_option("#by-system", "")
        heading.evaluate("each => each.scrollIntoView()")
        read = heading.evaluate(f"each => {every}.indexOf(each)")
        page.select_option("#by-system", "crime")
        nearest = min(page.evaluate(kept), key=lambda place: abs(place - read))
        assert page.evaluate(seen) == nearest


def test_axe_finds_nothing_serious(page: Any) -> None:
    assert serious(page) == []


def test_axe_finds_nothing_serious_in_an_open_card(page: Any) -> None:
    page.locator(".card-link").first.click()
    assert serious(page) == []


def test_axe_would_see_a_picture_without_its_text(page: Any) -> None:
    page.evaluate("document.querySelector('figure img').removeAttribute('alt')")
    assert [text.partition(":")[0] for text in serious(page)] == ["image-alt"]


@pytest.mark.parametrize("language", ["cs", "en"])
def test_axe_finds_nothing_serious_in_the_brief(
    chromium: Any, contexts: dict[str, Context], language: str, tmp_path: Path
) -> None:
    path = tmp_path / "brief.html"
    path.write_text(
        brief_page(brief(contexts[language], "ten-percent-cut")), encoding="utf-8", newline="\n"
    )
    opened = chromium.new_page(viewport={"width": 360, "height": 800})
    opened.goto(path.as_uri())
    assert opened.evaluate("document.documentElement.scrollWidth") <= 360
    assert serious(opened) == []


def test_the_brief_prints_on_one_page(
    chromium: Any, contexts: dict[str, Context], tmp_path: Path
) -> None:
    pypdfium2 = pytest.importorskip("pypdfium2")
    path = tmp_path / "brief.html"
    text = brief_page(brief(contexts["cs"], "close-and-reopen"))
    path.write_text(text, encoding="utf-8", newline="\n")
    opened = chromium.new_page()
    opened.goto(path.as_uri())
    opened.pdf(path=str(tmp_path / "brief.pdf"), prefer_css_page_size=True)
    assert len(pypdfium2.PdfDocument(str(tmp_path / "brief.pdf"))) == 1


def printed(page: Any, folder: Path) -> list[list[str]]:
    """Print a page and return the words of its sheets."""
    pypdfium2 = pytest.importorskip("pypdfium2")
    page.pdf(path=str(folder / "page.pdf"), format="A4", prefer_css_page_size=True)
    sheets = pypdfium2.PdfDocument(str(folder / "page.pdf"))
    return [sheet.get_textpage().get_text_bounded().split() for sheet in sheets]


def serious(page: Any) -> list[str]:
    # The policy of the page forbids foreign scripts; the checker is put in by the browser itself.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:200]}"
        for each in found["violations"]
        if each["impact"] in SERIOUS
    ]
