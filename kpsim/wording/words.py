"""Sentences about uncertain results: the fixed scale of words and the patterns of findings."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from kpsim.inputs.institutions import Institution, load_institutions
from kpsim.language import translate, translate_counted
from kpsim.wording.numbers import (
    NBSP,
    Number,
    Rounded,
    bounds,
    budget_percent,
    exact,
    interval,
    money,
    money_text,
    number,
    percent,
    round_to,
    scale_for,
    scaled,
    unbreakable,
)

_SCALE = (
    (90, "very likely"),
    (66, "likely"),
    (33, "about as likely as not"),
    (10, "unlikely"),
    (5, "very unlikely"),
)
NAMES = {
    "services": "services",
    "health": "health care",
    "justice": "police, courts and prisons",
    "social": "social benefits and housing",
    "children": "protection of children",
    "guardianship": "guardianship",
    "revenue": "lost taxes and insurance",
    "welfare": "health and losses of people",
    "service_money": "money of the services",
    "variable": "variable costs",
    "step_fixed": "step-fixed costs",
    "fixed": "fixed costs",
    "one_off": "one-off costs",
    "care_forgone": "care not given",
    "transfer": "transfers",
    "public": "public budgets",
    "account": "account",
    "all payers": "all payers",
    "payer": "payer",
    "system": "system",
    "year": "year",
    "horizon": "years counted",
    "floor": "floor",
    "central": "central",
    "full": "full",
}


@dataclass(frozen=True)
class Likelihood:
    """A probability as it is printed: digits and word of one rounding."""

    percent: int
    digits: str
    word: str

    def __str__(self) -> str:
        return f"{self.digits} ({self.word})"


def name_of(code: str, language: str) -> str:
    """Name a system, kind or view in words; an unknown code loses its underscores."""
    return translate(NAMES.get(code, code.replace("_", " ")), language)


@cache
def _institutions() -> Mapping[str, Institution]:
    """Read the names of institutions once."""
    return load_institutions()


def payer_name(payer: str, language: str) -> str:
    """Name a payer as it stands in a sentence: "město Liberec"."""
    institution = _institutions().get(payer)
    if institution is None:
        return name_of(payer, language)
    return institution.label.cs if language == "cs" else institution.label.en


def payer_heading(payer: str, language: str) -> str:
    """Name a payer at the beginning of a row: "Město Liberec"."""
    name = payer_name(payer, language)
    return name[:1].upper() + name[1:]


def of_view(view: str, language: str) -> str:
    """Name the view at the end of a subtitle; the central one goes without saying."""
    if view == "central":
        return ""
    return translate("; view: {view}", language).format(view=name_of(view, language))


def payer_of(payer: str, language: str) -> str:
    """Name a payer as it stands in a sentence: Czech genitive, English with its article."""
    institution = _institutions().get(payer)
    if institution is None:
        return translate(NAMES[payer], language, context="genitive")
    if language == "cs":
        return institution.genitive
    article = "" if payer in ("clients_and_families", "victims") else "the "
    return article + institution.label.en


def likelihood(share: Number, language: str) -> Likelihood:
    """Round a probability to whole points, then pick its word, so that the two never disagree."""
    points = int(round_to(exact(share) * 100, Decimal(1)))
    if points > 95:
        digits = translate("more than {limit}", language).format(limit=percent(0.95, language))
        return Likelihood(points, digits, translate("extremely likely", language))
    if points < 5:
        digits = translate("less than {least}", language).format(least=percent(0.05, language))
        return Likelihood(points, digits, translate("extremely unlikely", language))
    word = next(word for lowest, word in _SCALE if points >= lowest)
    return Likelihood(points, percent(Decimal(points) / 100, language), translate(word, language))


def in_ten(share: Number, language: str) -> str:
    """Say a probability as a count of ten with its preposition: "v 8 z 10"."""
    count = int(round_to(exact(share) * 10, Decimal(1)))
    if count == 0:
        text = translate("in fewer than 1 of 20", language)
    elif count == 10:
        text = translate("in more than 19 of 20", language)
    else:
        text = translate_counted(
            "in {count} of 10", "in {count} of 10", count=count, language=language
        ).format(count=count)
    return unbreakable(text, language)


@dataclass(frozen=True)
class Finding:
    """A difference in crowns: middle value, 90 % interval, Monte Carlo error, share above zero."""

    centre: float
    low: float
    high: float
    error: float
    share_above: float


def difference(finding: Finding, payer: str, language: str, *, horizon: int, finer: int = 0) -> str:
    """Say how spending differs from keeping the services, or that the model cannot tell.

    `finer` adds digits, for a sentence that stands beside a table.
    """
    if finding.low < 0 < finding.high:
        return _spans_zero(finding, payer, language, finer=finer)
    scale, rounded = _rounded(finding, finer=finer)
    higher = finding.centre >= 0
    template = (
        "Compared with keeping the services, spending by {payer} over {years} is higher by "
        "{amount} (9 in 10 simulated futures: {bounds}; 2025 prices)."
        if higher
        else "Compared with keeping the services, spending by {payer} over {years} is lower by "
        "{amount} (9 in 10 simulated futures: {bounds}; 2025 prices)."
    )
    size = rounded if higher else _mirrored(rounded)
    digits = number(size.centre, language, decimals=size.decimals)
    limits = bounds(size, language)
    return unbreakable(
        translate(template, language).format(
            payer=payer_of(payer, language),
            years=years_long(horizon, language),
            amount=money_text(digits, scale, language),
            bounds=money_text(limits, scale, language) if language == "cs" else limits,
        ),
        language,
    )


def _spans_zero(finding: Finding, payer: str, language: str, *, finer: int) -> str:
    scale, rounded = _rounded(finding, finer=finer)
    saving, extra = (
        money_text(number(abs(end), language, decimals=rounded.decimals), scale, language)
        for end in (rounded.low, rounded.high)
    )
    template = (
        "For {payer} the model cannot tell: 9 in 10 futures lie between a saving of {saving} "
        "and extra spending of {extra}; spending rises {odds}."
    )
    return unbreakable(
        translate(template, language).format(
            payer=payer_of(payer, language),
            saving=saving,
            extra=extra,
            odds=in_ten(finding.share_above, language),
        ),
        language,
    )


NEARLY_ALWAYS = 0.95
"""Above it the years of the few others would only mislead."""


def break_even(years: Rounded | None, language: str, *, never: float, last_year: int) -> str:
    """Say from when on the sum of spending is higher, with the share in which it stays lower."""
    if years is None or never > NEARLY_ALWAYS:
        template = (
            "The sum of spending stays lower than with the services kept, to {last_year}, {odds} "
            "futures."
        )
        odds = in_ten(never, language)
        return unbreakable(
            translate(template, language).format(last_year=last_year, odds=odds), language
        )
    template = (
        "The sum of spending is higher than with the services kept from {year} on (9 in 10: "
        "{first} to {last}); {odds} it stays lower to {last_year}."
        if never <= 1 / 2
        else "The sum of spending stays lower than with the services kept, to {last_year}, {odds} "
        "futures; in the others it is higher from {year} on (9 in 10 of them: {first} to {last})."
    )
    return unbreakable(
        translate(template, language).format(
            year=int(years.centre),
            first=int(years.low),
            last=int(years.high),
            odds=in_ten(never, language),
            last_year=last_year,
        ),
        language,
    )


def share_of_budget(
    amount: float, budget: float, language: str, *, payer: str, year: int, people: float
) -> str:
    """Say an amount as a percent of its payer's budget in a year, and per inhabitant."""
    template = (
        "That is {share} of the own-source spending of {payer} in {year} ({budget}), "
        "or {head} per inhabitant a year."
    )
    return unbreakable(
        translate(template, language).format(
            share=budget_percent(amount / budget, language),
            payer=payer_of(payer, language),
            year=year,
            budget=money(budget, language, decimals=2),
            head=money(amount / people, language, scale="one"),
        ),
        language,
    )


def probability(event: str, share: float, language: str) -> str:
    """Say how likely an event is: digits, word and count of ten, and that the rest is not.

    `event` is a clause without its full stop, such as "Capacity is exceeded by 2030".
    """
    template = "{event} with probability {likelihood}, that is {odds} futures; in the others not."
    return unbreakable(
        translate(template, language).format(
            event=event, likelihood=likelihood(share, language), odds=in_ten(share, language)
        ),
        language,
    )


def small_counts(
    low: int, high: int, noun: str, *, share_any: float, horizon: int, language: str
) -> str:
    """Say a count below five as a range, without foreseeing single cases.

    `noun` is in the form that goes with the last number.
    """
    template = (
        "Over {years} {low} to {high} more {noun}; at least one {odds} futures. "
        "The model does not foresee single cases."
    )
    return unbreakable(
        translate(template, language).format(
            years=years_long(horizon, language),
            low=low,
            high=high,
            noun=noun,
            odds=in_ten(share_any, language),
        ),
        language,
    )


def not_a_forecast(language: str) -> str:
    """Say what a scenario is."""
    return unbreakable(translate("A scenario is not a forecast.", language), language)


def lowered(name: str) -> str:
    """Write a name inside a sentence: a small first letter, unless it is an abbreviation."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def years_long(count: int, language: str) -> str:
    """Write a number of years with the form of the noun that goes with it."""
    form = translate_counted("{count} year", "{count} years", count=count, language=language)
    return form.format(count=number(count, language)).replace(" ", NBSP)


def _rounded(finding: Finding, *, finer: int = 0) -> tuple[str, Rounded]:
    scale = scale_for(finding.centre, finding.low, finding.high)
    parts = (scaled(value, scale) for value in (finding.centre, finding.low, finding.high))
    centre, low, high = parts
    return scale, interval(centre, low, high, error=scaled(finding.error, scale), finer=finer)


def _mirrored(rounded: Rounded) -> Rounded:
    return Rounded(-rounded.centre, -rounded.high, -rounded.low, rounded.decimals)
