"""Where genes lie that take part in fusions: their whole span, strand, and how many exons come before the first coding one.

Transcripts are packaged for cancer genes, mostly by their coding exons. Partners such as BICC1 or TACC3 are not among them, and
breaks in TMPRSS2 lie in front of its first coding exon. ``curated/fusion_partners.tsv`` says of these what is certain, and
``curated/any_partner_genes.tsv`` which genes are known to be joined to many partners, and which part of them is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pm_annotate.genome.usual_names import USUAL_NAMES
from pm_annotate.model import Assembly

if TYPE_CHECKING:
    from pm_annotate.genome.genome import Genome

REGULATORY = "regulatory"
"""A locus whose enhancers act on the partner (immunoglobulin, T-cell receptor): no reading direction, no frame."""


_RECEPTOR_GENE = re.compile(r"(IGH|IGK|IGL|TR[ABDG])(?:-?@.*|[VJC]\d.*|C)|(IGH)(?:D\d.*|[MDE]|G[1-4P]|A[12])", re.IGNORECASE)
"""Genes of an antigen receptor locus, as RNA tools name the side of a break there: ``IGHJ6``, ``IGHM``, ``IGH-@-ext``, ``TRAC``
(IMGT). IGHMBP2 and IGLL1 are other genes."""


class GeneLocus(NamedTuple):
    """One row of ``fusion_partners.tsv`` on one assembly. ``start``..``end`` (1-based, closed) hold all exons."""

    gene: str
    aliases: tuple[str, ...]
    chrom: str
    strand: int  # +1 or -1
    start: int | None  # None where the span is not known on this assembly
    end: int | None
    exons_before_coding: int | None  # in the numbering that people use; None where not known
    kind: str  # gene or regulatory

    def holds(self, chrom: str, pos: int) -> bool:
        """Whether a position lies within the span."""
        return self.chrom == chrom and self.start is not None and self.end is not None and self.start <= pos <= self.end


class GeneLoci(NamedTuple):
    """All rows of one assembly, by symbol; and the genes that fuse with many partners, with the part of them that is kept."""

    by_gene: Mapping[str, GeneLocus]
    any_partner: Mapping[str, str]  # gene -> the part that is kept: "5", "3" or "5,3"

    def at(self, chrom: str, pos: int) -> Iterator[GeneLocus]:
        """The loci that hold a position, in the order of the table."""
        return (locus for locus in self.by_gene.values() if locus.holds(chrom, pos))

    def symbol(self, name: str) -> str:
        """The current symbol of a gene that a tool may name by an older one; the name itself where it is none of these."""
        if name in self.by_gene:
            return name
        known = next((locus.gene for locus in self.by_gene.values() if name in locus.aliases), "")
        if known:
            return known
        receptor = _RECEPTOR_GENE.fullmatch(name)
        return (receptor[1] or receptor[2]).upper() if receptor else name


def read_gene_loci(curated: Path, assembly: Assembly) -> GeneLoci:
    """Both tables of the folder ``curated``. A folder without them gives none."""
    by_gene = {row["gene"]: _locus(row, assembly) for row in rows_of(curated / "fusion_partners.tsv")}
    any_partner = {row["gene"]: row["part_kept"] for row in rows_of(curated / "any_partner_genes.tsv")}
    return GeneLoci(by_gene, any_partner)


def current_symbol(name: str, genome: Genome, loci: GeneLoci) -> str:
    """The symbol of a gene as people and tools write it (``MLL``, ``bcr``, ``IGHJ6``); else the name itself."""
    for spelling in (name, name.upper(), USUAL_NAMES.get(name.upper(), "")):
        if spelling and genome.transcript_of(spelling) is not None:
            return spelling
        found = loci.symbol(spelling)
        if found in loci.by_gene or found != spelling or (found and genome.transcript_of(found) is not None):
            return found
    return name


def _locus(row: Mapping[str, str], assembly: Assembly) -> GeneLocus:
    start, end = row[f"start_{assembly}"], row[f"end_{assembly}"]
    return GeneLocus(
        gene=row["gene"],
        aliases=tuple(row["aliases"].split(",")) if row["aliases"] else (),
        chrom=row["chrom"],
        strand=-1 if row["strand"] == "-" else 1,
        start=int(start) if start else None,
        end=int(end) if end else None,
        exons_before_coding=int(row["exons_before_coding"]) if row["exons_before_coding"] else None,
        kind=row["kind"],
    )


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a curated table, by column; () where the folder has no such table."""
    if not path.is_file():
        return []
    header, *lines = [line.split("\t") for line in path.read_text().splitlines() if line and not line.startswith("#")]
    return [dict(zip(header, line, strict=True)) for line in lines]
