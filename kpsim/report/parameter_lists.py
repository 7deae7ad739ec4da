"""Lists of parameters: all, those nobody measured, those not checked for long."""

from collections.abc import Iterator
from datetime import date, timedelta

from rich.console import RenderableType

from kpsim.inputs.records import Record
from kpsim.language import translate
from kpsim.report.cells import Column, say, table
from kpsim.report.explanation import figure, used_span
from kpsim.sensitivity.data_form import unit_of
from kpsim.wording.numbers import date_text, number
from kpsim.wording.record_texts import owner_text, record_text
from kpsim.world import World

A_YEAR = timedelta(days=365)


def all_parameters(world: World, language: str) -> Iterator[RenderableType]:
    """List every number of the model with its range, unit and grade."""
    made = table(
        (
            Column("Parameter", right=False, width=38),
            Column("Value", width=10),
            Column("Range used", width=18),
            Column("Unit", right=False, width=16),
            Column("Grade", right=False, width=7),
        ),
        language,
    )
    columns = world.parameters.columns
    for name, record in columns.items():
        made.add_row(
            name,
            figure(record.value, language),
            used_span(world.parameters, name, language),
            unit_of(record, language),
            record.grade,
        )
    yield made
    yield say("{count} numbers", language, count=number(len(columns), language))


def assumptions(world: World, language: str) -> Iterator[RenderableType]:
    """List what nobody measured, with the reason and who can supply a figure."""
    made = table(
        (
            Column("Parameter", right=False, width=32),
            Column("Value", width=8),
            Column("Reason", right=False, width=34),
            Column("Who would know", right=False, width=18),
        ),
        language,
    )
    found = {
        name: record for name, record in world.parameters.columns.items() if record.is_assumption
    }
    for name, record in found.items():
        made.add_row(
            name,
            figure(record.value, language),
            record_text(record.reason, language),
            owner_text(record.owner, language),
        )
    yield made
    yield say(
        "{count} of {all} numbers are assumptions",
        language,
        count=number(len(found), language),
        all=number(len(world.parameters.columns), language),
    )


def stale(world: World, language: str, *, today: date) -> Iterator[RenderableType]:
    """List figures collected or checked more than a year ago."""
    made = table(
        (
            Column("Parameter", right=False, width=44),
            Column("Last looked at", width=18),
            Column("Checked at the source", right=False, width=28),
        ),
        language,
    )
    found = {
        name: record
        for name, record in world.parameters.columns.items()
        if not record.is_definition and today - last_looked_at(record) > A_YEAR
    }
    for name, record in sorted(found.items(), key=lambda each: last_looked_at(each[1])):
        checked = "yes" if record.checked_on else "no"
        made.add_row(
            name, date_text(last_looked_at(record), language), translate(checked, language)
        )
    if found:
        yield made
    yield say(
        "{count} of {all} numbers were last looked at more than a year before {day}",
        language,
        count=number(len(found), language),
        all=number(len(world.parameters.columns), language),
        day=date_text(today, language),
    )


def last_looked_at(record: Record) -> date:
    """Return when somebody last opened the source, else when the figure was collected."""
    return record.checked_on or record.collected_on
