"""The coding bases of the packaged genes that an assay reads: what a mutational burden is counted on."""

from __future__ import annotations

from pm_annotate.genome.genome import Genome
from pm_annotate.intervals import Interval, Regions, intersection, merged


def callable_coding(genome: Genome, *covered: Regions) -> dict[str, tuple[Interval, ...]]:
    """Coding exons of the primary transcripts of the packaged genes, inside each of ``covered`` (targets, callable bases).

    Bases that two genes share are there once. Genes without packaged sequence count too: their exons are known.
    """
    exons: dict[str, list[Interval]] = {}
    for gene in genome.genes():
        transcript = genome.transcript_of(gene)
        if transcript is not None:
            exons.setdefault(transcript.chrom, []).extend(transcript.cds_exons)
    found = {chrom: merged(intervals) for chrom, intervals in exons.items()}
    for regions in covered:
        found = {chrom: intersection(intervals, regions.get(chrom, ())) for chrom, intervals in found.items()}
    return {chrom: intervals for chrom, intervals in found.items() if intervals}
