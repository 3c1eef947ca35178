"""Structural events out of small VCFs of our own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from pm_annotate.model import Adjacency, StructuralEvent
from pm_annotate.vcf.reader import ReadOptions
from tests.vcf.vcf_text import stream, write_vcf

PAIR = ("NORMAL", "TUMOR")


def events(path: str, options: ReadOptions | None = None) -> list[StructuralEvent]:
    items, _, _ = stream(path, regions={}, options=options)
    return [item for _, item in items if isinstance(item, StructuralEvent)]


def read_events(folder: Path, rows: Iterable[str], samples: Sequence[str] = ()) -> list[StructuralEvent]:
    """Events of rows written with spaces, read with no region at all: they are handed out wherever they are."""
    return events(write_vcf(folder, rows, samples))


def sides(junction: Adjacency) -> str:
    """``2:29223600<|>2:42299000`` shows both places and the kept side of each: ``<`` left, ``>`` right."""
    shown = []
    for side in (junction.first, junction.second):
        shown.append("?" if side is None else f"{side.chrom}:{side.pos}{'<' if side.kept == 'left' else '>'}")
    return " ".join(shown)
