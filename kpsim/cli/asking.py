"""What the commands that ask "why" and "what if" share: scenarios, outcomes, progress, printing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import update_wrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kpsim.cli.big_runs import Way, spread
from kpsim.cli.texts import data_option, language_option, whole_number

if TYPE_CHECKING:
    from rich.console import RenderableType

    from kpsim.report.question import Question
    from kpsim.sensitivity.parts import Progress

    Work = Callable[[Question, Progress], Iterable[RenderableType | dict[str, Any]]]

HERE = Way()
"""On this machine."""


@dataclass(frozen=True)
class Ask:
    """A request as it stands on the command line; called with the work, it prints the answer."""

    scenarios: tuple[str, ...]
    outcomes: tuple[str, ...]
    language: str
    draws: int
    seed: int
    horizon: int
    region: str
    data: tuple[Path, ...]

    def __call__(
        self,
        work: "Work",
        *,
        together: bool = False,
        way: Way = HERE,
        as_json: bool = False,
    ) -> None:
        """Check the request, do the work with progress shown, print what it says.

        Each scenario is asked about by itself unless the question is about all `together`. With
        `as_json` the work gives a record for each, and they are printed as one list.
        """
        from kpsim.cli.console import output, tell_rounding
        from kpsim.cli.long_work import Stop, interruptible
        from kpsim.cli.progress import progress
        from kpsim.report.cells import show, wrapped
        from kpsim.report.question import question
        from kpsim.report.run_folder import json_bytes
        from kpsim.report.supplied_text import supplied_parts
        from kpsim.study import Settings

        console = output()
        settings = Settings(seed=self.seed, draws=self.draws, horizon=self.horizon)

        def body(stop: Stop) -> list[Any]:
            asked = question(
                self.scenarios,
                self.outcomes,
                settings,
                region=self.region,
                language=self.language,
                data=self.data,
            )
            tell_rounding(self.draws, self.language)
            with (
                spread(way) as compute,
                progress(stop, self.language) as told,
            ):
                parts: list[Any] = []
                if not as_json:
                    parts += supplied_parts(asked.world.supplied, self.language)
                asked = replace(asked, compute=compute)
                for each in [asked] if together else asked.apart():
                    parts += ["", each.title] if each.one_of_several and not as_json else []
                    parts += work(each, told)
                    each.answered()
            return parts

        parts = interruptible(body, self.language)
        if as_json:
            click.echo(json_bytes(parts).decode("utf-8"), nl=False)
            return
        show(console, wrapped(parts, console.width))


def asking(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command its scenarios and common options; it is handed an `ask`."""

    @click.argument("scenarios", nargs=-1, required=True, metavar="SCENARIO...")
    @click.option(
        "--outcome",
        "outcomes",
        multiple=True,
        metavar="NAME[@YEAR]",
        help="What it is about; can be given more than once. Default: net_public_cost.",
    )
    @whole_number(
        "--draws", 2048, "Simulated futures, taken in whole blocks of 256. Default: {default}."
    )
    @whole_number(
        "--seed",
        1,
        "Start of all chance; the same number gives the same results. Default: {default}.",
    )
    @whole_number("--horizon", 10, "Years counted from the first change. Default: {default}.")
    @click.option("--region", default="liberec", metavar="NAME", help="Region. Default: liberec.")
    @data_option
    @language_option
    @click.pass_obj
    def command(
        language: str,
        /,
        *,
        scenarios: tuple[str, ...],
        outcomes: tuple[str, ...],
        draws: int,
        seed: int,
        horizon: int,
        region: str,
        data: tuple[Path, ...],
        **own: Any,
    ) -> None:
        ask = Ask(scenarios, outcomes, language, draws, seed, horizon, region, data)
        function(ask, **own)

    return update_wrapper(command, function)
