"""Annexes: method, inputs and sources, assumptions, objections and answers, glossary."""

from collections.abc import Iterator

from kpsim.document.assumptions import assumptions_table
from kpsim.document.certainty import sourced_and_checked
from kpsim.document.context import Context
from kpsim.document.origin import ASKED
from kpsim.document.parts import Block, Bullets, Column, Heading, Paragraph, Row, Table
from kpsim.document.source_list import source_texts
from kpsim.inputs.draws import BLOCK
from kpsim.inputs.used_range import used_range
from kpsim.report.supplied_text import cells
from kpsim.report.terminal import unpriced
from kpsim.wording.numbers import number, percent
from kpsim.wording.units import column_name

SURELY = 0.95

METHOD = (
    "The model follows people month by month from {first} to {last}: without contact, in contact "
    "with a service, in treatment, abstinent, in prison; children, wards and infections beside "
    "them. Money pays staff, staff serve clients, and what clients lose shows later elsewhere. "
    "Money is summed over fewer years, those chapter 2 gives for each variant.",
    "Uncertain inputs are drawn from their distributions, but for those recorded as a single value "
    "(where annex C lists them, with a dash); in one simulated future all scenarios "
    "have the same inputs, so that a difference is not chance. The range of weak evidence is "
    "widened first, and effects of studies without a control group are shrunk before they are "
    "used. {weak}",
    "Costs are marginal: what one case more really costs; only the full view counts each case at "
    "its average cost. Prices are those of 2025. Each crown "
    "has one payer, and the payers sum to the total in every future.",
    "Ranges leave out the lowest and the highest twentieth of the futures. The last digit printed "
    "is the last the range and the number of futures can bear. Probabilities are said by a fixed "
    "scale: about as likely as not is 33 to 66%, likely 66 to 90%, very likely 90 to 95%, "
    "extremely likely over 95%; for what is unlikely the scale is mirrored.",
)
OBJECTIONS = (
    (
        "The effects are wishful.",
        "The floor view leaves out every effect of grade C or D; it stands beside the central view "
        "in the summary and in chapter 5. Care not given counts in it too; chapter 5 shows the "
        "result without that as well.",
    ),
    (
        "A prison day costs more than you count.",
        "On average it does. One prisoner more does not cost the average and one fewer does not "
        "save it; the full view shows the result at average prices.",
    ),
    (
        "People would find help elsewhere.",
        "Some would, and the model allows for it. If the region opens something in return, it is "
        "another decision and can be computed as a scenario.",
    ),
    (
        "Money is saved, so the services are not worth it.",
        "The computation says what public budgets would save and bear. It weighs neither the loads "
        "without a price (chapter 7) nor what the services are for. No sum decides that.",
    ),
    (
        "Most inputs are assumptions.",
        "They are. Annex C lists them but for zeros and choices of the computation, with their "
        "ranges and with who can know them; the doubt about them stands in the ranges of the "
        "document and widens them, but for inputs with a single value, which are not drawn (in "
        "annex C with a dash).",
    ),
    (
        "Is the region allowed to do that by law?",
        "The model does not answer that. Chapter 2 names the acts and what lawyers are to be "
        "asked.",
    ),
    (
        "A forecast for ten years cannot be right.",
        "It is none. The document compares two futures of the same region with the same unknowns.",
    ),
)
GLOSSARY = (
    ("scenario", "what would happen if a certain variant came about"),
    ("keeping the services", "the reference, with which every scenario is compared"),
    ("simulated future", "one computation with one possible set of the unknown values"),
    ("range of 9 in 10 futures", "without the lowest and the highest twentieth of the futures"),
    ("percentile", "the 5th: the value under which 5 in 100 futures lie"),
    ("percentage point", "the difference of two percentages: from 10 to 12% it is 2 points"),
    ("median", "the result with half of the futures above it"),
    ("marginal costs", "what one case more really costs, without what is paid anyway"),
    ("grade of evidence", "how good a source is for this use, A to D; not a probability"),
    (
        "floor, central and full view",
        "the harm that only strong evidence shows; what the inputs expect; the same with each case "
        "at its average cost",
    ),
    ("low-threshold contact", "people a contact centre or outreach knows and meets"),
    ("payer", "the budget that bears a cost"),
    (
        "public budgets",
        "those of the state, the region, municipalities and health insurers together",
    ),
    ("care not given", "money not spent because people were not treated; no benefit"),
    ("prices of 2025", "amounts without inflation, as if prices stood still"),
    ("discounted", "later crowns count less, by the same percentage each year"),
    (
        "recorded drug users",
        "people dependent on illegal drugs whom a service, the police or a doctor knows",
    ),
    (
        "official estimate of drug users",
        "how many users offices would estimate if the recorded were the same share of all as at "
        "the start",
    ),
    ("hidden drug scene", "people still use drugs, but no service or office knows of them"),
    ("contact centre (K-centrum)", "low-threshold help to people who use drugs, clean syringes"),
    ("opioid substitution", "a prescribed medicine in place of a street opioid"),
    ("pervitin", "methamphetamine, by its Czech name"),
    ("MPSV", "the Ministry of Labour and Social Affairs"),
    ("OSPOD", "the office of a municipality that protects children"),
    ("ZDVOP", "facility for children who need immediate help, a stay of months at most"),
    ("QALY", "a year of life in full health; counted beside crowns, never among them"),
)

IN_CZECH_ONLY = ("OSPOD",)
"""Words that only the Czech names of inputs and payments have."""


def annexes(context: Context) -> Iterator[Block]:
    """Write the annexes A to E."""
    yield Heading(context.say("Annexes"), 1, "annexes")
    yield Heading(context.say("Method"), 2, "method", numbered="A")
    years = context.comparison.results.years
    weak = weak_effects_words(context)
    for text in METHOD:
        yield Paragraph(context.say(text, first=years[0], last=years[-1], weak=weak))
    if any(context.drivers.values()):
        yield Paragraph(
            context.say(
                "Schemes of paths and what would turn the conclusion are computed from {block} "
                "futures.",
                block=BLOCK,
            )
        )
    yield from run_facts(context)
    yield Heading(context.say("Sources"), 2, "sources", numbered="B")
    yield Bullets(tuple(source_texts(context)), small=True)
    yield Heading(context.say("Assumptions"), 2, "assumptions", numbered="C")
    yield assumptions_table(context)
    yield Heading(context.say("Objections and answers"), 2, "objections", numbered="D")
    yield Table(
        "list-of-objections",
        context.say("Objections that can be expected"),
        (Column(context.say("Objection"), 1), Column(context.say("Answer"), 2.5)),
        tuple(_objections(context)),
    )
    yield Heading(context.say("Glossary"), 2, "glossary", numbered="E")
    yield Table(
        "words-used",
        context.say("Words used"),
        (Column(context.say("Word"), 1), Column(context.say("Meaning"), 2.5)),
        tuple(
            Row((context.say(word), context.say(text)))
            for word, text in GLOSSARY
            if context.language == "cs" or word not in IN_CZECH_ONLY
        ),
    )


def weak_effects_words(context: Context) -> str:
    """Say that weak effects leave room for none or the contrary, and name those that do not."""
    parameters = context.comparison.world.parameters
    drawn = {
        name: (record.null, ends)
        for name, record in parameters.columns.items()
        if record.null is not None and parameters.grades.is_weak(record)
        if (ends := used_range(parameters, name)) is not None
    }
    closed = [name for name, (null, ends) in drawn.items() if not ends[0] <= null <= ends[1]]
    if not closed:
        return context.say("Every weak effect leaves room for none or the contrary.")
    names = dict.fromkeys(
        column_name(parameters, name.partition(".")[0], context.language) for name in closed
    )
    return context.say(
        "Effects of grades C and D leave room for none or the contrary, but for these: {names}; "
        "besides, nobody offends while living in the therapeutic community.",
        names="; ".join(context.say("“{name}”", name=name) for name in names),
    )


def _objections(context: Context) -> Iterator[Row]:
    yield Row((context.say("The answer was ordered."), ordered_words(context)))
    yield Row((context.say("Nobody has verified the sources."), comparison_words(context)))
    yield from (Row((context.say(one), context.say(other))) for one, other in OBJECTIONS)


def comparison_words(context: Context) -> str:
    """Answer how many inputs were compared with their source documents, from the counts."""
    sourced, checked = sourced_and_checked(context)
    if checked == sourced:
        return context.say("Each input with a source was compared with the document itself.")
    done = (
        "Partly: of the {sourced} inputs with a source {checked} were compared with the document "
        "itself. For the others an error of copying is possible and in no range (chapter 6). The "
        "list of sources gives the addresses, so that anybody can compare."
        if checked
        else "That is so: of the {sourced} inputs with a source none has been compared with the "
        "document itself yet, and an error of copying is in no range (chapter 6). The list of "
        "sources gives the addresses, so that anybody can compare."
    )
    return context.say(done, sourced=number(sourced, context.language), checked=checked)


def ordered_words(context: Context) -> str:
    """Answer who might have ordered the result, with what this document found against them."""
    texts = [
        context.say(
            "Who ordered this document and who wrote it, and with what interest, is for chapter 1 "
            "to say; until it does, this is a working version. Rules for grades and shrinkage were "
            "fixed in a file before results were seen, and studies that found nothing are in the "
            "numbers."
        )
    ]
    nets = [context.found(name).money["central"].net for name in context.comparison.compared]
    if context.comparison.results.region in ASKED and all(each.p95 < 0 for each in nets):
        texts.append(
            context.say(
                "In money the result goes against the interest of the providers of services, who "
                "sit in the working group that asked: in the central view public budgets spend "
                "less with every variant."
            )
        )
        texts += _for_providers(context)
    return " ".join(texts)


def _for_providers(context: Context) -> Iterator[str]:
    """Say what speaks for the providers of services: loads without a price, published figures."""
    every = context.comparison
    loads = (each for name in every.compared for each in unpriced(every, context.found(name)))
    if any(each.worse is not None and each.worse > SURELY for each in loads):
        yield context.say(
            "What happens to people speaks for them: some loads grow worse in more than 95% of "
            "futures."
        )
    above = [each for each in context.predictions if each.modelled.median > each.published.high]
    below = [each for each in context.predictions if each.modelled.median < each.published.low]
    if above and not below:
        yield context.say(
            "So does the way the model differs from published figures: where it lies beyond them, "
            "it lies above (chapter 6)."
        )


def run_facts(context: Context) -> Iterator[Block]:
    """Say what the run was made of, so that it can be repeated."""
    record, settings = context.identity.record, context.comparison.settings
    facts = (
        ("run", context.identity.run),
        ("program", f"kpsim {record['version']}"),
        ("scenario files", ", ".join(record["scenarios"])),
        ("simulated futures", number(settings.draws, context.language)),
        ("start of the random numbers", str(settings.seed)),
        ("years counted", str(settings.horizon)),
        ("discount rate", percent(settings.discount_rate, context.language)),
    )
    yield Paragraph(context.say("With these settings anybody can repeat the computation."))
    yield Table(
        "run",
        context.say("What this document was computed from"),
        (Column(context.say("Item"), 1), Column(context.say("Value"), 3)),
        tuple(Row((context.say(name), value)) for name, value in facts),
        context.say("“kpsim reproduce” with this document computes it again and compares."),
    )
    for text in context.changed:
        yield Paragraph(text, "note")
    yield from supplied(context)


def supplied(context: Context) -> Iterator[Block]:
    """List the numbers that services supplied for this document, if there are any."""
    found = context.comparison.world.supplied
    if not found.files:
        return
    yield Table(
        "supplied",
        context.say("Figures supplied by services, which replace those of the model"),
        (
            Column(context.say("Parameter"), 2),
            Column(context.say("Before"), 1.3, numeric=True),
            Column(context.say("Now"), 1.3, numeric=True),
            Column(context.say("Grade"), 0.6),
            Column(context.say("Unit"), 1),
        ),
        tuple(Row(cells(each, context.language)) for each in found.changes),
        context.say("File: {files}.", files=", ".join(path.name for path in found.files)),
    )
