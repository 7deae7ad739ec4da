"""How budgets follow prices: one rule for all, and exceptions by funder."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kpsim.errors import Problem, problem, suggestion
from kpsim.inputs.files import validated
from kpsim.inputs.institutions import INSTITUTIONS
from kpsim.inputs.scenario_checks import date_problems, month_number
from kpsim.inputs.scenario_tables import IndexingTable, IndexRule


@dataclass(frozen=True)
class Indexing:
    """How budgets follow prices from a month on."""

    default: IndexRule = "service_cost"
    by_funder: Mapping[str, IndexRule] = field(default_factory=dict)
    start: int = 0
    percentage: float = 0.0
    """Growth a year where the rule is an own percentage."""

    def rule(self, funder: str) -> IndexRule:
        """Return the rule of a funder."""
        return self.by_funder.get(funder, self.default)

    @property
    def changes_something(self) -> bool:
        """Tell whether any budget follows anything but the cost of services."""
        return {self.default, *self.by_funder.values()} != {"service_cost"}


def read_indexing(table: object, place: str, *, problems: list[Problem]) -> Indexing:
    """Check the indexing of budgets."""
    record, wrong = validated(IndexingTable, table, place=place)
    problems += wrong
    if record is None:
        return Indexing()
    by_funder: dict[str, IndexRule] = dict(record.__pydantic_extra__ or {})
    problems += institution_problems(tuple(by_funder), place)
    problems += date_problems(record.start, f"{place}.from")
    if record.percentage is None and "percentage" in {record.default, *by_funder.values()}:
        sentence = "is missing; write for example percentage = 0.02"
        problems.append(problem(f"{place}.percentage", sentence))
    return Indexing(record.default, by_funder, month_number(record.start), record.percentage or 0.0)


def institution_problems(names: Sequence[str], place: str) -> Iterator[Problem]:
    """Find names that are no institution."""
    for name in names:
        if name not in INSTITUTIONS:
            near = suggestion(name, (*INSTITUTIONS, "default", "from"))
            sentence = "unknown funder '{name}'{near}; expected one of {known}"
            known = ", ".join(INSTITUTIONS)
            yield problem(place, sentence, name=name, near=near, known=known)
