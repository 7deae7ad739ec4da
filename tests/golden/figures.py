"""The figures of a scenario that are kept, and the file they are kept in."""

import csv
import io
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kpsim.report.comparison import Comparison
from kpsim.report.findings import Estimate, Findings
from kpsim.results import Array

TOLERANCE = 1e-9
"""Of the largest number in the row: room for another processor, not for another model."""
DIGITS = 13
COLUMNS = ("reference", "mean", "p05", "p50", "p95")
HEADLINE = ("headline", "headline of the floor", "headline in full prices")


@dataclass(frozen=True)
class Figure:
    """One kept figure: its name, its unit, and what was found of it."""

    name: str
    unit: str
    values: tuple[float | None, ...]
    """In the order of COLUMNS; None where the figure has no such number."""

    @property
    def scale(self) -> float:
        """Return what its numbers are compared with."""
        return max((abs(value) for value in self.values if value is not None), default=0.0)


def figures(found: Findings) -> Iterator[Figure]:
    """List the key figures of a scenario."""
    for name, view in zip(HEADLINE, ("central", "floor", "full"), strict=True):
        crown = found.money[view].per_crown
        values = (None, crown.ratio, crown.p05, None, crown.p95)
        yield Figure(name, f"crowns {crown.measure}", values)
    for view, money in found.money.items():
        for part in ("saved", "caused", "care_forgone", "net", "net_discounted"):
            name = f"public purse, {view}: {part.replace('_', ' ')}"
            yield Figure(name, "CZK", _of(getattr(money, part)))
    for payer in sorted(found.payers, key=lambda each: each.name):
        yield Figure(f"net of {payer.name}", "CZK a year", _of(payer.net))
    for system in found.systems:
        yield Figure(f"system {system.name}", "CZK a year", _of(system.by_view["central"]))
    for load in found.loads:
        if load.outcome.headline:
            unit, level = load.outcome.unit.en, load.reference.mean
            yield Figure(load.outcome.name, unit, _of(load.difference, reference=level))


def recovery_figures(comparison: Comparison, scenario: str) -> Iterator[Figure]:
    """List what comes back after a reopening: the share of futures in which it never does."""
    for each in comparison.recovery(scenario):
        name = f"{each.outcome} never {each.kind}"
        yield Figure(name, "share of futures", (None, each.share_never, None, None, None))


def society_figures(parts: Mapping[str, Mapping[str, Array]]) -> Iterator[Figure]:
    """List society's view with deaths valued in each of the two ways."""
    for health, amounts in parts.items():
        for part, amount in amounts.items():
            low, middle, high = np.quantile(amount, (0.05, 0.5, 0.95))
            values = (None, float(np.mean(amount)), float(low), float(middle), float(high))
            yield Figure(f"society, deaths by {health}: {part.replace('_', ' ')}", "CZK", values)


def _of(found: Estimate, *, reference: float | None = None) -> tuple[float | None, ...]:
    return (reference, found.mean, found.p05, found.p50, found.p95)


def text_of(kept: list[Figure]) -> str:
    """Write figures as a table that a reviewer can read line by line."""
    buffer = io.StringIO()
    table = csv.writer(buffer, lineterminator="\n")
    table.writerow(("figure", "unit", *COLUMNS))
    for figure in kept:
        cells = ["" if value is None else shown(value, figure.scale) for value in figure.values]
        table.writerow((figure.name, figure.unit, *cells))
    return buffer.getvalue()


def shown(value: float, scale: float) -> str:
    """Write a number with the digits that mean anything beside the largest of its row."""
    magnitude = math.floor(math.log10(scale)) if scale else 0
    rounded = round(value, DIGITS - 1 - magnitude) + 0.0
    return f"{rounded:.{DIGITS}g}"


def read(path: Path) -> list[Figure]:
    """Read the kept figures of a scenario."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        Figure(
            row["figure"],
            row["unit"],
            tuple(float(row[column]) if row[column] else None for column in COLUMNS),
        )
        for row in rows
    ]


def moves(kept: list[Figure], found: list[Figure]) -> list[str]:
    """Say what is not as it was kept: `headline moved from A to B`."""
    before, after = {each.name: each for each in kept}, {each.name: each for each in found}
    lines = [f"{name} is gone" for name in before if name not in after]
    lines += [f"{name} is new" for name in after if name not in before]
    for name, old in before.items():
        new = after.get(name)
        if new is None:
            continue
        if old.unit != new.unit:
            lines.append(f"{name}: the unit changed from {old.unit} to {new.unit}")
        room = TOLERANCE * max(old.scale, new.scale)
        for column, was, is_now in zip(COLUMNS, old.values, new.values, strict=True):
            if not _equal(was, is_now, room):
                change = "" if not was or is_now is None else f" ({is_now / was - 1:+.2%})"
                what = name if column == "mean" else f"{name}, {column},"
                lines.append(f"{what} moved from {_said(was)} to {_said(is_now)}{change}")
    return lines


def updated(kept: list[Figure], found: list[Figure]) -> list[Figure]:
    """Return what was found, each figure that did not move with the digits it was kept with."""
    before = {each.name: each for each in kept}
    return [
        before[each.name]
        if each.name in before and not moves([before[each.name]], [each])
        else each
        for each in found
    ]


def _equal(was: float | None, is_now: float | None, room: float) -> bool:
    if was is None or is_now is None:
        return was is is_now
    return abs(was - is_now) <= room


def _said(value: float | None) -> str:
    return "nothing" if value is None else f"{value:.10g}"
