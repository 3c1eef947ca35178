"""Which transcript of a gene clinicians number by, and which exon numbers they use: rules and small curated tables.

Curated tables (``resources/genome/curated/``, each row with its reason): ``primary.tsv``, ``accession.tsv`` (names for
structures that the source gives without RefSeq accession), ``added_transcript.tsv``, ``exon_offset.tsv``.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pm_annotate.genome.gene_regions import intervals_of
from pm_annotate.genome.transcripts import Interval
from pm_annotate.model import Assembly


class Draft(NamedTuple):
    """A transcript on its way into the package. ``bases`` is its coding sequence, "" where only coordinates are known."""

    gene: str
    names: tuple[str, ...]  # the accession to show, then its aliases
    source: str
    quality: str
    chrom: str
    strand: str
    cds_exons: tuple[Interval, ...]
    all_exons: tuple[Interval, ...] = ()
    note: str = ""
    bases: str = ""
    equals_reference_protein: bool = False
    numbering: tuple[int, int] | None = None  # non-coding exons before the first coding one, all exons: from the other assembly

    @property
    def protein_length(self) -> int:
        """Residues, without the stop."""
        return sum(end - start + 1 for start, end in self.cds_exons) // 3 - 1

    @property
    def first_coding_exon(self) -> Interval:
        """In transcript order."""
        return self.cds_exons[0] if self.strand == "+" else self.cds_exons[-1]


class Curation(NamedTuple):
    """The curated tables, by their keys."""

    primary: dict[str, str]  # gene -> accession, with a version where versions differ
    accessions: dict[tuple[str, str], tuple[str, str]]  # (gene, source accession) -> (accession to show, MANE Select)
    offsets: dict[str, tuple[int, int | None]]  # gene -> non-coding exons before the first coding one, all exons
    anchors: dict[str, tuple[tuple[int, int], ...]]  # gene -> (residue, exon) pairs that the offset must give
    utr5_lengths: dict[str, str]  # gene -> untranslated bases before the start codon, all in the first coding exon
    additions: tuple[tuple[Assembly, Draft], ...]

    def renamed(self, gene: str, names: tuple[str, ...]) -> tuple[str, ...]:
        """Put the curated accession before the source's own."""
        for name in names:
            if (gene, name) in self.accessions:
                return tuple(dict.fromkeys((self.accessions[gene, name][0], *names)))
        return names

    def mane_select(self, draft: Draft) -> str:
        """The MANE Select accession where this structure is curated to be it."""
        for name in draft.names:
            if (draft.gene, name) in self.accessions:
                return self.accessions[draft.gene, name][1]
        return ""

    def added(self, assembly: Assembly) -> Iterator[Draft]:
        """Transcripts to make from the assembly's bases."""
        return (draft for where, draft in self.additions if where == assembly)

    def exon_numbering(self, draft: Draft, primary: Draft) -> tuple[int | None, int | None]:
        """(non-coding exons before the first coding one, number of all exons); from the exons themselves where known."""
        if draft.all_exons:
            return numbering_of(draft)
        if draft.numbering is not None:
            return draft.numbering
        if draft.gene in self.offsets and _same_start(draft, primary):
            offset, count = self.offsets[draft.gene]
            return offset, count if draft is primary else None
        return None, None


def numbering_of(draft: Draft) -> tuple[int, int]:
    """(non-coding exons before the first coding one, number of all exons) of a draft whose exons are all known."""
    low, high = draft.cds_exons[0][0], draft.cds_exons[-1][1]
    if draft.strand == "+":
        return sum(end < low for _, end in draft.all_exons), len(draft.all_exons)
    return sum(start > high for start, _ in draft.all_exons), len(draft.all_exons)


def _same_start(draft: Draft, primary: Draft) -> bool:
    """Whether the first coding exons overlap, so that the same exons lie before them."""
    (low, high), (first, last) = draft.first_coding_exon, primary.first_coding_exon
    return low <= last and first <= high


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as handle:
        return list(csv.DictReader(handle, delimiter="\t"))


def _pairs(text: str) -> tuple[tuple[int, int], ...]:
    """``719:18,790:20`` to ``((719, 18), (790, 20))``."""
    found = [pair.partition(":") for pair in text.split(",") if pair]
    return tuple((int(residue), int(exon)) for residue, _, exon in found)


def read_curation(folder: Path) -> Curation:
    """Read the curated tables."""
    return Curation(
        primary={row["gene"]: row["transcript"] for row in _rows(folder / "primary.tsv")},
        accessions={
            (row["gene"], row["source_accession"]): (row["transcript"], row["mane_select"])
            for row in _rows(folder / "accession.tsv")
        },
        offsets={
            row["gene"]: (int(row["offset"]), int(row["exon_count"]) if row["exon_count"] else None)
            for row in _rows(folder / "exon_offset.tsv")
        },
        anchors={row["gene"]: _pairs(row["anchors"]) for row in _rows(folder / "exon_offset.tsv")},
        utr5_lengths={row["gene"]: row["utr5_length"] for row in _rows(folder / "exon_offset.tsv")},
        additions=tuple(
            (
                Assembly(row["assembly"]),
                Draft(
                    gene=row["gene"],
                    names=(row["transcript"],),
                    source=row["source"],
                    quality="assembly",
                    chrom="",
                    strand="",
                    cds_exons=intervals_of(row["cds_exons"]),
                    note=row["reason"],
                ),
            )
            for row in _rows(folder / "added_transcript.tsv")
        ),
    )


def choose_primary(drafts: list[Draft], reference_length: int | None, curation: Curation) -> list[Draft]:
    """The gene's transcripts, the primary one first.

    Order: curated; equal to the reference protein; of its length; RefSeq accession; with known exons; longest; name.
    """
    curated = curation.primary.get(drafts[0].gene)

    def rank(draft: Draft) -> tuple[bool, bool, bool, bool, int, str]:
        return (
            curated is None or all(curated not in (name, name.split(".")[0]) for name in draft.names),
            not draft.equals_reference_protein,
            draft.protein_length != reference_length,
            not draft.names[0].startswith("NM_"),
            -draft.protein_length,
            draft.names[0],
        )

    return sorted(drafts, key=rank)
