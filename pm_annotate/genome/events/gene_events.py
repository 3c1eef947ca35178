"""What structural events do to genes, but for copies: fusions, rearrangements, exons lost or repeated, duplications within.

``gene_events`` is the door. One event may give several gene events (both junctions of an inversion), or none: breaks in introns
that take no exon with them, or far from the packaged genes. Whole genes lost or gained are read with the copies.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pm_annotate.genome.events.exon_events import event_of_long_deletion, exon_deletions, exon_duplications
from pm_annotate.genome.events.fusion import ENHANCER, fusion_of, half_known_fusion
from pm_annotate.genome.events.gene_break import GeneBreak, breaks_at
from pm_annotate.genome.events.gene_loci import GeneLoci, read_gene_loci
from pm_annotate.genome.events.internal_duplication import duplications_by_insertion, duplications_within_exons
from pm_annotate.genome.events.kinase_domains import KinaseDomains, read_kinase_domains
from pm_annotate.genome.events.rearrangement import (
    changed_span,
    deletes,
    duplicates,
    inversion_within,
    is_of_transcript,
    rearrangement_of,
)
from pm_annotate.genome.events.splice_variants import splice_variant
from pm_annotate.genome.events.stated_fusion import stated_fusion
from pm_annotate.genome.events.stated_within_gene import gene_on_both_sides, stated_within_gene
from pm_annotate.genome.file_annotation import AnnotationFormat, annotated_transcripts
from pm_annotate.genome.genome import Genome
from pm_annotate.model import (
    Adjacency,
    Breakpoint,
    FusionPartner,
    GeneEvent,
    GeneEventKind,
    Observation,
    StatedFusion,
    StructuralEvent,
    StructuralType,
)
from pm_annotate.resources import resources_folder

ENHANCER_REACH = 50_000  # bases from a break at an immunoglobulin locus to the gene it acts on (BCL2 mcr: 30 kb)
FAR_REACH = 1_000_000
FAR_TARGETS = frozenset({"CCND1", "CCND2", "CCND3", "MYC", "MAF", "MAFB"})
"""Genes on which the enhancer acts from farther: the major cluster of t(11;14) lies 120 kb before CCND1, breaks at MYC and MAF
up to a megabase away (Oncogene 2001;20:5580 and 5611)."""
IMPRECISE = "imprecise: the ends of the event are estimates"
SET_ASIDE = "the table's filter is {filters}: no tier"
BY_THE_FILE = "partner named by the file's annotation"
RECIPROCAL = "the reciprocal product; the kinase is kept on"


class FusionTables(NamedTuple):
    """What is known of genes beside their transcripts."""

    loci: GeneLoci
    kinases: KinaseDomains


def read_fusion_tables(genome: Genome, curated: Path | None = None) -> FusionTables:
    """The curated tables for the genome's assembly; from the packaged resources where no folder is given."""
    folder = curated or resources_folder() / "genome" / "curated"
    return FusionTables(read_gene_loci(folder, genome.assembly), read_kinase_domains(folder))


def gene_events(
    genome: Genome,
    events: Iterable[StructuralEvent],
    formats: Sequence[AnnotationFormat] = (),
    tables: FusionTables | None = None,
) -> list[GeneEvent]:
    """All gene events, in the order of ``events``. ``formats`` are the file's own annotations, which may name a partner."""
    known = tables or read_fusion_tables(genome)
    return [_with_caveats_of(event, found) for event in events for found in _distinct(_of_event(genome, known, event, formats))]


def _with_caveats_of(event: StructuralEvent, found: GeneEvent) -> GeneEvent:
    """What was to be said of the record is to be said of its gene too."""
    own = (*event.caveats, *((IMPRECISE,) if event.imprecise else ()))
    filters = () if event.is_of_vcf else event.observation.filters
    if filters:  # of a table; what a VCF filters out does not come here unless the user asks for it
        found = found._replace(tier_eligible=False)
        own = (*own, SET_ASIDE.format(filters=", ".join(filters)))
    return found._replace(caveats=tuple(dict.fromkeys((*found.caveats, *own)))) if own else found


def exon_events_of_allele(
    genome: Genome, observation: Observation, tables: FusionTables | None = None
) -> tuple[GeneEvent, ...]:
    """Whole exons lost with a deletion of 50 bases or more that is spelt out in REF; () for any other allele.

    Only events that take a whole exon: what lies within one exon is a small variant with a protein change of its own.
    """
    event = event_of_long_deletion(observation)
    if event is None:
        return ()
    loci = (tables or read_fusion_tables(genome)).loci
    return tuple(one for one in exon_deletions(genome, loci, event, event.start, event.end) if one.exons)


def _of_event(
    genome: Genome, tables: FusionTables, event: StructuralEvent, formats: Sequence[AnnotationFormat]
) -> Iterator[GeneEvent]:
    junctions = [event_junction for junction in event.adjacencies if (event_junction := in_order(junction))]
    read = tuple(_distinct(found for junction in junctions for found in _of_junction(genome, tables, event, junction, formats)))
    spliced = tuple(found for junction in junctions for found in splice_variant(genome, event, junction))
    yield from spliced
    if event.stated is not None and (gene := gene_on_both_sides(genome, tables.loci, event.stated)):
        by_place = list(_of_span(genome, tables, event, junctions))
        if not spliced:
            yield from stated_within_gene(genome, tables.loci, tables.kinases, event, gene, by_place)
        return
    joins_genes = any(found.kind is GeneEventKind.FUSION for found in read)
    if event.stated is not None and not _beside_locus(event.stated, read):
        stated = stated_fusion(genome, tables.loci, tables.kinases, event, read)
        joins_genes = joins_genes or bool(stated)
        yield from stated
        if stated:  # the junction may also break a gene, but the tool has named the fusion
            read = tuple(found for found in read if found.kind is not GeneEventKind.FUSION and not _is_partner(found, stated))
    yield from _with_reciprocals(read)
    if not (is_of_transcript(event) and joins_genes):
        yield from _of_span(genome, tables, event, junctions)


def _beside_locus(stated: StatedFusion, read: Sequence[GeneEvent]) -> bool:
    """Whether a tool names one gene only, and by the junction an antigen receptor locus stands beside it: Arriba calls most of
    that locus intergenic (``IGHJ6(50)``)."""
    named = {stated.five_prime, stated.three_prime} - {""}
    return len(named) == 1 and any(ENHANCER in one.caveats and one.gene in named for one in read)


def _is_partner(found: GeneEvent, stated: Sequence[GeneEvent]) -> bool:
    partners = {side.gene for one in stated for side in (one.five_prime, one.three_prime) if side}
    return found.kind is GeneEventKind.REARRANGEMENT and found.gene in partners


def in_order(junction: Adjacency) -> Adjacency:
    """The same junction whichever side the file wrote first."""
    first, second = junction.first, junction.second
    if second is None or _key(first) <= _key(second):
        return junction
    return junction._replace(first=second, second=first)


def _key(side: Breakpoint) -> tuple[str, int, str]:
    return (side.chrom, side.pos, side.kept)


# ------------------------------------------------------------------------------------------------------------ junctions


def _of_junction(
    genome: Genome,
    tables: FusionTables,
    event: StructuralEvent,
    junction: Adjacency,
    formats: Sequence[AnnotationFormat],
) -> Iterator[GeneEvent]:
    first = breaks_at(genome, tables.loci, junction.first)
    second = () if junction.second is None else breaks_at(genome, tables.loci, junction.second)
    first, second = _without_neighbours(first, second), _without_neighbours(second, first)
    shared = {one.gene for one in first} & {one.gene for one in second}
    if shared and not changed_span(junction):
        for side in first:
            if side.gene in shared and side.transcript is not None:
                found = inversion_within(event, junction, side.transcript, tables.loci)
                if found:
                    yield found
    first = tuple(one for one in first if one.gene not in shared)
    second = tuple(one for one in second if one.gene not in shared)
    if shared:
        return
    first, second = _beside_enhancers(genome, tables, first, second, junction)
    fused = [fusion for a in first for b in second if (fusion := fusion_of(event, junction, a, b, tables.kinases)) is not None]
    yield from fused
    partners = {side.gene for fusion in fused for side in (fusion.five_prime, fusion.three_prime) if side}
    yield from _unfused(tables, event, junction, first, second, partners, formats)
    if junction.second is not None:
        yield from _unfused(tables, event, junction, second, first, partners, formats, from_second=True)


def _without_neighbours(own: Sequence[GeneBreak], other: Sequence[GeneBreak]) -> tuple[GeneBreak, ...]:
    """The genes of one side, without one whose untranslated end may reach here while a gene of this side alone holds the break.

    The 3' ends of NAB2 and STAT6 face each other: a break in NAB2 lies within the 5 kb behind STAT6, and is none of STAT6.
    """
    elsewhere, held_there = {one.gene for one in other}, {one.gene for one in other if _holds_break(one)}
    if not any(_holds_break(one) and one.gene not in held_there for one in own):
        return tuple(own)
    return tuple(one for one in own if one.gene not in elsewhere or _holds_break(one))


def _holds_break(side: GeneBreak) -> bool:
    """Whether the break lies between the first and the last known base of the gene."""
    return side.transcript is not None and side.transcript.first <= side.breakpoint.pos <= side.transcript.last


def _unfused(
    tables: FusionTables,
    event: StructuralEvent,
    junction: Adjacency,
    own: Sequence[GeneBreak],
    other: Sequence[GeneBreak],
    partners: set[str],
    formats: Sequence[AnnotationFormat],
    from_second: bool = False,
) -> Iterator[GeneEvent]:
    """What the genes on one side have become when no gene on the other side is read through."""
    far = junction.first if from_second else junction.second
    place = f"{far.chrom}:{far.pos}" if far is not None else ""
    for side in own:
        if side.gene in partners:
            continue
        if not other and _acts_with_any_partner(side, tables):
            fusion = half_known_fusion(event, side, place, tables.kinases)
            yield _named_by_the_file(fusion, side, formats)
            continue
        if deletes(junction) and (not side.has_coding or (side.inside and not other)):
            continue  # lost whole, or told as exons lost
        what = ", ".join(f"{one.gene}, which is read in the other direction" for one in other) or place or "an unknown place"
        found = rearrangement_of(event, junction, side, what, tables.kinases)
        if found:
            yield found


def _acts_with_any_partner(side: GeneBreak, tables: FusionTables) -> bool:
    """Whether the part kept is the one that fusions of this gene keep: of a kinase, the whole domain."""
    if side.transcript is not None and not side.inside:
        return False
    kept = side.keeps_kinase(tables.kinases.get(side.gene))
    return ("5" if side.keeps_start else "3") in tables.loci.any_partner.get(side.gene, "") and kept is not False


def _beside_enhancers(
    genome: Genome, tables: FusionTables, first: tuple[GeneBreak, ...], second: tuple[GeneBreak, ...], junction: Adjacency
) -> tuple[tuple[GeneBreak, ...], tuple[GeneBreak, ...]]:
    """An enhancer acts over a distance: where one side is such a locus and the other no gene, the nearest packaged gene."""
    if junction.second is None:
        return first, second
    if any(one.regulatory for one in first) and not second:
        return first, _nearest_gene(genome, tables, junction.second)
    if any(one.regulatory for one in second) and not first:
        return _nearest_gene(genome, tables, junction.first), second
    return first, second


def _nearest_gene(genome: Genome, tables: FusionTables, side: Breakpoint) -> tuple[GeneBreak, ...]:
    near = genome.transcripts_at(side.chrom, side.pos - ENHANCER_REACH, side.pos + ENHANCER_REACH)
    coding = [transcript for transcript in near if transcript.is_primary and transcript.cds_exons]
    if not coding:
        far = genome.transcripts_at(side.chrom, side.pos - FAR_REACH, side.pos + FAR_REACH)
        coding = [transcript for transcript in far if transcript.is_primary and transcript.gene in FAR_TARGETS]
    if not coding:
        return ()
    nearest = min(coding, key=lambda one: (max(one.first - side.pos, side.pos - one.last), one.gene))
    distance = max(nearest.first - side.pos, side.pos - nearest.last)
    keeps_start = (side.kept.value == "left") == (nearest.strand > 0)
    place = f"{distance} bases outside the coding exons"
    return (GeneBreak(nearest.gene, keeps_start, side, nearest, place),)


def _named_by_the_file(fusion: GeneEvent, side: GeneBreak, formats: Sequence[AnnotationFormat]) -> GeneEvent:
    """The partner that the file's annotation names, if it names exactly one in a fusion."""
    allele = fusion.event.observation.allele
    named = {
        symbol
        for entry in annotated_transcripts(allele, formats)
        if any("fusion" in term for term in entry.consequence) or fusion.event.svtype is StructuralType.BREAKEND
        for symbol in entry.gene.split("&")
        if symbol
    } - {side.gene}
    if len(named) != 1:
        return fusion
    unnamed = fusion.three_prime if side.keeps_start else fusion.five_prime
    partner = FusionPartner(named.pop(), place=unnamed.place if unnamed else "")
    if side.keeps_start:
        return fusion._replace(three_prime=partner, name=f"{side.gene}::{partner.gene}", caveats=(BY_THE_FILE, *fusion.caveats))
    return fusion._replace(five_prime=partner, name=f"{partner.gene}::{side.gene}", caveats=(BY_THE_FILE, *fusion.caveats))


def _with_reciprocals(found: Sequence[GeneEvent]) -> Iterator[GeneEvent]:
    """Of A::B and B::A of one event, the one without its kinase is said to be the reciprocal of the other."""
    acting = {(one.five_prime.gene, one.three_prime.gene): one for one in found if one.five_prime and one.three_prime
              and one.kinase_kept}  # fmt: skip
    for one in found:
        mirror = acting.get((one.three_prime.gene, one.five_prime.gene)) if one.five_prime and one.three_prime else None
        if mirror is None or one.kinase_kept:
            yield one
        else:
            yield one._replace(caveats=(f"{RECIPROCAL} {mirror.name}", *one.caveats))


# ---------------------------------------------------------------------------------------------------------------- spans


def _of_span(
    genome: Genome, tables: FusionTables, event: StructuralEvent, junctions: Sequence[Adjacency]
) -> Iterator[GeneEvent]:
    """Exons lost or repeated between two breaks of one chromosome."""
    loci = tables.loci
    for junction in junctions:
        span = changed_span(junction)
        if span is None or junction.second is None:
            continue
        here = event._replace(chrom=junction.first.chrom) if event.chrom != junction.first.chrom else event
        if deletes(junction):
            yield from exon_deletions(genome, loci, here, *span)
        elif duplicates(junction):
            yield from duplications_within_exons(genome, loci, here, *span)
            yield from exon_duplications(genome, loci, tables.kinases, here, *span)
    if junctions:
        return
    if event.svtype is StructuralType.DELETION:
        yield from exon_deletions(genome, loci, event, event.start, event.end, exact=False)
    elif event.svtype in (StructuralType.DUPLICATION, StructuralType.TANDEM_DUPLICATION):
        tandem = event.svtype is StructuralType.TANDEM_DUPLICATION
        yield from exon_duplications(genome, loci, tables.kinases, event, event.start, event.end, tandem=tandem)
        if tandem:
            yield from duplications_within_exons(genome, loci, event, event.start, event.end)
    elif event.svtype is StructuralType.INSERTION:
        yield from duplications_by_insertion(genome, loci, event)


def _distinct(found: Iterable[GeneEvent]) -> Iterator[GeneEvent]:
    """Each once: both junctions of an inversion within a gene tell the same."""
    seen = set()
    for one in found:
        key = (one.kind, one.gene, one.name)
        if key not in seen:
            seen.add(key)
            yield one
