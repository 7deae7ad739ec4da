"""The end of an alternative text: where the numbers of the picture are."""

from kpsim.language import translate


def with_file(words: str, name: str, language: str) -> str:
    """Add the name of the file with the numbers."""
    more = translate("The numbers are in the file {name}.csv.", language)
    return f"{words} {more.format(name=name)}"
