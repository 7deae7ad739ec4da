"""How golden figures are written anew: only when somebody asks."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write tests/golden/figures anew"
    )
