"""What kpsim says of wrong files and data: where, what, what was expected, how to fix it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any


@dataclass(frozen=True)
class Clause:
    """A part of a sentence with slots of its own, translated when the sentence is."""

    text: str
    values: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text.format(**self.values)


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: its place, and a sentence whose slots are filled when it is printed.

    The sentence stays a template so that a message catalogue can translate it.
    """

    place: str
    text: str
    values: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.place}: {self.text.format(**self.values)}"


class KpsimError(Exception):
    """A mistake in the user's files, data or request; printed without a traceback."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: Sequence[Problem] = (
            (problems,) if isinstance(problems, Problem) else tuple(problems)
        )
        super().__init__("\n".join(str(problem) for problem in self.problems))


class ParameterError(KpsimError):
    """A parameter file, source or grade that cannot be used."""


class ScenarioError(KpsimError):
    """A scenario file that cannot be used."""


class ModelError(KpsimError):
    """Equations that do not fit together."""


class UnitError(KpsimError):
    """A unit that is not known or does not fit."""


class RunError(KpsimError):
    """A run that cannot start or had to stop."""


def problem(place: str, text: str, **values: Any) -> Problem:
    """Write a problem down with the values of its slots."""
    return Problem(place, text, values)


def clause(text: str, **values: Any) -> Clause:
    """Write a clause down with the values of its slots."""
    return Clause(text, values)


def suggestion(name: str, known: Iterable[str]) -> str:
    """Return "; did you mean 'x'?" for the nearest known name, or nothing."""
    near = get_close_matches(name, sorted(known), n=1)
    return f"; did you mean '{near[0]}'?" if near else ""
