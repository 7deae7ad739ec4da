"""Who holds a number: the owner its record names, else the institution of its sector."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from kpsim.errors import ParameterError
from kpsim.inputs.files import place_of, read_toml, validated
from kpsim.inputs.locations import params_folder
from kpsim.inputs.parameter_set import ParameterSet
from kpsim.inputs.records import Label
from kpsim.language import translate
from kpsim.results import Text


def load_holders(folder: Path | None = None) -> Mapping[str, Text]:
    """Read the institutions by sector."""
    path = (params_folder() if folder is None else folder) / "holders.toml"
    found, problems = {}, []
    for name, table in read_toml(path).items():
        label, wrong = validated(Label, table, place=f"{place_of(path)}: {name}")
        problems += wrong
        if label is not None:
            found[name] = Text(label.cs, label.en)
    if problems:
        raise ParameterError(problems)
    return found


@cache
def _shipped() -> Mapping[str, Text]:
    return load_holders()


def sector_of(parameters: ParameterSet, name: str) -> str:
    """Return the stem of the file a parameter stands in."""
    place = parameters.places[name].partition(":")[0]
    return place.rpartition("/")[2].removesuffix(".toml")


def holder_of(
    parameters: ParameterSet, name: str, holders: Mapping[str, Text] | None = None
) -> Text:
    """Return who could supply a parameter; of several elements the first that names somebody."""
    owners = [
        record.owner
        for key, record in parameters.columns.items()
        if key.partition(".")[0] == name and record.owner and record.distribution != "fixed"
    ]
    if owners:
        return Text(translate(owners[0], "cs", context="owner"), owners[0])
    known = _shipped() if holders is None else holders
    nobody = Text("pracovní skupina", "working group")
    return known.get(sector_of(parameters, name), nobody)
