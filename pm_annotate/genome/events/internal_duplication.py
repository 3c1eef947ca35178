"""Internal tandem duplications: FLT3 (exons 14-15), BCOR (exon 15), KIT (exon 11) and any other that lies within exons.

Read from tandem duplications (``<DUP:TANDEM>``, a breakend pair of that shape) that repeat no whole exon, and from insertions
(``<INS>``) whose sequence repeats its neighbourhood. Insertions that are spelt out as REF and ALT are read as small variants:
``genome.effects`` names them (``p.D600_L601ins..``, ``dup``) and knowledge counts their residues; they are not read again here.
"""

from __future__ import annotations

from collections.abc import Iterator

from pm_annotate.genome.events.exon_events import exon_span, filler_of, genes_at, numbering_caveat
from pm_annotate.genome.events.gene_loci import GeneLoci
from pm_annotate.genome.genome import Genome
from pm_annotate.genome.transcripts import Transcript
from pm_annotate.model import GeneEvent, GeneEventKind, StructuralEvent

LEAST_REPEAT = 6  # bases that must repeat the neighbourhood before an insertion is called a duplication
REPEATED_SHARE = 0.5  # of the insertion; the rest is filler, as is common in FLT3 ITDs (PMID:12835725)
SHIFTED = "the duplication shifts the reading frame: internal duplications that act keep it"
ONE_END_IN_AN_INTRON = "one end lies in an intron: whether the reading frame holds cannot be told"
KNOWN_PLACES = {  # exons in which an insertion of unknown sequence is most likely an internal duplication
    "FLT3": frozenset({14, 15}),
    "BCOR": frozenset({15}),
    "KIT": frozenset({11}),
}


def duplications_within_exons(
    genome: Genome, loci: GeneLoci, event: StructuralEvent, start: int, end: int
) -> Iterator[GeneEvent]:
    """Tandem duplications of ``start``..``end`` that begin or end within an exon and repeat none whole."""
    for transcript in genes_at(genome, event.chrom, start, end):
        span = exon_span(transcript, start, end, loci)
        if span.whole or not span.coding_bases:
            continue
        if transcript.exon_index(start) is None and transcript.exon_index(end) is None:
            continue
        both = transcript.exon_index(start) is not None and transcript.exon_index(end) is not None
        inframe = (span.coding_bases + filler_of(event)) % 3 == 0 if both else None
        yield _event(event, transcript, span.cut, end - start + 1, inframe, loci)


def duplications_by_insertion(genome: Genome, loci: GeneLoci, event: StructuralEvent) -> Iterator[GeneEvent]:
    """What an insertion between ``event.start`` and the next base does to the exon it lies in."""
    pos, bases = event.start, event.inserted.upper()
    for transcript in genes_at(genome, event.chrom, pos, pos + 1):
        span = exon_span(transcript, pos, pos + 1, loci)
        if span.coding_bases < 2:  # both neighbours must be coding bases of one exon
            continue
        if not bases or not bases.isalpha():
            yield _of_unknown_sequence(event, transcript, span.cut, loci)
            continue
        inframe = len(bases) % 3 == 0
        if repeats_neighbourhood(genome, event.chrom, pos, bases):
            yield _event(event, transcript, span.cut, len(bases), inframe, loci)
        else:
            yield _insertion(event, transcript, span.cut, f"of {len(bases)} bases", inframe, loci)


def repeats_neighbourhood(genome: Genome, chrom: str, pos: int, bases: str) -> bool:
    """Whether inserted bases copy what stands beside them, in front or behind, at least in the greater part."""
    size = len(bases)
    left = genome.reference(chrom, pos - size + 1, pos) or ""
    right = genome.reference(chrom, pos + 1, pos + size) or ""
    ahead = _shared(bases, right)
    behind = _shared(bases[::-1], left[::-1])
    return max(ahead, behind, min(ahead + behind, size)) >= max(LEAST_REPEAT, REPEATED_SHARE * size)


def _shared(one: str, other: str) -> int:
    """Length of the common beginning."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _event(
    event: StructuralEvent, transcript: Transcript, exons: tuple[int, ...], size: int, inframe: bool | None, loci: GeneLoci
) -> GeneEvent:
    where = f"exon {exons[0]}" if len(exons) == 1 else f"exon {exons[0]}-{exons[-1]}"
    unknown = () if inframe is not None else (ONE_END_IN_AN_INTRON,)
    return GeneEvent(
        event=event,
        kind=GeneEventKind.INTERNAL_DUPLICATION,
        gene=transcript.gene,
        name=f"{transcript.gene} internal tandem duplication ({where}, {size} bases)",
        consequence=("feature_elongation",) if inframe is None else ("inframe_insertion" if inframe else "frameshift_variant",),
        transcript=transcript.transcript,
        exons=exons,
        inframe=inframe,
        tier_eligible=bool(inframe),
        caveats=(*unknown, *_shifted(inframe), *numbering_caveat(transcript, loci)),
    )


def _of_unknown_sequence(event: StructuralEvent, transcript: Transcript, exons: tuple[int, ...], loci: GeneLoci) -> GeneEvent:
    """An insertion whose bases are not given: in the places of known ITDs that is what it most likely is, but no tier."""
    caveat = "the inserted sequence is not given: confirm by sequencing or fragment length"
    inframe = None if event.inserted_length is None else event.inserted_length % 3 == 0
    size = "" if event.inserted_length is None else f"of {event.inserted_length} bases "
    if KNOWN_PLACES.get(transcript.gene, frozenset()).isdisjoint(exons):
        return _insertion(event, transcript, exons, f"{size}of unknown sequence", inframe, loci)
    return GeneEvent(
        event=event,
        kind=GeneEventKind.INTERNAL_DUPLICATION,
        gene=transcript.gene,
        name=f"{transcript.gene} insertion {size}in exon {exons[0]}, possibly an internal tandem duplication",
        consequence=("feature_elongation",),
        transcript=transcript.transcript,
        exons=exons,
        inframe=inframe,
        tier_eligible=False,
        caveats=(caveat, *numbering_caveat(transcript, loci)),
    )


def _insertion(
    event: StructuralEvent, transcript: Transcript, exons: tuple[int, ...], what: str, inframe: bool | None, loci: GeneLoci
) -> GeneEvent:
    """An insertion into an exon that repeats nothing beside it: a break of the gene."""
    return GeneEvent(
        event=event,
        kind=GeneEventKind.REARRANGEMENT,
        gene=transcript.gene,
        name=f"{transcript.gene} insertion {what} in exon {exons[0]}",
        consequence=("inframe_insertion" if inframe else "frameshift_variant" if inframe is False else "feature_elongation",),
        transcript=transcript.transcript,
        exons=exons,
        inframe=inframe,
        tier_eligible=inframe is False,
        caveats=numbering_caveat(transcript, loci),
    )


def _shifted(inframe: bool | None) -> tuple[str, ...]:
    return (SHIFTED,) if inframe is False else ()
