"""What the documents promise exists: commands, options, scenarios, files and headings."""

import re
import shlex
import tomllib
from pathlib import Path

import click
import pytest

from kpsim.cli.group import kpsim as command_line
from kpsim.inputs.scenarios import SWITCHES, load_scenario, shipped_scenarios

ROOT = Path(__file__).resolve().parents[2]
READMES = (ROOT / "README.md", ROOT / "README.cs.md")
DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "benchmarks").glob("*.md")]
)
BLOCK = re.compile(r"<!-- command: (?P<name>[^>]+?) -->\s*```\w+\n(?P<text>.+?)\n```", re.DOTALL)
FENCED = re.compile(r"```.*?```", re.DOTALL)
IN_LINE = re.compile(r"`(kpsim [^`]+)`")
LINK = re.compile(r"\]\((?P<target>[^)\s]+)\)")
LONGEST_README = 110
"""Lines of two screens with room for wrapped ones."""


def named(path):
    return str(path.relative_to(ROOT))


def text_of(path):
    return path.read_text(encoding="utf-8")


def marked_blocks(path):
    return {found["name"]: found["text"] for found in BLOCK.finditer(text_of(path))}


def commands_of(path):
    text = text_of(path)
    parts = [part for block in FENCED.findall(text) for part in re.split(r"&&|;|\n", block)]
    calls = [part.strip() for part in parts]
    typed = [re.sub(r"^\S*?(?:bin/|Scripts\\)", "", call) for call in calls]
    found = [call for call in typed if re.match(r"kpsim\s+[a-z-]", call)]
    return [*found, *IN_LINE.findall(FENCED.sub("", text))]


ALL_COMMANDS = sorted({(named(path), call) for path in DOCUMENTS for call in commands_of(path)})


def resolved(call):
    """Follow the words of a call to its command; return it with what is left of the words."""
    words = shlex.split(call, comments=True)[1:]
    command, context = command_line, click.Context(command_line)
    while words and isinstance(command, click.Group) and not words[0].startswith("-"):
        following = command.get_command(context, words[0])
        assert following is not None, f"kpsim has no command {words[0]!r}"
        command, words = following, words[1:]
    return command, words


@pytest.mark.parametrize(("document", "call"), ALL_COMMANDS)
def test_every_command_in_the_documents_exists(document, call):
    command, words = resolved(call)
    known = {option for each in command.params for option in each.opts} | {"--help", "--version"}
    unknown = [word for word in words if word.startswith("--") and word not in known]
    assert not unknown, f"{document}: {call}"


@pytest.mark.parametrize(
    ("document", "call"), [(name, call) for name, call in ALL_COMMANDS if call.split()[1] == "run"]
)
def test_every_scenario_run_in_the_documents_is_shipped_or_a_file(document, call):
    words = shlex.split(call, comments=True)
    given = [word for word in words[2:] if not word.startswith("-")]
    names = [word for word in given if re.search(r"[a-z]-[a-z]", word) and "." not in word]
    assert set(names) <= set(shipped_scenarios()), document


def test_both_readmes_give_the_same_commands():
    english, czech = (marked_blocks(path) for path in READMES)
    assert english == czech
    assert {"run", "test", "run, Windows", "test, Windows"} <= set(english)


def test_both_readmes_link_to_the_same_places_each_in_its_language():
    english, czech = (
        {
            link.replace(".cs.", ".")
            for link in LINK.findall(text_of(path))
            if not link.startswith("README")
        }
        for path in READMES
    )
    assert english == czech


@pytest.mark.parametrize("path", READMES, ids=named)
def test_a_readme_fits_two_screens(path):
    assert len(text_of(path).splitlines()) <= LONGEST_README


@pytest.mark.parametrize("path", READMES, ids=named)
def test_the_marked_commands_use_extras_and_scripts_the_project_has(path):
    project = tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]
    blocks = marked_blocks(path)
    assert 'install ".[test]"' in blocks["test"]
    assert "test" in project["optional-dependencies"]
    assert "pytest-xdist" in " ".join(project["optional-dependencies"]["test"])
    assert "kpsim" in project["scripts"]


def heading_anchor(heading):
    """Name a heading as GitHub does."""
    kept = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return kept.replace(" ", "-")


def anchors(path):
    return {
        heading_anchor(line.lstrip("#"))
        for line in FENCED.sub("", text_of(path)).splitlines()
        if line.startswith("#")
    }


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_every_link_in_a_document_leads_somewhere(path):
    text = FENCED.sub("", text_of(path))
    broken = []
    for target in LINK.findall(text):
        if target.startswith(("http://", "https://")):
            continue
        file, _, anchor = target.partition("#")
        there = (path.parent / file).resolve() if file else path
        if not there.exists() or (anchor and anchor not in anchors(there)):
            broken.append(target)
    assert not broken


def test_every_decision_is_listed_once():
    folder = ROOT / "docs" / "decisions"
    pages = [path.name for path in sorted(folder.glob("[0-9]*.md"))]
    assert LINK.findall(text_of(folder / "README.md")) == pages


def test_every_dependency_has_its_line():
    page = text_of(ROOT / "docs" / "decisions" / "0008-dependencies.md")
    project = tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    names = [re.match(r"[\w-]+", each)[0] for group in groups for each in group]
    assert [name for name in names if name not in page] == []


def test_every_shipped_scenario_and_parameter_file_is_described():
    page = text_of(ROOT / "docs" / "reference" / "files.md")
    files = [path.name for path in (ROOT / "params").glob("*.toml")]
    expected = [*shipped_scenarios(), *files, *SWITCHES]
    assert [name for name in expected if f"`{name}" not in page] == []


def test_the_version_is_the_same_everywhere():
    from kpsim import __version__

    assert f"version: {__version__}\n" in text_of(ROOT / "CITATION.cff")
    assert f"## {__version__} - " in text_of(ROOT / "CHANGELOG.md")


def test_every_release_says_whether_results_changed():
    releases = re.split(r"^## ", text_of(ROOT / "CHANGELOG.md"), flags=re.MULTILINE)[1:]
    assert releases
    assert all("**Results changed" in release for release in releases)


def toml_blocks(path):
    return re.findall(r"```toml\n(.+?)\n```", text_of(path), re.DOTALL)


@pytest.mark.parametrize("path", [path for path in DOCUMENTS if toml_blocks(path)], ids=named)
def test_every_toml_example_can_be_read(path):
    for block in toml_blocks(path):
        assert tomllib.loads(block)


def test_the_scenario_of_the_how_to_is_one(tmp_path):
    decision, tables = toml_blocks(ROOT / "docs" / "how-to" / "new-scenario.md")
    path = tmp_path / "my-scenario.toml"
    path.write_text(f"{decision}\n\n{tables}\n", encoding="utf-8", newline="\n")
    scenario = load_scenario(path)
    assert scenario.changes[0].funders == ("city_of_liberec",)
    assert scenario.matching
    assert scenario.network_takes == ("mpsv",)
