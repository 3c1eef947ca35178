"""Short symbolic alleles whose bases are known become the alleles that they are: ``<DEL>`` of 15 bases in EGFR exon 19 is
``p.E746_A750del``, and ``<INS>`` with its bases an insertion. As events they would be changes "of exon 19, in part"."""

from __future__ import annotations

from pm_annotate.genome.events.rearrangement import changed_span, deletes
from pm_annotate.genome.genome import Genome
from pm_annotate.genome.transcripts import Interval, Transcript
from pm_annotate.model import Observation, StructuralEvent, StructuralType

SHORT = 50
"""Bases below which a deletion at the border of an exon is read as an allele, too; within one exon any deletion is."""
SPLICE_SITE = 2


def as_spelt_out(genome: Genome, event: StructuralEvent) -> Observation | None:
    """The observation of the allele with its bases; None where the event is not exact, long, or outside the coding exons."""
    if event.imprecise or event.copy_number is not None:
        return None
    if (lost := _lost(event)) is not None:
        (first, last), inserted = lost, event.adjacencies[0].inserted
        if first > last or not _of_one_exon(genome, event.chrom, first, last):
            return None
        removed = genome.reference(event.chrom, first - 1, last)
        return None if removed is None else _allele(event, first - 1, removed, removed[0] + inserted)
    if event.svtype is StructuralType.INSERTION and event.inserted and set(event.inserted) <= set("ACGT"):
        anchor = genome.reference(event.chrom, event.start, event.start)
        if anchor is None or not _of_one_exon(genome, event.chrom, event.start, event.start + 1):
            return None
        return _allele(event, event.start, anchor, anchor + event.inserted)
    return None


def _lost(event: StructuralEvent) -> Interval | None:
    """The bases that the event's one junction takes out: of a ``<DEL>``, or of a breakend (GRIDSS, SvABA)."""
    if len(event.adjacencies) != 1 or event.svtype not in (StructuralType.DELETION, StructuralType.BREAKEND):
        return None
    junction = event.adjacencies[0]
    return changed_span(junction) if deletes(junction) else None


def _of_one_exon(genome: Genome, chrom: str, first: int, last: int) -> bool:
    """Whether the bases lie in one coding exon, or are few and touch one or its splice sites."""
    margin = SPLICE_SITE if last - first + 1 < SHORT else 0
    primary = [one for one in genome.transcripts_at(chrom, first, last) if one.is_primary]
    return any(_holds(one, first, last, margin) for one in primary)


def _holds(transcript: Transcript, first: int, last: int, margin: int) -> bool:
    if margin:
        return any(start - margin <= last and first <= end + margin for start, end in transcript.cds_exons)
    return any(start <= first and last <= end for start, end in transcript.cds_exons)


def _allele(event: StructuralEvent, pos: int, ref: str, alt: str) -> Observation:
    """The same record with its bases; what stood in the file stays beside them."""
    observation = event.observation
    return observation._replace(allele=observation.allele._replace(pos=pos, ref=ref, alt=alt))
