"""The file itself: its form, its names, its numbers, and the command that writes it."""

from pathlib import Path
from xml.etree import ElementTree as Tree

import numpy as np
import pytest
from click.testing import CliRunner

from kpsim.cli.group import kpsim
from kpsim.engine.declaration import Declaration
from kpsim.engine.graph import build
from kpsim.errors import KpsimError
from kpsim.export.xmile import Heading, export, export_world
from kpsim.export.xmile_inputs import Numbers
from kpsim.inputs.draws import draw
from kpsim.inputs.scenarios import load_scenario
from kpsim.world import World
from tests.oracle import verbs
from tests.oracle.agreement import equations
from tests.oracle.conftest import CUT, MONTHS

XMILE = "{http://docs.oasis-open.org/xmile/ns/XMILE/v1.0}"
VARIABLE = {"doc", "dimensions", "eqn", "element", "gf", "units"}
INSIDE = {
    "xmile": {"header", "sim_specs", "model_units", "dimensions", "model"},
    "header": {"vendor", "product", "options", "name", "caption"},
    "options": {"uses_arrays"},
    "sim_specs": {"start", "stop", "dt"},
    "model_units": {"unit"},
    "dimensions": {"dim"},
    "dim": {"elem"},
    "model": {"variables"},
    "variables": {"stock", "flow", "aux", "group"},
    "stock": {*VARIABLE, "inflow", "outflow"} - {"gf"},
    "flow": VARIABLE - {"gf"},
    "aux": VARIABLE,
    "element": {"eqn", "gf"},
    "gf": {"xscale", "ypts"},
    "group": {"entity"},
}
"""What chapters 2 to 4 of XMILE 1.0 let stand in what, as far as kpsim uses it."""


def tag(node: Tree.Element) -> str:
    return node.tag.removeprefix(XMILE)


@pytest.fixture(scope="module", params=[False, True], ids=["arrays", "flat"])
def root(request: pytest.FixtureRequest, world: World) -> Tree.Element:
    text = export_world(world, load_scenario(CUT), draw_number=3, seed=1, flat=bool(request.param))
    return Tree.fromstring(text)


def declared(root: Tree.Element) -> dict[str, Tree.Element]:
    found = [*root.iter(f"{XMILE}stock"), *root.iter(f"{XMILE}flow"), *root.iter(f"{XMILE}aux")]
    return {node.attrib["name"]: node for node in found}


def test_every_tag_stands_where_xmile_has_it(root: Tree.Element):
    assert root.attrib == {"version": "1.0"}
    for node in root.iter():
        assert {tag(child) for child in node} <= INSIDE.get(tag(node), set()), tag(node)


def test_the_header_comes_first_and_names_maker_product_and_arrays(root: Tree.Element):
    header = root[0]
    assert tag(header) == "header"
    assert header.findtext(f"{XMILE}vendor") == "kpsim"
    arrays = header.find(f"{XMILE}options/{XMILE}uses_arrays")
    has_arrays = root.find(f"{XMILE}dimensions") is not None
    assert (arrays is not None) == has_arrays
    if arrays is not None:
        assert arrays.attrib == {"maximum_dimensions": "1"}


def test_time_is_in_months_by_euler(root: Tree.Element):
    specs = root.find(f"{XMILE}sim_specs")
    assert specs is not None
    assert specs.attrib == {"method": "euler", "time_units": "month"}
    assert [node.text for node in specs] == ["0", str(MONTHS), "1"]


def test_no_two_names_are_the_same_but_for_capitals(root: Tree.Element):
    names = [node.attrib["name"].lower() for node in declared(root).values()]
    assert len(names) == len(set(names))
    assert len(names) == sum(tag(node) in ("stock", "flow", "aux") for node in root.iter())


def test_every_variable_has_a_document_a_unit_and_an_equation(root: Tree.Element):
    units = {node.attrib["name"] for node in root.iter(f"{XMILE}unit")}
    assert declared(root)
    for name, node in declared(root).items():
        assert node.findtext(f"{XMILE}doc"), name
        unit = node.findtext(f"{XMILE}units")
        assert unit, name
        assert {part for part in unit.split("/") if part != "1"} <= units
        assert all(equation.text for equation in node.iter(f"{XMILE}eqn"))
        assert any(True for _ in node.iter(f"{XMILE}eqn")), name


def test_flows_of_stocks_are_flows_and_none_is_kept_from_falling_below_zero(root: Tree.Element):
    flows = {node.attrib["name"] for node in root.iter(f"{XMILE}flow")}
    ends = [*root.iter(f"{XMILE}inflow"), *root.iter(f"{XMILE}outflow")]
    assert {node.text for node in ends} == flows
    assert not list(root.iter(f"{XMILE}non_negative"))


def test_graphical_functions_have_a_point_for_every_step(root: Tree.Element):
    graphs = list(root.iter(f"{XMILE}gf"))
    assert len(graphs) >= 8 * 2
    for graph in graphs:
        scale = graph.find(f"{XMILE}xscale")
        assert scale is not None
        assert scale.attrib == {"min": "0", "max": str(MONTHS - 1)}
        points = graph.findtext(f"{XMILE}ypts")
        assert points is not None
        assert len(points.split(",")) == MONTHS


def test_every_variable_belongs_to_one_group(root: Tree.Element):
    members = [node.attrib["name"] for node in root.iter(f"{XMILE}entity")]
    assert sorted(members) == sorted(declared(root))


def test_nothing_of_the_model_is_left_out(world: World):
    text = export_world(world, load_scenario(CUT), draw_number=0, seed=1)
    assert equations(world.model).keys() <= declared(Tree.fromstring(text)).keys()


def test_parameters_are_those_of_the_draw_whatever_the_number_of_draws(world: World):
    text = export_world(world, load_scenario(CUT), draw_number=300, seed=7)
    found = declared(Tree.fromstring(text))
    values = draw(world.parameters, seed=7, draws=1024, view="central").values
    for name in ("hiring_time", "fill_time"):
        assert float(found[name].findtext(f"{XMILE}eqn")) == values[name][0, 0, 0, 300]
    rates = [float(each.text) for each in found["death_rate"].iter(f"{XMILE}eqn")]
    np.testing.assert_array_equal(rates, values["death_rate"][0, :, 0, 300])


# Names XMILE cannot keep apart


def numbers(**parameters: float) -> Numbers:
    given = {name: np.full((1, 1, 1, 1), value) for name, value in parameters.items()}
    return Numbers(given, {}, 12, 1.0)


def test_a_name_that_xmile_keeps_for_itself_is_refused():
    parameters = {"Pulse": Declaration("1")}
    model = build([], parameters=parameters, paths={}, read_elsewhere=parameters)
    with pytest.raises(KpsimError) as refused:
        export(model, numbers(Pulse=1.0), heading=Heading("toy", "toy"))
    assert str(refused.value) == (
        "xmile: 'Pulse' is a word XMILE keeps for itself; choose another name"
    )


def test_names_that_differ_by_capitals_only_are_refused():
    parameters = {"rate": Declaration("1"), "Rate": Declaration("1")}
    model = build([], parameters=parameters, paths={}, read_elsewhere=parameters)
    with pytest.raises(KpsimError) as refused:
        export(model, numbers(rate=1.0, Rate=2.0), heading=Heading("toy", "toy"))
    assert str(refused.value) == (
        "xmile: two things would be called 'Rate' in XMILE; give one of them another name"
    )


def test_an_unrolled_name_that_is_taken_is_refused():
    by = (verbs.SUBSTANCE,)
    parameters = {"rate": Declaration("1", by=by), "rate_tea": Declaration("1")}
    model = build([], parameters=parameters, paths={}, read_elsewhere=parameters)
    with pytest.raises(KpsimError) as refused:
        export(model, numbers(rate=1.0, rate_tea=2.0), heading=Heading("toy", "toy"), flat=True)
    assert str(refused.value) == (
        "xmile: two things would be called 'rate_tea' in XMILE; give one of them another name"
    )


# The command


def call(*arguments: object):
    return CliRunner().invoke(
        kpsim, ["export", "xmile", *map(str, arguments)], env={"KPSIM_LANG": "en"}
    )


def test_the_command_writes_what_the_library_returns(world: World, tmp_path: Path):
    path = tmp_path / "new" / "model.xmile"
    found = call("--scenario", CUT, "--draw", 2, "--seed", 5, "--flat", path)
    assert (found.exit_code, found.output) == (0, f"Written: {path}\n")
    text = export_world(world, load_scenario(CUT), draw_number=2, seed=5, flat=True)
    assert path.read_bytes() == text
    assert [each.name for each in path.parent.iterdir()] == ["model.xmile"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--draw", "-1"), "Error: --draw: there is no draw -1; draws are counted from 0\n"),
        (("--seed", "-1"), "Error: seed: is -1; expected a whole number from 0 up\n"),
        (("--region", "x"), "Error: region: no region 'x'; expected one of liberec\n"),
    ],
)
def test_a_wrong_request_is_said_and_writes_nothing(
    arguments: tuple[str, ...], message: str, tmp_path: Path
):
    path = tmp_path / "model.xmile"
    found = call(*arguments, path)
    assert (found.exit_code, found.output) == (1, message)
    assert not path.exists()


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path):
    found = call(tmp_path)
    assert (found.exit_code, found.output) == (
        1,
        f"Error: {tmp_path}: cannot be written (Is a directory); name another file\n",
    )
