"""Actionable loci: which places of which genes matter, where they lie, and what a file says of them.

The clinical room says which loci matter (``ActionableLocus``), the genome room where they lie (``LocusPlace``), the vcf room
what the file says of these bases (``LocusCoverage``); the clinical room makes a ``LocusStatus`` of the three.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from pm_annotate.model.observed import Assembly

Interval = tuple[int, int]
"""First and last position, 1-based and closed."""


class LocusKind(StrEnum):
    """What of a gene a locus is."""

    WILD_TYPE = "wild_type"  # the places that must be unchanged for the gene to be called wild type
    RESIDUES = "residues"  # one codon, or a range of them
    EXONS = "exons"
    SITES = "sites"  # named bases: alleles, promoter hotspots
    WHOLE_GENE = "whole_gene"  # all coding exons
    COPY_NUMBER = "copy_number"
    FUSION = "fusion"
    UNSEEN = "unseen"  # records of small variants cannot say that it is absent; ``unseen`` says why


class ActionableLocus(NamedTuple):
    """A place of a gene that statements for this tumour type speak of. What is filled follows from ``kind``."""

    gene: str
    name: str  # "V600", "exon 19 deletion", "any variant", "amplification", "wild type (codons 12, 13)"
    kind: LocusKind
    biomarker_ids: tuple[str, ...]
    residues: tuple[tuple[int, int], ...] = ()  # 1-based closed ranges; a codon is a range of one
    exons: tuple[int, ...] = ()  # in the numbering that people use
    whole_gene: bool = False  # all coding exons, also of a wild-type locus
    splice_sites: bool = False  # the two bases beside each exon count too
    hgvsc: tuple[str, ...] = ()  # bases by their c. names: "c.-124C>T"
    alleles: tuple[tuple[Assembly, str, int, str, str], ...] = ()
    numberings: tuple[tuple[str, ...], ...] = ()  # transcripts of each criterion's numbering; () in it: the primary transcript
    only_named: bool = False  # another kind of change at the place is none of the locus (exon 20 *insertion*)
    unseen: str = ""  # why a file cannot say that it is absent
    rank: int = 0  # 0 for the strongest reason to look
    why: str = ""
    n_statements: int = 0


class LocusPart(NamedTuple):
    """A part of a locus with a name of its own: "codon 12", "exon 3"."""

    name: str
    chrom: str
    intervals: tuple[Interval, ...]


class LocusPlace(NamedTuple):
    """Where a locus lies on one assembly. ``unplaced``: why some or all of it could not be placed; "" where it could."""

    parts: tuple[LocusPart, ...] = ()
    unplaced: str = ""

    def holds(self, chrom: str, start: int, end: int) -> bool:
        """Whether the closed span shares a base with the locus."""
        return any(low <= end and start <= high for part in self.parts if part.chrom == chrom for low, high in part.intervals)


class LocusCoverage(NamedTuple):
    """What a file says of the bases of a locus, for one sample.

    ``called`` are the records that call a change here, as (chrom, POS, REF); whether the change matters is not known here.
    """

    total_bases: int
    covered_bases: int  # shown to be reference, called, or callable
    min_depth: int | None = None  # of the covered bases whose depth is known
    basis: Mapping[str, int] = {}  # what covers the bases -> how many: "reference blocks": 18
    gaps: tuple[str, ...] = ()  # "codon 12: no reference block or call", "codon 13: depth 7 is below 20"
    gap_kinds: frozenset[str] = frozenset()  # of GapKind
    unread: tuple[str, ...] = ()  # records here that cannot be believed: "12:25245350 C>T: FILTER is weak_evidence"
    called: tuple[tuple[str, int, str], ...] = ()


class GapKind(StrEnum):
    """Why bases are not covered."""

    SAID = "said"  # the file speaks of them, and says too little: depth, quality, no call
    OUTSIDE_TARGETS = "outside_targets"
    SILENT = "silent"  # nothing, in a file that says elsewhere what is reference
    NOT_CALLABLE = "not_callable"  # nothing, and --callable leaves them out
    UNKNOWN = "unknown"  # nothing, in a file that lists variants only
    DEPTH_UNKNOWN = "depth_unknown"  # the same, but within the targets
