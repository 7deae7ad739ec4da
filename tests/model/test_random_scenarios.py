"""Random scenarios of the laws are of every kind: any service, funder, size, date and speed."""

from collections.abc import Callable

from kpsim.inputs.funding import SERVICES
from kpsim.inputs.scenarios import Scenario
from tests.model.experiment import LINES, MONTHS
from tests.model.random_passes import holds_in_random_scenarios

ACTIONS = {"close", "reduce", "lose_funder", "freeze", "expand", "delay_payment", "reopen"}


def test_random_scenarios_are_of_every_kind(record_property: Callable[[str, object], None]) -> None:
    changes = []

    def note(batch: tuple[Scenario, ...]) -> None:
        changes.extend(change for each in batch for change in each.changes)

    holds_in_random_scenarios("of every kind", note, record_property)
    assert {change.action for change in changes} == ACTIONS
    assert {service for change in changes for service in change.services} == set(SERVICES)
    assert {f for c in changes if c.action == "lose_funder" for f in c.funders} == {
        funder for _, funder in LINES
    }
    cuts = [change for change in changes if change.action == "reduce"]
    assert min(change.by for change in cuts) < 0.1 < 0.9 < max(change.by for change in cuts)
    starts = {change.start for change in changes}
    assert min(starts) < 12 < MONTHS - 48 < max(starts)
    assert {1, 24} <= {change.over_months for change in changes}
    assert any(change.announced < change.start for change in changes)
