"""Which positions of the genome a locus covers: codons, exons, named bases, all coding exons, on the packaged transcripts.

Positions are 1-based and closed. A codon that an intron divides has two intervals. Where criteria of one locus count on
different transcripts, the locus covers the places of all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from pm_annotate.genome.genome import Genome
from pm_annotate.genome.transcripts import Interval, Transcript
from pm_annotate.intervals import merged
from pm_annotate.model import Assembly
from pm_annotate.model.loci import ActionableLocus, LocusPart, LocusPlace

SPLICE_SITE = 2  # bases beside an exon: the canonical donor and acceptor
CODONS_NAMED = 30  # a longer range of residues is named as one part
_POSITION = r"(-?\d+)([+-]\d+)?"
_SITE = rf"c\.{_POSITION}(?:_{_POSITION})?(?=[ACGTdi=])"


def place_loci(genome: Genome, loci: Iterable[ActionableLocus]) -> tuple[LocusPlace, ...]:
    """Where each locus lies, in the order given. A locus that lies nowhere in particular (a fusion) has no parts."""
    return tuple(place_locus(genome, locus) for locus in loci)


def locus_regions(places: Iterable[LocusPlace]) -> dict[str, tuple[Interval, ...]]:
    """All positions of the loci: chromosome -> sorted, merged, 1-based closed intervals."""
    found: dict[str, list[Interval]] = {}
    for place in places:
        for part in place.parts:
            found.setdefault(part.chrom, []).extend(part.intervals)
    return {chrom: merged(intervals) for chrom, intervals in found.items()}


def place_locus(genome: Genome, locus: ActionableLocus) -> LocusPlace:
    """Where one locus lies on the genome's assembly."""
    if locus.unseen:
        return LocusPlace()
    by_allele = list(_allele_parts(locus, genome.assembly))
    if by_allele and not locus.residues:
        return LocusPlace(tuple(by_allele))
    transcripts, missing = _transcripts(genome, locus)
    if not transcripts:
        return LocusPlace(unplaced=missing or f"the exons of {locus.gene} are not packaged")
    parts: dict[str, list[LocusPart]] = {}
    lacking = [missing] if missing else []
    for transcript in transcripts:
        of_transcript, absent = _parts_on(transcript, locus)
        for part in of_transcript:
            parts.setdefault(part.name, []).append(part)
        lacking += absent
    return LocusPlace(tuple(_united(same) for same in parts.values()), "; ".join(dict.fromkeys(lacking)))


def _transcripts(genome: Genome, locus: ActionableLocus) -> tuple[list[Transcript], str]:
    """The transcripts on which the locus is numbered, and which of them is not packaged ("" where none is missing)."""
    own = genome.transcripts_of(locus.gene)
    chosen: dict[str, Transcript] = {}
    missing = ""
    counts_on = locus.numberings if locus.residues or locus.hgvsc else ()
    for numbering in counts_on or ((),):
        wanted = {accession.partition(".")[0] for accession in numbering}
        found = [each for each in own if wanted.intersection(name.partition(".")[0] for name in each.accessions)]
        if wanted and not found:
            missing = f"a statement numbers {locus.gene} on {', '.join(numbering)}, which is not packaged"
        for each in found[:1] if wanted else own[:1]:
            chosen[each.transcript] = each
    return list(chosen.values()), missing


def _parts_on(transcript: Transcript, locus: ActionableLocus) -> tuple[list[LocusPart], list[str]]:
    """The parts of a locus on one transcript, and what of it is not there."""
    parts: list[LocusPart] = []
    absent: list[str] = []
    for first, last in locus.residues:
        found = _residue_parts(transcript, first, last)
        absent += [] if found else [f"{transcript.transcript} has no codon {last}"]
        parts += found
    for number in locus.exons:
        exon = _exon_part(transcript, number, locus.splice_sites)
        absent += [] if exon else [f"{transcript.transcript} has no coding exon {number}"]
        parts += [exon] if exon else []
    if locus.whole_gene:
        numbers = (transcript.exon_number(index) for index in range(len(transcript.exons)))
        parts += [part for number in sorted(numbers) if (part := _exon_part(transcript, number, locus.splice_sites))]
    for name in locus.hgvsc:
        site = _site_part(transcript, name)
        absent += [] if site else [f"{name} cannot be placed on {transcript.transcript}"]
        parts += [site] if site else []
    return parts, absent


def _residue_parts(transcript: Transcript, first: int, last: int) -> list[LocusPart]:
    """A part for each codon, or one for a long range; none where the protein is shorter."""
    if last > transcript.protein_length + 1 or not transcript.cds_exons:  # the stop codon may be named
        return []
    if last - first >= CODONS_NAMED:
        return [LocusPart(f"codons {first}-{last}", transcript.chrom, _coding_bases(transcript, first, last))]
    return [
        LocusPart(f"codon {residue}", transcript.chrom, _coding_bases(transcript, residue, residue))
        for residue in range(first, last + 1)
    ]


def _coding_bases(transcript: Transcript, first: int, last: int) -> tuple[Interval, ...]:
    """Exonic bases from the first base of one codon to the last of another."""
    one, other = transcript.genomic(3 * (first - 1)), transcript.genomic(3 * last - 1)
    if one is None or other is None:
        return ()
    low, high = min(one, other), max(one, other)
    return tuple(transcript.coding_in(low, high))


def _exon_part(transcript: Transcript, number: int, splice_sites: bool) -> LocusPart | None:
    """The coding bases of an exon (all bases, of a non-coding transcript), with its splice sites where asked for."""
    exons = transcript.exons
    index = transcript.exon_numbered(number)
    if index is None:
        return None
    start, end = exons[index]
    inside = transcript.coding_in(start, end) if transcript.cds_exons else [(start, end)]
    if not inside:
        return None
    low, high = inside[0][0], inside[-1][1]
    if splice_sites:
        low -= SPLICE_SITE if low == start and index > 0 else 0
        high += SPLICE_SITE if high == end and index < len(exons) - 1 else 0
    return LocusPart(f"exon {number}", transcript.chrom, ((low, high),))


def _site_part(transcript: Transcript, name: str) -> LocusPart | None:
    """The bases of a c. name; None for names behind the stop codon and for forms that are not read here."""
    found = re.match(_SITE, name)
    if found is None or not transcript.cds_exons:
        return None
    first = _base(transcript, found[1], found[2])
    last = _base(transcript, found[3], found[4]) if found[3] else first
    if first is None or last is None:
        return None
    return LocusPart(name, transcript.chrom, ((min(first, last), max(first, last)),))


def _base(transcript: Transcript, base: str, offset: str | None) -> int | None:
    number = int(base)
    return transcript.genomic(number - 1 if number > 0 else number, int(offset or 0))


def _allele_parts(locus: ActionableLocus, assembly: Assembly) -> Iterator[LocusPart]:
    """The bases of REF of the alleles on this assembly."""
    spans = {(chrom, pos, pos + len(ref) - 1) for of, chrom, pos, ref, _ in locus.alleles if of == assembly}
    for chrom, start, end in sorted(spans):
        yield LocusPart(f"{chrom}:{start}" if start == end else f"{chrom}:{start}-{end}", chrom, ((start, end),))


def _united(parts: Sequence[LocusPart]) -> LocusPart:
    """Parts of one name, from several transcripts, as one."""
    if len(parts) == 1:
        return parts[0]
    return LocusPart(parts[0].name, parts[0].chrom, merged(interval for part in parts for interval in part.intervals))
