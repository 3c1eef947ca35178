"""The README says what is true: its demo output, its links, its flags."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.command_line import pm_annotate

REPOSITORY = Path(__file__).resolve().parent.parent


def test_the_readme_shows_what_the_demo_prints() -> None:
    check = [sys.executable, str(REPOSITORY / "tools" / "readme_demo.py"), "--check"]
    result = subprocess.run(check, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


def test_links_of_the_docs_lead_somewhere() -> None:
    for page in (REPOSITORY / "README.md", *(REPOSITORY / "docs").glob("*.md")):
        for target in re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_flags_that_the_readme_uses_exist() -> None:
    text = (REPOSITORY / "README.md").read_text()
    for command in re.findall(r"pm-annotate (\w+[\w -]*?) .*--", text):
        words = command.split()
        known = pm_annotate(words[0], "--help").stdout
        for line in re.findall(rf"pm-annotate {words[0]} (.*)", text):
            for flag in re.findall(r"(?<!\S)--[a-z][a-z-]+", line):
                assert flag in known, f"{words[0]} {flag}"
