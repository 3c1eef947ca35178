"""What is known of genes rather than of statements: roles in cancer, named protein regions, recurrent somatic alleles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from pm_annotate.knowledge.table_file import AlleleKey, RawTable, parse_allele_keys, read_table
from pm_annotate.model import Assembly


class Hotspots:
    """Recurrent somatic changes (cancerhotspots.org v2), looked up by gene and protein change or by genomic allele."""

    def __init__(self, table: RawTable | None) -> None:
        self._table = table

    def __bool__(self) -> bool:
        """False where the layer is absent."""
        return self._table is not None

    @cached_property
    def protein_changes(self) -> frozenset[tuple[str, str]]:
        """(gene, protein change in one-letter form): ("BRAF", "V600E")."""
        lines = self._table.lines if self._table else ()
        return frozenset((gene, change) for gene, change, _ in (line.split("\t", 2) for line in lines))

    def is_hotspot(self, gene: str, protein_change: str) -> bool:
        """Whether this very change (``V600E``, no ``p.``) of the gene is recurrent."""
        return (gene, protein_change) in self.protein_changes

    def alleles(self, assembly: Assembly) -> Mapping[AlleleKey, tuple[str, str]]:
        """Genomic alleles of the assembly (chrom, pos, ref, alt) to (gene, protein change). Cached."""
        return self._on_37 if assembly == Assembly.GRCH37 else self._on_38

    @cached_property
    def _on_37(self) -> dict[AlleleKey, tuple[str, str]]:
        return self._alleles_in(2)

    @cached_property
    def _on_38(self) -> dict[AlleleKey, tuple[str, str]]:
        return self._alleles_in(3)

    def _alleles_in(self, column: int) -> dict[AlleleKey, tuple[str, str]]:
        rows = (line.split("\t") for line in self._table.lines) if self._table else ()
        return {key: (cells[0], cells[1]) for cells in rows if cells[column] for key in parse_allele_keys(cells[column])}


def load_hotspots(path: Path) -> Hotspots:
    """The hotspot layer, or an empty one where the file is not there."""
    return Hotspots(read_table(path) if path.is_file() else None)


def load_gene_roles(path: Path) -> dict[str, frozenset[str]]:
    """Gene to ``oncogene``, ``tumor_suppressor`` or both; empty where the file is not there."""
    if not path.is_file():
        return {}
    rows = (line.split("\t", 2) for line in read_table(path).lines)
    return {gene: frozenset(roles.split(";")) for gene, roles, _ in rows}


def load_protein_regions(path: Path) -> dict[tuple[str, str], tuple[tuple[int, int], ...]]:
    """(gene, region name in upper case) to its residue ranges, 1-based closed; empty where the file is not there."""
    regions: dict[tuple[str, str], tuple[tuple[int, int], ...]] = {}
    for row in read_table(path).rows() if path.is_file() else ():
        key = (row["gene"], row["region"].upper())
        regions[key] = (*regions.get(key, ()), (int(row["start"]), int(row["end"])))
    return regions
