"""Exons deleted or duplicated: EGFRvIII, MET exon 14, duplicated kinase domains, and losses at either end of a gene.

Terms: SO:0001572 exon_loss_variant, SO:0001906 feature_truncation, SO:0001907 feature_elongation. The frame holds when the
coding bases lost or gained are a multiple of three and both ends lie in introns, or both in exons.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pm_annotate.genome.events.gene_break import UNTRANSLATED_TAIL, in_reading_order, numbering
from pm_annotate.genome.events.gene_loci import GeneLoci
from pm_annotate.genome.events.kinase_domains import KinaseDomains, kinase_bases
from pm_annotate.genome.genome import Genome
from pm_annotate.genome.normalise import as_edit
from pm_annotate.genome.transcripts import Interval, Transcript
from pm_annotate.model import GeneEvent, GeneEventKind, Observation, StructuralEvent, StructuralType

LONG_DELETION = 50  # bases from which a deletion that is spelt out is read for whole exons
KNOWN_DELETIONS = {  # PMID:1611041 (EGFRvIII), PMID:1611042 (vII); PMID:25971938 (MET exon 14)
    ("EGFR", (2, 3, 4, 5, 6, 7)): "EGFRvIII",
    ("EGFR", (14, 15)): "EGFRvII",
    ("MET", (14,)): "exon 14 skipping",
}
WHOLE_COPY = "one end lies outside the coding exons: a whole copy of the gene remains"
APPROXIMATE_ENDS = "the ends come from read depth: which exons are lost at the ends is approximate"
START_LOST = "the start codon is lost"
END_LOST = "the stop codon and the end of the gene are lost"
END_TERMS = {START_LOST: "start_lost", END_LOST: "stop_lost"}
FRAME_NOT_TOLD = "whether the reading frame holds cannot be told"


class ExonSpan(NamedTuple):
    """What an interval takes of a transcript's exons, by the numbers that people use."""

    whole: tuple[int, ...]
    cut: tuple[int, ...]  # exons of which a part lies in the interval
    coding_bases: int
    first_base: int | None  # first and last coding base inside the interval (0 is the A of the start codon)
    last_base: int | None
    ends_in_exons: tuple[bool, bool]  # lowest and highest position of the interval: is the border within an exon

    @property
    def cut_at_a_splice_site(self) -> tuple[int, ...]:
        """Exons cut where the other end of the interval lies in an intron: each keeps one of its splice sites only."""
        return self.cut if self.ends_in_exons[0] != self.ends_in_exons[1] else ()

    def inframe(self, filler: int = 0) -> bool | None:
        """Whether the coding bases are whole codons; None where one end lies in an exon and splicing cannot be foretold.

        ``filler`` bases at the junction count where both ends lie in exons; in introns they are spliced out.
        """
        if not self.coding_bases or self.ends_in_exons[0] != self.ends_in_exons[1]:
            return None
        return (self.coding_bases - (filler if self.ends_in_exons[0] else 0)) % 3 == 0


def exon_span(transcript: Transcript, start: int, end: int, loci: GeneLoci) -> ExonSpan:
    """Exons of ``transcript`` in ``start``..``end`` (1-based, closed)."""
    offset, _ = numbering(transcript, loci)
    whole, cut = [], []
    for i, (first, last) in enumerate(in_reading_order(transcript, transcript.exons)):
        if start <= first and last <= end:
            whole.append(i + 1 + offset)
        elif first <= end and start <= last:
            cut.append(i + 1 + offset)
    inside = [(max(first, start), min(last, end)) for first, last in transcript.cds_exons if first <= end and start <= last]
    bases = sorted(base for pair in inside for pos in pair if (base := transcript.exonic_base(pos)) is not None)
    return ExonSpan(
        whole=tuple(whole),
        cut=tuple(cut),
        coding_bases=sum(last - first + 1 for first, last in inside),
        first_base=bases[0] if bases else None,
        last_base=bases[-1] if bases else None,
        ends_in_exons=(_within(transcript.exons, start - 1, start), _within(transcript.exons, end, end + 1)),
    )


def _within(exons: Sequence[Interval], left: int, right: int) -> bool:
    """Whether the border between two neighbouring bases lies within an exon."""
    return any(first <= left and right <= last for first, last in exons)


def exon_deletions(
    genome: Genome, loci: GeneLoci, event: StructuralEvent, start: int, end: int, exact: bool = True
) -> Iterator[GeneEvent]:
    """The genes that lose some of their coding exons with ``start``..``end``. A gene that goes whole is not listed here.

    ``exact`` is False where the ends are known from read depth only.
    """
    for transcript in genes_at(genome, event.chrom, start, end):
        span = exon_span(transcript, start, end, loci)
        if span.coding_bases in (0, transcript.cds_length):
            continue
        yield _deletion(event, transcript, span, loci, exact)


def _deletion(event: StructuralEvent, transcript: Transcript, span: ExonSpan, loci: GeneLoci, exact: bool) -> GeneEvent:
    inframe, caveats = _frame_after_deletion(transcript, span, filler_of(event))
    if not exact:
        inframe, caveats = None, (APPROXIMATE_ENDS, *caveats)
    known = KNOWN_DELETIONS.get((transcript.gene, span.whole), "") if not span.cut else ""
    name = f"{transcript.gene} {_exons_text(span)} deletion" + (f" ({known})" if known else "")
    protein = {True: "inframe_deletion", False: "frameshift_variant"}.get(inframe) if inframe is not None else None
    return GeneEvent(
        event=event,
        kind=GeneEventKind.EXON_DELETION,
        gene=transcript.gene,
        name=name,
        consequence=(
            *(("exon_loss_variant",) if span.whole else ()),
            *((protein,) if protein else ()),
            *(END_TERMS[caveat] for caveat in caveats if caveat in END_TERMS),
            "feature_truncation",
        ),
        transcript=transcript.transcript,
        share=span.coding_bases / transcript.cds_length,
        exons=span.whole,
        inframe=inframe,
        caveats=(*caveats, *_cut_caveat(span, "cut"), *numbering_caveat(transcript, loci)),
        exons_cut=span.cut_at_a_splice_site,
    )


def _frame_after_deletion(transcript: Transcript, span: ExonSpan, filler: int) -> tuple[bool | None, tuple[str, ...]]:
    if span.first_base is not None and span.first_base < 3:
        return None, (START_LOST,)
    if span.last_base is not None and span.last_base >= transcript.cds_length - 3:
        return None, (END_LOST,)
    inframe = span.inframe(filler)
    return inframe, () if inframe is not None else (FRAME_NOT_TOLD,)


def filler_of(event: StructuralEvent) -> int:
    """How many bases stand between the two sides of the event's one junction."""
    if event.adjacencies:
        return len(event.adjacencies[0].inserted) if len(event.adjacencies) == 1 else 0
    return len(event.inserted)


def exon_duplications(
    genome: Genome, loci: GeneLoci, kinases: KinaseDomains, event: StructuralEvent, start: int, end: int, tandem: bool = True
) -> Iterator[GeneEvent]:
    """The genes of which ``start``..``end`` repeats whole exons in tandem: both ends lie in the gene.

    A duplication that begins or ends outside a gene leaves a whole copy of it and is not listed; one that ends just beside
    the coding exons is, without tier. ``tandem`` is False where the file does not say where the second copy lies: then the
    segment must end within the gene on both sides, since a gain of most of a gene by its depth is no change of its exons.
    """
    for transcript in genes_at(genome, event.chrom, start, end):
        beyond = (transcript.first - start, end - transcript.last)
        if min(beyond) > 0 or max(beyond) > (UNTRANSLATED_TAIL if tandem else -1):
            continue
        span = exon_span(transcript, start, end, loci)
        if span.whole and span.coding_bases:
            found = _duplication(event, transcript, span, loci, kinases.get(transcript.gene), tandem)
            yield found if max(beyond) <= 0 else found._replace(tier_eligible=False, caveats=(WHOLE_COPY, *found.caveats))


def _duplication(
    event: StructuralEvent,
    transcript: Transcript,
    span: ExonSpan,
    loci: GeneLoci,
    domain: tuple[int, int] | None,
    tandem: bool,
) -> GeneEvent:
    inframe = span.inframe(-filler_of(event)) if tandem else None
    caveats = [] if tandem else ["where the second copy lies is not known: not shown to be in tandem"]
    if tandem and inframe is None:
        caveats.append(FRAME_NOT_TOLD)
    low, high = kinase_bases(domain) if domain else (0, -1)
    holds_kinase = domain is not None and span.first_base is not None and span.last_base is not None
    holds_kinase = holds_kinase and (span.first_base or 0) <= low and high <= (span.last_base or 0)
    of_kinase = holds_kinase and bool(inframe)
    return GeneEvent(
        event=event,
        kind=GeneEventKind.KINASE_DOMAIN_DUPLICATION if of_kinase else GeneEventKind.EXON_DUPLICATION,
        gene=transcript.gene,
        name=f"{transcript.gene} {_exons_text(span)} duplication" + (" (kinase domain)" if of_kinase else ""),
        consequence=(*(("inframe_insertion",) if inframe else ("frameshift_variant",) if inframe is False else ()),
                     "feature_elongation"),
        transcript=transcript.transcript,
        exons=span.whole,
        inframe=inframe,
        kinase_kept=True if of_kinase else None,
        tier_eligible=inframe is not None,
        caveats=(*caveats, *_cut_caveat(span, "duplicated in part"), *numbering_caveat(transcript, loci)),
    )  # fmt: skip


def genes_at(genome: Genome, chrom: str, start: int, end: int) -> list[Transcript]:
    """The primary coding transcripts whose reach meets an interval."""
    found = genome.transcripts_at(chrom, start, end)
    return [transcript for transcript in found if transcript.is_primary and transcript.cds_exons]


def numbering_caveat(transcript: Transcript, loci: GeneLoci) -> tuple[str, ...]:
    """Said where exon numbers count the coding exons only."""
    if numbering(transcript, loci)[1]:
        return ()
    return (f"exon numbers of {transcript.gene} count its coding exons only: untranslated first exons are not known here",)


def _cut_caveat(span: ExonSpan, what: str) -> tuple[str, ...]:
    return tuple(f"exon {number} is {what}" for number in span.cut)


def _exons_text(span: ExonSpan) -> str:
    """``exon 2-7``, ``exon 14``, ``exon 3 (in part)``."""
    numbers = span.whole or span.cut
    text = f"exon {numbers[0]}" if len(numbers) == 1 else f"exon {numbers[0]}-{numbers[-1]}"
    return text if span.whole else f"{text} (in part)"


# ------------------------------------------------------------------------------------------ deletions that are spelt out


def event_of_long_deletion(observation: Observation) -> StructuralEvent | None:
    """The same as a ``<DEL>``, for a deletion of at least ``LONG_DELETION`` bases whose REF is spelt out; else None."""
    allele = observation.allele
    if not allele.alt.isalpha():
        return None
    edit = as_edit(allele.pos, allele.ref, allele.alt)
    if len(edit.removed) - len(edit.inserted) < LONG_DELETION:
        return None
    return StructuralEvent(observation, StructuralType.DELETION, allele.chrom, edit.start, edit.end, inserted=edit.inserted)
