"""What a record must satisfy beyond having the right keys."""

import re
from collections.abc import Mapping

from kpsim.errors import Problem, problem, suggestion
from kpsim.inputs.distributions import MISS_ALLOWED, FitError, fit, worst_miss
from kpsim.inputs.grades import Grades, grade_problems
from kpsim.inputs.records import EVIDENCE, Record, Source, prints_confidence_interval
from kpsim.inputs.shrinkage import beyond_null_problems

NO_EVIDENCE = ("assumption", "definition")
QUANTILE_FAMILIES = ("beta", "gamma", "lognormal", "normal")
MONEY_KEYS = ("price_year", "index")
EFFECT_KEYS = ("null", "design", "scale")


def settled(record: Record, sources: Mapping[str, Source]) -> Record:
    """Fill in what the interval is where it can only be one thing, and the worst where it cannot.

    A width nobody explained counts as assumed by us.
    """
    if record.interval is not None:
        return record
    if record.distribution == "fixed":
        return record.model_copy(update={"interval": "exact"})
    cited = {key: sources[key] for key in record.source if key in sources}
    measured = any(prints_confidence_interval(key, source) for key, source in cited.items())
    return record.model_copy(update={"interval": "ci" if measured else "assumed"})


def record_problems(
    record: Record, sources: Mapping[str, Source], grades: Grades, *, place: str
) -> list[Problem]:
    """Report everything that is wrong with one record."""
    shape = [
        found
        for check in (_width, _kind, _range, _truncation, _money, _effect, _origin, _rate)
        for found in check(record, place)
    ]
    cited = _cited(record, sources, place)
    if shape or cited:
        # What follows computes with the record, and would only repeat these.
        return shape + cited
    found = {key: sources[key] for key in record.source if key in sources}
    record_now = settled(record, sources)
    return [
        *_interval(record, found, place),
        *grade_problems(record_now, found, grades, place=place),
        *_fitting(record, grades, place),
    ]


def _width(record: Record, place: str) -> list[Problem]:
    ends = {"low": record.low, "high": record.high}
    if record.distribution == "fixed":
        given = [key for key, end in {**ends, "level": record.level}.items() if end is not None]
        text = "a fixed value has no {key}; remove it, or choose another distribution"
        return [problem(f"{place}.{key}", text, key=key) for key in given]
    missing = [key for key, end in ends.items() if end is None]
    if missing:
        text = (
            "'{key}' is missing; add it with interval = \"assumed\" and grade C or D if the"
            ' source prints a point only, or write distribution = "fixed"'
        )
        return [problem(place, text, key=key) for key in missing]
    return _order(record, place) + _level(record, place)


def _order(record: Record, place: str) -> list[Problem]:
    low, high, value = record.low, record.high, record.value
    if low is None or high is None:
        return []
    source = ", ".join(record.source)
    if not low < high:
        text = (
            "{low:.10g} is not below high ({high:.10g}); swap them or check the table in [{source}]"
        )
        return [problem(f"{place}.low", text, low=low, high=high, source=source)]
    inside = low <= value <= high if record.kind == "mode" else low < value < high
    if inside:
        return []
    text = (
        "{value:.10g} is not between low ({low:.10g}) and high ({high:.10g});"
        " check the table in [{source}]"
    )
    return [problem(f"{place}.value", text, value=value, low=low, high=high, source=source)]


def _level(record: Record, place: str) -> list[Problem]:
    level, family = record.level, record.distribution
    if family in QUANTILE_FAMILIES:
        if level is None:
            text = "'level' is missing; add the probability between low and high, such as 0.9"
            return [problem(place, text)]
        if not 0 < level < 1:
            text = "is {level:.10g}; expected a probability between 0 and 1, such as 0.9"
            return [problem(f"{place}.level", text, level=level)]
    elif level not in (None, 1):
        text = "is {level:.10g}; low and high are the ends of a {family}, so write 1 or remove it"
        return [problem(f"{place}.level", text, level=level, family=family)]
    return []


def _kind(record: Record, place: str) -> list[Problem]:
    if record.kind == "mode" and record.distribution not in ("pert", "triangular"):
        text = "is 'mode', which {family} does not take; use pert or triangular, or give the median"
        return [problem(f"{place}.kind", text, family=record.distribution)]
    return []


def _range(record: Record, place: str) -> list[Problem]:
    least, most = record.bounds
    if record.role == "effect":
        return []
    limits = "between 0 and 1" if most == 1 else "not below 0"
    text = "is {x:.10g}; a {role} is {limits}; check the unit"
    return [
        problem(f"{place}.{key}", text, x=x, role=record.role, limits=limits)
        for key, x in {"value": record.value, "low": record.low, "high": record.high}.items()
        if x is not None and not least <= x <= most
    ]


def _truncation(record: Record, place: str) -> list[Problem]:
    cut = record.truncate
    if cut is None:
        return []
    low = -float("inf") if cut.low is None else cut.low
    high = float("inf") if cut.high is None else cut.high
    if record.distribution == "fixed":
        return [problem(f"{place}.truncate", "a fixed value is never drawn; remove it")]
    if low <= record.value <= high and low < high:
        return []
    text = "leaves out the value {value:.10g}; move low or high"
    return [problem(f"{place}.truncate", text, value=record.value)]


def _money(record: Record, place: str) -> list[Problem]:
    if re.search(r"CZK\d", record.unit):
        text = "'{unit}' carries its year; write CZK, and the year in price_year"
        return [problem(f"{place}.unit", text, unit=record.unit)]
    given = {"price_year": record.price_year, "index": record.index}
    if record.is_money:
        text = "'{key}' is missing; an amount in CZK needs its price year and its index"
        missing = [key for key in MONEY_KEYS if given[key] is None]
        return [problem(place, text, key=key) for key in missing]
    text = "is given, but the unit '{unit}' has no CZK; remove it or correct the unit"
    extra = [key for key in MONEY_KEYS if given[key] is not None]
    return [problem(f"{place}.{key}", text, unit=record.unit) for key in extra]


def _effect(record: Record, place: str) -> list[Problem]:
    given = {"null": record.null, "design": record.design, "scale": record.scale}
    if record.role == "effect":
        text = "'{key}' is missing; an effect needs its null, design and scale"
        missing = [key for key in EFFECT_KEYS if given[key] is None]
        return [problem(place, text, key=key) for key in missing] or _scale(record, place)
    # A figure pooled from many studies may say so: its grade depends on it.
    extra = [key for key in EFFECT_KEYS if given[key] not in (None, "meta_analysis")]
    text = 'is given, but only effects have it; remove it or write role = "effect"'
    return [problem(f"{place}.{key}", text) for key in extra]


def _scale(record: Record, place: str) -> list[Problem]:
    numbers = {"value": record.value, "null": record.null, "low": record.low}
    if record.distribution == "fixed" and record.value != record.null:
        text = "is fixed, but no effect is known exactly; give low and high, or its null as value"
        return [problem(f"{place}.distribution", text)]
    if record.distribution == "normal" and record.scale == "log":
        text = "is normal, but the scale of this effect is log; use lognormal"
        return [problem(f"{place}.distribution", text)]
    if record.scale not in ("log", "logit"):
        return []
    text = 'is {x:.10g}, which has no {scale}; use scale = "linear", or a number inside'
    most = 1 if record.scale == "logit" else float("inf")
    return [
        problem(f"{place}.{key}", text, x=x, scale=record.scale)
        for key, x in numbers.items()
        if x is not None and not 0 < x < most
    ]


def _origin(record: Record, place: str) -> list[Problem]:
    if record.is_assumption:
        wanted = {"reason": record.reason, "owner": record.owner}
        text = "'{key}' is missing; an assumption needs a reason, and an owner who can supply it"
        return [problem(place, text, key=key) for key, found in wanted.items() if found is None]
    if record.is_definition and record.distribution != "fixed":
        text = 'is {family}; a definition has no width: write distribution = "fixed"'
        return [problem(f"{place}.distribution", text, family=record.distribution)]
    return []


def _rate(record: Record, place: str) -> list[Problem]:
    if not record.probability:
        return []
    ends = [x for x in (record.value, record.low, record.high) if x is not None]
    if record.role == "rate" and all(0 <= x < 1 for x in ends):
        return []
    text = 'is true; expected role = "rate" and numbers from 0 to below 1; remove it for a rate'
    return [problem(f"{place}.probability", text)]


def _cited(record: Record, sources: Mapping[str, Source], place: str) -> list[Problem]:
    here = f"{place}.source"
    if len(record.source) > 1 and any(key in NO_EVIDENCE for key in record.source):
        text = "mixes evidence with '{word}'; keep one of the two"
        word = next(key for key in record.source if key in NO_EVIDENCE)
        return [problem(here, text, word=word)]
    found = []
    for key in record.source:
        table, _, row = key.partition(":")
        if key in NO_EVIDENCE:
            continue
        if row.startswith("rec_"):
            text = "'{key}' is a synthesis; cite the row it was made from, with its price year"
            found.append(problem(here, text, key=key))
        elif table not in EVIDENCE or not row:
            text = (
                "'{key}' names no evidence; expected {tables} and a row, such as 'effects:NSP-01'"
            )
            found.append(problem(here, text, key=key, tables=", ".join(EVIDENCE)))
        elif key not in sources:
            near = suggestion(key, sources) or "; add it there"
            text = "'{key}' is not in params/sources.toml{near}"
            found.append(problem(here, text, key=key, near=near))
    return found


def _interval(record: Record, sources: Mapping[str, Source], place: str) -> list[Problem]:
    if record.distribution == "fixed":
        if record.interval in (None, "exact"):
            return []
        text = "is '{interval}', but a fixed value has no interval; write exact or remove it"
        return [problem(f"{place}.interval", text, interval=record.interval)]
    if record.interval == "exact":
        text = "is 'exact', but low and high are given; write ci, range or assumed"
        return [problem(f"{place}.interval", text)]
    measured = any(prints_confidence_interval(key, source) for key, source in sources.items())
    if record.interval == "ci" and not measured:
        text = (
            "is 'ci', but no cited row prints a confidence interval; write interval = \"range\","
            ' or "assumed" if the width is ours'
        )
        return [problem(f"{place}.interval", text)]
    effects = [key for key in sources if key.startswith("effects:")]
    if record.interval is None and effects and not measured:
        text = (
            "'interval' is missing, and {key} prints no confidence interval; write interval ="
            ' "range", or "assumed" if the width is ours'
        )
        return [problem(place, text, key=effects[0])]
    return []


def _fitting(record: Record, grades: Grades, place: str) -> list[Problem]:
    here = f"{place}.distribution"
    try:
        miss = worst_miss(record)
        fit(record, width=grades.widening_of(record))
        beyond = beyond_null_problems(record, grades, place=place)
    except FitError as fault:
        return [problem(here, "{family} {fault}", family=record.distribution, fault=str(fault))]
    if miss <= MISS_ALLOWED:
        return beyond
    text = (
        "{family} misses a printed bound by {miss:.0%} of the width, and 10% is allowed;"
        " choose {other}"
    )
    other = _better_family(record)
    return [problem(here, text, family=record.distribution, miss=miss, other=other), *beyond]


def _better_family(record: Record) -> str:
    """Name the family that fits the three numbers best."""
    misses: dict[str, float] = {}
    for family in ("lognormal", "gamma", "normal", "beta"):
        try:
            misses[family] = worst_miss(record.model_copy(update={"distribution": family}))
        except (FitError, ValueError):
            continue
    best = min(misses, key=lambda family: misses[family], default="pert")
    return best if misses.get(best, 1) <= MISS_ALLOWED else "pert or triangular with their own ends"
