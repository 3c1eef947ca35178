"""Two genes joined: which is the 5' partner, which the 3', their exons, whether the frame can hold, whether a kinase is whole.

A fusion transcript needs one partner that keeps its 5' part and one that keeps its 3' part: then both are read in one direction
through the junction. Terms: SO:0001565 gene_fusion. Frame: the coding bases before the junction and those that the 3' partner
lost must leave the same rest modulo 3.
"""

from __future__ import annotations

from collections.abc import Sequence

from pm_annotate.genome.events.gene_break import GeneBreak
from pm_annotate.genome.events.kinase_domains import KinaseDomains
from pm_annotate.model import Adjacency, FusionPartner, GeneEvent, GeneEventKind, StructuralEvent

OUT_OF_FRAME = "frame does not hold by the annotated transcripts; confirm by RNA"
OTHER_TRANSCRIPT = "the frame holds on another transcript of a partner, not on the primary ones: confirm by RNA"
FRAME_UNKNOWN = "whether the reading frame holds is not known"
KINASE_LOST = "the fusion does not keep the whole kinase domain"
OWN_START = "the 3' partner keeps its own start codon"
NO_CODING_START = "the 5' partner gives its promoter and untranslated exons only"
DIRECTION_UNKNOWN = "the direction in which the partner is read is not known"
ENHANCER = "the partner locus brings its enhancer: reading direction and frame do not apply"


def fusion_of(
    event: StructuralEvent, junction: Adjacency, first: GeneBreak, second: GeneBreak, kinases: KinaseDomains
) -> GeneEvent | None:
    """The fusion of two genes at one junction; None where both keep the same end, so that no transcript reads through."""
    if first.regulatory or second.regulatory:
        locus, gene = (first, second) if first.regulatory else (second, first)
        return None if gene.regulatory else _beside_an_enhancer(event, locus, gene, kinases)
    if first.keeps_start == second.keeps_start or first.gene == second.gene:
        return None
    five, three = (first, second) if first.keeps_start else (second, first)
    inframe, caveats = reading_frame(five, three, len(junction.inserted))
    return _event(event, five, three, inframe, kinase_kept((five, three), kinases), caveats)


def half_known_fusion(event: StructuralEvent, known: GeneBreak, partner: str, kinases: KinaseDomains) -> GeneEvent:
    """A fusion of a gene that is known with a place where no gene is: ``v::ALK`` or ``FGFR2::v``.

    ``partner`` is the place ("2:42522656"), or "" for a single breakend.
    """
    where = f"the partner at {partner} is not in the packaged genes" if partner else "the other side of the break is not placed"
    five, three = (known, None) if known.keeps_start else (None, known)
    whole = known.keeps_kinase(kinases.get(known.gene))
    caveats = (where, DIRECTION_UNKNOWN, FRAME_UNKNOWN, *_numbering_caveats((known,)))
    return _event(event, five, three, None, whole, caveats, other_place=partner, certain=bool(partner))


def _beside_an_enhancer(event: StructuralEvent, locus: GeneBreak, gene: GeneBreak, kinases: KinaseDomains) -> GeneEvent:
    whole = None if gene.keeps_start else gene.keeps_kinase(kinases.get(gene.gene))
    beside = gene.coding_bases is None and gene.transcript is not None  # the nearest gene, not one that holds the break
    far = (f"the break is {gene.place} of {gene.gene}: shown by expression or FISH only",) if beside else ()
    return GeneEvent(
        event=event,
        kind=GeneEventKind.FUSION,
        gene=gene.gene,
        name=f"{locus.gene}::{gene.gene}",
        consequence=("gene_fusion",),
        transcript=gene.transcript.transcript if gene.transcript else "",
        five_prime=FusionPartner(locus.gene, place=_at(locus)),
        three_prime=partner_of(gene),
        kinase_kept=whole,
        tier_eligible=not beside,
        caveats=(ENHANCER, *far),
    )


def _event(
    event: StructuralEvent,
    five: GeneBreak | None,
    three: GeneBreak | None,
    inframe: bool | None,
    whole: bool | None,
    caveats: Sequence[str],
    other_place: str = "",
    certain: bool = True,
) -> GeneEvent:
    subject = three or five
    assert subject is not None  # one of the two is always known
    unknown = FusionPartner("", place=other_place)
    five_prime, three_prime = partner_of(five) if five else unknown, partner_of(three) if three else unknown
    lost = (KINASE_LOST,) if whole is False else ()
    return GeneEvent(
        event=event,
        kind=GeneEventKind.FUSION,
        gene=subject.gene,
        name=fusion_name(five_prime, three_prime),
        consequence=("gene_fusion",),
        transcript=subject.transcript.transcript if subject.transcript else "",
        inframe=inframe,
        five_prime=five_prime,
        three_prime=three_prime,
        kinase_kept=whole,
        tier_eligible=certain and inframe is not False and whole is not False,
        caveats=tuple(dict.fromkeys((*lost, *caveats))),
    )


def fusion_name(five: FusionPartner, three: FusionPartner) -> str:
    """``EML4::ALK e13::e20``; without exons unless both are known; ``v`` for a partner that is not named."""
    genes = f"{five.gene or 'v'}::{three.gene or 'v'}"
    return f"{genes} e{five.exon}::e{three.exon}" if five.exon is not None and three.exon is not None else genes


def partner_of(side: GeneBreak) -> FusionPartner:
    """One side for people: gene, transcript, exon, place."""
    transcript = side.transcript.transcript if side.transcript else ""
    return FusionPartner(side.gene, transcript, side.exon, side.place if side.transcript else _at(side))


def _at(side: GeneBreak) -> str:
    return f"{side.breakpoint.chrom}:{side.breakpoint.pos}"


def kinase_kept(sides: Sequence[GeneBreak], kinases: KinaseDomains) -> bool | None:
    """Whether any partner that is a kinase keeps its whole domain; None where none is a kinase."""
    kept = [side.keeps_kinase(kinases.get(side.gene)) for side in sides]
    told = [one for one in kept if one is not None]
    return any(told) if told else None


def reading_frame(five: GeneBreak, three: GeneBreak, inserted: int) -> tuple[bool | None, tuple[str, ...]]:
    """Whether the 5' partner's frame runs on in the 3' partner, and what is to be said of it.

    None where a partner's coding exons are not known, where the 5' part has no coding bases or the 3' partner keeps its own
    start codon (a promoter swap), or where the break lies within one partner's exon and the splicing cannot be foretold.
    """
    caveats = _numbering_caveats((five, three))
    if five.coding_bases is None or three.coding_bases is None or five.transcript is None or three.transcript is None:
        return None, (FRAME_UNKNOWN, *caveats)
    if five.coding_bases == 0:
        return None, (NO_CODING_START, *caveats)
    if five.coding_bases == five.transcript.cds_length:
        return None, ("the break lies behind the stop codon of the 5' partner", FRAME_UNKNOWN, *caveats)
    if not three.has_coding:
        return None, ("the break lies behind the stop codon of the 3' partner", *caveats)
    lost = three.coding_bases
    if lost == 0:
        return _spliced_to_second_exon(five, three, caveats)
    if five.cuts_exon != three.cuts_exon:
        return None, ("the break lies within an exon of one partner: splicing cannot be foretold", FRAME_UNKNOWN, *caveats)
    between = inserted if five.cuts_exon else 0  # in introns what is inserted is spliced out
    if (five.coding_bases + between - lost) % 3 == 0:
        return True, caveats
    for kept_elsewhere in (five.coding_bases, *five.on_other_transcripts):
        for lost_elsewhere in (lost, *three.on_other_transcripts):
            if (kept_elsewhere + between - lost_elsewhere) % 3 == 0:
                return True, (OTHER_TRANSCRIPT, *caveats)
    return False, (OUT_OF_FRAME, *caveats)


def _spliced_to_second_exon(five: GeneBreak, three: GeneBreak, caveats: tuple[str, ...]) -> tuple[bool | None, tuple[str, ...]]:
    """A 3' partner that is whole. Its first exon has no acceptor, so the 5' partner is joined to the second, if the first is
    coding (BCR joins ABL1 at exon 2 wherever the break lies in front of it)."""
    transcript = three.transcript
    if transcript is not None and three.exon == 2 and not three.cuts_exon and not five.cuts_exon and five.coding_bases:
        first = transcript.exons[0] if transcript.strand > 0 else transcript.exons[-1]
        in_first = sum(max(0, min(end, first[1]) - max(start, first[0]) + 1) for start, end in transcript.cds_exons)
        first_codes = 0 < in_first < transcript.cds_length and transcript.numbering_offset == 0
        if first_codes and (five.coding_bases - in_first) % 3 == 0:
            return True, ("the break lies in front of the 3' partner's first exon: joined at exon 2", *caveats)
    return None, (OWN_START, *caveats)


def _numbering_caveats(sides: Sequence[GeneBreak]) -> tuple[str, ...]:
    return tuple(
        f"exon numbers of {side.gene} count its coding exons only: untranslated first exons are not known here"
        for side in sides
        if side.exon is not None and not side.numbering_known
    )
