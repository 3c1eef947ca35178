"""Transcripts: where their exons lie, how genomic positions become c. positions, and which transcripts a position meets.

Genomic positions are 1-based on the plus strand. A transcript base is counted from the start codon: 0 is the A of ATG,
-1 the base before it, ``cds_length`` the first base after the stop codon. Exon tuples are ascending on the plus strand.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from pm_annotate.genome.gene_regions import gene_regions, intervals_of
from pm_annotate.genome.preferred import preferred_rows

Interval = tuple[int, int]

UPSTREAM_REACH = 1500
"""Bases before the start codon (or the first known exon) that still belong to a gene: its promoter."""
DOWNSTREAM_REACH = 300


class TranscriptPosition(NamedTuple):
    """``base`` counted from the start codon (0-based) and the distance into an intron or beyond: HGVS ``c.1905+1``."""

    base: int
    offset: int


@dataclass(frozen=True)
class Transcript:
    """One packaged transcript on one assembly. Not slotted: derived values are computed once, when first asked for."""

    gene: str
    transcript: str
    aliases: tuple[str, ...]  # other accessions with the same coding exons
    source: str
    quality: str  # assembly, checked, refseqgene, clone, other_assembly; or coordinates, coordinates_ambiguous
    sequence: str  # packaged, coordinates_only
    chrom: str
    strand: int  # +1 or -1
    cds_exons: tuple[Interval, ...]  # () for a non-coding transcript
    all_exons: tuple[Interval, ...]  # () where the untranslated exons are not known
    cds_length: int  # with the stop codon; of a non-coding transcript all its bases
    protein_length: int
    coding_exon_offset: int | None  # non-coding exons before the first coding one; None where not known
    utr5_length: int | None  # untranslated bases before the start codon where these are known to lie in one exon
    exon_count: int | None  # all exons, where known
    is_primary: bool
    mane_select: str
    note: str

    @cached_property
    def exons(self) -> tuple[Interval, ...]:
        """All exons where known, else the coding ones."""
        return self.all_exons or self.cds_exons

    @property
    def first(self) -> int:
        """Lowest position of the known exons."""
        return self.exons[0][0]

    @property
    def last(self) -> int:
        """Highest position of the known exons."""
        return self.exons[-1][1]

    @property
    def reach(self) -> Interval:
        """The positions that belong to the transcript, promoter and a little downstream included."""
        before, after = (UPSTREAM_REACH, DOWNSTREAM_REACH) if self.strand > 0 else (DOWNSTREAM_REACH, UPSTREAM_REACH)
        inner = self.cds_exons or self.exons
        return (min(self.first, inner[0][0]) - before, max(self.last, inner[-1][1]) + after)

    @cached_property
    def exon_starts(self) -> list[int]:
        """Lowest position of each exon, ascending."""
        return [start for start, _ in self.exons]

    @cached_property
    def coding_span(self) -> Interval:
        """Lowest and highest coding position. Only of a coding transcript."""
        return (self.cds_exons[0][0], self.cds_exons[-1][1])

    @cached_property
    def _coding_starts(self) -> list[int]:
        return [start for start, _ in self.cds_exons] if self.all_exons else self.exon_starts

    def coding_in(self, low: int, high: int) -> list[Interval]:
        """The coding bases in ``low``..``high``, exon by exon, ascending."""
        first = max(0, bisect_right(self._coding_starts, low) - 1)
        last = bisect_right(self._coding_starts, high)
        return [(max(low, start), min(high, end)) for start, end in self.cds_exons[first:last] if end >= low]

    def meets_coding(self, low: int, high: int) -> bool:
        """Whether a coding base lies in ``low``..``high``."""
        i = bisect_right(self._coding_starts, high) - 1
        return i >= 0 and self.cds_exons[i][1] >= low

    @cached_property
    def _bases_at_start(self) -> array[int]:
        """For each exon, the transcript base at its lowest position."""
        before = [0, *accumulate(end - start + 1 for start, end in self.exons)]  # exonic bases below each exon; at last all
        total = before.pop()
        if not self.cds_exons or not self.all_exons:  # counted from the first base of the known exons
            return array("i", before if self.strand > 0 else [total - 1 - below for below in before])
        if self.strand > 0:
            cds_start = self._offset_in_exons(self.cds_exons[0][0])
            return array("i", [below - cds_start for below in before])
        cds_end = self._offset_in_exons(self.cds_exons[-1][1])
        return array("i", [cds_end - below for below in before])

    def _offset_in_exons(self, pos: int) -> int:
        """Exonic bases below ``pos``."""
        return sum(min(end, pos - 1) - start + 1 for start, end in self.exons if start < pos)

    def exon_index(self, pos: int) -> int | None:
        """Which exon (ascending order) holds ``pos``; None in introns and outside."""
        i = bisect_right(self.exon_starts, pos) - 1
        return i if i >= 0 and pos <= self.exons[i][1] else None

    def exonic_base(self, pos: int) -> int | None:
        """The transcript base at ``pos``, or None outside the exons."""
        i = bisect_right(self.exon_starts, pos) - 1
        if i < 0 or pos > self.exons[i][1]:
            return None
        return self._bases_at_start[i] + self.strand * (pos - self.exon_starts[i])

    def position(self, pos: int) -> TranscriptPosition:
        """The HGVS position of any genomic position; outside the known exons counted straight on (no intron assumed)."""
        i = bisect_right(self.exon_starts, pos) - 1
        starts, exons, strand = self._bases_at_start, self.exons, self.strand
        if i < 0:
            return TranscriptPosition(starts[0] + strand * (pos - exons[0][0]), 0)
        start, end = exons[i]
        if pos <= end or i == len(exons) - 1:
            return TranscriptPosition(starts[i] + strand * (pos - start), 0)
        from_left, from_right = pos - end, exons[i + 1][0] - pos
        if from_left < from_right or (from_left == from_right and strand > 0):
            return TranscriptPosition(starts[i] + strand * (end - start), strand * from_left)
        return TranscriptPosition(starts[i + 1], -strand * from_right)

    def genomic(self, base: int, offset: int = 0) -> int | None:
        """The genomic position of a transcript base (plus an intron offset); None for an offset away from an exon border."""
        for i, (start, end) in enumerate(self.exons):
            low = self._bases_at_start[i]
            high = low + self.strand * (end - start)
            if min(low, high) <= base <= max(low, high):
                pos = start + self.strand * (base - low)
                return self._into_intron(i, pos, offset) if offset else pos
        if offset:
            return None
        first, last = self._bases_at_start[0], self._bases_at_start[-1] + self.strand * (self.exons[-1][1] - self.exons[-1][0])
        if (base < first) == (self.strand > 0):
            return self.exons[0][0] + self.strand * (base - first)
        return self.exons[-1][1] + self.strand * (base - last)

    def codon_places(self, residue: int) -> tuple[int | None, ...]:
        """The genomic positions of the three bases of a residue's codon, in transcript order; an intron may part them."""
        return tuple(self.genomic(3 * (residue - 1) + at) for at in range(3))

    def _into_intron(self, exon: int, pos: int, offset: int) -> int | None:
        step = self.strand * offset
        border = self.exons[exon][1] if step > 0 else self.exons[exon][0]
        return pos + step if pos == border else None

    def exon_number(self, exon: int) -> int:
        """1-based number, in transcript order, of the exon with this ascending index; see ``numbering_offset``."""
        return (exon + 1 if self.strand > 0 else len(self.exons) - exon) + self.numbering_offset

    def exon_numbered(self, number: int) -> int | None:
        """The ascending index of the exon with this number; None where there is none."""
        order = number - self.numbering_offset
        index = order - 1 if self.strand > 0 else len(self.exons) - order
        return index if 0 <= index < len(self.exons) else None

    @property
    def numbering_offset(self) -> int:
        """What to add to the order among ``exons`` for the number that people use."""
        return 0 if self.all_exons else self.coding_exon_offset or 0

    @property
    def numbering_known(self) -> bool:
        """Whether exon numbers count all exons."""
        return bool(self.all_exons) or self.coding_exon_offset is not None

    @property
    def exon_total(self) -> int:
        """Number of exons, as far as known."""
        return self.exon_count or len(self.exons) + self.numbering_offset

    def exon_of_residue(self, residue: int) -> int | None:
        """The number of the exon that holds the first base of this codon."""
        return self.exon_of_base(3 * (residue - 1))

    def exon_of_base(self, base: int) -> int | None:
        """The number of the exon that holds this transcript base; None beyond the transcript."""
        pos = self.genomic(base)
        index = None if pos is None else self.exon_index(pos)
        return None if index is None else self.exon_number(index)

    @property
    def accessions(self) -> tuple[str, ...]:
        """Every accession that this transcript answers to."""
        return (self.transcript, *self.aliases)


_FIRST_COLUMNS = 10  # up to the coding exons: what is looked up before a row becomes a transcript; the rest stays one text
_IS_PRIMARY = 16
COLUMNS = (
    "gene", "transcript", "aliases", "source", "quality", "sequence", "chrom", "strand", "reach", "cds_exons", "all_exons",
    "cds_length", "protein_length", "coding_exon_offset", "utr5_length", "exon_count", "is_primary", "mane_select", "note",
)  # fmt: skip


def transcript_of_row(row: list[str]) -> Transcript:
    """A line of ``transcripts.<assembly>.tsv``, split into its columns (see ``COLUMNS``)."""
    all_exons = intervals_of(row[10])
    same = {exon: exon for exon in all_exons}  # most coding exons are whole exons: one object for both
    return Transcript(
        gene=row[0],
        transcript=row[1],
        aliases=tuple(row[2].split(",")) if row[2] else (),
        source=row[3],
        quality=row[4],
        sequence=row[5],
        chrom=row[6],
        strand=1 if row[7] == "+" else -1,
        cds_exons=tuple([same.get(exon, exon) for exon in intervals_of(row[9])]),
        all_exons=all_exons,
        cds_length=int(row[11]),
        protein_length=int(row[12]),
        coding_exon_offset=int(row[13]) if row[13] else None,
        utr5_length=int(row[14]) if row[14] else None,
        exon_count=int(row[15]) if row[15] else None,
        is_primary=row[16] == "yes",
        mane_select=row[17],
        note=row[18],
    )


def _whole(row: list[str]) -> list[str]:
    return [*row[:_FIRST_COLUMNS], *row[_FIRST_COLUMNS].split("\t")]


class TranscriptTable:
    """All transcripts of one assembly. Rows become ``Transcript`` objects when they are first needed."""

    def __init__(self, path: Path, preferred: Sequence[str] = ()) -> None:
        """``preferred`` accessions become the primary transcripts of their genes. Raises UsageError for unknown ones."""
        self._rows = [line.split("\t", _FIRST_COLUMNS) for line in path.read_text().splitlines()[1:]]
        self.version_differs: dict[str, str] = {}  # transcript -> the version of it that was asked for
        if preferred:
            self._prefer(preferred)
        self._built: list[Transcript | None] = [None] * len(self._rows)
        self._by_gene: dict[str, list[int]] = {}
        self._spans: dict[str, list[tuple[int, int, int]]] = {}  # by chromosome, ascending: first and last position, row number
        for i, row in enumerate(self._rows):
            self._by_gene.setdefault(row[0], []).append(i)
            low, _, high = row[8].partition("-")
            self._spans.setdefault(row[6], []).append((int(low), int(high), i))
        for spans in self._spans.values():
            spans.sort()
        self._lows = {chrom: [span[0] for span in spans] for chrom, spans in self._spans.items()}
        self._highest = {  # highest end among the spans up to here
            chrom: list(accumulate((span[1] for span in spans), max)) for chrom, spans in self._spans.items()
        }

    def _prefer(self, wanted: Sequence[str]) -> None:
        chosen, differing = preferred_rows(self._rows, wanted)
        self.version_differs = {self._rows[i][1]: accession for i, accession in differing.items()}
        rows = [_whole(row) for row in self._rows]
        for i, row in enumerate(rows):
            if row[0] in chosen:
                row[_IS_PRIMARY] = "yes" if chosen[row[0]] == i else "no"
        rows.sort(key=lambda row: (row[0], row[_IS_PRIMARY] != "yes"))  # stable: a gene's other transcripts keep their order
        self._rows = ["\t".join(row).split("\t", _FIRST_COLUMNS) for row in rows]

    def _transcript(self, i: int) -> Transcript:
        built = self._built[i]
        if built is None:
            built = self._built[i] = transcript_of_row(_whole(self._rows[i]))
        return built

    @property
    def genes(self) -> dict[str, list[int]]:
        """Gene symbols (keys) in the order of the table."""
        return self._by_gene

    def regions(self, upstream: int, flank: int, genes: Collection[str] | None = None) -> dict[str, tuple[Interval, ...]]:
        """Coding exons with ``flank`` (all exons of a non-coding transcript) and ``upstream`` of the start codon, merged.

        By chromosome, in the order of the table; of ``genes`` only, where given.
        """
        found: dict[str, tuple[Interval, ...]] = {}
        for chrom, spans in self._spans.items():
            rows = [self._rows[i] for _, _, i in spans]
            if genes is not None:
                rows = [row for row in rows if row[0] in genes]
            if rows:
                exons = [row[9] or row[10].partition("\t")[0] for row in rows]
                found[chrom] = gene_regions(exons, [row[7] == "+" for row in rows], upstream, flank)
        return found

    def of_gene(self, gene: str) -> tuple[Transcript, ...]:
        """The gene's transcripts, the primary one first; () for a gene that is not packaged."""
        return tuple(self._transcript(i) for i in self._by_gene.get(gene, ()))

    def overlapping(self, chrom: str, start: int, end: int) -> list[Transcript]:
        """Transcripts whose reach meets ``start``..``end``: table order (by gene, the primary one first)."""
        lows = self._lows.get(chrom)
        if lows is None:
            return []
        spans, highest = self._spans[chrom], self._highest[chrom]
        found = []
        i = bisect_right(lows, end) - 1
        while i >= 0 and highest[i] >= start:
            if spans[i][1] >= start:
                found.append(spans[i][2])
            i -= 1
        found.sort()
        return [self._transcript(i) for i in found]

    def named(self, accession: str) -> Transcript | None:
        """The transcript with this accession; without version, or with another version when that one is not packaged."""
        stem = accession.split(".")[0]
        for exact in (True, False):
            for i, row in enumerate(self._rows):
                names = [row[1], *row[2].split(",")]
                if accession in names if exact else stem in [name.split(".")[0] for name in names]:
                    return self._transcript(i)
        return None

    def __iter__(self) -> Iterator[Transcript]:
        return (self._transcript(i) for i in range(len(self._rows)))


def exons_between(transcript: Transcript, start: int, end: int) -> list[int]:
    """Ascending indexes of the exons that ``start``..``end`` touches (``start == end + 1`` for a point between bases)."""
    low, high = min(start, end), max(start, end)
    exons = transcript.exons
    first = max(0, bisect_right(transcript.exon_starts, low) - 1)
    last = bisect_left(transcript.exon_starts, high + 1)
    return [i for i in range(first, last) if exons[i][0] <= high and exons[i][1] >= low]
