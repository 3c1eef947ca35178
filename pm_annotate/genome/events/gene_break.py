"""A break seen from a gene: which part of the gene is kept, which exon is the last or first of it, and how many coding bases.

A gene on the plus strand whose left side is kept keeps its 5' part, on the minus strand its 3' part; and the reverse.
"""

from collections.abc import Sequence
from typing import NamedTuple

from pm_annotate.genome.events.gene_loci import REGULATORY, GeneLoci
from pm_annotate.genome.events.kinase_domains import kinase_bases
from pm_annotate.genome.genome import Genome
from pm_annotate.genome.transcripts import Interval, Transcript
from pm_annotate.model import Breakpoint, KeptSide

BEFORE_EXTRA_EXON = {"NPM1": 9}
"""Exons whose number is their place in the transcript, though later ones are counted otherwise: the 12 exons of NPM1 hold one
(exon 10) that NM_002520 has not, so W288 lies in its exon 12, and NPM1::ALK keeps exons 1 to 4 (Blood 2007;109:874)."""
UNTRANSLATED_TAIL = 5_000  # bases after the last known exon that are read as its untranslated end (BCL2: 5 kb)


class GeneBreak(NamedTuple):
    """One gene at one breakpoint.

    ``exon`` is the last exon kept of a 5' part, the first one kept of a 3' part. ``coding_bases`` are those kept of a 5' part;
    of a 3' part those lost before it. Both are None where the gene's exons (or their numbers) are not known.
    """

    gene: str
    keeps_start: bool  # the 5' part, with the promoter
    breakpoint: Breakpoint
    transcript: Transcript | None  # None for a partner whose exons are not packaged
    place: str  # "intron 13", "within exon 12", "before the first coding exon"
    exon: int | None = None
    coding_bases: int | None = None
    cuts_exon: bool = False
    numbering_known: bool = True
    regulatory: bool = False
    on_other_transcripts: tuple[int, ...] = ()  # ``coding_bases`` on the gene's other transcripts that are not cut in an exon

    @property
    def has_coding(self) -> bool:
        """Whether the part that is kept holds coding bases that are known."""
        if self.transcript is None or self.coding_bases is None:
            return False
        return self.coding_bases > 0 if self.keeps_start else self.coding_bases < self.transcript.cds_length

    @property
    def inside(self) -> bool:
        """Whether the break parts the coding bases, or is at least in the gene where these are not known."""
        if self.transcript is None or self.coding_bases is None:
            return True
        return 0 < self.coding_bases < self.transcript.cds_length

    def keeps_kinase(self, domain: tuple[int, int] | None) -> bool | None:
        """Whether the whole kinase domain is in the part kept; None for a gene without one, or without known exons."""
        if domain is None or self.coding_bases is None:
            return None
        low, high = kinase_bases(domain)
        return self.coding_bases > high if self.keeps_start else self.coding_bases <= low


def breaks_at(genome: Genome, loci: GeneLoci, breakpoint: Breakpoint) -> tuple[GeneBreak, ...]:
    """Every gene at a breakpoint, once, on its primary transcript: packaged ones first, then partners known by their span."""
    chrom, pos = breakpoint.chrom, breakpoint.pos
    reached = genome.transcripts_at(chrom, pos - UNTRANSLATED_TAIL, pos + UNTRANSLATED_TAIL)
    near = [transcript for transcript in reached if _belongs(transcript, pos)]
    held = {locus.gene: locus for locus in loci.at(chrom, pos)}
    genes = dict.fromkeys([transcript.gene for transcript in near] + [gene for gene in held if genome.transcript_of(gene)])
    found = [
        _with_others(genome, _on_transcript(transcript, loci, breakpoint), loci)
        for gene in genes
        if (transcript := genome.transcript_of(gene)) is not None and transcript.cds_exons
    ]
    for gene, locus in held.items():
        if gene not in genes:
            keeps_start = (breakpoint.kept is KeptSide.LEFT) == (locus.strand > 0)
            place = "exon not known"
            found.append(GeneBreak(gene, keeps_start, breakpoint, None, place, regulatory=locus.kind == REGULATORY))
    return tuple(found)


def _with_others(genome: Genome, primary: GeneBreak, loci: GeneLoci) -> GeneBreak:
    others = [one for one in genome.transcripts_of(primary.gene) if not one.is_primary and one.cds_exons]
    read = [_on_transcript(one, loci, primary.breakpoint) for one in others]
    usable = (one.coding_bases for one in read if one.has_coding and not one.cuts_exon and one.coding_bases)
    return primary._replace(on_other_transcripts=tuple(dict.fromkeys(bases for bases in usable if bases is not None)))


def _belongs(transcript: Transcript, pos: int) -> bool:
    """Whether a position lies in the transcript's reach or its untranslated end, which is known for few transcripts."""
    low, high = transcript.reach
    tail = 0 if transcript.all_exons else UNTRANSLATED_TAIL
    if transcript.strand > 0:
        return low <= pos <= max(high, transcript.last + tail)
    return min(low, transcript.first - tail) <= pos <= high


def _on_transcript(transcript: Transcript, loci: GeneLoci, breakpoint: Breakpoint) -> GeneBreak:
    keeps_start = (breakpoint.kept is KeptSide.LEFT) == (transcript.strand > 0)
    offset, known = numbering(transcript, loci)
    kept = [_kept_of(exon, breakpoint) for exon in in_reading_order(transcript, transcript.exons)]
    whole = [bases == length for bases, length in kept]
    touched = [i for i, (bases, _) in enumerate(kept) if bases]
    cuts = any(0 < bases < length for bases, length in kept)
    coding = sum(bases for bases, _ in (_kept_of(exon, breakpoint) for exon in transcript.cds_exons))
    border = (touched[-1] if keeps_start else touched[0]) if touched else None
    if border is not None and border < BEFORE_EXTRA_EXON.get(transcript.gene, 0):
        offset = 0
    exon = None if border is None else border + 1 + offset
    if keeps_start and border is None and offset == 1:
        exon = 1  # the one untranslated exon is all that is in front of the coding ones
    return GeneBreak(
        gene=transcript.gene,
        keeps_start=keeps_start,
        breakpoint=breakpoint,
        transcript=transcript,
        place=_place(transcript, whole, touched, cuts, keeps_start, offset),
        exon=_with_acceptor(exon, keeps_start, touched, len(kept), offset),
        coding_bases=coding if keeps_start else transcript.cds_length - coding,
        cuts_exon=cuts,
        numbering_known=known,
    )


def _with_acceptor(exon: int | None, keeps_start: bool, touched: Sequence[int], total: int, offset: int) -> int | None:
    """A first exon has no splice acceptor: a 3' part that holds the whole gene is joined at its second exon."""
    if keeps_start or exon is None or len(touched) < total:
        return exon
    if offset == 0:
        return 2 if total > 1 else exon
    return 2 if offset == 1 else None


def numbering(transcript: Transcript, loci: GeneLoci) -> tuple[int, bool]:
    """What to add to the order among the known exons for the number that people use, and whether that is known."""
    locus = loci.by_gene.get(transcript.gene)
    if not transcript.numbering_known and locus is not None and locus.exons_before_coding is not None:
        return locus.exons_before_coding, True
    return transcript.numbering_offset, transcript.numbering_known


def in_reading_order(transcript: Transcript, exons: Sequence[Interval]) -> Sequence[Interval]:
    """Exons in the direction of the gene."""
    return exons if transcript.strand > 0 else tuple(reversed(exons))


def _kept_of(exon: Interval, breakpoint: Breakpoint) -> tuple[int, int]:
    """How many bases of an exon are kept, and its length."""
    start, end = exon
    kept = min(end, breakpoint.pos) - start + 1 if breakpoint.kept is KeptSide.LEFT else end - max(start, breakpoint.pos) + 1
    return max(0, kept), end - start + 1


def _place(
    transcript: Transcript, whole: Sequence[bool], touched: Sequence[int], cuts: bool, keeps_start: bool, offset: int
) -> str:
    if cuts:
        cut = touched[-1] if keeps_start else touched[0]
        return f"exon {cut + 1 + offset}"
    before = len(touched) if keeps_start else len(whole) - len(touched)  # exons in front of the break
    if 0 < before < len(whole):
        return f"intron {before + offset}"
    if before:
        return "after the last exon" if transcript.all_exons else "after the last coding exon"
    if offset == 0 and transcript.all_exons:
        return "before exon 1"
    return "before the first coding exon"
