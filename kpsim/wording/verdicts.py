"""How a published case is written: its part, what was observed, the model, the verdict."""

from kpsim.inputs.records import Label
from kpsim.language import translate
from kpsim.validation.expectations import Expectation
from kpsim.validation.scoring import Judged, Verdict
from kpsim.validation.validate import Validated
from kpsim.wording.numbers import number, percent

WORDS: dict[Verdict, str] = {
    "pass": "agrees",
    "fail": "misses",
    "uninformative": "too wide",
    "outside": "outside",
}
PARTS = (
    ("tested", "Tested: nothing in the model comes from these studies"),
    ("model", "Foreign models, not observations"),
    ("reproduced", "Reproduced: a number of the model comes from the same study"),
    ("outside", "Outside: the model has no mechanism for it, counted as a miss"),
)


def part_of(found: Validated) -> str:
    """Name the part of the table a case stands in."""
    if found.standing == "tested" and found.case.kind == "model":
        return "model"
    return found.standing


def text_of(label: Label, language: str) -> str:
    """Return a text of a case in the language."""
    return label.cs if language == "cs" else label.en


def observed_text(expected: Expectation, language: str) -> str:
    """Write an observed value with its range."""
    if expected.measure == "probability":
        return translate("happened" if expected.observed else "did not happen", language)
    low, high = expected.bounds
    return written(expected.observed, low, high, language=language)


def modelled_text(judged: Judged, language: str) -> str:
    """Write the model's median with the range of 9 in 10 futures."""
    if judged.expectation.measure == "probability":
        share = percent(judged.median, language)
        return translate("{share} of futures", language).format(share=share)
    return written(judged.median, judged.low, judged.high, language=language)


def written(value: float, low: float, high: float, *, language: str) -> str:
    """Write a ratio or level with its range, all with the digits the middle one needs."""
    decimals = 0 if abs(value) >= 10 else 2
    ends = [number(end, language, decimals=decimals) for end in (low, high)]
    middle = number(value, language, decimals=decimals)
    return middle if low == high else f"{middle} ({ends[0]}–{ends[1]})"
