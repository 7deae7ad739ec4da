"""check, explain, params and scenarios say what they should."""

from pathlib import Path

from tests.cli.calling import Call


def test_check_ends_with_one_verdict(call: Call) -> None:
    found = call("check")
    assert found.exit_code == 0, found.output
    last = found.stdout.strip().splitlines()[-1]
    assert last.startswith("All files are fine; ")
    assert "predictions of the base year agree" in last
    for mark in ("input", "solved", "prediction"):
        assert mark in found.stdout


def test_check_takes_a_file_of_ones_own(call: Call, tmp_path: Path) -> None:
    call("scenario", "new", "my-cut")
    found = call("check", "my-cut.toml")
    assert "Scenarios: my-cut." in found.stdout
    assert found.exit_code == 0


def test_explain_shows_equation_inputs_sources_and_readers(call: Call) -> None:
    found = call("explain", "losing_contact").stdout
    assert "kpsim/model/" in found
    assert "contact_clients → hidden_users" in found
    assert "def losing_contact(" in found
    assert "time_to_lose_place" in found
    assert "Read by: contact_clients (drained by it), hidden_users (filled by it)" in found


def test_explain_names_the_flows_of_a_stock_and_speaks_czech(call: Call) -> None:
    found = call("explain", "staff", "--lang", "cs").stdout
    assert "Přitéká: hiring" in found
    assert "Odtéká: laying_off, leaving_after_announcement" in found
    assert "Pracovníci" in found


def test_explain_shows_sources_and_users_of_a_parameter(call: Call) -> None:
    found = call("explain", "prison_day_cost").stdout
    assert "[unit_costs:" in found
    assert "Read by: prison" in found


def test_a_name_can_be_a_variable_and_a_reported_load(call: Call) -> None:
    found = call("explain", "deaths").stdout
    assert "reported load" in found
    assert "def deaths(" in found


def test_params_lists(call: Call) -> None:
    assert " numbers" in call("params", "list").stdout.splitlines()[-1]
    assert "are assumptions" in call("params", "assumptions").stdout.splitlines()[-1]
    assert "were last looked at more than" in call("params", "stale").stdout.splitlines()[-1]
    assert "prison_day_cost" in call("params", "show", "prison_day_cost").stdout


def test_scenarios_lists_names_and_titles(call: Call) -> None:
    found = call("scenarios", "--lang", "cs").stdout
    assert "all-services-stop" in found
    assert "Konec všech služeb" in found
