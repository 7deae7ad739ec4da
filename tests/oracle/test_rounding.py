"""The scale of a comparison: tight where nothing was subtracted, wide where little is left."""

import numpy as np
import pytest

from tests.oracle.agreement import disagreements
from tests.oracle.conftest import CUT, DRAWS, Own
from tests.oracle.rounding import SIZES

pytestmark = pytest.mark.oracle

EPS = np.finfo(float).eps
LARGE, LITTLE, EXACT = (1e6, 1e6), (2.0, 1e6), (3.0, 3.0)
"""A large number; what two large ones left of themselves; a small number nobody subtracted."""


@pytest.mark.parametrize(
    ("operation", "inputs", "size"),
    [
        ("subtract", (LARGE, LARGE), 2e6),
        ("add", (EXACT, LITTLE), 1e6 + 3),
        ("multiply", (LITTLE, EXACT), 3e6),
        ("multiply", (EXACT, EXACT), 9),
        ("divide", (EXACT, LITTLE), 3 * 1e6 / 4),
        ("ratio", (EXACT, (0.0, 0.0), EXACT), 3),
        ("maximum", (LITTLE, EXACT), 3),
        ("maximum", ((3.0, 1e10), EXACT), 1e10),
        ("minimum", (LITTLE, EXACT), 1e6),
        ("where", ((False, 0.0), LITTLE, EXACT), 3),
    ],
)
def test_the_size_of_a_result_worked_by_hand(operation, inputs, size):
    assert SIZES[operation](*inputs) == pytest.approx(size)


def test_what_is_left_of_large_numbers_is_off_by_their_rounding_and_no_more():
    rng = np.random.default_rng(1)
    terms = rng.uniform(1, 2, (1000, 6)) * 1e6
    forwards, size = terms[:, 0], terms[:, 0]
    for column in terms[:, 1:].T:
        forwards, size = forwards - column, SIZES["subtract"]((0, size), (0, column))
    backwards = terms[:, 0] - terms[:, :0:-1].sum(axis=1)
    gap = abs(forwards - backwards)
    assert (gap <= 6 * EPS * size).all()
    assert gap.max() > 0


def test_most_variables_are_compared_at_their_own_size(own: Own):
    """A scale that were wide everywhere would let anything pass."""
    rows = own.rows(CUT, DRAWS[0], flat=True)
    scales = own.scales(CUT, DRAWS[0], flat=True)
    wide = [n for n, row in rows.items() if scales[n].max() > 100 * abs(row).max() > 0]
    assert len(wide) < len(rows) / 100


def test_an_equation_that_is_off_by_a_millionth_is_found(own: Own):
    rows = own.rows(CUT, DRAWS[0], flat=True)
    scales = own.scales(CUT, DRAWS[0], flat=True)
    changed = {name: row * (1 + 1e-6) for name, row in rows.items()}
    moving = [name for name, row in rows.items() if abs(row).max() > 0]
    found = {text.partition(":")[0] for text in disagreements(rows, changed, scales)}
    assert len(found) > 0.99 * len(moving)
