"""Broken and bent copies of valid files: the same seed gives the same copies."""

import random
import re
from collections.abc import Callable

VALUE = re.compile(r"(?<== )(?:\"[^\"\n]*\"|-?[\d_.]+(?:e-?\d+)?|true|false|\d{4}-\d\d-\d\d)")
NUMBER = re.compile(r"(?<![\w\"-])-?\d[\d_]*(?:\.\d+)?(?:e-?\d+)?(?![\w-])")
DATE = re.compile(r"\b\d{4}-\d\d-\d\d\b")
TEXT = re.compile(r"\"[^\"\n]*\"")
KEY = re.compile(r"^\s*([\w-]+) =", re.MULTILINE)
NUMBERS = (
    *("0", "-1", "1", "0.0", "-0.0", "1e308", "-1e308", "1e-308", "5e-324", "inf", "-inf", "nan"),
    *("1e18", "99999999999999999999", "0.999999", "2147483648", "0x10", "1_000", "3.5"),
)
OTHER_VALUES = (
    *("true", "false", '""', '" "', "[]", "{}", "[[]]", "[1, 2]", '["a", "a"]', "2026-02-30"),
    *("{ cs = 1 }", '{ cs = "a", en = "b" }', "12:30:00", "2026-11-21T10:00:00Z", '"\\u0000"'),
    *('"../../etc/passwd"', '"all"', '"' + "x" * 10_000 + '"', '"ěščřžýáíé"', '"\\U0001F600"'),
    *("[" * 300 + "]" * 300, "9" * 400, '"nan"', "'''\n'''", '"{name}"', '"%s"', '"a.b"'),
)
DATES = ("2025-12-01", "2026-01-01", "2040-12-01", "2041-01-01", "0001-01-01", "9999-12-31")
BYTES = (b"\xff", b"\x00", b"\xc3", b"\xef\xbb\xbf", b"\r", b'"', b"[", b"]", b"=", b"\n", b"\\")

Mutation = Callable[[str, random.Random], str]


def mutant(raw: bytes, seed: str) -> bytes:
    """Return a copy with one to three things changed; never the file itself."""
    chance = random.Random(seed)
    while True:
        text = raw.decode("utf-8")
        for _ in range(chance.choice((1, 1, 1, 2, 3))):
            text = chance.choice(MUTATIONS)(text, chance)
        found = text.encode("utf-8")
        if chance.random() < 0.08:
            found = with_bytes(found, chance)
        if found != raw:
            return found


def with_bytes(raw: bytes, chance: random.Random) -> bytes:
    """Put a byte of trouble somewhere, or over something."""
    place = chance.randrange(len(raw) + 1)
    return raw[:place] + chance.choice(BYTES) + raw[place + chance.randrange(2) :]


def replaced(pattern: re.Pattern[str], text: str, chance: random.Random, *, new: str) -> str:
    """Replace one place that fits the pattern."""
    places = list(pattern.finditer(text))
    if not places:
        return text
    place = chance.choice(places)
    return text[: place.start()] + new + text[place.end() :]


def other_number(text: str, chance: random.Random) -> str:
    return replaced(NUMBER, text, chance, new=chance.choice(NUMBERS))


def scaled_number(text: str, chance: random.Random) -> str:
    places = list(NUMBER.finditer(text))
    if not places:
        return text
    place = chance.choice(places)
    factor = chance.choice((0.5, 0.9, 1.1, 2, 10, 1000, -1, 1e-3))
    new = f"{float(place.group().replace('_', '')) * factor:.6g}"
    return text[: place.start()] + new + text[place.end() :]


def other_value(text: str, chance: random.Random) -> str:
    return replaced(VALUE, text, chance, new=chance.choice(OTHER_VALUES))


def other_date(text: str, chance: random.Random) -> str:
    return replaced(DATE, text, chance, new=chance.choice(DATES))


def value_from_elsewhere(text: str, chance: random.Random) -> str:
    values = VALUE.findall(text) or ["1"]
    return replaced(VALUE, text, chance, new=chance.choice(values))


def text_misspelt(text: str, chance: random.Random) -> str:
    words = TEXT.findall(text) or ['"a"']
    word = chance.choice(words)
    place = chance.randrange(len(word))
    return text.replace(word, word[:place] + word[place + 1 :], 1)


def key_misspelt(text: str, chance: random.Random) -> str:
    keys = KEY.findall(text) or ["a"]
    key = chance.choice(keys)
    other = chance.choice((key[:-1], key + "s", key.upper(), chance.choice(keys), '""'))
    return replaced(re.compile(rf"\b{re.escape(key)}(?= =)"), text, chance, new=other or "x")


def header_changed(text: str, chance: random.Random) -> str:
    header = re.compile(r"^\[+[^\]\n]*\]+$", re.MULTILINE)
    names = header.findall(text) or ["[a]"]
    name = chance.choice(names)
    other = chance.choice((f"[{name}]", name[1:-1], name.replace("]", "x]"), "[a.b.c]", "[]"))
    return replaced(header, text, chance, new=chance.choice((other, chance.choice(names))))


def line_removed(text: str, chance: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    if lines:
        del lines[chance.randrange(len(lines))]
    return "".join(lines)


def line_twice(text: str, chance: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    if lines:
        lines.insert(chance.randrange(len(lines)), chance.choice(lines))
    return "".join(lines)


def lines_swapped(text: str, chance: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    if len(lines) > 1:
        one, other = chance.sample(range(len(lines)), 2)
        lines[one], lines[other] = lines[other], lines[one]
    return "".join(lines)


def block_removed(text: str, chance: random.Random) -> str:
    blocks = text.split("\n\n")
    del blocks[chance.randrange(len(blocks))]
    return "\n\n".join(blocks)


def cut_short(text: str, chance: random.Random) -> str:
    return text[: chance.randrange(len(text) + 1)]


def emptied(text: str, chance: random.Random) -> str:
    return chance.choice(("", "\n", "# nothing\n", "a = 1\n", "[a]\n", "[[change]]\n", "﻿"))


def key_added(text: str, chance: random.Random) -> str:
    place = chance.choice([found.end() for found in re.finditer(r"\n", text)] or [0])
    new = f"{chance.choice(KEY.findall(text) or ['a'])} = {chance.choice(OTHER_VALUES)}\n"
    return text[:place] + new + text[place:]


MUTATIONS: tuple[Mutation, ...] = (
    *(other_number, other_number, scaled_number, scaled_number, scaled_number),
    *(other_value, other_value, other_date, value_from_elsewhere, value_from_elsewhere),
    *(text_misspelt, text_misspelt, key_misspelt, header_changed),
    *(line_removed, line_removed, line_twice, lines_swapped, block_removed),
    *(cut_short, emptied, key_added),
)
