"""What all tests share: how expected files are written anew, who runs what, what was counted."""

import signal
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from _pytest.terminal import TerminalReporter
from hypothesis import settings

TESTS = Path(__file__).parent
SINGLY = ("test_fuzz.py", "test_real_command.py", "test_commands.py")
"""Files of long tests that share nothing, in folders without a conftest.py."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Expected figures and messages change only when somebody asks for it."""
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write the expected files of tests/golden and tests/hostile anew",
    )


def pytest_configure() -> None:
    """Let no busy machine fail a test, and hear Ctrl-C.

    A shell starts jobs in the background deaf to it, and so would be their runs.
    """
    settings.register_profile("kpsim", deadline=None)
    settings.load_profile("kpsim")
    signal.signal(signal.SIGINT, signal.default_int_handler)


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


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Give tests that share fixtures to one process, so that each run and document is made once."""
    from xdist.scheduler import LoadScopeScheduling

    class BySharing(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return sharing(nodeid)

    config.option.loadscopereorder = False  # the longest begins, not what has most tests
    return BySharing(config, log) if config.getoption("dist") == "load" else None


def sharing(nodeid: str) -> str:
    """Name what shares fixtures with a test: its folder, its file, or nothing but itself."""
    file = Path(nodeid.partition("::")[0])
    folder = file.parts[1]
    if (TESTS / folder / "conftest.py").is_file():
        return folder
    return nodeid if file.name in SINGLY else file.name
