"""What a sample would show, drawn with the numbers it is about.

Knowing the data exactly is worth what the sample is worth, so that the curves of `voi` do the
rest (Strong, Oakley, Brennan and Breeze 2015); no prior has to be of a conjugate form.
"""

import numpy as np

from kpsim.errors import RunError, problem
from kpsim.inputs.draws import generator
from kpsim.results import Array


def answers_of_clients(share: Array, clients: float, *, seed: int) -> Array:
    """Return how many of these clients would say yes, in each draw of a share."""
    check_clients(clients)
    random = generator(seed, "answers of clients", 0)
    return random.binomial(int(clients), np.clip(share, 0, 1)).astype(float)


def cases_counted(rate: Array, exposed: float, *, seed: int) -> Array:
    """Return the cases counted in each draw of a rate; `exposed` is people times the time."""
    check_exposed(exposed)
    return generator(seed, "cases counted", 0).poisson(rate * exposed).astype(float)


def clients_known(share: Array) -> float:
    """Return how many observed clients what is known of a share is worth (as a beta)."""
    mean, variance = float(share.mean()), float(share.var())
    return max(0.0, mean * (1 - mean) / variance - 1) if variance else np.inf


def exposure_known(rate: Array) -> float:
    """Return how much observed time of people what is known of a rate is worth (as a gamma)."""
    mean, variance = float(rate.mean()), float(rate.var())
    return mean / variance if variance else np.inf


def check_clients(clients: float) -> None:
    """Refuse a sample of nobody."""
    if not clients >= 1 or clients % 1:
        text = "a sample of {size:g} is none; expected a whole number of clients, one at least"
        raise RunError(problem("--sample", text, size=clients))


def check_exposed(exposed: float) -> None:
    """Refuse a count of no time or nobody."""
    if not exposed > 0:
        text = "a count needs people and time; expected more than 0 of both"
        raise RunError(problem("--years, --among", text))
