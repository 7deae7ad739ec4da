"""Feedback loops: what acts on what, which loops follow, and whether they amplify or balance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Literal

import networkx as nx
import numpy as np

from kpsim.engine.graph import Model
from kpsim.errors import ModelError, problem
from kpsim.export.book_start import Values, computed, looked_up, with_one_moved

Polarity = Literal["reinforcing", "balancing", "open"]

EXPECTED: Mapping[str, tuple[str, ...]] = {
    "Capacity and caseload of counselling": ("counselling_clients", "free_counselling_places"),
    "Capacity and caseload of contact": ("contact_clients", "admitted_share_contact"),
    "Crowding out": ("counselling_clients", "crowding_of_counselling"),
    "Overload and success": ("counselling_clients", "counselling_quality"),
    "Adaptation of trust": ("trust", "losing_trust"),
    "Hiring and staff": ("staff", "hiring"),
    "Contagion": ("hidden_users", "becoming_dependent"),
    "From generation to generation": ("hidden_users", "childhood_exposure", "becoming_risky"),
    "Relapse": ("hidden_users", "remitting_without_contact", "relapsing_in_first_year"),
    "Treatment and relapse": ("hidden_users", "counselling_clients", "relapsing_in_first_year"),
    "Imprisonment": ("hidden_users", "imprisonment_without_contact", "release_without_contact"),
    "Prison release": ("imprisoned_users", "releases", "release_without_contact"),
    "Infection": ("injectors_with_hcv", "new_hcv_infections", "becoming_chronic"),
    "HIV outbreak": ("injectors_with_hiv", "new_hiv_infections"),
    "Queue and leaving": ("children_waiting_for_psychiatry", "giving_up_waiting"),
    "Queue and examination": ("children_waiting_for_psychiatry", "examining_children"),
    "Foster families": ("children_in_foster_care", "foster_places_freed", "entering_foster_care"),
    "Losing and finding a home": ("users_without_home", "finding_home"),
}
"""Loops a reader looks for, by the variables that tell them apart."""

EXPLAINED: Mapping[str, str] = {
    "Capacity and caseload of counselling": "The more people counsellors look after, the smaller "
    "the share of those who ask that they can admit.",
    "Capacity and caseload of contact": "The more clients workers keep in contact, the smaller the "
    "share of newcomers they can take up.",
    "Crowding out": "When there are more clients than places, some of them drop out.",
    "Overload and success": "Too many clients for each worker lower the success of counselling, "
    "so more people leave it without success.",
    "Adaptation of trust": "Trust moves towards the level the state of the service deserves: down "
    "within months, up within years.",
    "Hiring and staff": "Each post that is filled leaves fewer posts to fill.",
    "Contagion": "The more people depend on a substance, the more of those around them start.",
    "From generation to generation": "Children who grow up with dependent parents start more "
    "often themselves.",
    "Relapse": "People stop by themselves and some use again; each round only a part comes back.",
    "Treatment and relapse": "People enter treatment, become abstinent and some relapse; each "
    "round only a part comes back.",
    "Imprisonment": "People are imprisoned, released and imprisoned again.",
    "Prison release": "The more people are in prison, the more are released in a month.",
    "Infection": "The more carriers there are, the more people they infect.",
    "HIV outbreak": "Once an outbreak has begun, each carrier infects others. Until then the loop "
    "sleeps.",
    "Queue and leaving": "The longer the queue, the more families give up waiting.",
    "Queue and examination": "The queue limits how many children can be examined only where it is "
    "very short.",
    "Foster families": "Children leave foster families and others take their places.",
    "Losing and finding a home": "The more people have no home, the more of them find one in a "
    "month.",
}

WOKEN_BY: Mapping[str, tuple[str, ...]] = {
    "HIV outbreak": ("outbreak_has_begun", "hiv_reproduction_number")
}
"""What must first rise by one (an outbreak, the people one carrier infects) to start a loop."""

SMALL = 1e-6
LARGE = tuple(sign * size / 100 for size in (10, 50, 95) for sign in (-1, 1))
"""How far an input is moved: first hardly, then far enough to reach over a bend."""


@dataclass(frozen=True)
class Link:
    """One variable acts on another."""

    source: str
    target: str
    sign: int
    """1 the same way, -1 the other way, 0 where nothing moves."""
    sleeps: bool
    """Nothing moves for a small change at the start, only for a large one."""


@dataclass(frozen=True)
class Loop:
    """A closed chain of links, from its first member back to it."""

    name: str
    links: tuple[Link, ...]

    @property
    def members(self) -> tuple[str, ...]:
        """Name the variables of the loop in order."""
        return tuple(link.source for link in self.links)

    @property
    def polarity(self) -> Polarity:
        """Tell whether the loop drives a change further or works against it."""
        sign = int(np.prod([link.sign for link in self.links]))
        return "open" if sign == 0 else "reinforcing" if sign > 0 else "balancing"

    @property
    def sleeps(self) -> bool:
        """Tell whether the loop does nothing until something moves far."""
        return any(link.sleeps for link in self.links)


def influences(model: Model) -> "nx.DiGraph[str]":
    """Draw an arrow from each variable to those it acts on, start values left out."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    variables = {*model.stocks, *model.order}
    graph.add_nodes_from(sorted(variables))
    for name in model.order:
        graph.add_edges_from((each, name) for each in model.inputs(name) if each in variables)
    for name, flow in model.flows.items():
        graph.add_edges_from((name, end.name) for end in (flow.out_of, flow.into) if end)
    return graph


def knots(model: Model) -> list[tuple[str, ...]]:
    """Return the groups in which each variable acts on every other, the largest first."""
    groups = [tuple(sorted(each)) for each in nx.strongly_connected_components(influences(model))]
    return sorted((each for each in groups if len(each) > 1), key=lambda g: (-len(g), g))


def expected_loops(model: Model, values: Values) -> list[Loop]:
    """Find the loops that have a name."""
    graph, found = influences(model), []
    for name, waypoints in EXPECTED.items():
        members = closed_path(graph, name, waypoints)
        woken = WOKEN_BY.get(name, ())
        state = values | {each: values[each] + 1 for each in woken}
        links = links_of(model, state, members=members)
        if woken:
            links = tuple(replace(link, sleeps=True) for link in links)
        found.append(Loop(name, links))
    return found


def loops_of_stocks(model: Model, values: Values) -> list[Loop]:
    """Return the shortest loop through each stock that another stock takes part in."""
    graph, found, seen = influences(model), [], set()
    for stock in model.stocks:
        members = shortest_round(model, graph, stock)
        if members and frozenset(members) not in seen:
            seen.add(frozenset(members))
            found.append(Loop(stock, links_of(model, values, members=members)))
    return found


def shortest_round(model: Model, graph: "nx.DiGraph[str]", stock: str) -> tuple[str, ...]:
    """Return the shortest way from a stock back to it over at least one other stock."""
    out, back = nx.shortest_path(graph, source=stock), nx.shortest_path(graph, target=stock)
    rounds = [
        (*out[other][:-1], *back[other][:-1])
        for other in model.stocks
        if other != stock and other in out and other in back
    ]
    simple = [each for each in rounds if len(set(each)) == len(each)]
    return min(simple, key=lambda each: (len(each), each), default=())


def closed_path(graph: "nx.DiGraph[str]", name: str, waypoints: Sequence[str]) -> tuple[str, ...]:
    """Join the shortest ways between waypoints into one that ends where it began."""
    members: list[str] = []
    for first, last in pairwise((*waypoints, waypoints[0])):
        # A loop may meet a variable once only, so the way back avoids the way there.
        free = graph.subgraph(set(graph) - (set(members) | set(waypoints)) | {first, last})
        try:
            members += nx.shortest_path(free, first, last)[:-1]
        except (nx.NetworkXNoPath, nx.NodeNotFound) as error:
            text = "the loop is not closed: '{first}' does not act on '{last}'"
            raise ModelError(problem(f"loop '{name}'", text, first=first, last=last)) from error
    return tuple(members)


def links_of(model: Model, values: Values, *, members: Sequence[str]) -> tuple[Link, ...]:
    """Return the links between the members of a loop."""
    return tuple(
        link_between(model, values, source=source, target=target)
        for source, target in pairwise((*members, members[0]))
    )


def link_between(model: Model, values: Values, *, source: str, target: str) -> Link:
    """Tell which way one variable moves another at the start of the median future."""
    if target in model.stocks:
        into = model.flows[source].into
        return Link(source, target, 1 if into and into.name == target else -1, sleeps=False)
    sign = moved(model, values, source=source, target=target, by=(SMALL, -SMALL))
    if sign:
        return Link(source, target, sign, sleeps=False)
    sign = moved(model, values, source=source, target=target, by=LARGE)
    return Link(source, target, sign, sleeps=True)


def moved(model: Model, values: Values, *, source: str, target: str, by: Sequence[float]) -> int:
    """Return the direction of the larger effect of some moves of the source, or zero."""
    expression = model.expressions[target]
    before = computed(expression, looked_up(values))
    slopes: list[Any] = []
    for factor in by:
        after = computed(expression, with_one_moved(values, source, factor))
        slopes.append(np.sum(after - before) / factor)
    largest = max(slopes, key=abs)
    noise = np.finfo(float).eps / SMALL * np.abs(before).sum()
    return 0 if abs(largest) <= noise else int(np.sign(largest))
