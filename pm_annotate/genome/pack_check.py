"""Whether a user's genome pack is still what ``pm-annotate genome build`` wrote: its ``versions.tsv`` lists every file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from pm_annotate.errors import KnowledgeError
from pm_annotate.model import Assembly


def require_whole_pack(folder: Path, assembly: Assembly) -> None:
    """Raises KnowledgeError naming the files of an assembly that are gone, cut off or changed: lost rows are lost findings."""
    if damaged := list(_damaged(folder, assembly)):
        raise KnowledgeError(
            f"{folder}: {', '.join(damaged)}. The genome pack is not what 'pm-annotate genome build' wrote: "
            "copy it again, or build it again from its GFF3 or GTF and FASTA."
        )


def _damaged(folder: Path, assembly: Assembly) -> Iterator[str]:
    try:
        lines = (folder / "versions.tsv").read_text(encoding="utf-8", errors="replace").splitlines()[1:]
    except FileNotFoundError:
        lines = []
    listed = dict(line.partition("\t")[::2] for line in lines)
    if f"transcripts.{assembly}.tsv" not in listed:
        yield "versions.tsv is missing or cut off"
    for name, sha256 in listed.items():
        if any(f"{other}." in name for other in Assembly if other != assembly):
            continue
        try:
            if hashlib.sha256((folder / name).read_bytes()).hexdigest() != sha256:
                yield f"{name} is cut off or was changed"
        except FileNotFoundError:
            yield f"{name} is missing"
