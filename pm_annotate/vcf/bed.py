"""BED files as regions: which positions were covered."""

from __future__ import annotations

import re
from pathlib import Path

from pm_annotate.errors import InputError
from pm_annotate.vcf.chromosomes import chromosome_name
from pm_annotate.vcf.regions import Interval, Regions, merged_regions
from pm_annotate.vcf.side_files import read_text

_POSITION = re.compile(r"[0-9]{1,12}")


def read_bed(path: Path) -> Regions:
    """The regions of a BED file (0-based, half-open; plain or gzip), as 1-based closed intervals, sorted and merged.

    Header lines (``track``, ``browser``, ``#``) are let pass. Raises InputError with the line that is wrong, and for a
    file without any region: it would read like no file at all.
    """
    found: dict[str, list[Interval]] = {}
    for number, line in enumerate(read_text(path, "a BED file").splitlines(), 1):
        if not line.strip() or line.startswith(("#", "track", "browser")):
            continue
        columns = line.split("\t") if "\t" in line else line.split()
        if len(columns) < 3 or not _POSITION.fullmatch(columns[1]) or not _POSITION.fullmatch(columns[2].strip()):
            raise InputError(f"{path}, line {number}: not a BED line (chromosome, start, end): '{line[:60]}'.")
        start, end = int(columns[1]), int(columns[2])
        if end <= start:
            raise InputError(f"{path}, line {number}: the end {end} is not after the start {start} (BED counts from 0).")
        found.setdefault(chromosome_name(columns[0]), []).append((start + 1, end))
    if not found:
        raise InputError(f"{path}: the BED file holds no region.")
    return merged_regions({chrom: tuple(intervals) for chrom, intervals in found.items()})
