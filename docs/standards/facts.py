"""Write facts.md: numbers about the model that change with its files.

`python docs/standards/facts.py` writes the page, `--check` says whether it is as it should be.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from kpsim import __version__
from kpsim.inputs.scenarios import shipped_scenarios
from kpsim.validation.cases import load_cases
from kpsim.world import World, load_world

PAGE = Path(__file__).with_name("facts.md")
GRADES = {
    "A": "direct Czech or meta-analytic",
    "B": "transferable with care",
    "C": "indirect",
    "D": "assumption",
}


def page() -> str:
    """Return the page."""
    world = load_world()
    parts = [
        "# Facts",
        "Written by `docs/standards/facts.py` from the files of "
        f"kpsim {__version__}; do not edit by hand.",
        "## The model",
        table(("what", "how many"), model_rows(world)),
        "## The numbers",
        table(("what", "how many"), number_rows(world)),
        "## Runs and comparisons",
        table(("what", "how many"), comparison_rows()),
    ]
    return "\n\n".join(parts) + "\n"


def table(head: tuple[str, str], rows: Iterator[tuple[str, int]]) -> str:
    """Write rows as a table."""
    lines = [f"| {head[0]} | {head[1]} |", "|---|---|"]
    return "\n".join([*lines, *(f"| {what} | {number} |" for what, number in rows)])


def model_rows(world: World) -> Iterator[tuple[str, int]]:
    """Count what the model is made of."""
    model = world.model
    yield "stocks", len(model.stocks)
    yield "flows", len(model.flows)
    yield "other variables", len(model.auxiliaries)
    yield "reported outcomes", len(world.outcomes)
    yield "rows of the ledger", len(world.ledger.rows)


def number_rows(world: World) -> Iterator[tuple[str, int]]:
    """Count the numbers by where they come from and how good they are."""
    records = world.parameters.columns.values()
    yield "parameters", len(world.parameters.records)
    yield "numbers in them", len(records)
    grades = Counter(record.grade for record in records)
    for grade, meaning in GRADES.items():
        yield f"of grade {grade} ({meaning})", grades[grade]
    yield "assumptions", sum(list(record.source) == ["assumption"] for record in records)
    yield "drawn from a distribution", sum(record.distribution != "fixed" for record in records)
    yield "checked in the source itself", sum(record.checked_on is not None for record in records)
    used = {key for record in records for key in record.source}
    yield "sources used by a parameter", len(used & set(world.parameters.sources))


def comparison_rows() -> Iterator[tuple[str, int]]:
    """Count scenarios and published cases."""
    yield "shipped scenarios", len(shipped_scenarios())
    kinds = Counter(case.kind for case in load_cases())
    for kind, number in sorted(kinds.items()):
        yield f"published cases, {kind.replace('_', ' ')}", number


def main() -> int:
    """Write the page, or compare it."""
    found = page()
    if "--check" in sys.argv:
        same = PAGE.read_text(encoding="utf-8") == found
        sys.stdout.write("up to date\n" if same else "old; run docs/standards/facts.py\n")
        return 0 if same else 1
    PAGE.write_text(found, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
