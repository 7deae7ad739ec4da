"""What the site needs beyond the pages of this folder: files of the project they link to."""

import posixpath
import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parent.parent
TAKEN = ("CONTRIBUTING.md", "CHANGELOG.md")
"""Files of the project that become pages."""
LINK = re.compile(
    r"\[(?P<text>[^\]]+)\]\((?P<target>(?!https?:|#|mailto:)[^)\s#]+)(?P<at>#[^)]*)?\)"
)


def on_files(files: Files, config: Any) -> Files:
    """Add pages that lie outside the folder; leave decisions out of the warning about the menu."""
    for name in TAKEN:
        text = (ROOT / name).read_text(encoding="utf-8")
        files.append(File.generated(config, name, content=text))
    for file in files.documentation_pages():
        if file.src_uri.startswith("decisions/0"):
            # Reached from their list.
            file.inclusion = file.inclusion.NOT_IN_NAV
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Let links out of the folder lead to the added pages; other files keep their name only."""
    here = posixpath.dirname(page.file.src_uri)
    top = page.file.src_uri in TAKEN

    def led(found: re.Match[str]) -> str:
        base = "" if top else posixpath.join("docs", here)
        there = posixpath.normpath(posixpath.join(base, found["target"]))
        if there in TAKEN:
            inside = there
        elif there.startswith("docs/"):
            inside = there.removeprefix("docs/")
        elif (ROOT / there).exists():
            return found["text"]
        else:
            return found[0]
        if inside in ("decisions", "decisions/"):
            inside = "decisions/README.md"
        return f"[{found['text']}]({posixpath.relpath(inside, here or '.')}{found['at'] or ''})"

    return LINK.sub(led, markdown)
