"""What the model reports: the loads, and the ledger that turns them into crowns."""

from collections.abc import Iterator
from dataclasses import dataclass

from kpsim.export.book_words import Words
from kpsim.ledger.row_checks import REST
from kpsim.wording.words import name_of, payer_heading

COUNTED = {
    "sum": "added up over the year",
    "mean": "average of the year",
    "end": "at the end of the year",
}


@dataclass(frozen=True)
class LoadEntry:
    """One reported load."""

    name: str
    label: str
    unit: str
    variable: str
    element: str
    counted: str
    headline: bool


@dataclass(frozen=True)
class LedgerEntry:
    """One row of the ledger."""

    name: str
    label: str
    system: str
    kind: str
    quantity: str
    unit_cost: str
    marginal_share: str
    payers: tuple[tuple[str, str], ...]
    """Who pays, and the parameter that holds the share; "" for the rest."""


def load_entries(words: Words) -> Iterator[LoadEntry]:
    """Write the reported loads."""
    for name, spec in words.world.outcomes.items():
        yield LoadEntry(
            name=name,
            label=spec.label.of(words.language),
            unit=spec.unit.of(words.language),
            variable=spec.variable,
            element=words.element(spec.measure.element) if spec.measure.element else "",
            counted=words.say(COUNTED[spec.aggregate]),
            headline=spec.headline,
        )


def ledger_entries(words: Words) -> Iterator[LedgerEntry]:
    """Write the rows of the ledger."""
    for row in words.world.ledger.rows:
        yield LedgerEntry(
            name=row.name,
            label=row.label.cs if words.language == "cs" else row.label.en,
            system=name_of(row.system, words.language),
            kind=name_of(row.kind, words.language),
            quantity=row.quantity,
            unit_cost=row.unit_cost,
            marginal_share=row.marginal_share or "",
            payers=tuple(
                (payer_heading(payer, words.language), "" if share == REST else share)
                for payer, share in row.payers.items()
            ),
        )
