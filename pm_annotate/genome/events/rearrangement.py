"""Breaks in a gene that make no fusion that can be read: the other side is no gene, or is read in the other direction.

"A break in the wrong orientation is reported as a rearrangement of the gene, not as the fusion."
"""

from __future__ import annotations

from pm_annotate.genome.events.gene_break import GeneBreak, in_reading_order, numbering
from pm_annotate.genome.events.gene_loci import GeneLoci
from pm_annotate.genome.events.kinase_domains import KinaseDomains
from pm_annotate.genome.transcripts import Transcript
from pm_annotate.model import Adjacency, GeneEvent, GeneEventKind, KeptSide, StructuralEvent, StructuralType

BESIDE_THE_GENE = "the break lies outside the coding exons"
INTACT_COPY = "a tandem duplication leaves one whole copy of the gene"
NO_PROMOTER = "no promoter is read into the part that is kept: confirm by RNA"
SEQUENCE_ABLATED = ("feature_truncation",)


def rearrangement_of(
    event: StructuralEvent, junction: Adjacency, side: GeneBreak, other: str, kinases: KinaseDomains
) -> GeneEvent | None:
    """What is left of a gene with one break; None for a partner whose exons are not packaged.

    ``other`` says what lies on the other side: "EML4, read in the other direction", "7:1234", "a place that is not known".
    A tier needs a break between the coding bases of the gene, no whole copy left beside it, and of a kinase the whole domain
    behind its own promoter.
    """
    if side.transcript is None:
        return None
    whole = side.keeps_kinase(kinases.get(side.gene))
    caveats = [f"joined to {other}"]
    eligible = side.inside
    if not side.inside:
        caveats.append(BESIDE_THE_GENE)
    if duplicates(junction):
        caveats.append(INTACT_COPY)
        eligible = False
    if whole is not None and not (whole and side.keeps_start):
        caveats.append(NO_PROMOTER if whole else "the kinase domain is not kept whole")
        eligible = False
    return GeneEvent(
        event=event,
        kind=GeneEventKind.REARRANGEMENT,
        gene=side.gene,
        name=f"{side.gene} rearrangement ({side.place})",
        consequence=SEQUENCE_ABLATED if side.inside else ("transcript_variant",),
        transcript=side.transcript.transcript,
        exons=(),
        kinase_kept=whole,
        tier_eligible=eligible,
        caveats=tuple(caveats),
    )


def inversion_within(event: StructuralEvent, junction: Adjacency, transcript: Transcript, loci: GeneLoci) -> GeneEvent | None:
    """A piece of a gene turned round; None where no exon is within or cut."""
    if junction.second is None:
        return None
    low, high = sorted((junction.first.pos, junction.second.pos))
    offset, _ = numbering(transcript, loci)
    numbers = [
        i + 1 + offset
        for i, (start, end) in enumerate(in_reading_order(transcript, transcript.exons))
        if start <= high and end >= low
    ]
    if not numbers:
        return None
    span = f"exon {numbers[0]}" if len(numbers) == 1 else f"exons {numbers[0]}-{numbers[-1]}"
    return GeneEvent(
        event=event,
        kind=GeneEventKind.REARRANGEMENT,
        gene=transcript.gene,
        name=f"{transcript.gene} inversion of {span}",
        consequence=SEQUENCE_ABLATED,
        transcript=transcript.transcript,
        exons=tuple(numbers),
    )


def is_of_transcript(event: StructuralEvent) -> bool:
    """Whether a junction was seen in RNA: it joins transcripts, and between two genes says nothing of what lies between them in
    the genome (LMNA::NTRK1 deletes neither the end of LMNA nor the genes up to NTRK1)."""
    named = event.stated is not None and event.svtype in (StructuralType.FUSION, StructuralType.BREAKEND)
    return named or event.of_rna


def deletes(junction: Adjacency) -> bool:
    """Whether the junction takes out what lies between its two breaks on one chromosome."""
    return _span_kind(junction) == "deletion"


def duplicates(junction: Adjacency) -> bool:
    """Whether the junction repeats in tandem what lies between its two breaks on one chromosome."""
    return _span_kind(junction) == "duplication"


def _span_kind(junction: Adjacency) -> str:
    if junction.second is None or junction.first.chrom != junction.second.chrom:
        return ""
    left, right = sorted((junction.first, junction.second), key=lambda one: one.kept is KeptSide.RIGHT)
    if left.kept is right.kept:
        return ""
    return "deletion" if left.pos < right.pos else "duplication"


def changed_span(junction: Adjacency) -> tuple[int, int] | None:
    """First and last base that a junction deletes or duplicates; None for an inversion or between chromosomes."""
    if junction.second is None or not _span_kind(junction):
        return None
    left, right = sorted((junction.first, junction.second), key=lambda one: one.kept is KeptSide.RIGHT)
    return (left.pos + 1, right.pos - 1) if left.pos < right.pos else (right.pos, left.pos)
