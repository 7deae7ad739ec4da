"""Where a document comes from: who asked, paid and wrote, why it was made, whose interest it is."""

from collections.abc import Iterator

from kpsim.document.assumptions import by_institution, institution_words, weakest
from kpsim.document.context import Context
from kpsim.document.parts import Block, Column, Heading, Paragraph, Row, Table
from kpsim.wording.numbers import date_text, money, number
from kpsim.wording.words import payer_name

ASKED = {
    "liberec": "The question was asked in 2022 by the group that plans social services for people "
    "at risk of addiction in the Liberec region (community planning; “the working group” of this "
    "document): it wanted a document on what would happen without the services and what that "
    "would cost. Providers of the services take part in it, so it has an interest in the answer."
}
"""Who asked first, by region, as the minutes say it; who commissioned a document says its file."""

_GROUP = "working group"
PROVIDERS = (
    "providers",
    "low-threshold services in the region",
    "outpatient counselling services in the region",
    "gambling counselling in the region",
    "aftercare services",
    "Advaita",
    "K-centrum Liberec",
    "Most k naději",
)
"""Who supplies inputs and runs the services, as the files of inputs name it."""


def statements(context: Context) -> dict[str, str | None]:
    """Return what the author states, by role; nothing where nothing is stated."""
    about = context.about
    return {
        context.say("Commissioned by"): about.commissioner,
        context.say("Document paid by"): about.payer,
        context.say("Authors"): ", ".join(about.authors) or None,
        context.say("Contact"): about.contact,
        context.say("Conflicts of interest"): about.conflicts_of_interest,
    }


def facts(context: Context) -> Iterator[tuple[str, str]]:
    """Say who asked, who paid and when, for page one; what is missing in one line."""
    given = statements(context)
    missing = [role for role, text in given.items() if text is None]
    if missing:
        yield context.say("Working version"), _missing(context, missing, of=len(given))
    yield from ((role, text) for role, text in given.items() if text is not None)
    if context.about.day:
        yield context.say("Date"), date_text(context.about.day, context.language)


def why(context: Context) -> Iterator[Block]:
    """Say why the document was made and whose interest it touches, from what is known."""
    title = context.say("Why this document was made and whose interest it touches")
    yield Heading(title, 1, "why")
    names = [context.title(name) for name in context.comparison.compared]
    yield Paragraph(
        context.say(
            "The document answers what would change for people and public budgets ({region}) "
            "under these variants: {names}. It was made so that whoever decides sees who would "
            "gain, who would lose and how sure that is. It gives no advice.",
            region=context.region,
            names="; ".join(context.say("“{name}”", name=name) for name in names),
        )
    )
    asked = ASKED.get(context.comparison.results.region)
    if asked:
        yield Paragraph(f"{context.say(asked)} {_supplies(context)}")
    yield Paragraph(_interests(context))
    given = {role: text for role, text in statements(context).items() if text}
    if given:
        yield Table(
            "who-asked",
            context.say("Who asked and who answers for it"),
            (Column(context.say("Role"), 1), Column(context.say("Statement"), 3)),
            tuple(Row((role, text)) for role, text in given.items()),
        )
    else:
        yield Paragraph(
            context.say(
                "Nobody has stated yet who commissioned, paid for and wrote the document or what "
                "interest they have in its result. Until that is filled in it is a working version."
            )
        )
    yield Paragraph(
        context.say(
            "The computation was made by the open program kpsim; its equations, inputs and sources "
            "can be read, changed and run again by anybody. Rules for evidence were fixed before "
            "results were seen."
        )
    )


def _supplies(context: Context) -> str:
    """Say how many of the missing inputs the group that asked, and the providers, can supply."""
    supplied, language = by_institution(context), context.language
    found = sorted(
        (each for each in PROVIDERS if each in supplied), key=lambda each: -len(supplied[each])
    )
    return context.say(
        "It can itself supply {own} of the {all} inputs of grade D, and those who provide services "
        "can supply {theirs} more (in [[data-requests]] and annex C under several names: {names}).",
        names="; ".join(institution_words(each, language) for each in found),
        own=number(len(supplied.get(_GROUP, ())), language),
        theirs=number(sum(len(supplied.get(each, ())) for each in PROVIDERS), language),
        all=number(len(weakest(context)), language),
    )


def _interests(context: Context) -> str:
    amounts: dict[str, float] = {}
    for line in context.comparison.world.funding.lines:
        amounts[line.funder] = amounts.get(line.funder, 0.0) + line.value
    funders = sorted(amounts, key=lambda each: -amounts[each])
    return context.say(
        "It touches people at risk of addiction, their children and relatives; providers, whose "
        "services cost {amount} a year; those who pay that ({funders}); and the payers of chapter "
        "5. Those who can supply the missing inputs (chapter 8) are among them and have an "
        "interest in the result.",
        amount=money(sum(amounts.values()), context.language, scale="million", decimals=1),
        funders=", ".join(payer_name(name, context.language) for name in funders),
    )


def _missing(context: Context, roles: list[str], *, of: int) -> str:
    if len(roles) == of:
        return context.say(
            "data on who commissioned, paid for and wrote it and on conflicts of interest are not "
            "filled in"
        )
    names = ", ".join(role[:1].lower() + role[1:] for role in roles)
    return context.say("not filled in: {names}", names=names)
