"""Running a run or a document again, and holding two runs against each other."""

import html
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from kpsim.document.identity import MARK, Identity, unpacked
from kpsim.document.making import printed_figures
from kpsim.document.stored_run import (
    SCENARIOS,
    Changed,
    changes,
    data_files,
    open_run,
    read_record,
)
from kpsim.document.streamed_run import computed_figures, is_streamed, stored_figures
from kpsim.errors import RunError, problem
from kpsim.report.comparison import Prepared, prepare
from kpsim.study import Progress, Settings

CLOSE = 1e-9
"""Relative difference below which two figures are the same: other machines add up otherwise."""


@dataclass(frozen=True)
class Figure:
    """A figure that differs: then and now."""

    name: str
    then: float | None
    now: float | None


@dataclass(frozen=True)
class Reproduction:
    """What running again found."""

    identity: Identity
    figures: int
    different: tuple[Figure, ...]
    changed: tuple[Changed, ...]


def identity_in(path: Path) -> Identity:
    """Read what a document or run folder was made from."""
    if path.is_dir():
        record = read_record(path)
        if is_streamed(record):
            return Identity(record, stored_figures(path))
        run = open_run(path, "en")
        return Identity(run.record, dict(printed_figures(run.comparison)))
    if not path.is_file():
        text = "no such file or folder; name a folder of a run or a document kpsim wrote"
        raise RunError(problem(str(path), text))
    for text in _texts_of(path):
        found = unpacked(text)
        if found is not None:
            return found
    text = "carries no record of a run; only documents that kpsim wrote can be reproduced"
    raise RunError(problem(str(path), text))


def reproduce(path: Path, *, progress: Progress | None = None) -> Reproduction:
    """Run again what a folder or document was made from, and compare every figure."""
    identity = identity_in(path)
    record = identity.record
    folder = path if path.is_dir() else path.parent
    prepared = prepared_again(record, folder)
    if is_streamed(record):
        found = computed_figures(prepared, progress)
    else:
        found = dict(printed_figures(prepared.run(progress)))
    return Reproduction(
        identity,
        len(identity.figures),
        tuple(different(identity.figures, found)),
        changes(record, folder),
    )


def prepared_again(record: Mapping[str, Any], folder: Path) -> Prepared:
    """Prepare a run from its record; scenario files of the user's lie beside it."""
    settings = Settings(
        seed=record["seed"],
        draws=record["draws"],
        step=record["step_in_months"],
        horizon=record["horizon_in_years"],
        discount_rate=record.get("discount_rate", Settings.discount_rate),
    )
    return prepare(
        [_scenario(name, folder) for name in record["scenarios"]],
        settings,
        region=record["region"],
        data=data_files(record, folder),
        streamed=is_streamed(record),
    )


def different(then: Mapping[str, float], now: Mapping[str, float]) -> Iterator[Figure]:
    """Yield the figures that are not the same, the largest relative difference first."""
    found = []
    for name in sorted({*then, *now}):
        old, new = then.get(name), now.get(name)
        if old is None or new is None:
            found.append((np.inf, Figure(name, old, new)))
        elif not np.isclose(old, new, rtol=CLOSE, atol=CLOSE):
            found.append((abs(new - old) / max(abs(old), abs(new)), Figure(name, old, new)))
    yield from (figure for _, figure in sorted(found, key=lambda each: -each[0]))


@dataclass(frozen=True)
class Difference:
    """What changed between two runs: settings, inputs and figures."""

    settings: tuple[tuple[str, str, str], ...]
    inputs: tuple[str, ...]
    figures: tuple[Figure, ...]
    compared: int


def difference(one: Path, other: Path) -> Difference:
    """Hold two runs or documents against each other."""
    first, second = identity_in(one), identity_in(other)
    names = sorted({*first.record, *second.record} - {"inputs", "packages", "format"})
    settings = tuple(
        (name, _shown(first.record.get(name)), _shown(second.record.get(name)))
        for name in names
        if first.record.get(name) != second.record.get(name)
    )
    then, now = first.record.get("inputs", {}), second.record.get("inputs", {})
    inputs = tuple(name for name in sorted({*then, *now}) if then.get(name) != now.get(name))
    shared = {*first.figures} & {*second.figures}
    return Difference(
        settings,
        inputs,
        tuple(different(first.figures, second.figures)),
        len(shared),
    )


def _texts_of(path: Path) -> Iterator[str]:
    """Yield the texts of a file in which a record can stand."""
    raw = path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.startswith("customXml/"):
                    yield _unescaped(archive.read(name).decode("utf-8", "replace"))
        return
    yield _unescaped(raw.decode("utf-8", "replace"))


def _unescaped(text: str) -> str:
    """Undo what HTML, XML and JSON strings do to quotes."""
    start = text.find(MARK)
    if start < 0:
        return ""
    tail = text[start:]
    if tail.startswith(MARK + '{\\"'):
        # A JSON string inside a script: up to the quote that is not escaped.
        end = tail.find('"', 0)
        while end > 0 and tail[end - 1] == "\\":
            end = tail.find('"', end + 1)
        tail = tail[:end].replace('\\"', '"').replace("\\\\", "\\")
    return html.unescape(tail)


def _scenario(name: str, folder: Path) -> str | Path:
    for place in (folder / SCENARIOS, folder):
        if (place / f"{name}.toml").is_file():
            return place / f"{name}.toml"
    return name


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
