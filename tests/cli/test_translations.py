"""Every text of the command line and of its reports has a Czech form."""

import ast
from pathlib import Path

from kpsim.language import catalogue

KPSIM = Path(__file__).resolve().parents[2] / "kpsim"
FOLDERS = ("cli", "report", "charts", "document")
CALLS = ("translate", "say", "heading", "Column", "translate_counted")
SAME = {"N", "N%", "cs|en", "PAWN", "delta", "compiled|numpy|loop"}
"""Texts that are the same in both languages and need no entry."""


def texts() -> set[str]:
    return {
        text
        for folder in FOLDERS
        for path in (KPSIM / folder).glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        for text in said_in(node)
    }


def said_in(node: ast.Call) -> list[str]:
    name = getattr(node.func, "id", getattr(node.func, "attr", ""))
    found: list[ast.expr] = []
    if name in CALLS and node.args:
        first = node.args[0]
        found += [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
    if name == "whole_number":
        found.append(node.args[2])
    found += [word.value for word in node.keywords if word.arg in ("help", "metavar")]
    return [
        each.value
        for each in found
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    ]


def test_every_text_is_in_the_czech_catalogue() -> None:
    known = {text for _, text in catalogue("cs")}
    assert sorted(texts() - known - SAME) == []
