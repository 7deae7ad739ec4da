"""Random scenarios through a law: many to a pass, passes enough for hundreds, all counted."""

from collections.abc import Callable
from zlib import crc32

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings

from kpsim.inputs.scenario_checks import Change
from kpsim.inputs.scenarios import Scenario
from tests.model.experiment import batches

LEAST = 200
"""Different random scenarios that every law must have met."""

PASSES = 6
"""Passes of 40, for laws that say something of every scenario."""

Check = Callable[[tuple[Scenario, ...]], None]


def holds_in_random_scenarios(
    law: str,
    check: Check,
    record_property: Callable[[str, object], None],
    *,
    asks: Callable[[Scenario], bool] | None = None,
    passes: int = PASSES,
) -> None:
    """Put random scenarios through a law, the same ones in every run, and count them.

    `asks` tells of which scenarios the law says anything; the others do not count.
    """
    met: set[tuple[Change, ...]] = set()

    @seed(crc32(law.encode()))
    @settings(
        max_examples=passes,
        database=None,
        phases=[Phase.generate],
        verbosity=Verbosity.quiet,
        suppress_health_check=list(HealthCheck),
    )
    @given(batch=batches)
    def one_pass(batch: tuple[Scenario, ...]) -> None:
        met.update(each.changes for each in batch if asks is None or asks(each))
        try:
            check(batch)
        except AssertionError as error:
            alone = [each.changes for each in batch if fails(check, each)]
            raise AssertionError(f"{law}, scenarios that fail alone: {alone}") from error

    one_pass()
    record_property("law", (law, {"random scenarios": len(met)}))
    assert len(met) >= LEAST


def fails(check: Check, scenario: Scenario) -> bool:
    """Rerun one scenario without its company."""
    try:
        check((scenario,))
    except AssertionError:
        return True
    return False
