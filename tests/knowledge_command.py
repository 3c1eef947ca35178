"""Running the listing commands in a process of their own, as a user does."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests.command_line import COMMAND


def listing_command(*arguments: str | Path, resources: Path | None = None) -> subprocess.CompletedProcess[str]:
    """`pm-annotate knowledge ...` or `pm-annotate tumor-types ...`, with the tables of ``resources`` where that is given."""
    environment = os.environ | ({"PM_ANNOTATE_RESOURCES": str(resources)} if resources else {})
    command = [str(COMMAND), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, env=environment)
