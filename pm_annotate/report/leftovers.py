"""What a killed run left: files that it did not finish."""

from __future__ import annotations

import re
import time
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from pm_annotate.report.files import PROBE
from pm_annotate.report.writer import ALL_SUFFIXES, RUN_FILES

_UNFINISHED = r"\.(.+)\.[0-9a-f]{12}\.tmp"  # as files.write_together names what it has not finished
_SURELY_DEAD = 3600  # seconds; other runs may be writing their summary into the same folder


def remove_unfinished(folder: Path, stems: Collection[str]) -> None:
    """Remove what a killed run left half-written of these samples, and of the run itself where that is old."""
    ours = {f"{stem}{suffix}" for stem in stems for suffix in ALL_SUFFIXES}
    for path in folder.glob(".*.tmp"):
        found = re.fullmatch(_UNFINISHED, path.name)
        with suppress(OSError):
            if found and (
                found[1] in ours or (found[1] in (*RUN_FILES, PROBE) and time.time() - path.stat().st_mtime > _SURELY_DEAD)
            ):
                path.unlink()
