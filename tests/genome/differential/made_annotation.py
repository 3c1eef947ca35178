"""A FASTA and a GFF3 made from the packaged transcripts, one short contig per transcript, for other engines to read.

Each contig holds the known bases around the exons of one transcript on the plus strand; the unknown middle of an intron is
cut to ``_GAP`` bases of ``N``. Coordinates are 1-based and closed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pm_annotate.genome.genome import Genome
from pm_annotate.genome.transcripts import Interval, Transcript

_FLANK = 150
_GAP = 120
_UTR_5_PRIME = 60
_UTR_3_PRIME = 300


@dataclass(frozen=True)
class Contig:
    """One transcript's contig. ``blocks`` map genome to contig: (first genome position, last, first contig position)."""

    name: str
    transcript: Transcript
    exons: tuple[Interval, ...]  # on the genome, ascending, with the untranslated parts that are known
    blocks: tuple[tuple[int, int, int], ...]
    bases: str

    def at(self, start: int, end: int) -> int | None:
        """Where ``start`` lies on the contig when ``start``..``end`` lies in one block, else None."""
        i = bisect_right([block[0] for block in self.blocks], start) - 1
        if i < 0 or end > self.blocks[i][1]:
            return None
        return start - self.blocks[i][0] + self.blocks[i][2]


def exons_with_ends(transcript: Transcript, genome: Genome) -> tuple[Interval, ...]:
    """All exons where known; else the coding ones, with as much before and after them as sequence is known for."""
    if transcript.all_exons:
        return transcript.all_exons
    exons = list(transcript.cds_exons)
    before, after = (_UTR_5_PRIME, _UTR_3_PRIME) if transcript.strand > 0 else (_UTR_3_PRIME, _UTR_5_PRIME)
    low, high = exons[0][0], exons[-1][1]
    while before and genome.reference(transcript.chrom, low - before, low) is None:
        before -= 1
    while after and genome.reference(transcript.chrom, high, high + after) is None:
        after -= 1
    exons[0] = (low - before, exons[0][1])
    exons[-1] = (exons[-1][0], high + after)
    return tuple(exons)


def contig_of(transcript: Transcript, genome: Genome) -> Contig:
    """The contig of a packaged transcript."""
    exons = exons_with_ends(transcript, genome)
    spans: list[Interval] = []
    for start, end in exons:
        if spans and start - _FLANK <= spans[-1][1] + _GAP:
            spans[-1] = (spans[-1][0], end + _FLANK)
        else:
            spans.append((start - _FLANK, end + _FLANK))
    blocks, pieces, at = [], [], 1
    for start, end in spans:
        blocks.append((start, end, at))
        pieces.append("".join(genome.reference(transcript.chrom, pos, pos) or "N" for pos in range(start, end + 1)))
        pieces.append("N" * _GAP)
        at += end - start + 1 + _GAP
    name = f"{transcript.gene}_{transcript.transcript}".replace("|", "_")
    return Contig(name, transcript, exons, tuple(blocks), "".join(pieces))


def write_fasta(contigs: Iterable[Contig], path: Path) -> None:
    """One record per contig, 60 bases a line."""
    with path.open("w") as handle:
        for contig in contigs:
            handle.write(f">{contig.name}\n")
            handle.writelines(contig.bases[i : i + 60] + "\n" for i in range(0, len(contig.bases), 60))


def write_gff(contigs: Iterable[Contig], path: Path) -> None:
    """GFF3 as Ensembl writes it, which both engines read."""
    with path.open("w") as handle:
        handle.write("##gff-version 3\n")
        for contig in contigs:
            handle.writelines("\t".join(row) + "\n" for row in _rows(contig))


def _rows(contig: Contig) -> Iterable[tuple[str, ...]]:
    transcript = contig.transcript
    strand = "+" if transcript.strand > 0 else "-"
    name = contig.name

    def row(kind: str, interval: Interval, attributes: str, phase: str = ".") -> tuple[str, ...]:
        start = contig.at(*interval)
        assert start is not None or kind in ("gene", "mRNA")
        first = start if start is not None else contig.at(interval[0], interval[0])
        last = contig.at(interval[1], interval[1])
        return (name, "made", kind, str(first), str(last), ".", strand, phase, attributes)

    whole = (contig.exons[0][0], contig.exons[-1][1])
    yield row("gene", whole, f"ID=gene:{name};Name={name};biotype=protein_coding;gene_id={name}")
    yield row("mRNA", whole, f"ID=transcript:{name};Parent=gene:{name};Name={name};biotype=protein_coding;transcript_id={name}")
    low, high = transcript.cds_exons[0][0], transcript.cds_exons[-1][1]
    ordered = contig.exons if transcript.strand > 0 else contig.exons[::-1]
    for number, exon in enumerate(ordered, start=1):
        yield row("exon", exon, f"Parent=transcript:{name};ID=exon:{name}.{number};rank={number}")
        for outside, start, end in (
            (exon[0] < low, exon[0], min(exon[1], low - 1)),
            (exon[1] > high, max(exon[0], high + 1), exon[1]),
        ):
            if outside:
                before = (end < low) == (transcript.strand > 0)
                yield row(f"{'five' if before else 'three'}_prime_UTR", (start, end), f"Parent=transcript:{name}")
    done = 0
    for start, end in transcript.cds_exons if transcript.strand > 0 else transcript.cds_exons[::-1]:
        yield row("CDS", (start, end), f"ID=CDS:{name};Parent=transcript:{name};protein_id={name}", str(-done % 3))
        done += end - start + 1


def write_gtf(contigs: Iterable[Contig], path: Path) -> None:
    """GTF 2.2 with the same features; the stop codon is part of the CDS, as in the GFF3."""
    with path.open("w") as handle:
        for contig in contigs:
            attributes = f'gene_id "{contig.name}"; transcript_id "{contig.name}"; transcript_biotype "protein_coding";'
            for row in _rows(contig):
                kind = {"mRNA": "transcript"}.get(row[2], row[2])
                if not kind.endswith("UTR"):
                    handle.write("\t".join((row[0], "protein_coding", kind, *row[3:8], attributes)) + "\n")
