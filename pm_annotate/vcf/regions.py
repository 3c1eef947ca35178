"""Regions: which positions of which chromosome are of interest, and whether a record or an allele touches them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping

from pm_annotate.vcf.chromosomes import chromosome_name

Interval = tuple[int, int]
"""First and last position, 1-based and closed."""

Regions = Mapping[str, tuple[Interval, ...]]
"""Chromosome without ``chr`` -> sorted, merged, 1-based closed intervals."""

Intervals = tuple[list[int], list[int]]
"""Starts and ends of the same intervals, both ascending."""

_NOWHERE: Intervals = ([], [])


def merged_regions(*parts: Regions) -> Regions:
    """Union of several regions (for instance the coding exons of either assembly), sorted and merged."""
    gathered: dict[str, list[tuple[int, int]]] = {}
    for part in parts:
        for chrom, intervals in part.items():
            gathered.setdefault(chrom, []).extend(intervals)
    return {chrom: _merged(intervals) for chrom, intervals in gathered.items()}


def _merged(intervals: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(intervals):
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def touches(intervals: Intervals, start: int, end: int) -> bool:
    """Whether the closed span ``start``..``end`` shares a position with one of the intervals."""
    starts, ends = intervals
    index = bisect_right(starts, end) - 1
    return index >= 0 and ends[index] >= start


class ContigIntervals(dict[bytes, Intervals]):
    """Intervals by the contig's name as the file writes it. A name is translated once, the first time it is met."""

    def __init__(self, regions: Regions) -> None:
        super().__init__()
        self._by_chromosome: dict[str, Intervals] = {
            chrom: ([start for start, _ in intervals], [end for _, end in intervals]) for chrom, intervals in regions.items()
        }

    def __missing__(self, name: bytes) -> Intervals:
        chrom = chromosome_name(name.decode("utf-8", "replace"))
        intervals = self[name] = self._by_chromosome.get(chrom, _NOWHERE)
        return intervals

    def of(self, chrom: str) -> Intervals:
        """Intervals of a chromosome named without ``chr``."""
        return self._by_chromosome.get(chrom, _NOWHERE)
