"""The two dimensions of the world: what people depend on, and which service meets them."""

from kpsim.engine.lang import Dimension

SUBSTANCE = Dimension("substance", ("pervitin", "opioids", "alcohol", "gambling"))

SERVICE = Dimension(
    "service",
    (
        "contact_centre",
        "outreach",
        "counselling",
        "substitution",
        "therapeutic_community",
        "aftercare",
        "prevention",
        "family_support",
    ),
)
