"""The world of the model: one module a sector, stocks first."""

from kpsim.model import (
    balance,
    children,
    guardianship,
    health,
    infection,
    justice,
    people,
    services,
    social,
    stocks,
    treatment,
    visibility,
)

SECTORS = (
    stocks,
    services,
    treatment,
    people,
    infection,
    health,
    justice,
    social,
    children,
    guardianship,
    visibility,
    balance,
)
