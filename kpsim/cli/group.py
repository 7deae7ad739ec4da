"""The group `kpsim`: commands found when they are called, errors printed without a traceback."""

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NoReturn

import click

from kpsim import __version__
from kpsim.cli.console import make_streams_safe
from kpsim.cli.texts import Described, language_option, said
from kpsim.errors import KpsimError
from kpsim.language import DEFAULT_LANGUAGE, LANGUAGES, chosen_language, translate

USERS_FILES, USAGE, INTERRUPTED = 1, 2, 130
COMMANDS = (
    "run",
    "check",
    "explain",
    "params",
    "scenarios",
    "scenario",
    "report",
    "brief",
    "chart",
    "reproduce",
    "diff",
    "validate",
    "export",
    "budget",
    "payers",
    "sensitivity",
    "break-even",
    "discover",
    "why",
    "voi",
    "data",
    "cache",
)


class Verbs(Described, click.Group):
    """A group whose commands live in a module each, imported when one is asked for."""

    def list_commands(self, _: click.Context) -> list[str]:
        """Name the commands in the order of their use."""
        return list(COMMANDS)

    def get_command(self, _: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of a command."""
        if cmd_name not in COMMANDS:
            return None
        module = cmd_name.replace("-", "_")
        command = getattr(import_module(f"kpsim.cli.{module}"), module)
        assert isinstance(command, click.Command)
        return command

    def main(self, args: Sequence[str] | None = None, **extra: Any) -> NoReturn:  # type: ignore[override]
        """Run a command and end with the exit code that says how it went."""
        make_streams_safe()
        arguments = list(sys.argv[1:] if args is None else args)
        extra |= {"standalone_mode": False, "prog_name": "kpsim"}
        language = asked_language(arguments)
        try:
            if language not in LANGUAGES:
                language = DEFAULT_LANGUAGE
                chosen_language()
            # Inside, a wrong --lang is a usage error of its option.
            code = super().main(arguments, obj=language, **extra)
            sys.exit(code if isinstance(code, int) else 0)
        except (click.Abort, KeyboardInterrupt):
            click.echo(translate("Interrupted.", language), err=True)
            sys.exit(INTERRUPTED)
        except click.ClickException as error:
            show_usage(error, language)
            sys.exit(error.exit_code)
        except KpsimError as error:
            show_problems(error, language)
            sys.exit(USERS_FILES)


def asked_language(arguments: Sequence[str]) -> str:
    """Find the language before click does, so that help and errors speak it too."""
    for place, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if name == "--lang":
            value = value if equals else "".join(arguments[place + 1 : place + 2])
            if value in LANGUAGES:
                return value
    try:
        return chosen_language()
    except KpsimError:
        return ""


def show_problems(error: KpsimError, language: str) -> None:
    """Print every problem on a line of its own."""
    for problem in error.problems:
        click.echo(f"{translate('Error', language)}: {said(problem, language)}", err=True)


def show_usage(error: click.ClickException, language: str) -> None:
    """Print what is wrong with the request, and how to ask for help."""
    from kpsim.cli.usage import usage_problem

    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(error.message, err=True)
        return
    click.echo(f"{translate('Error', language)}: {usage_problem(error, language)}", err=True)
    context = getattr(error, "ctx", None)
    if context is not None:
        hint = translate("See: {command} --help", language)
        click.echo(hint.format(command=context.command_path), err=True)


@click.command(
    cls=Verbs,
    help="Compute what a cut of services for people at risk of addiction does to health care, "
    "justice, social support, children and guardianship in a region, and what it costs whom.",
    epilog="kpsim run all-services-stop",
)
@click.version_option(__version__, message="kpsim %(version)s", help="Show the version and exit.")
@language_option
def kpsim() -> None:
    """Hold the commands together."""
