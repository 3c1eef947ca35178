"""Intervals of positions on chromosomes: 1-based, closed, sorted and merged. What several rooms ask of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

Interval = tuple[int, int]
"""First and last position, 1-based and closed."""

Regions = Mapping[str, tuple[Interval, ...]]
"""Chromosome without ``chr`` -> sorted, merged intervals."""

NO_REGIONS: Regions = {}


def merged(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """Sorted, with overlapping and touching ones joined."""
    ordered = sorted(intervals)
    if not ordered:
        return ()
    found = [ordered[0]]
    last = ordered[0][1]
    for interval in ordered:  # those that stand alone, nearly all, are kept as they are
        start, end = interval
        if start > last + 1:
            found.append(interval)
            last = end
        elif end > last:
            found[-1] = (found[-1][0], end)
            last = end
    return tuple(found)


def merged_regions(*parts: Regions) -> dict[str, tuple[Interval, ...]]:
    """Union of several region sets (for instance the coding exons of either assembly)."""
    gathered: dict[str, list[Interval]] = {}
    for part in parts:
        for chrom, intervals in part.items():
            gathered.setdefault(chrom, []).extend(intervals)
    return {chrom: merged(intervals) for chrom, intervals in gathered.items()}


def intersection(first: Sequence[Interval], second: Sequence[Interval]) -> tuple[Interval, ...]:
    """Positions in both of two sorted, merged lists."""
    found = []
    i = j = 0
    while i < len(first) and j < len(second):
        start, end = max(first[i][0], second[j][0]), min(first[i][1], second[j][1])
        if start <= end:
            found.append((start, end))
        if first[i][1] < second[j][1]:
            i += 1
        else:
            j += 1
    return tuple(found)


def bases_in(regions: Regions) -> int:
    """Number of positions."""
    return sum(bases_of(intervals) for intervals in regions.values())


def bases_of(intervals: Iterable[Interval]) -> int:
    """Number of positions of one chromosome."""
    return sum([end - start + 1 for start, end in intervals])
