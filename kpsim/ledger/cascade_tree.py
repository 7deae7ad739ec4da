"""What falls with a decision, as a tree: the decision, what hangs on it, and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from kpsim.inputs.decisions import consequences
from kpsim.inputs.funding import Cut, Fall, Funding, cascade
from kpsim.inputs.municipal_money import expected_loss
from kpsim.inputs.scenarios import Scenario

DECISION = "decision"
WHY = (DECISION, "network", "condition", "matching", "contract")
"""Steps of a cascade, the decision first."""


@dataclass(frozen=True)
class Branch:
    """One decision of a scenario on one service: what it takes, and what falls with it."""

    service: str
    month: int
    """Month (from January 2026) from which the money is gone."""
    taken: tuple[Fall, ...]
    fallen: tuple[Fall, ...]
    whole: float
    """Money of the service before, CZK of 2025 a year."""

    @property
    def decided(self) -> float:
        """Return what the decision itself takes."""
        return sum(fall.amount for fall in self.taken)

    @property
    def follows(self) -> float:
        """Return what falls with it."""
        return sum(fall.amount for fall in self.fallen)


@dataclass(frozen=True)
class Tree:
    """All branches of a scenario."""

    scenario: str
    branches: tuple[Branch, ...]
    expected: bool
    """Whether chance decides, so that amounts are expected ones."""

    @property
    def decided(self) -> float:
        """Return what all decisions take, CZK of 2025 a year."""
        return sum(branch.decided for branch in self.branches)

    @property
    def follows(self) -> float:
        """Return what falls with them."""
        return sum(branch.follows for branch in self.branches)


def cascade_tree(scenario: Scenario, funding: Funding) -> Tree:
    """Return what a scenario takes and what falls with it, service by service."""
    found: list[tuple[int, list[Fall]]] = [
        (change.start, consequences(change, scenario, funding)) for change in scenario.changes
    ]
    if scenario.key is not None:
        shares = expected_loss(scenario.key, funding)
        rules = scenario.rules(funding.conditions)
        found.append((scenario.key.start, cascade(funding, Cut(shares), rules=rules)))
    if scenario.contracts_lapse is not None:
        ending = [line for line in funding.lines if line.ends is not None]
        falls = [Fall(line.service, line.funder, line.value, "contract") for line in ending]
        found.append((scenario.contracts_lapse, falls))
    branches = [branch for month, falls in found for branch in _branches(month, falls, funding)]
    chance = scenario.key is not None and scenario.key.probability < 1
    return Tree(scenario.name, tuple(branches), chance)


def _branches(month: int, falls: Sequence[Fall], funding: Funding) -> list[Branch]:
    """Divide the falls of one decision by service."""
    branches = []
    for service in dict.fromkeys(fall.service for fall in falls):
        own = [fall for fall in falls if fall.service == service]
        direct = tuple(fall for fall in own if fall.why in (DECISION, "contract"))
        rest = tuple(fall for fall in own if fall.why not in (DECISION, "contract"))
        whole = sum(funding.lines[place].value for place in funding.of_service(service))
        branches.append(Branch(service, month, direct, rest, whole))
    return branches
