"""The coding bases of the packaged genes that an assay reads: what a mutational burden is counted on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pm_annotate.genome.genome import Genome
from pm_annotate.genome.transcripts import Interval

Regions = Mapping[str, tuple[Interval, ...]]
"""Chromosome without ``chr`` -> sorted, merged, 1-based closed intervals."""


def callable_coding(genome: Genome, *covered: Regions) -> dict[str, tuple[Interval, ...]]:
    """Coding exons of the primary transcripts of the packaged genes, inside each of ``covered`` (targets, callable bases).

    Bases that two genes share are there once. Genes without packaged sequence count too: their exons are known.
    """
    exons: dict[str, list[Interval]] = {}
    for gene in genome.genes():
        transcript = genome.transcript_of(gene)
        if transcript is not None:
            exons.setdefault(transcript.chrom, []).extend(transcript.cds_exons)
    found = {chrom: _merged(intervals) for chrom, intervals in exons.items()}
    for regions in covered:
        found = {chrom: intersection(intervals, regions.get(chrom, ())) for chrom, intervals in found.items()}
    return {chrom: intervals for chrom, intervals in found.items() if intervals}


def intersection(first: Sequence[Interval], second: Sequence[Interval]) -> tuple[Interval, ...]:
    """Positions in both of two sorted, merged lists of 1-based closed intervals."""
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
    return sum(end - start + 1 for intervals in regions.values() for start, end in intervals)


def _merged(intervals: list[Interval]) -> tuple[Interval, ...]:
    merged: list[Interval] = []
    for start, end in sorted(intervals):
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
