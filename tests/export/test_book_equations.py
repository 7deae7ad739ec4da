"""Formulas of small expressions, written by hand."""

import pytest

from kpsim.engine.lang import maximum, ratio, total, where
from kpsim.engine.symbols import Pool
from kpsim.export.book_equations import formula, zero_rules
from kpsim.model.dimensions import SUBSTANCE


class Plain:
    """Words that are the names themselves."""

    def label(self, name: str) -> str:
        return name

    def is_start(self, name: str) -> bool:
        return name.startswith("initial_")

    def say(self, text: str) -> str:
        return text

    def over(self, _) -> str:
        return "substances"


POOL = Pool({"substance": SUBSTANCE})
A, B, C = (POOL.name(name) for name in "abc")


@pytest.mark.parametrize(
    ("expression", "latex"),
    [
        (A + B * C, r"\text{a} + \text{b} \cdot \text{c}"),
        ((A + B) * C, r"\left(\text{a} + \text{b}\right) \cdot \text{c}"),
        (A - (B - C), r"\text{a} - \left(\text{b} - \text{c}\right)"),
        (A - B - C, r"\text{a} - \text{b} - \text{c}"),
        (A / (B + 1), r"\frac{\text{a}}{\text{b} + 1}"),
        (A / B / (C * B), r"\frac{\text{a}}{\text{b} \cdot \text{c} \cdot \text{b}}"),
        (A / (B / C), r"\frac{\text{a}}{\frac{\text{b}}{\text{c}}}"),
        (-A, r"-\text{a}"),
        (maximum(0, A), r"\max \left(0, \text{a}\right)"),
        (total(A, over=SUBSTANCE), r"\sum_{\text{substances}}\; \text{a}"),
        (
            where(A <= B, 1, 0),
            r"\begin{cases}1 & \text{if } \text{a} \leq \text{b}"
            r" \\ 0 & \text{otherwise } \end{cases}",
        ),
        (POOL.name("initial_a"), r"{\text{initial\_a}}_{\text{at the start}}"),
    ],
)
def test_an_expression_is_written_as_its_formula(expression, latex):
    assert formula(expression.node, Plain()) == latex


def test_what_a_fraction_is_worth_at_zero_is_told_once():
    twice = ratio(A, B, if_zero=1) + ratio(C, B, if_zero=1)
    assert zero_rules(twice.node, Plain()) == [("b", "1")]


def test_a_wide_sum_is_stacked():
    wide = POOL.name("a" * 37) + POOL.name("b" * 37) + POOL.name("c" * 37)
    assert formula(wide.node, Plain()).count(r"\\") == 2
