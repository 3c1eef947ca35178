"""A tool names one gene on both sides: exons skipped or repeated within it, as RNA shows them.

``MET-MET.M13M15`` of Oncomine joins exon 13 to exon 15: exon 14 is skipped. ``EGFR::EGFR`` e1::e8 is EGFRvIII, ``KMT2A::KMT2A``
e8::e2 the partial tandem duplication, Arriba's ``FLT3 FLT3 duplication/ITD`` the internal one. None of them is a fusion.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pm_annotate.genome.events.exon_events import FRAME_NOT_TOLD, exon_deletions, exon_duplications
from pm_annotate.genome.events.fusion import fusion_name
from pm_annotate.genome.events.gene_break import in_reading_order, numbering
from pm_annotate.genome.events.gene_loci import GeneLoci
from pm_annotate.genome.events.internal_duplication import ONE_END_IN_AN_INTRON, SHIFTED
from pm_annotate.genome.events.kinase_domains import KinaseDomains
from pm_annotate.genome.events.stated_fusion import partner_named, stated_frame
from pm_annotate.genome.genome import Genome
from pm_annotate.genome.transcripts import Interval, Transcript
from pm_annotate.model import FusionPartner, GeneEvent, GeneEventKind, StatedFusion, StructuralEvent

NOT_READ = "both sides are {gene}, and what lies between them is not told: no tier"
OTHER_FRAME = "the reading frame is as the tool read it; the breakpoints alone give another"
_OF_FRAME = frozenset({"inframe_deletion", "inframe_insertion", "frameshift_variant"})
_WITHIN = frozenset(
    {
        GeneEventKind.EXON_DELETION,
        GeneEventKind.EXON_DUPLICATION,
        GeneEventKind.KINASE_DOMAIN_DUPLICATION,
        GeneEventKind.INTERNAL_DUPLICATION,
    }
)


def gene_on_both_sides(genome: Genome, loci: GeneLoci, stated: StatedFusion) -> str:
    """The gene, where a tool names the same one on both sides; else ""."""
    five, three = (partner_named(genome, loci, name).gene for name in (stated.five_prime, stated.three_prime))
    return five if five == three else ""


def stated_within_gene(
    genome: Genome, loci: GeneLoci, kinases: KinaseDomains, event: StructuralEvent, gene: str, by_place: Sequence[GeneEvent]
) -> Iterator[GeneEvent]:
    """What is skipped or repeated: by the exon numbers as stated, else by the breakpoints (``by_place``: what these do)."""
    stated = event.stated
    assert stated is not None  # the caller has read the gene from it
    transcript = genome.transcript_of(gene)
    exons = (stated.five_prime_exon, stated.three_prime_exon)
    found = [] if transcript is None else list(_by_exons(genome, loci, kinases, event, transcript, exons))
    found = found or [one for one in by_place if one.gene == gene and one.kind in _WITHIN]
    who = f"named by {stated.tool or event.source}"
    for one in found:
        yield _with_stated_frame(one._replace(caveats=(who, *one.caveats)), stated_frame(stated))
    if not found:
        sides = FusionPartner(gene, exon=exons[0]), FusionPartner(gene, exon=exons[1])
        yield GeneEvent(
            event=event,
            kind=GeneEventKind.REARRANGEMENT,
            gene=gene,
            name=fusion_name(*sides),
            consequence=("structural_variant",),
            transcript=transcript.transcript if transcript else "",
            tier_eligible=False,
            caveats=(who, NOT_READ.format(gene=gene)),
        )


def _by_exons(
    genome: Genome,
    loci: GeneLoci,
    kinases: KinaseDomains,
    event: StructuralEvent,
    transcript: Transcript,
    exons: tuple[int | None, int | None],
) -> Iterator[GeneEvent]:
    """Exons between the last one of the 5' part and the first one of the 3' part are lost; else those of both are repeated."""
    last, first = exons
    if last is None or first is None or first == last + 1:
        return
    lost = first > last
    span = _bases(transcript, loci, *((last + 1, first - 1) if lost else (first, last)))
    if span is None:
        return
    here = event._replace(chrom=transcript.chrom, adjacencies=(), inserted="")
    read = exon_deletions(genome, loci, here, *span) if lost else exon_duplications(genome, loci, kinases, here, *span)
    yield from (one._replace(event=event) for one in read if one.gene == transcript.gene)


def _bases(transcript: Transcript, loci: GeneLoci, first: int, last: int) -> Interval | None:
    """From the first base of one exon to the last of another; None where the transcript has no such exons, or where
    nobody knows which they are."""
    offset, known = numbering(transcript, loci)
    if not known:
        return None
    ordered = in_reading_order(transcript, transcript.exons)
    if not 0 <= first - 1 - offset <= last - 1 - offset < len(ordered):
        return None
    ends = ordered[first - 1 - offset], ordered[last - 1 - offset]
    return min(start for start, _ in ends), max(end for _, end in ends)


def _with_stated_frame(found: GeneEvent, frame: bool | None) -> GeneEvent:
    """The frame as the tool read it in RNA goes before the one that the breakpoints give."""
    if frame is None or found.inframe is frame:
        return found
    by_places = frozenset({SHIFTED, ONE_END_IN_AN_INTRON, FRAME_NOT_TOLD})
    caveats = tuple(one for one in found.caveats if one not in by_places)
    lost = found.kind is GeneEventKind.EXON_DELETION
    term = ("inframe_deletion" if lost else "inframe_insertion") if frame else "frameshift_variant"
    internal = found.kind is GeneEventKind.INTERNAL_DUPLICATION
    return found._replace(
        inframe=frame,
        consequence=(*(one for one in found.consequence if one not in _OF_FRAME), term),
        tier_eligible=frame if internal else found.tier_eligible,
        caveats=(*caveats, *(() if found.inframe is None else (OTHER_FRAME,)), *((SHIFTED,) if internal and not frame else ())),
    )
