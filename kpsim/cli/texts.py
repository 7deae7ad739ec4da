"""Help and messages in the language of the reader; English in the code is the source."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeGuard, TypeVar

import click
from click.core import ParameterSource

from kpsim.errors import Clause, Problem
from kpsim.language import LANGUAGES, translate

Function = TypeVar("Function", bound=Callable[..., Any])
_NEAR = re.compile(r"^; did you mean '(.*)'\?$", re.DOTALL)
_CZECH = str.maketrans({",": "\u00a0", ".": ",", "%": "\u00a0%"})


class Described(click.Command):
    """A command that says its help in the language: a sentence, an example, the options."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how the command is called."""
        pieces = [translate(piece, _language(ctx)) for piece in self.collect_usage_pieces(ctx)]
        prefix = translate("Usage", _language(ctx)) + ": "
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=prefix)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the sentence and the example (which stands in the epilog)."""
        language = _language(ctx)
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(translate(self.help or "", language))
            if self.epilog:
                formatter.write_paragraph()
                formatter.write_text(f"{translate('Example', language)}: {self.epilog}")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, and the commands of a group."""
        language = _language(ctx)
        rows = [
            (
                _spelling(option, language),
                translate(option.help or "", language).format(default=option.default),
            )
            for option in self.get_params(ctx)
            if isinstance(option, click.Option) and not option.hidden
        ]
        with formatter.section(translate("Options", language)):
            formatter.write_dl(rows)
        if isinstance(self, click.Group):
            with formatter.section(translate("Commands", language)):
                formatter.write_dl(
                    [
                        (name, first_sentence(translate(command.help or "", language)))
                        for name in self.list_commands(ctx)
                        if (command := self.get_command(ctx, name)) is not None
                    ]
                )

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write nothing: the example stands at the top."""


class DescribedGroup(Described, click.Group):
    """A command with commands of its own."""


def language_option(function: Function) -> Function:
    """Add --lang; it is read before click parses, so its value is not handed over."""
    return click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        metavar="cs|en",
        expose_value=False,
        help="Language of the output. Default: KPSIM_LANG, else Czech.",
    )(function)


def data_option(function: Function) -> Function:
    """Add --data: files of figures that services supplied."""
    return click.option(
        "--data",
        multiple=True,
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Figures that services supplied, as 'kpsim data import' writes them; they replace "
        "the model's. Can be given more than once.",
    )(function)


def asked_for(option: str) -> bool:
    """Tell whether an option of the command that runs was given, and not left to its default."""
    source = click.get_current_context().get_parameter_source(option)
    return source is not ParameterSource.DEFAULT


def out_option(function: Function) -> Function:
    """Add --out of the commands that write documents."""
    return click.option(
        "--out",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="Folder for the files. Default: the folder of the run, or documents/.",
    )(function)


def about_option(function: Function) -> Function:
    """Add --about: the small file on page one."""
    return click.option(
        "--about",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Who asked, paid and wrote. Default: document.toml here, if there is one.",
    )(function)


def run_options(function: Function) -> Function:
    """Add what the commands that take a run or scenarios share."""
    for option in (
        language_option,
        data_option,
        whole_number(
            "--seed", 1, "Start of all chance, where scenarios are run. Default: {default}."
        ),
        whole_number(
            "--draws", 2048, "Simulated futures, where scenarios are run. Default: {default}."
        ),
    ):
        function = option(function)
    return function


def whole_number(name: str, default: int, text: str) -> Callable[[Function], Function]:
    """Add an option that takes a whole number."""
    metavar = "YEARS" if name == "--horizon" else "N"
    return click.option(name, type=int, default=default, metavar=metavar, help=text)


def said(problem: Problem, language: str) -> str:
    """Say a problem in a language, its suggestion included."""
    return f"{problem.place}: {_filled(problem, language)}"


def _filled(sentence: Problem | Clause, language: str) -> str:
    values = {name: _spoken(value, language) for name, value in sentence.values.items()}
    return translate(sentence.text, language).format(**values)


def first_sentence(text: str) -> str:
    """Return a text up to its first full stop or semicolon.

    >>> first_sentence("List the parameters; filter them.")
    'List the parameters.'
    """
    return re.split(r"[.;:] |\.$", text, maxsplit=1)[0] + "."


@dataclass(frozen=True)
class _CzechNumber:
    """A number that is written as Czech writes it, where a sentence says with which digits."""

    value: float

    def __format__(self, digits: str) -> str:
        text = format(self.value, digits)
        return text.translate(_CZECH) if digits else text


def _spoken(value: object, language: str) -> object:
    if isinstance(value, Clause):
        return _filled(value, language)
    if language == "cs" and isinstance(value, int | float):
        return _CzechNumber(value)
    match = _NEAR.match(value) if isinstance(value, str) else None
    if match is None:
        return translate(value, language) if _is_clause(value) else value
    return translate("; did you mean '{name}'?", language).format(name=match[1])


def _is_clause(value: object) -> TypeGuard[str]:
    """Tell whether a slot holds a clause of ours, not something of the user's."""
    return isinstance(value, str) and value.startswith("; ")


def _spelling(option: click.Option, language: str) -> str:
    names = ", ".join(option.opts)
    return names if option.is_flag else f"{names} {translate(option.metavar or '', language)}"


def _language(ctx: click.Context) -> str:
    language = ctx.find_root().obj
    return language if isinstance(language, str) else LANGUAGES[0]
