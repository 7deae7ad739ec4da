"""Consoles of old Windows code pages show what they can and never fail."""

import io
import sys
from pathlib import Path

import pytest

from kpsim.cli import main
from kpsim.cli.console import make_streams_safe
from tests.cli.calling import process


@pytest.mark.parametrize("encoding", ["cp1250", "cp852"])
@pytest.mark.parametrize("request_", ["scenarios", "explain losing_contact", "--help", "run nope"])
def test_any_code_page_will_do(
    encoding: str, request_: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KPSIM_LANG", "cs")
    monkeypatch.setattr(sys, "argv", ["kpsim", *request_.split()])
    written = io.BytesIO()
    for name in ("stdout", "stderr"):
        stream = io.TextIOWrapper(written, encoding=encoding, write_through=True)
        monkeypatch.setattr(sys, name, stream)
    with pytest.raises(SystemExit) as ended:
        main()
    assert (ended.value.code or 0) == (1 if "nope" in request_ else 0)
    assert written.getvalue().decode(encoding)


def test_a_process_on_an_old_console_does_not_fail(tmp_path: Path) -> None:
    started = process("run", "nope", folder=tmp_path, PYTHONIOENCODING="cp852", KPSIM_LANG="cs")
    out, err = started.communicate(timeout=60)
    assert "Traceback" not in err.decode("cp852")
    assert started.returncode == 1
    assert (out + err).decode("cp852")


@pytest.mark.commands
def test_a_true_minus_becomes_a_hyphen_where_there_is_none(tmp_path: Path) -> None:
    started = process(
        "run",
        "ten-percent-cut",
        "--draws",
        "256",
        folder=tmp_path,
        PYTHONIOENCODING="cp852",
        KPSIM_LANG="cs",
    )
    out, err = started.communicate(timeout=300)
    assert started.returncode == 0, err.decode("cp852")
    text = out.decode("cp852")
    assert "?" not in text
    assert " -" in text


@pytest.mark.parametrize(("sign", "plain"), [("·", "-"), ("−", "-"), ("≈", "~"), ("…", "...")])
def test_a_sign_an_old_console_lacks_has_a_plain_form(sign: str, plain: str) -> None:
    make_streams_safe()
    assert sign.encode("cp852", "kpsim_plain") == plain.encode()
