"""How every chart looks: colours measured for grey print, final sizes, fonts, titles and footers.

Charts are drawn at their final size and never scaled, without pyplot and without the system's
locale, so that the same results give the same bytes.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import accumulate

import matplotlib
import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text as Label
from matplotlib.ticker import FixedLocator, Formatter, FuncFormatter, MaxNLocator

from kpsim.analysis.summary import QUANTILES
from kpsim.charts.fonts import families, letters
from kpsim.errors import RunError, problem
from kpsim.language import translate
from kpsim.results import Array
from kpsim.wording.numbers import NBSP, number, unbreakable

NAVY, BRICK, TEAL, AMBER = "#0A2A52", "#8A2A1B", "#157A71", "#CB842C"
BASELINE, NOTE, INK = "#767676", "#595959", "#1A1A1A"
BAND_50, BAND_90, GRID = "#8FA3BA", "#C9D3DF", "#E3E3E3"
DASHES: Mapping[str, object] = {
    NAVY: "solid",
    BRICK: (0, (6, 2)),
    TEAL: (0, (1, 1.2)),
    AMBER: (0, (4, 1.5, 1, 1.5)),
    BASELINE: "solid",
}
TITLE, SUBTITLE, LABEL, SMALL = 11.0, 9.5, 9.0, 8.0
WIDTH, HEIGHT, MARGIN = 16.0, 9.0, 0.2
SOURCE = "source"
CM = 1 / 2.54
DOTS_PER_INCH = 300
LINE_HEIGHT = 1.25 * 2.54 / 72
_ASCENT, _TICK_GAP = 0.78, 0.2  # share of a line above its baseline; cm


@dataclass(frozen=True)
class Chart:
    """A finished chart with the numbers behind it and its words."""

    name: str
    figure: Figure
    data: pd.DataFrame
    caption: str
    alt_text: str
    unchanged: str = ""
    """What a document says in place of a picture that would show no change or next to none."""
    scenario: str = ""
    """Title of the scenario drawn, where it is one."""


@dataclass(frozen=True)
class Skipped:
    """A chart that could not be drawn, and why."""

    name: str
    reason: str


@dataclass(frozen=True)
class Footer:
    """What the source line of a chart says about the run."""

    version: str
    scenario_title: str
    """Empty where a chart shows all scenarios."""
    draws: int
    of: int = 0
    """How many draws the run has, where the chart is made from the first of them."""


@dataclass(frozen=True)
class Sheet:
    """A page with its title and notes in place, and the free rectangle between them in cm."""

    figure: Figure
    left: float
    bottom: float
    right: float
    top: float
    caption: str


@contextmanager
def house_style() -> Iterator[None]:
    """Set fonts, lines and fixed bytes for drawing and saving."""
    with matplotlib.rc_context(
        {
            "font.family": list(families()),
            "font.size": LABEL,
            "text.color": INK,
            "text.parse_math": False,
            "axes.edgecolor": NOTE,
            "axes.linewidth": 0.6,
            "axes.labelcolor": INK,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.spines.left": False,
            "axes.grid": True,
            "axes.grid.axis": "y",
            "axes.axisbelow": True,
            "axes.unicode_minus": True,
            "grid.color": GRID,
            "grid.linewidth": 0.6,
            "xtick.labelsize": SMALL,
            "ytick.labelsize": SMALL,
            "xtick.color": INK,
            "ytick.color": INK,
            "xtick.major.size": 2.5,
            "ytick.major.size": 0,
            "xtick.major.width": 0.6,
            "hatch.linewidth": 0.6,
            # Hinted letters are narrower at 300 dpi than in SVG, where such a line is cut off.
            "text.hinting": "none",
            "svg.fonttype": "path",
            "svg.hashsalt": "kpsim",
            "pdf.fonttype": 42,
            "path.simplify": True,
        }
    ):
        yield


def blank(width: float, height: float) -> Figure:
    """Return an empty figure of a size in cm, on which text can be measured."""
    figure = Figure(figsize=(width * CM, height * CM), dpi=DOTS_PER_INCH, facecolor="white")
    FigureCanvasAgg(figure)
    return figure


def sheet(
    title: str,
    subtitle: str,
    *,
    note: str,
    source: str,
    language: str,
    width: float = WIDTH,
    height: float = HEIGHT,
) -> Sheet:
    """Start a page: title and subtitle above, note and source below, the rest free."""
    figure = blank(width, height)
    room = width - 2 * MARGIN
    top = height - MARGIN
    # A year or "prices" alone on a second line reads as a slip.
    below = NBSP.join(subtitle.rsplit(" ", 1))
    for text, size, weight in ((title, TITLE, "bold"), (below, SUBTITLE, "normal")):
        lines = wrapped(figure, unbreakable(text, language), size=size, width=room, weight=weight)
        top = write(figure, lines, x=MARGIN, y=top, size=size, weight=weight)
    bottom = MARGIN
    note = translate("Note: {text}", language).format(text=note)
    for name, text in ((SOURCE, source), ("", note)):
        lines = wrapped(figure, unbreakable(text, language), size=SMALL, width=room)
        bottom += len(lines) * SMALL * LINE_HEIGHT
        write(figure, lines, x=MARGIN, y=bottom, color=NOTE)
        for label in figure.texts[-len(lines) :]:
            label.set_label(name)
    caption = unbreakable(f"{title}. {subtitle}. {note} {source}", language)
    return Sheet(figure, MARGIN, bottom + 0.15, width - MARGIN, top - 0.1, caption)


def source_line(footer: Footer, name: str, language: str) -> str:
    """Write the source of a chart: version, scenario, draws and the data beside it."""
    text = translate(
        "Source: kpsim {version}, scenario “{scenario}” against “services kept”, {draws} "
        "simulated futures. Data: {name}.csv. A scenario is not a forecast."
        if footer.scenario_title
        else "Source: kpsim {version}, all scenarios against “services kept”, {draws} simulated "
        "futures. Data: {name}.csv. A scenario is not a forecast.",
        language,
    )
    return text.format(
        version=footer.version,
        scenario=footer.scenario_title,
        draws=number(footer.draws, language)
        if footer.of <= footer.draws
        else translate("the first {some} of {all}", language).format(
            some=number(footer.draws, language), all=number(footer.of, language)
        ),
        name=name,
    )


def panel(page: Sheet, *, left: float, bottom: float, width: float, height: float) -> Axes:
    """Add axes at a place given in cm of the page."""
    across, up = page.figure.get_size_inches() / CM
    return page.figure.add_axes((left / across, bottom / up, width / across, height / up))


def write(
    figure: Figure,
    lines: Sequence[str],
    *,
    x: float,
    y: float,
    size: float = SMALL,
    color: str = INK,
    weight: str = "normal",
) -> float:
    """Write lines downwards from a place in cm, on even baselines; return where they end."""
    across, up = figure.get_size_inches() / CM
    height = size * LINE_HEIGHT
    for line in lines:
        baseline = (y - _ASCENT * height) / up
        figure.text(x / across, baseline, line, size=size, color=color, weight=weight)
        y -= height
    return y


def height_in_cm(axes: Axes) -> float:
    """Return the height of the plot, to turn distances between labels into units of its axis."""
    figure = axes.get_figure(root=True)
    assert figure is not None
    return float(axes.get_position().height * figure.get_size_inches()[1] / CM)


def wrapped(
    figure: Figure, text: str, *, size: float, width: float, weight: str = "normal"
) -> list[str]:
    """Break a text into lines that fit a width in cm, never at a no-break space."""
    words, lines = text.split(" "), []

    def measure(count: int) -> float:
        return text_width(figure, " ".join(words[:count]), size=size, weight=weight)

    # Measuring is slow: the width of the whole says about how many words a line holds.
    letters_a_line = len(text) * width / max(measure(len(words)), width)
    while words:
        ends = accumulate((len(word) + 1 for word in words), initial=-1)
        count = max(1, sum(end <= letters_a_line for end in ends) - 1)
        if letters_a_line < len(text):
            while count < len(words) and measure(count + 1) <= width:
                count += 1
            while count > 1 and measure(count) > width:
                count -= 1
        lines.append(" ".join(words[:count]))
        words = words[count:]
    return lines


def text_width(figure: Figure, text: str, *, size: float, weight: str = "normal") -> float:
    """Measure a line of text in cm."""
    drawn = figure.text(0, 0, text, size=size, weight=weight)
    box = drawn.get_window_extent(renderer(figure))
    drawn.remove()
    return float(box.width / figure.dpi / CM)


def fan_marks() -> tuple[tuple[Artist, str], ...]:
    """Return the marks of a fan with their English names, for the key."""
    return (
        (line_mark(NAVY, 1.75), "scenario, median"),
        (Patch(color=BAND_50, linewidth=0), "5 of 10 futures"),
        (Patch(color=BAND_90, linewidth=0), "9 of 10 futures"),
    )


def line_mark(color: str, width: float) -> Line2D:
    """Return a piece of line for the key."""
    return Line2D([], [], color=color, linewidth=width)


def key(page: Sheet, marks: Sequence[tuple[Artist, str]], language: str) -> float:
    """Name the marks once, in a line above the panels; return where the panels may begin."""
    across, up = page.figure.get_size_inches() / CM
    page.figure.legend(
        [mark for mark, _ in marks],
        [unbreakable(translate(words, language), language) for _, words in marks],
        loc="upper left",
        bbox_to_anchor=(page.left / across, page.top / up),
        ncols=len(marks),
        fontsize=SMALL,
        frameon=False,
        borderpad=0,
        borderaxespad=0,
        handlelength=1.6,
        columnspacing=1.4,
    )
    return page.top - 0.5


def fan(axes: Axes, years: Sequence[int], draws: Array) -> None:
    """Draw the 90 % band with its thin dashed edge, the 50 % band and the median line."""
    p05, p25, p50, p75, p95 = np.quantile(draws, QUANTILES, axis=-1)
    axes.fill_between(years, p05, p95, color=BAND_90, linewidth=0)
    axes.fill_between(years, p25, p75, color=BAND_50, linewidth=0)
    for edge in (p05, p95):
        axes.plot(years, edge, color=NAVY, linewidth=0.6, linestyle=(0, (4, 2)))
    axes.plot(years, p50, color=NAVY, linewidth=1.75)


def zero_line(axes: Axes) -> None:
    """Draw zero heavier than the grid."""
    axes.axhline(0, color=NOTE, linewidth=1.0, zorder=1.5)


def year_axis(axes: Axes, years: Sequence[int], *, every: int) -> None:
    """Put ticks on whole years, counted back from the last one."""
    ticks = list(range(years[-1], years[0] - 1, -every))[::-1]
    axes.xaxis.set_major_locator(FixedLocator(ticks))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda year, _: str(int(year))))


def number_axis(axes: Axes, language: str, *, which: str = "y", ticks: int = 5) -> None:
    """Put three to six ticks with numbers written in the language."""
    axis = axes.yaxis if which == "y" else axes.xaxis
    axis.set_major_locator(MaxNLocator(nbins=ticks, steps=[1, 2, 2.5, 5, 10], min_n_ticks=3))
    axis.set_major_formatter(_Numbers(language))


def fit_ticks(page: Sheet, axes: Axes, *, left: float) -> None:
    """Narrow the axes from the left where their tick labels would pass a place in cm."""
    low, high = sorted(axes.get_ylim())
    ticks = [tick for tick in axes.yaxis.get_majorticklocs() if low <= tick <= high]
    labels = axes.yaxis.get_major_formatter().format_ticks(ticks)
    widest = max((text_width(page.figure, text, size=SMALL) for text in labels), default=0.0)
    across = page.figure.get_size_inches()[0] / CM
    box = axes.get_position()
    start = max(box.x0, (left + widest + _TICK_GAP) / across)
    axes.set_position((start, box.y0, box.x1 - start, box.height))


def quantile_frame(
    years: Sequence[int], draws: Array, columns: Mapping[str, str | int]
) -> pd.DataFrame:
    """Put mean and quantiles by year in rows, led by columns that say what they are."""
    values = np.quantile(draws, QUANTILES, axis=-1)
    frame = pd.DataFrame({"year": list(years), "mean": draws.mean(axis=-1)})
    for quantile, row in zip(QUANTILES, values, strict=True):
        frame[f"p{round(quantile * 100):02d}"] = row
    for position, (name, value) in enumerate(columns.items()):
        frame.insert(position, name, value)
    return frame


def finished(
    name: str,
    page: Sheet,
    *,
    data: pd.DataFrame,
    alt_text: str,
    language: str,
    unchanged: str = "",
) -> Chart:
    """Close a chart after checking that its font has every letter used."""
    text = "".join(label.get_text() for label in page.figure.findobj(Label))
    font = families()[0]
    missing = sorted(set(text) - letters(font) - {"\n"})
    if missing:
        raise RunError(
            problem(
                f"chart {name}",
                "the font lacks {letters}; expected letters of {font}",
                letters=" ".join(missing),
                font=font,
            )
        )
    alt_text = unbreakable(alt_text, language)
    return Chart(name, page.figure, data, page.caption, alt_text, unchanged)


def renderer(figure: Figure) -> RendererAgg:
    """Return what measures and draws the figure's text."""
    canvas = figure.canvas
    assert isinstance(canvas, FigureCanvasAgg)
    found = canvas.get_renderer()  # type: ignore[no-untyped-call]
    assert isinstance(found, RendererAgg)
    return found


class _Numbers(Formatter):
    """Ticks with as many decimals as their step needs."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.decimals = 0

    def __call__(self, x: float, pos: int | None = None) -> str:  # noqa: ARG002 - matplotlib hands it over
        return number(float(x), self.language, decimals=self.decimals)

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        """Write all ticks of an axis alike."""
        step = min(np.diff(np.sort(values)), default=1.0) if len(values) > 1 else 1.0
        exponent = int(np.floor(np.log10(step) + 1e-9)) if step > 0 else 0
        halves = not np.isclose(step / 10.0**exponent, round(step / 10.0**exponent))
        self.decimals = max(0, -exponent + int(halves))
        return [self(value) for value in values]
