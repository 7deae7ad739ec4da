"""All checked parameters of a region, with their sources and grades."""

from collections.abc import Mapping
from dataclasses import dataclass

from kpsim.inputs.grades import Grades
from kpsim.inputs.records import Label, Record, RecordByElement, Source


@dataclass(frozen=True)
class Region:
    """The place a run is about."""

    key: str
    name: Label
    code: str | None


@dataclass(frozen=True)
class Conversion:
    """How a drawn number becomes one in the engine's unit."""

    unit: str
    factor: float


@dataclass(frozen=True)
class ParameterSet:
    """Records by name, after the region has replaced what it knows better."""

    records: Mapping[str, Record | RecordByElement]
    places: Mapping[str, str]
    """File of each record, for messages and for reports."""
    sources: Mapping[str, Source]
    grades: Grades
    region: Region
    conversions: Mapping[str, Conversion]
    """By column: `name`, or `name.element` where the record has elements."""
    dimensions: Mapping[str, tuple[str, ...]]

    @property
    def columns(self) -> dict[str, Record]:
        """Return one record a drawn column: `name` or `name.element`."""
        found: dict[str, Record] = {}
        for name, record in self.records.items():
            if isinstance(record, RecordByElement):
                found |= {f"{name}.{key}": one for key, one in record.elements.items()}
            else:
                found[name] = record
        return found

    def unit(self, name: str) -> str:
        """Return the engine's unit of a parameter."""
        record = self.records[name]
        if isinstance(record, RecordByElement):
            return self.conversions[f"{name}.{next(iter(record.elements))}"].unit
        return self.conversions[name].unit

    def by(self, name: str) -> tuple[str, ...]:
        """Return the dimensions of a parameter: none or one."""
        record = self.records[name]
        return (record.by,) if isinstance(record, RecordByElement) else ()
