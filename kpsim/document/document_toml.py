"""Who asked for a document, who paid and who wrote it: a small file of the author's."""

import datetime
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel

from kpsim.errors import RunError, problem
from kpsim.inputs.files import read_toml, validated
from kpsim.inputs.records import STRICT, Words

NAME = "document.toml"


class _File(BaseModel):
    """The file as it is written."""

    model_config = STRICT
    title: Words | None = None
    question: Words | None = None
    commissioner: Words | None = None
    payer: Words | None = None
    authors: list[Words] = []
    contact: Words | None = None
    conflicts_of_interest: Words | None = None
    date: datetime.date | None = None


@dataclass(frozen=True)
class About:
    """What page one says of a document's origin; nothing is invented where it is not given."""

    title: str | None = None
    question: str | None = None
    commissioner: str | None = None
    payer: str | None = None
    authors: tuple[str, ...] = ()
    contact: str | None = None
    conflicts_of_interest: str | None = None
    day: datetime.date | None = None


def read_about(path: Path | None) -> About:
    """Read the named file, or document.toml of the folder the reader is in, or nothing."""
    if path is None:
        here = Path(NAME)
        if not here.is_file():
            return About()
        path = here
    table = read_toml(path, RunError)
    found, problems = validated(_File, table, place=path.name)
    if found is None:
        raise RunError(problems)
    if not found.model_fields_set:
        raise RunError(problem(path.name, "is empty; see docs/how-to/write-the-document.md"))
    return About(
        found.title,
        found.question,
        found.commissioner,
        found.payer,
        tuple(found.authors),
        found.contact,
        found.conflicts_of_interest,
        found.date,
    )
