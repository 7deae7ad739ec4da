"""Tables fit a terminal of a hundred columns, and none of their cells is cut."""

from collections.abc import Iterator

import pytest
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.measure import measure_renderables
from rich.table import Table

from kpsim.report.comparison import prepare
from kpsim.report.money_pages import erosion_parts, least_harm_parts, payers_parts, show_parts
from kpsim.report.terminal import scenario_parts
from kpsim.study import Settings

WIDTH = 100
SETTINGS = Settings(draws=64)
LANGUAGES = ("cs", "en")


def parts(page: str, language: str) -> Iterator[RenderableType]:
    """Return the parts of one page in one language."""
    words = {"language": language, "width": WIDTH}
    if page == "show":
        yield from show_parts("all-services-stop", **words)
    elif page == "erosion":
        yield from erosion_parts(None, SETTINGS, **words)
        yield from erosion_parts("contact_centre", SETTINGS, **words)
    elif page == "least harm":
        yield from least_harm_parts("10%", SETTINGS, **words)
    elif page == "town":
        yield from payers_parts(
            "the-city-leaves-the-key", SETTINGS, town="Jablonec nad Nisou", **words
        )
    elif page == "run":
        names = ("all-services-stop", "close-and-reopen")
        found = prepare(names, SETTINGS, language=language).run()
        for name in names:
            yield from scenario_parts(found, name, width=WIDTH)
    else:
        yield from payers_parts(page, SETTINGS, **words)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "page",
    [
        "show",
        "erosion",
        "least harm",
        "town",
        "run",
        "all-services-stop",
        "the-city-leaves-the-key",
    ],
)
def test_no_cell_is_cut(page: str, language: str) -> None:
    tables = [part for part in parts(page, language) if isinstance(part, Table)]
    assert tables
    assert [wrong for table in tables for wrong in wrong_with(table)] == []


def wrong_with(table: Table) -> Iterator[tuple[str, object]]:
    """Name a table that is too wide, and its cells that are cut."""
    console = Console(width=WIDTH)
    wide = measure_renderables(console, console.options.update(width=500), [table]).maximum
    if wide > WIDTH:
        yield str(table.title), wide
    for column in table.columns:
        texts = [str(column.header), *(str(cell) for cell in column.cells)]
        whole = texts if column.no_wrap else [word for text in texts for word in text.split(" ")]
        for text in dict.fromkeys(whole):
            if column.width and cell_len(text) > column.width:
                yield str(table.title), (column.header, column.width, text)
