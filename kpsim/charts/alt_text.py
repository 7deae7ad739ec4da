"""Ends of an alternative text: whose numbers they are, and where they lie."""

from kpsim.language import translate
from kpsim.wording.numbers import unbreakable


def of_scenario(words: str, title: str, language: str) -> str:
    """Name the scenario first."""
    text = translate("Scenario “{title}”. {words}", language).format(title=title, words=words)
    return unbreakable(text, language)


def with_file(words: str, name: str, language: str) -> str:
    """Add the name of the file with the numbers."""
    more = translate("The numbers are in the file {name}.csv.", language)
    return f"{words} {more.format(name=name)}"
