"""The same methods on the model itself, with few draws."""

from dataclasses import replace

import numpy as np
import pytest

from kpsim.errors import ParameterError, RunError
from kpsim.inputs.draws import draw
from kpsim.inputs.scenarios import load_scenario
from kpsim.sensitivity import convergence
from kpsim.sensitivity.asked import SUMS, Asked, ask
from kpsim.sensitivity.bench import answers, bench, prices_of
from kpsim.sensitivity.by_grade import redrawn, share_on_weak_evidence
from kpsim.sensitivity.drivers import (
    chosen,
    drivers,
    needs_simulation,
    refuse_fixed,
    values_at,
)
from kpsim.sensitivity.mechanisms import link_problems, load_mechanisms, switchable
from kpsim.sensitivity.tipping import LEVELS, tipping_points
from kpsim.sensitivity.tornado import tornado
from kpsim.sensitivity.variance import _Held, design
from kpsim.sensitivity.why import why
from kpsim.study import Settings
from kpsim.world import load_world

SCENARIO = "all-services-stop"


@pytest.fixture(scope="module")
def world():
    return load_world()


@pytest.fixture(scope="module")
def asked(world):
    outcomes = ask(["net_public_cost", "caused_public_cost", "deaths@2031"], world)
    return bench(world, [load_scenario(SCENARIO)], outcomes, Settings(draws=256))


@pytest.fixture(scope="module")
def base(world):
    return draw(world.parameters, seed=1, draws=256, view="central")


@pytest.fixture(scope="module")
def reasons(asked, world):
    three = load_mechanisms(world.model)[:3]
    return why(asked, draws=256, mechanisms=three)


def test_mechanisms_sum_to_the_difference_of_the_ordinary_run(asked, base, reasons):
    plain = answers(asked, base, prices_of(base.values, 1))
    assert asked.asked
    for one in asked.asked:
        found = reasons[one.key]
        assert np.array_equal(found.total, plain[f"{SCENARIO}/{one.key}"])
        parts = found.direct + sum(share.values for share in found.shares)
        assert np.allclose(parts, found.total, rtol=1e-9, atol=1e-6 * np.abs(found.total).max())


def test_with_all_mechanisms_off_people_fare_as_if_services_were_kept(asked, world):
    found = why(asked, draws=256, mechanisms=_merged(world))
    assert np.abs(found["deaths@2031"].direct).max() < 1e-12
    assert np.abs(found["deaths@2031"].total).max() > 1e-3


def _merged(world):
    """Put all links into one mechanism, so that off means all of them."""
    every = load_mechanisms(world.model)
    links = {}
    for each in every:
        for variable, readers in each.links.items():
            links[variable] = (*links.get(variable, ()), *readers)
    return [replace(every[0], links=links)]


def test_a_switchable_model_keeps_start_values_and_names(world):
    mechanisms = load_mechanisms(world.model)
    changed = switchable(world.model, mechanisms)
    assert set(changed.program.start) == set(world.model.program.start)
    assert set(changed.parameters) - set(world.model.parameters) == {
        f"mechanism_{each.name}" for each in mechanisms
    }


def test_links_the_model_does_not_have_are_all_reported(world):
    first = load_mechanisms(world.model)[0]
    wrong = [
        replace(first, name="one", links={"plces": ("contact_places",)}),
        replace(first, name="two", links={"places": ("contact_place", "contact_places")}),
        replace(first, name="three", links={"places": ("contact_places",)}),
    ]
    problems = [str(each) for each in link_problems(wrong, world.model, place="here")]
    assert problems == [
        "here: one: 'plces' is no flow or auxiliary of the model; did you mean 'places'?",
        "here: two: 'contact_place' does not read 'places'; did you mean 'contact_places'?",
        "here: three: the link places → contact_places stands in 'two' already",
    ]


def test_every_varying_column_belongs_to_one_driver_of_its_own_chance(world):
    every = drivers(world.parameters)
    streams = [name for each in every for name in each.streams]
    assert len(streams) == len(set(streams))
    varying = {key for key, one in world.parameters.columns.items() if one.distribution != "fixed"}
    assert varying <= set(streams)


def test_values_at_the_streams_of_a_run_are_its_draws(world, base):
    from kpsim.inputs.draws import uniforms

    found = values_at(world.parameters, lambda name: uniforms(1, name, 256))
    alone = [
        name
        for name in found
        if name not in world.parameters.records
        or all(
            one.shared_cause is None
            for key, one in world.parameters.columns.items()
            if key.partition(".")[0] == name
        )
    ]
    assert len(alone) > 200
    for name in alone:
        assert np.array_equal(found[name], base.values[name]), name


def test_correlated_records_keep_their_correlation_and_margins(world):
    from kpsim.inputs.draws import uniforms

    cause = next(each for each in drivers(world.parameters) if each.kind == "cause")
    found = values_at(world.parameters, lambda name: uniforms(1, name, 4096), cause.parameters)
    drawn = draw(world.parameters, seed=1, draws=4096, view="central")
    assert cause.parameters
    for name in cause.parameters:
        ours, theirs = found[name].reshape(-1, 4096), drawn.values[name].reshape(-1, 4096)
        varying = np.ptp(theirs, axis=1) > 0
        quantiles = [np.quantile(each[varying], (0.1, 0.5, 0.9), axis=1) for each in (ours, theirs)]
        assert quantiles[0] == pytest.approx(quantiles[1], rel=0.05)


def test_a_price_alone_needs_no_new_simulation_and_gives_the_same_answer(asked, world):
    every = {each.name: each for each in drivers(world.parameters)}
    price = every["hcv_course_cost"]
    assert not needs_simulation(world, price)
    assert needs_simulation(world, every["stretch_share"])
    streams = [name for each in every.values() for name in each.streams]
    held = _Held(asked, design(streams, 256, 1), 0)
    quick = held.changed([price])
    base = {**held.values((), None), **held.values(price.streams, price.parameters)}
    from kpsim.sensitivity.bench import as_draws

    slow = answers(asked, as_draws(base, seed=1), held.prices(base, held.seed))
    for key, values in slow.items():
        assert np.array_equal(quick[f"{price.name}|{key}"], values)


def test_redrawing_weak_grades_leaves_strong_columns_alone(world, base):
    other = draw(world.parameters, seed=2, draws=256, view="central")
    found = redrawn(base, other, world.parameters, ("C", "D"))
    told = {getattr(record, "grade", "") for record in world.parameters.records.values()}
    assert told >= {"A", "B", "C", "D"}
    for name, record in world.parameters.records.items():
        if hasattr(record, "grade") and record.distribution != "fixed":
            kept = np.array_equal(found.values[name], base.values[name])
            assert kept == (record.grade in ("A", "B")), name


def test_nothing_rests_on_no_grade_and_the_share_lies_between_nothing_and_all(asked):
    weak = share_on_weak_evidence(asked, draws=256)
    assert weak
    assert all(0 <= each.share <= 1 for each in weak.values())
    none = share_on_weak_evidence(asked, draws=256, grades=())
    assert none.keys() == weak.keys()
    assert all(each.share == 0 for each in none.values())


def test_a_tornado_holds_ends_in_order_and_parts_are_used_again(asked, tmp_path, monkeypatch):
    monkeypatch.setenv("KPSIM_CACHE", str(tmp_path))
    names = ["hcv_course_cost", "stretch_share"]
    first = tornado(asked, draws=256, names=names, keep=True)
    written = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.part")}
    assert first == tornado(asked, draws=256, names=names, keep=True)
    assert written
    assert all(path.stat().st_mtime_ns == when for path, when in written.items())
    bars = first[f"{SCENARIO}/caused_public_cost"]
    assert {bar.name for bar in bars} == set(names)
    assert all(bar.values[0] < bar.values[-1] for bar in bars)
    assert bars[0].length >= bars[1].length


def test_unknown_outcomes_and_years_are_refused_together(world):
    with pytest.raises(RunError) as caught:
        ask(["net_public_costs", "deaths@1999"], world)
    assert [str(each) for each in caught.value.problems] == [
        "--outcome: unknown outcome 'net_public_costs'; did you mean 'net_public_cost'?",
        "--outcome: '1999' is no year of the model; expected 2026 to 2040",
    ]


def test_unknown_and_fixed_parameters_are_refused(world):
    with pytest.raises(ParameterError) as caught:
        chosen(drivers(world.parameters), ["stretch_shares"])
    assert str(caught.value) == (
        "--group, --pair: no parameter 'stretch_shares' that varies; did you mean 'stretch_share'?"
    )
    with pytest.raises(RunError) as fixed:
        refuse_fixed(world.parameters, ["stretch_possible"])
    assert str(fixed.value) == (
        "--group, --pair: 'stretch_possible' is fixed and cannot vary; "
        "give it low and high, or choose another parameter"
    )


def test_an_outcome_is_written_as_it_is_asked():
    assert Asked("deaths", 2031).key == "deaths@2031"
    assert Asked("net_public_cost").is_money


def test_a_precision_chooses_the_draws_by_the_result_that_needs_most(world, monkeypatch):
    monkeypatch.setattr(convergence, "START", 512)
    scenarios = [load_scenario(SCENARIO)]
    found = convergence.draws_for(world, scenarios, Settings(), target=0.2)
    assert found.draws == 512
    assert found.neediest in {f"{SCENARIO}/{name}" for name in SUMS}
    finer = convergence.draws_for(world, scenarios, Settings(), target=found.step.relative / 1.5)
    assert finer.draws > 512
    assert finer.step.relative <= found.step.relative / 1.5


def test_tipping_points_that_were_kept_are_the_same(world, asked, tmp_path, monkeypatch):
    monkeypatch.setenv("KPSIM_CACHE", str(tmp_path))
    key = f"{SCENARIO}/caused_public_cost"
    among = chosen(drivers(world.parameters), ["hcv_course_cost"])
    first, again = (tipping_points(asked, key, among, draws=256, keep=True) for _ in range(2))
    fresh = tipping_points(asked, key, among, draws=256)
    assert len([*tmp_path.rglob("*.part")]) == len(LEVELS)
    for one, other, third in zip(first, again, fresh, strict=True):
        assert np.array_equal(one.line.outcome, other.line.outcome)
        assert np.array_equal(one.line.outcome, third.line.outcome)
        assert np.all(np.diff(one.line.median) < 0)  # dearer courses not given save more
