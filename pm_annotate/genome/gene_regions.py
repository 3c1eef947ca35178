"""Where the genes of a pack are looked at: coding exons with flanks, and promoters, merged.

The packaged genome has 16,000 exons, and every run over a file needs their regions before it reads a record: they are worked
out when a pack is built and stand in ``regions.<assembly>.tsv``, one line a chromosome. A table of transcripts that was changed
since then makes them void.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from pm_annotate.intervals import Interval, merged

UPSTREAM = 1500  # bases before the start codon, where promoters lie
FLANK = 50  # bases beside each exon
COLUMNS = ("chrom", "intervals")


def intervals_of(text: str) -> tuple[Interval, ...]:
    """``10-20,30-40`` to ``((10, 20), (30, 40))``."""
    if not text:
        return ()
    numbers = map(int, text.replace("-", ",").split(","))
    return tuple(zip(numbers, numbers, strict=True))  # two by two


def text_of(intervals: Sequence[Interval]) -> str:
    """The reverse of ``intervals_of``."""
    return ",".join(f"{start}-{end}" for start, end in intervals)


def gene_regions(exons: Sequence[str], forward: Sequence[bool], upstream: int, flank: int) -> tuple[Interval, ...]:
    """``exons`` of each transcript as the table writes them (``10-20,30-40``); ``forward``: whether it is on the plus strand.

    ``flank`` is added on both sides of each exon, ``upstream`` before the first.
    """
    flanked = [(max(1, start - flank), end + flank) for start, end in intervals_of(",".join(exons))]
    promoters = []
    for text, is_forward in zip(exons, forward, strict=True):
        low, high = int(text[: text.index("-")]), int(text[text.rindex("-") + 1 :])
        promoters.append((max(1, low - upstream), low) if is_forward else (high, high + upstream))
    return merged(flanked + promoters)


def write_regions(path: Path, transcripts: Path, regions: Mapping[str, Sequence[Interval]]) -> None:
    """Write the regions of the genes of a table of transcripts, with UPSTREAM and FLANK."""
    lines = [_origin(transcripts), "\t".join(COLUMNS), *(f"{chrom}\t{text_of(found)}" for chrom, found in regions.items())]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def read_regions(path: Path, transcripts: Path) -> dict[str, tuple[Interval, ...]] | None:
    """What ``write_regions`` wrote; None where it was not from this very table of transcripts, or there is none."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return None
    if not lines or lines[0] != _origin(transcripts):
        return None
    rows = (line.split("\t") for line in lines[2:])
    return {chrom: intervals_of(text) for chrom, text in rows}


def _origin(transcripts: Path) -> str:
    return f"#{transcripts.name} sha256={hashlib.sha256(transcripts.read_bytes()).hexdigest()}"
