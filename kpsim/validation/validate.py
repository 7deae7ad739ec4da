"""All cases against the model: each observation judged, and the reproduced told from the tested."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kpsim.errors import KpsimError, Problem, RunError, problem
from kpsim.inputs.parameter_set import ParameterSet
from kpsim.inputs.supplied import load_overlays
from kpsim.validation.cases import Case, CaseError, load_cases
from kpsim.validation.expectations import counted
from kpsim.validation.place import OwnSource, own_source, parameters_of, source_problems
from kpsim.validation.running import run_case
from kpsim.validation.scoring import Judged, judge
from kpsim.world import World, load_world

REGION = "liberec"
Standing = Literal["tested", "reproduced", "outside"]
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Validated:
    """One case with its verdicts."""

    case: Case
    own: OwnSource
    depth: float
    judged: tuple[Judged, ...]
    """As the model is; empty for what lies outside it."""
    without: tuple[Judged, ...] = ()
    """A reproduced case again, without its own source."""

    @property
    def standing(self) -> Standing:
        """Tell whether the case tests the model or the model was made with it."""
        if self.case.kind == "outside":
            return "outside"
        return "reproduced" if self.own.names else "tested"


@dataclass(frozen=True)
class Prepared:
    """A case with the parameters of its place, and those for the rerun without its own source."""

    case: Case
    parameters: ParameterSet
    without: ParameterSet


@dataclass(frozen=True)
class Run:
    """What all cases share."""

    world: World
    draws: int
    seed: int


def validate(
    folder: Path | None = None,
    *,
    draws: int,
    seed: int = 1,
    region: str = REGION,
    data: Sequence[Path] = (),
    progress: Progress | None = None,
) -> tuple[Validated, ...]:
    """Run every case of a folder; `data` are figures that services of the region supplied."""
    cases = load_cases(folder)
    world = load_world(region, data=data)
    prepared = prepare(cases, world, data=data)
    found = []
    for number, each in enumerate(prepared, start=1):
        found.append(one_case(each, world, draws=draws, seed=seed))
        if progress is not None:
            progress(number, len(cases))
    return tuple(found)


def prepare(
    cases: Sequence[Case], world: World, *, data: Sequence[Path] = ()
) -> tuple[Prepared, ...]:
    """Load the place of every case; report all that cannot be used before anything runs."""
    problems: list[Problem] = []
    prepared: list[Prepared] = []
    base, supplied = world.parameters, load_overlays(data)
    for case in cases:
        problems += source_problems(case, base)
        found: list[ParameterSet] = []
        ways = (True, False) if case.instead else (True,)
        for own in ways:
            try:
                region = base.region.key
                found.append(
                    parameters_of(
                        case, base, region=region, folder=None, own_source=own, supplied=supplied
                    )
                )
            except KpsimError as fault:
                problems += [each for each in fault.problems if each not in problems]
        if len(found) == len(ways):
            prepared.append(Prepared(case, found[0], found[-1]))
    if problems:
        raise CaseError(problems)
    return tuple(prepared)


def one_case(prepared: Prepared, world: World, *, draws: int, seed: int = 1) -> Validated:
    """Run a case, and once more without its own source where the model was made with it."""
    case = prepared.case
    own = own_source(case, world.parameters)
    if case.kind == "outside":
        return Validated(case, own, 0.0, ())
    without: tuple[Judged, ...] = ()
    run = Run(world, draws, seed)
    try:
        judged, depth = _judged(case, prepared.parameters, run)
        if own.can_be_left_out:
            without, _ = _judged(case, prepared.without, run, at_null=own.at_null)
    except RunError as fault:
        text = "cannot be run: {fault}; correct its [place]"
        raise CaseError(
            problem(case.file, text, fault=str(each)) for each in fault.problems
        ) from fault
    return Validated(case, own, depth, judged, without)


def _judged(
    case: Case, parameters: ParameterSet, run: Run, *, at_null: Sequence[str] = ()
) -> tuple[tuple[Judged, ...], float]:
    kept, depth = run_case(
        case,
        run.world.model,
        parameters,
        funding=run.world.funding,
        seed=run.seed,
        draws=run.draws,
        at_null=at_null,
    )
    found = tuple(
        judge(each, counted(each, kept, first=case.first_month), depth=depth)
        for each in case.expects
    )
    return found, depth
