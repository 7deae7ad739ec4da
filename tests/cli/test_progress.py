"""Long work says how far it is, also where nobody sees a bar, and hears a request to stop."""

import pytest

from kpsim.cli import progress as module
from kpsim.cli.long_work import Stop, Stopped
from kpsim.cli.progress import progress


def test_a_log_gets_a_line_with_the_share_done(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(module, "LINE_EVERY", 0.0)
    with progress(Stop(), "cs") as told:
        told(1, 4)
        told(4, 4)
    assert capsys.readouterr().err == "Počítá se: 25\u00a0%\nPočítá se: 100\u00a0%\n"


def test_short_work_leaves_nothing_in_a_log(capsys: pytest.CaptureFixture[str]) -> None:
    with progress(Stop(), "en") as told:
        told(1, 2)
    assert capsys.readouterr().err == ""


def test_work_asked_to_stop_stops_at_its_next_report() -> None:
    stop = Stop()
    with progress(stop, "en") as told:
        told(1, 2)
        stop.asked.set()
        with pytest.raises(Stopped):
            told(2, 2)
