"""`kpsim scenarios`: what is shipped."""

import click

from kpsim.cli.texts import Described, language_option


@click.command(
    "scenarios",
    cls=Described,
    help="List the shipped scenarios: name, title, first change.",
    epilog="kpsim scenarios",
)
@language_option
@click.pass_obj
def scenarios(language: str) -> None:
    """List them."""
    from kpsim.cli.console import output
    from kpsim.inputs.scenarios import load_scenario, shipped_scenarios
    from kpsim.report.cells import Column, table

    made = table(
        (
            Column("Name", right=False, width=36),
            Column("First change", width=13),
            Column("Title", right=False, width=45),
        ),
        language,
    )
    for name in shipped_scenarios():
        scenario = load_scenario(name)
        title = scenario.title.cs if language == "cs" else scenario.title.en
        made.add_row(name, str(scenario.first_year or "–"), title)
    output().print(made)
