"""Ends of an alternative text: whose numbers they are, and where they lie."""

from kpsim.language import translate
from kpsim.wording.numbers import Rounded, bounds, money_text, number, unbreakable


def of_scenario(words: str, title: str, language: str) -> str:
    """Name the scenario first."""
    text = translate("Scenario “{title}”. {words}", language).format(title=title, words=words)
    return unbreakable(text, language)


def with_file(words: str, name: str, language: str) -> str:
    """Add the name of the file with the numbers."""
    more = translate("The numbers are in the file {name}.csv.", language)
    return f"{words} {more.format(name=name)}"


def changed(rounded: Rounded, scale: str, language: str) -> str:
    """Say by how much money is lower or higher, where its range leaves no doubt of that.

    >>> from decimal import Decimal as D
    >>> changed(Rounded(D(-5), D(-7), D(-3), 0), "million", "en").replace("\u00a0", " ")
    'lower by CZK 5 million (9 of 10: 3 to 7)'
    """
    if rounded.low == rounded.high == 0:
        return translate("unchanged", language)
    template = "different by {value} (9 of 10: {bounds})"
    if rounded.low > 0:
        template = "higher by {value} (9 of 10: {bounds})"
    elif rounded.high < 0:
        template = "lower by {value} (9 of 10: {bounds})"
        rounded = Rounded(-rounded.centre, -rounded.high, -rounded.low, rounded.decimals)
    value = number(rounded.centre, language, decimals=rounded.decimals)
    return translate(template, language).format(
        value=money_text(value, scale, language), bounds=bounds(rounded, language)
    )
