"""A new scenario file from the template, never over a file that is there."""

from pathlib import Path

from kpsim.errors import ScenarioError, problem
from kpsim.inputs.scenario_template import template


def write_new_scenario(name: Path, *, language: str) -> Path:
    """Write NAME.toml; the title is the name with spaces for hyphens."""
    path = name if name.suffix == ".toml" else name.with_name(f"{name.name}.toml")
    title = path.stem.replace("-", " ").replace("_", " ").capitalize()
    text = template(title, language="cs" if language == "cs" else "en")
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        sentence = "is there already; choose another name"
        raise ScenarioError(problem(str(path), sentence)) from None
    except OSError as fault:
        sentence = "cannot be written ({fault}); choose another folder"
        raise ScenarioError(
            problem(str(path), sentence, fault=fault.strerror or str(fault))
        ) from None
    return path
