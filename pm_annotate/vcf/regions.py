"""Regions: which positions of which chromosome are of interest, and whether a record or an allele touches them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from pm_annotate.vcf.chromosomes import chromosome_name

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

Interval = tuple[int, int]
"""First and last position, 1-based and closed."""

Regions = Mapping[str, tuple[Interval, ...]]
"""Chromosome without ``chr`` -> sorted, merged, 1-based closed intervals."""

Intervals = tuple[list[int], list[int]]
"""Starts and ends of the same intervals, both ascending."""

IntervalArrays = tuple["npt.NDArray[np.int64]", "npt.NDArray[np.int64]"]
"""The same for looking up many positions at once."""

_NOWHERE: Intervals = ([], [])


def merged_regions(*parts: Regions) -> Regions:
    """Union of several region sets (for instance the coding exons of either assembly), sorted and merged."""
    gathered: dict[str, list[tuple[int, int]]] = {}
    for part in parts:
        for chrom, intervals in part.items():
            gathered.setdefault(chrom, []).extend(intervals)
    return {chrom: _merged(intervals) for chrom, intervals in gathered.items()}


def _merged(intervals: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    ordered = sorted(intervals)
    if not ordered:
        return ()
    merged: list[tuple[int, int]] = []
    first, last = ordered[0]
    for start, end in ordered:
        if start > last + 1:
            merged.append((first, last))
            first, last = start, end
        elif end > last:
            last = end
    merged.append((first, last))
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
        self._arrays: dict[bytes, IntervalArrays] = {}
        self._by_chromosome: dict[str, Intervals] = {
            chrom: ([start for start, _ in intervals], [end for _, end in intervals]) for chrom, intervals in regions.items()
        }

    def __missing__(self, name: bytes) -> Intervals:
        chrom = chromosome_name(name.decode("utf-8", "replace"))
        intervals = self[name] = self._by_chromosome.get(chrom, _NOWHERE)
        return intervals

    def arrays(self, name: bytes) -> IntervalArrays:
        """The same as arrays, to look up many positions at once."""
        arrays = self._arrays.get(name)
        if arrays is None:
            import numpy as np

            starts, ends = self[name]
            arrays = self._arrays[name] = (np.array(starts, np.int64), np.array(ends, np.int64))
        return arrays

    def of(self, chrom: str) -> Intervals:
        """Intervals of a chromosome named without ``chr``."""
        return self._by_chromosome.get(chrom, _NOWHERE)
