"""What an unexpected error means where a packaged table is not what ``SOURCES.md`` beside it lists."""

from __future__ import annotations

from pathlib import Path

from pm_annotate.errors import MENDING, KnowledgeError, PmAnnotateError
from pm_annotate.knowledge.packaged_sources import changed_files, packaged_checksums
from pm_annotate.resources import resources_folder


def by_damaged_tables(error: BaseException) -> KnowledgeError | None:
    """What an error that nobody foresaw comes from, where a table is damaged or gone; None where all are as they were."""
    try:
        folder = resources_folder()
        damaged = [str(folder / name) for name in changed_files(folder, packaged_checksums(folder / "SOURCES.md"))]
    except (PmAnnotateError, OSError, UnicodeDecodeError):
        return None
    name = error.filename if isinstance(error, FileNotFoundError) else None
    if isinstance(name, str) and folder in Path(name).parents:
        damaged.append(f"{name} (missing)")
    if not damaged:
        return None
    return KnowledgeError(
        f"{', '.join(damaged)}: not what SOURCES.md in {folder} lists; cut off or changed, and the run stumbled over that "
        f"({type(error).__name__}: {error}). {MENDING}"
    )
