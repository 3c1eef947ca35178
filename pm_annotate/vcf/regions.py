"""Regions: which positions of which chromosome are of interest, and whether a record or an allele touches them."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from pm_annotate.intervals import NO_REGIONS, Interval, Regions, merged_regions
from pm_annotate.vcf.chromosomes import chromosome_name

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

Intervals = tuple[list[int], list[int]]
"""Starts and ends of the same intervals, both ascending."""

IntervalArrays = tuple["npt.NDArray[np.int64]", "npt.NDArray[np.int64]"]
"""The same for looking up many positions at once."""

__all__ = ["NO_REGIONS", "ContigIntervals", "Interval", "IntervalArrays", "Intervals", "Regions", "merged_regions", "touches"]

_NOWHERE: Intervals = ([], [])


def touches(intervals: Intervals, start: int, end: int) -> bool:
    """Whether the closed span ``start``..``end`` shares a position with one of the intervals."""
    starts, ends = intervals
    index = bisect_right(starts, end) - 1
    return index >= 0 and ends[index] >= start


class ContigIntervals(dict[bytes, Intervals]):
    """Intervals by the contig's name as the file writes it. A name is translated, and the intervals of its chromosome are
    laid out, once, the first time it is met: a panel meets few."""

    def __init__(self, regions: Regions) -> None:
        super().__init__()
        self._arrays: dict[bytes, IntervalArrays] = {}
        self._regions = regions
        self._by_chromosome: dict[str, Intervals] = {}

    def __missing__(self, name: bytes) -> Intervals:
        chrom = chromosome_name(name.decode("utf-8", "replace"))
        intervals = self[name] = self.of(chrom)
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
        known = self._by_chromosome.get(chrom)
        if known is None:
            intervals = self._regions.get(chrom)
            if intervals is None:
                return _NOWHERE
            known = self._by_chromosome[chrom] = ([start for start, _ in intervals], [end for _, end in intervals])
        return known
