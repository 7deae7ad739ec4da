"""What all tests share: how expected files are written anew, and the counts of the long tests."""

import signal
from collections import Counter
from typing import Any

import pytest
from _pytest.terminal import TerminalReporter


def pytest_addoption(parser: pytest.Parser) -> None:
    """Expected figures and messages change only when somebody asks for it."""
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write the expected files of tests/golden and tests/hostile anew",
    )


def pytest_configure() -> None:
    """Hear Ctrl-C: a shell starts jobs in the background deaf to it, and so would be their runs."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Give a process tests that are neighbours, so that what they share is made in one only."""
    from xdist.scheduler import WorkStealingScheduling

    return WorkStealingScheduling(config, log) if config.getoption("dist") == "load" else None


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Print what the long tests counted, whichever process counted it."""
    counts: dict[str, Counter[str]] = {}
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, value in getattr(report, "user_properties", ()):
                if name in ("fuzz", "kill", "law") and getattr(report, "when", "") == "call":
                    kind, found = value
                    counts.setdefault(f"{name}: {kind}", Counter()).update(found)
    for kind, found in sorted(counts.items()):
        parts = ", ".join(f"{number} {what}" for what, number in sorted(found.items()))
        terminalreporter.write_line(f"{kind}: {found.total()} in all: {parts}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the test of kills, the longest by far, so that no process ends alone with it."""
    items.sort(key=lambda item: item.get_closest_marker("kill") is None)
