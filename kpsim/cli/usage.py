"""What click finds wrong with a request, said in the reader's language."""

import re

import click

from kpsim.errors import suggestion
from kpsim.language import translate

# What click says, and our sentence with the same slots.
_SENTENCES = (
    (r"No such option: '?(?P<name>--?[^\s']+)'?", "unknown option '{name}'{near}"),
    (r"No such option '?(?P<name>--?[^\s']+?)'?\.", "unknown option '{name}'{near}"),
    (r"No such command '(?P<name>[^']+)'", "unknown command '{name}'{near}"),
    (r"Option '(?P<name>[^']+)' requires an argument", "the option {name} needs a value"),
    (r"Got unexpected extra arguments? \((?P<name>.+)\)", "too many arguments: {name}"),
    (r"'?(?P<name>[^']*)'? is not a valid integer", "'{name}' is not a whole number"),
    (r"'?(?P<name>[^']*)'? is not one of (?P<known>.+)\.", "'{name}' is not one of {known}"),
    (r"Missing command", "a command is missing"),
)


def usage_problem(error: click.ClickException, language: str) -> str:
    """Say what is wrong with a request."""
    if isinstance(error, click.MissingParameter):
        name = error.param.make_metavar(error.ctx) if error.param and error.ctx else ""
        if isinstance(error.param, click.Option):
            name = error.param.opts[0]
        return translate("{name} is missing", language).format(name=translate(name, language))
    where = ""
    if isinstance(error, click.BadParameter) and error.param is not None:
        where = f"{(error.param.opts or [''])[0]}: "
    text = error.message
    for pattern, sentence in _SENTENCES:
        match = re.match(pattern, text)
        if match:
            values = match.groupdict()
            near = _near(error, values.get("name", ""), language)
            return where + translate(sentence, language).format(**{**values, "near": near})
    return where + error.format_message()


def _near(error: click.ClickException, name: str, language: str) -> str:
    context = getattr(error, "ctx", None)
    if context is None:
        return ""
    command = context.command
    known = [option for param in command.get_params(context) for option in param.opts]
    if isinstance(command, click.Group):
        known += command.list_commands(context)
    if not suggestion(name, known):
        return ""
    nearest = suggestion(name, known).split("'")[1]
    return translate("; did you mean '{name}'?", language).format(name=nearest)
