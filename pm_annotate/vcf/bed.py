"""BED files as regions: which positions were covered.

A BED of callable bases may say in its fourth column that they are none: GATK's CallableLoci and bcbio write each base's state,
mosdepth a range of depths or, as bedtools genomecov does, the depth itself; mosdepth --by named regions the mean depth in the
fifth. To take all of its lines would make a negative of
bases without any read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pm_annotate.errors import InputError
from pm_annotate.vcf.chromosomes import chromosome_name
from pm_annotate.vcf.regions import Interval, Regions, merged_regions
from pm_annotate.vcf.side_files import read_text

NO_REGION = "{path}: the BED file holds no region."
_POSITION = re.compile(r"[0-9]{1,12}")
_DEPTH = re.compile(r"([0-9]+(?:\.[0-9]+)?)(?::(?:[0-9]+|inf))?")  # 37, 37.25, or from 20 on: 20:inf
_MEAN_DEPTH = re.compile(r"[0-9]+\.[0-9]{2}")  # 37.25; a score of BED is a whole number
NOT_CALLABLE = frozenset(
    {"NO_COVERAGE", "LOW_COVERAGE", "POOR_MAPPING_QUALITY", "REF_N", "EXCESSIVE_COVERAGE", "NOT_CALLABLE", "UNCALLABLE"}
)


def read_bed(path: Path) -> Regions:
    """The regions of a BED file (0-based, half-open; plain or gzip), as 1-based closed intervals, sorted and merged.

    Header lines (``track``, ``browser``, ``#``) are let pass. Raises InputError with the line that is wrong, and for a
    file without any region: it would read like no file at all.
    """
    lines = _lines(read_text(path, "a BED file"), path)
    return _regions((line[:3] for line in lines), NO_REGION.format(path=path))


def read_callable(path: Path, least_depth: int) -> Regions:
    """The same of a BED of callable bases: without the lines whose fourth column is a state that is not callable, or where it
    is a depth in all lines (or the fifth a mean one), a lower one than ``least_depth``."""
    text = read_text(path, "a BED file")
    if next(_lines(text, path), None) is None:
        raise InputError(NO_REGION.format(path=path))
    if all(_depth(more) is not None for *_, more in _lines(text, path)):
        kept = (line[:3] for line in _lines(text, path) if (_depth(line[3]) or 0) >= least_depth)
        return _regions(kept, f"{path}: its last column is read as depth, and no line reaches {least_depth}.")
    kept = (line[:3] for line in _lines(text, path) if not line[3] or line[3][0].strip().upper() not in NOT_CALLABLE)
    return _regions(kept, f"{path}: by its fourth column, none of its regions is callable.")


def _depth(more: Sequence[str]) -> float | None:
    """The depth of a line whose last column is one, the fourth or, behind a name, the fifth."""
    if len(more) == 2 and _MEAN_DEPTH.fullmatch(more[1].strip()):
        return float(more[1])
    found = _DEPTH.fullmatch(more[0].strip()) if len(more) == 1 else None
    return float(found[1]) if found else None


def _lines(text: str, path: Path) -> Iterator[tuple[str, int, int, Sequence[str]]]:
    """(chromosome, first position, last position, the columns behind them) of each line."""
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith(("#", "track", "browser")):
            continue
        columns = line.split("\t") if "\t" in line else line.split()
        if len(columns) < 3 or not _POSITION.fullmatch(columns[1]) or not _POSITION.fullmatch(columns[2].strip()):
            raise InputError(f"{path}, line {number}: not a BED line (chromosome, start, end): '{line[:60]}'.")
        start, end = int(columns[1]), int(columns[2])
        if end <= start:
            raise InputError(f"{path}, line {number}: the end {end} is not after the start {start} (BED counts from 0).")
        yield chromosome_name(columns[0]), start + 1, end, columns[3:]


def _regions(lines: Iterable[tuple[str, int, int]], without: str) -> Regions:
    found: dict[str, list[Interval]] = {}
    for chrom, start, end in lines:
        found.setdefault(chrom, []).append((start, end))
    if not found:
        raise InputError(without)
    return merged_regions({chrom: tuple(intervals) for chrom, intervals in found.items()})
