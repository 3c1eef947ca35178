"""What earlier runs left: files of a report that the new one does not have, and files that a killed run did not finish."""

from __future__ import annotations

import re
import time
from collections.abc import Collection, Sequence
from contextlib import suppress
from pathlib import Path

from pm_annotate.report.files import writing_error
from pm_annotate.report.writer import ALL_SUFFIXES, RUN_FILES

_UNFINISHED = r"\.(.+)\.[0-9a-f]{12}\.tmp"  # as files.write_together names what it has not finished
_SURELY_DEAD = 3600  # seconds; other runs may be writing their summary into the same folder


def remove_leftovers(folder: Path, stem: str, written: Sequence[Path]) -> tuple[Path, ...]:
    """Remove a sample's report files that are not among those just ``written``; what was removed.

    Two reports of one sample, of different inputs, knowledge or options, must not stand side by side under one name. Raises
    UsageError or PmAnnotateError where a file cannot be removed.
    """
    names = {path.name for path in written}
    old = [folder / f"{stem}{suffix}" for suffix in ALL_SUFFIXES]
    removed = tuple(path for path in old if path.name not in names and (path.is_file() or path.is_symlink()))
    for path in removed:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise writing_error(path, error) from error
    return removed


def remove_unfinished(folder: Path, stems: Collection[str]) -> None:
    """Remove what a killed run left half-written of these samples, and of summary.tsv and run.json where that is old."""
    ours = {f"{stem}{suffix}" for stem in stems for suffix in ALL_SUFFIXES}
    for path in folder.glob(".*.tmp"):
        found = re.fullmatch(_UNFINISHED, path.name)
        with suppress(OSError):
            if found and (found[1] in ours or (found[1] in RUN_FILES and time.time() - path.stat().st_mtime > _SURELY_DEAD)):
                path.unlink()
