"""Files of an earlier report that the new one does not have: ``--format json`` after a run that wrote tables too."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pm_annotate.report.files import writing_error
from pm_annotate.report.writer import SUFFIXES


def remove_leftovers(folder: Path, stem: str, written: Sequence[Path]) -> tuple[Path, ...]:
    """Remove a sample's report files that are not among those just ``written``; what was removed.

    Two reports of one sample, of different inputs, knowledge or options, must not stand side by side under one name. Raises
    UsageError or PmAnnotateError where a file cannot be removed.
    """
    names = {path.name for path in written}
    old = [folder / f"{stem}{suffix}" for suffixes in SUFFIXES.values() for suffix in suffixes]
    removed = tuple(path for path in old if path.name not in names and (path.is_file() or path.is_symlink()))
    for path in removed:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise writing_error(path, error) from error
    return removed
