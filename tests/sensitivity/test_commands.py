"""The commands on the command line: answers in both languages, and mistakes named exactly."""

import json

import pandas as pd
import pytest

from kpsim.cli.group import kpsim

FIXED = ("--group", "stretch_possible")
FEW = ("--draws", "512")


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as ended:
        kpsim.main(list(arguments))
    printed = capsys.readouterr()
    return ended.value.code, printed.out.replace("\u00a0", " "), printed.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("sensitivity", "ten-percent-cut", "--method", "tornados"),
            "Error: --method: unknown method 'tornados'; did you mean 'tornado'?; expected one of "
            "given-data, tornado, variance, screening, over-time, grade, convergence\n",
        ),
        (
            ("sensitivity", "ten-percent-cut", "--outcome", "death"),
            "Error: --outcome: unknown outcome 'death'; did you mean 'deaths'?\n",
        ),
        (
            ("sensitivity", "ten-percent-cut", "--method", "variance", "--points", "100"),
            "Error: --points: 100 base points are asked for; expected a power of two, "
            "256 at least\n",
        ),
        (
            (
                "sensitivity",
                "ten-percent-cut",
                "--method",
                "tornado",
                "--group",
                "stretch_possible",
            ),
            "Error: --group, --pair: 'stretch_possible' is fixed and cannot vary; give it low and "
            "high, or choose another parameter\n",
        ),
        (
            ("why", "reference"),
            "Error: SCENARIO: the reference has no difference to explain; name a scenario that "
            "changes something\n",
        ),
        (
            ("why", "ten-percent-cut", "--year", "1990"),
            "Error: --year: '1990' is no year of the model; expected 2026 to 2040\n",
        ),
        (
            ("sensitivity", "ten-percent-cut", *FEW, "--method", "convergence", "--precision", "x"),
            "Error: --precision: 'x' is no precision; expected a share of the width such as 1%\n",
        ),
        (
            ("voi", "ten-percent-cut", *FEW, "--decision", "alternatives"),
            "Error: --decision: 'alternatives' needs two scenarios at least; name the scenarios "
            "to choose from\n",
        ),
        (
            ("voi", "ten-percent-cut", *FEW, "--decision", "cut", "--payer", "regions"),
            "Error: --payer: unknown payer 'regions'; did you mean 'region'?; expected one of "
            "public, society, mpsv, government_office, health_ministry, justice, interior, "
            "education, state_treasury, region, city_of_liberec, other_municipalities, "
            "health_insurers, eu, clients_and_families, victims\n",
        ),
    ],
)
def test_a_mistake_is_named_with_what_to_do(capsys, arguments, message):
    code, _, errors = run(capsys, *arguments, "--lang", "en")
    assert code == 1
    assert errors.endswith(message)


def test_a_decision_that_is_missing_is_asked_for(capsys):
    code, _, errors = run(capsys, "voi", "ten-percent-cut", "--lang", "en")
    assert code == 1
    assert errors.endswith(
        "Error: --decision: what is decided is missing; expected one of keep, cut, alternatives\n"
    )


def test_sensitivity_says_what_carries_the_result_and_what_is_weak(capsys):
    arguments = ("--draws", "768", "--outcome", "city_of_liberec", "--lang", "cs")
    code, text, _ = run(capsys, "sensitivity", "ten-percent-cut", *arguments)
    assert code == 0
    assert "Skutečné náklady služeb" in text
    assert "stojí na stupních C a D" in text
    assert "Ze 20 stejně pravděpodobných vývojů" in text


def test_too_few_draws_say_how_many(capsys):
    code, _, errors = run(
        capsys, "sensitivity", "ten-percent-cut", "--draws", "256", "--lang", "en"
    )
    assert code == 1
    assert "256 draws are too few for" in errors
    assert "run at least" in errors


def test_discover_bounds_what_never_happens(capsys):
    code, text, _ = run(capsys, "discover", "ten-percent-cut", *FEW, "--lang", "en")
    assert code == 0
    assert "too few for a rule; the chance is below 0.6%" in text.replace("\n", " ")


def test_convergence_prints_the_error_as_draws_are_added(capsys):
    arguments = ("--draws", "1024", "--method", "convergence", "--lang", "cs")
    code, text, _ = run(capsys, "sensitivity", "frozen-budgets", *arguments)
    assert code == 0
    assert "512" in text
    assert "Pro chybu 1,0 % šířky" in text


def test_several_scenarios_are_each_asked_about(capsys):
    names = ("ten-percent-cut", "treatment-stops")
    code, out, _ = run(capsys, "discover", *names, "--draws", "256", "--lang", "en")
    assert code == 0
    assert out.index("Ten per cent cut") < out.index("Treatment stops")
    assert out.count("Net spending of public budgets") == 2


def test_a_precision_and_a_number_of_draws_contradict_each_other(capsys):
    code, _, errors = run(
        capsys, "run", "ten-percent-cut", "--precision", "1%", "--draws", "512", "--lang", "en"
    )
    assert code == 1
    assert errors.endswith("Error: --precision: chooses the draws; give it or --draws, not both\n")


@pytest.mark.commands
def test_the_pair_that_turns_a_conclusion_is_printed_written_and_given_to_machines(
    capsys, tmp_path
):
    asked = ("break-even", "all-services-stop", "--outcome", "justice", "--top", "2", *FEW)
    code, out, _ = run(capsys, *asked, "--lang", "cs", "--out", str(tmp_path))
    assert code == 0
    assert "kdyby platilo obojí zároveň" in out
    code, out, _ = run(capsys, *asked, "--json")
    [found] = json.loads(out)
    two = found["outcomes"]["justice"]["together"]
    assert two["turns"]
    assert two["draws_counted"] == 512
    assert 0 < two["draws_beyond"] < 512
    written = pd.read_csv(tmp_path / "justice" / "break_even.csv")
    rows = written[written["way"] == "together"]
    assert [each["turns_at"] for each in two["unknowns"]] == pytest.approx(list(rows["turns_at"]))
    assert (tmp_path / "justice" / "joint_tipping.png").exists()
