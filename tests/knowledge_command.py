"""Running the listing commands in a process of their own, as a user does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_PROGRAM = """
import sys
from pm_annotate.cli import main
from pm_annotate.cli.knowledge import knowledge
from pm_annotate.cli.tumor_types import tumor_types

main.commands.add_command(knowledge)
main.commands.add_command(tumor_types)
main.main(sys.argv[1:])
"""


def listing_command(*arguments: str | Path, resources: Path | None = None) -> subprocess.CompletedProcess[str]:
    """`pm-annotate knowledge ...` or `pm-annotate tumor-types ...`, with the tables of ``resources`` where that is given."""
    environment = os.environ | ({"PM_ANNOTATE_RESOURCES": str(resources)} if resources else {})
    command = [sys.executable, "-c", _PROGRAM, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, env=environment)
