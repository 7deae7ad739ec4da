"""Draws are balanced, keyed by name, and the same in every run."""

from hashlib import blake2b
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from kpsim.errors import ParameterError, RunError
from kpsim.inputs.draws import (
    BLOCK,
    OUTBREAK_THRESHOLD,
    at_low_high,
    columns,
    correlated_uniforms,
    draw,
    generator,
    held_at,
    memory_needed,
    memory_present,
    rounded_up,
    scores,
    uniform,
    uniforms,
)
from kpsim.inputs.parameters import DIMENSIONS, ParameterSet
from tests.unit.parameter_folder import load, record

EFFECT = {
    "role": '"effect"',
    "null": "1.0",
    "design": '"judgement"',
    "scale": '"log"',
    "low": "0.9",
    "high": "4.4",
}
PLAIN = record("one") + record("two", low="1.6", high="2.5")
KEYS = st.text(min_size=1, max_size=20)


def many(**keys: str) -> str:
    parts = [record(f"many.{name}", **keys) for name in DIMENSIONS["substance"]]
    return "\n".join(["[many]", 'by = "substance"', *parts])


def drawn(parameters: ParameterSet, draws: int = 1024, view: str = "central", seed: int = 1):
    return draw(parameters, seed=seed, draws=draws, view=view)  # type: ignore[arg-type]


@settings(max_examples=30)
@given(st.integers(0, 2**32), KEYS, st.integers(1, 4))
def test_each_block_has_one_draw_in_each_stratum(seed: int, key: str, blocks: int) -> None:
    u = uniforms(seed, key, blocks * BLOCK).reshape(blocks, BLOCK)
    assert ((u > 0) & (u < 1)).all()
    assert (np.sort(np.floor(u * BLOCK), axis=1) == np.arange(BLOCK)).all()


@settings(max_examples=20)
@given(st.integers(0, 2**32), KEYS, st.floats(0, 0.99))
def test_correlated_blocks_stay_balanced(seed: int, key: str, correlation: float) -> None:
    u = correlated_uniforms(seed, key, 2 * BLOCK, cause="study", correlation=correlation)
    assert (np.sort(np.floor(u.reshape(2, BLOCK) * BLOCK), axis=1) == np.arange(BLOCK)).all()


@settings(max_examples=20)
@given(KEYS, st.integers(1, 3), st.integers(0, 3))
def test_more_draws_keep_the_first(key: str, blocks: int, more: int) -> None:
    few, all_ = (uniforms(7, key, n * BLOCK) for n in (blocks, blocks + more))
    assert (all_[: few.size] == few).all()


def test_the_stream_of_a_name_never_changes() -> None:
    # Written down once: another digit here means that every published number moves.
    assert uniforms(1, "prison_day_cost", BLOCK)[:3] == pytest.approx(FIRST_THREE, abs=1e-15)


@pytest.mark.parametrize("seed", [0, 1, 2**32 - 1, 2**32, 2**70 + 5, np.int64(7)])
def test_a_generator_is_seeded_by_the_words_of_seed_name_and_block(seed: int) -> None:
    digest = blake2b(b"name", digest_size=16).digest()
    words = [int.from_bytes(digest[i : i + 4], "little") for i in range(0, 16, 4)]
    plain = np.random.Generator(np.random.PCG64(np.random.SeedSequence([int(seed), *words, 3])))
    assert (generator(seed, "name", 3).random(5) == plain.random(5)).all()


FIRST_THREE = [0.1331209972787997, 0.43248526680225147, 0.3504563923950157]


def test_adding_a_parameter_moves_no_digit_of_another(tmp_path: Path) -> None:
    before = drawn(load(tmp_path, PLAIN))
    after = drawn(load(tmp_path, record("a_new_one") + PLAIN + many()))
    assert before.names
    for name in before.names:
        assert (before.values[name] == after.values[name]).all()


@pytest.mark.parametrize("cause", ["", '"one study"'])
def test_more_draws_keep_the_first_blocks_of_a_run(cause: str, tmp_path: Path) -> None:
    parameters = load(tmp_path, many(**EFFECT, shared_cause=cause))
    few, more = drawn(parameters, 512), drawn(parameters, 1024)
    assert few.names
    for name in few.names:
        assert (few.values[name] == more.values[name][..., :512]).all()


def test_the_seed_changes_every_parameter(tmp_path: Path) -> None:
    parameters = load(tmp_path, PLAIN)
    one, other = drawn(parameters), drawn(parameters, seed=2)
    assert one.names
    assert all((one.values[name] != other.values[name]).any() for name in one.names)


def test_shared_causes_correlate_close_to_rho() -> None:
    count = 8192
    pair = [
        stats.norm.ppf(correlated_uniforms(3, key, count, cause="x", correlation=0.5))
        for key in ("a", "b")
    ]
    other = stats.norm.ppf(correlated_uniforms(3, "c", count, cause="y", correlation=0.5))
    # Standard error of a correlation of 0.5 at 8,192 draws is 0.008; four of them.
    assert np.corrcoef(*pair)[0, 1] == pytest.approx(0.5, abs=0.035)
    assert np.corrcoef(pair[0], other)[0, 1] == pytest.approx(0, abs=0.045)


def test_records_with_one_cause_move_together(tmp_path: Path) -> None:
    text = record("one", shared_cause='"x"') + record("two", shared_cause='"x"') + record("three")
    found = columns(drawn(load(tmp_path, text), 4096), load(tmp_path, text))
    rank = {name: stats.rankdata(row) for name, row in found.items()}
    assert np.corrcoef(rank["one"], rank["two"])[0, 1] == pytest.approx(0.48, abs=0.05)
    assert np.corrcoef(rank["one"], rank["three"])[0, 1] == pytest.approx(0, abs=0.06)


def test_quantiles_of_the_draws_are_those_of_the_record(tmp_path: Path) -> None:
    one = drawn(load(tmp_path, record("one")), 4096).values["one"]
    assert np.quantile(one, [0.05, 0.5, 0.95]) == pytest.approx([1, 2, 4], rel=0.01)


def test_worse_grades_draw_wider(tmp_path: Path) -> None:
    keys = {"source": '"epidemiology:injecting"', "interval": '"range"'}
    text = record("b", **keys, grade='"B"') + record("d", **keys, grade='"D"')
    values = drawn(load(tmp_path, text)).values
    spread = {name: np.log(values[name]).std() for name in ("b", "d")}
    assert spread["d"] / spread["b"] == pytest.approx(1.8 / 1.15, rel=0.02)


def test_values_are_in_engine_units(tmp_path: Path) -> None:
    text = record("one_rate", unit='"1/year"', role='"rate"')
    assert np.median(drawn(load(tmp_path, text)).values["one_rate"]) == pytest.approx(
        2 / 12, rel=0.01
    )


def test_a_yearly_probability_becomes_a_monthly_rate(tmp_path: Path) -> None:
    keys = {"distribution": '"fixed"', "low": "", "high": "", "level": "", "value": "0.5"}
    text = record("one_rate", unit='"1/year"', role='"rate"', probability="true", **keys)
    found = drawn(load(tmp_path, text)).values["one_rate"]
    assert found == pytest.approx(np.log(2) / 12)


def test_elements_stand_on_their_axis_and_differ(tmp_path: Path) -> None:
    array = drawn(load(tmp_path, many())).values["many"]
    assert array.shape == (1, 4, 1, 1024)
    assert np.abs(np.corrcoef(array[0, :, 0])[np.triu_indices(4, 1)]).max() < 0.15


def test_the_floor_view_sets_weak_effects_to_their_null(tmp_path: Path) -> None:
    strong = {**EFFECT, "source": '"effects:OST-01"', "place": '"CZ"', "grade": '"B"'}
    text = record("weak", **EFFECT) + record("strong", **{**strong, "design": '"trial"'}) + PLAIN
    parameters = load(tmp_path, text)
    central, floor = drawn(parameters), drawn(parameters, view="floor")
    assert (floor.values["weak"] == 1).all()
    for name in ("strong", "one", "two", OUTBREAK_THRESHOLD):
        assert (floor.values[name] == central.values[name]).all()


def test_effects_are_shrunk_towards_their_null(tmp_path: Path) -> None:
    effect = drawn(load(tmp_path, record("one", **EFFECT)), 4096).values["one"]
    # Belief between 0.4 and 1.0 leaves seven tenths of the logarithm; the noise of grade D is
    # centred so that its exponential has mean one: exp(-0.24^2 / 2).
    assert np.log(effect).mean() == pytest.approx(0.7 * np.log(2) - 0.24**2 / 2, rel=0.02)
    assert (effect < 1).mean() > 0.05


def test_carrying_a_ratio_over_changes_no_mean(tmp_path: Path) -> None:
    nothing = {**EFFECT, "value": "1.0", "low": "0.98", "high": "1.0204"}
    ratio = drawn(load(tmp_path, record("one", **nothing)), 8192).values["one"]
    # The noise of grade D has a standard deviation of 0.24; a median of one would mean 1.029.
    assert ratio.mean() == pytest.approx(1, abs=0.005)


def test_an_effect_that_cannot_turn_stays_on_its_side(tmp_path: Path) -> None:
    stuck = {**EFFECT, "beyond_null_impossible": '"the dead stay dead"'}
    ratio = drawn(load(tmp_path, record("one", **stuck)), 4096).values["one"]
    assert ratio.min() == 1


def test_effects_of_one_class_are_believed_together(tmp_path: Path) -> None:
    narrow = {**EFFECT, "low": "1.99", "high": "2.01005", "beyond_null_impossible": '"test"'}
    parameters = load(tmp_path, record("one", **narrow) + record("two", **narrow))
    found = drawn(parameters, 2048).values
    logs = np.log([found["one"].ravel(), found["two"].ravel()])
    belief, noise = 0.6**2 / 12 * np.log(2) ** 2, 0.24**2
    assert np.corrcoef(logs)[0, 1] == pytest.approx(belief / (belief + noise), abs=0.07)


def test_effects_on_a_linear_scale_shrink_towards_zero(tmp_path: Path) -> None:
    keys = {**EFFECT, "scale": '"linear"', "null": "0.0", "distribution": '"normal"'}
    keys |= {"value": "-0.1", "low": "-0.25", "high": "0.05"}
    effect = drawn(load(tmp_path, record("one", **keys)), 4096).values["one"]
    assert effect.mean() == pytest.approx(-0.07, abs=0.004)


def test_effects_on_shares_stay_shares(tmp_path: Path) -> None:
    keys = {**EFFECT, "scale": '"logit"', "null": "0.5", "distribution": '"beta"'}
    keys |= {"value": "0.6", "low": "0.45", "high": "0.73"}
    effect = drawn(load(tmp_path, record("one", **keys)), 4096).values["one"]
    assert ((effect > 0) & (effect < 1)).all()
    assert 0.5 < np.median(effect) < 0.6


def test_the_outbreak_threshold_is_a_unit_exponential(tmp_path: Path) -> None:
    threshold = drawn(load(tmp_path, PLAIN), 4096).values[OUTBREAK_THRESHOLD]
    assert threshold.mean() == pytest.approx(1, rel=0.01)
    assert stats.kstest(threshold.ravel(), "expon").pvalue > 0.01


def test_chance_of_small_counts_is_keyed_by_quantity_and_year() -> None:
    deaths, again = (uniform(1, "deaths", 2027, 512) for _ in range(2))
    assert (deaths == again).all()
    assert (deaths != uniform(1, "deaths", 2028, 512)).any()
    assert (deaths != uniform(1, "cases", 2027, 512)).any()


def test_scores_are_standard_normal() -> None:
    found = scores(1, "index:cpi:2026", 2048)
    assert (found.mean(), found.std()) == pytest.approx((0, 1), abs=0.01)


def test_a_slice_keeps_the_number_of_its_first_draw(tmp_path: Path) -> None:
    whole = drawn(load(tmp_path, many()))
    part = whole.slice(256, 768).slice(256, 512)
    assert (part.first, part.count, part.blocks) == (512, 256, 1)
    assert (part.values["many"] == whole.values["many"][..., 512:768]).all()


def test_one_parameter_can_be_held_at_its_ends(tmp_path: Path) -> None:
    whole = drawn(load(tmp_path, PLAIN + many()))
    ends = at_low_high(whole, "one")
    assert np.unique(ends.low.values["one"]) == pytest.approx(1, rel=0.02)
    assert np.unique(ends.high.values["one"]) == pytest.approx(4, rel=0.02)
    assert ends.low.values["two"] is whole.values["two"]
    assert held_at(whole, "many", 0.5).values["many"].shape == (1, 4, 1, 1024)


def test_drawing_with_a_parameter_held_equals_holding_it_afterwards(tmp_path: Path) -> None:
    parameters = load(tmp_path, PLAIN)
    held = draw(parameters, seed=1, draws=512, view="central", fixed_at={"one": 0.05})
    after = held_at(drawn(parameters, 512), "one", 0.05)
    assert (held.values["one"] == after.values["one"]).all()


def test_holding_an_unknown_parameter_suggests_one(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="did you mean 'one'"):
        held_at(drawn(load(tmp_path, PLAIN)), "onne", 0.5)


@pytest.mark.parametrize(("asked", "given"), [(1, 256), (256, 256), (257, 512), (2048, 2048)])
def test_draws_come_in_whole_blocks(asked: int, given: int, tmp_path: Path) -> None:
    assert rounded_up(asked) == given
    assert drawn(load(tmp_path, PLAIN), asked).count == given


@pytest.mark.parametrize("draws", [0, -5])
def test_no_draws_are_refused(draws: int, tmp_path: Path) -> None:
    with pytest.raises(RunError, match="ask for at least one"):
        drawn(load(tmp_path, PLAIN), draws)


def test_more_draws_than_fit_are_refused_with_their_size(tmp_path: Path) -> None:
    parameters = load(tmp_path, PLAIN)
    draws = memory_present()
    assert memory_needed(parameters, draws) > memory_present()
    with pytest.raises(RunError, match=r"GiB for the parameters alone"):
        drawn(parameters, draws)
