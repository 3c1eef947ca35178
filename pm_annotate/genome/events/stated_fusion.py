"""Fusions that a tool or a table names: genes, exons and frame as stated, and what our transcripts say of them."""

from __future__ import annotations

from pm_annotate.genome.events.fusion import KINASE_LOST, fusion_name
from pm_annotate.genome.events.gene_break import numbering
from pm_annotate.genome.events.gene_loci import GeneLoci, current_symbol
from pm_annotate.genome.events.kinase_domains import KinaseDomains, kinase_exons
from pm_annotate.genome.genome import Genome
from pm_annotate.model import FusionPartner, GeneEvent, GeneEventKind, StatedFusion, StructuralEvent

STATED_OUT_OF_FRAME = "the tool says that the reading frame does not hold"
NOT_PACKAGED = "is not in the packaged genes: taken as stated"
NUMBERS_NOT_KNOWN = (
    "whether exon {exon} of {gene} lies in its kinase domain is not known: its untranslated exons are not packaged"
)
IN_FRAME = frozenset({"in-frame", "inframe", "in frame", "yes", "true"})
OUT_OF_FRAME = frozenset({"out-of-frame", "out of frame", "outframe", "frameshift", "frame-shift", "no", "false"})
NO_GENE = frozenset({"", ".", "-", "v", "?", "na", "intergenic"})


def stated_fusion(
    genome: Genome, loci: GeneLoci, kinases: KinaseDomains, event: StructuralEvent, read: tuple[GeneEvent, ...] = ()
) -> tuple[GeneEvent, ...]:
    """The fusion as stated; () where no gene is named.

    ``read`` are fusions that the event's own junctions gave: what they tell of the same two genes fills exons, frame and
    kinase domain where the tool is silent.
    """
    stated = event.stated
    if stated is None:
        return ()
    five = partner_named(genome, loci, stated.five_prime, stated.five_prime_exon)
    three = partner_named(genome, loci, stated.three_prime, stated.three_prime_exon)
    if not five.gene and not three.gene:
        return ()
    same = next((one for one in read if _genes(one) == (five.gene, three.gene)), None)
    if same is not None:
        five, three = _filled(five, same.five_prime), _filled(three, same.three_prime)
    inframe = stated_frame(stated)
    frame_told = inframe is not None
    if same is not None and not frame_told:
        inframe = same.inframe
    whole = same.kinase_kept if same is not None else _kinase_kept(genome, loci, kinases, five, three)
    caveats = [f"named by {stated.tool or event.source}"]
    caveats += [f"{name} {NOT_PACKAGED}" for name in (five.gene, three.gene) if name and genome.transcript_of(name) is None]
    if frame_told and inframe is False:
        caveats.append(STATED_OUT_OF_FRAME)
    if whole is False:
        caveats.append(KINASE_LOST)
    elif whole is None:
        caveats += _unsure_numbers(genome, loci, kinases, five, three)
    if same is not None:
        caveats += [caveat for caveat in same.caveats if caveat not in caveats]
    elif inframe is None:
        caveats.append("whether the reading frame holds is not stated")
    gene = three.gene or five.gene
    transcript = genome.transcript_of(gene)
    return (
        GeneEvent(
            event=event,
            kind=GeneEventKind.FUSION,
            gene=gene,
            name=fusion_name(five, three),
            consequence=("gene_fusion",),
            transcript=transcript.transcript if transcript else "",
            inframe=inframe,
            five_prime=five,
            three_prime=three,
            kinase_kept=whole,
            tier_eligible=inframe is not False and whole is not False,
            caveats=tuple(caveats),
        ),
    )


def stated_frame(stated: StatedFusion) -> bool | None:
    """What the tool says of the frame; None for words that say neither."""
    word = stated.frame.strip().lower()
    return True if word in IN_FRAME else False if word in OUT_OF_FRAME else None


def partner_named(genome: Genome, loci: GeneLoci, name: str, exon: int | None = None) -> FusionPartner:
    """One side as a tool names it, by its current symbol."""
    plain = name.strip()
    if plain.lower() in NO_GENE:
        return FusionPartner("")
    symbol = current_symbol(plain, genome, loci)
    transcript = genome.transcript_of(symbol)
    return FusionPartner(symbol, transcript.transcript if transcript else "", exon)


def _filled(stated: FusionPartner, read: FusionPartner | None) -> FusionPartner:
    if read is None:
        return stated
    return stated._replace(exon=stated.exon if stated.exon is not None else read.exon, place=read.place)


def _genes(event: GeneEvent) -> tuple[str, str]:
    return (event.five_prime.gene if event.five_prime else "", event.three_prime.gene if event.three_prime else "")


def _kinase_kept(
    genome: Genome, loci: GeneLoci, kinases: KinaseDomains, five: FusionPartner, three: FusionPartner
) -> bool | None:
    """From exon numbers alone; None where they are not stated, do not tell it, or no partner is a kinase."""
    told: list[bool | None] = []
    for partner, keeps_start in ((five, True), (three, False)):
        transcript = genome.transcript_of(partner.gene) if partner.gene else None
        domain = kinases.get(partner.gene)
        if transcript is None or domain is None:
            continue
        if partner.exon is None:
            return None
        offset, known = numbering(transcript, loci)
        exons = [number + offset - transcript.numbering_offset for number in kinase_exons(transcript, domain)]
        if exons:
            whole = partner.exon >= exons[-1] if keeps_start else partner.exon <= exons[0]
            told.append(whole if known or whole is not keeps_start else None)
    return True if True in told else None if None in told else False if told else None


def _unsure_numbers(genome: Genome, loci: GeneLoci, kinases: KinaseDomains, *sides: FusionPartner) -> list[str]:
    """Kinases whose exons are counted over the coding ones: the tool's numbers may be higher (NTRK2 exon 16)."""
    found = []
    for side in sides:
        transcript = genome.transcript_of(side.gene) if side.gene in kinases and side.exon is not None else None
        if transcript is not None and not numbering(transcript, loci)[1]:
            found.append(NUMBERS_NOT_KNOWN.format(gene=side.gene, exon=side.exon))
    return found
