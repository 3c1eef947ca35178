"""One source's section of ``SOURCES.md``, as ``knowledge/packaged_sources.py`` reads it back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pm_annotate.knowledge.table_file import sha256_of

FILES_HEAD = ("| file | sha256 | |", "| --- | --- | --- |")


def description_line(origin: str, licence: str, date: str) -> str:
    """Where a source is from, under which licence and of which date."""
    return f"Origin: {origin}. Licence: {licence}. Date: {date}."


def read_line(name: str, sha256: str) -> str:
    """A file of the source."""
    return f"| read: {name} | `{sha256}` | |"


def packaged_line(path: Path, resources: Path, counts: Mapping[str, int]) -> str:
    """A table made from it, with what was counted."""
    counted = ", ".join(f"{what}: {count:,}" for what, count in counts.items())
    return f"| packaged: {path.relative_to(resources)} | `{sha256_of(path)}` | {counted} |"
