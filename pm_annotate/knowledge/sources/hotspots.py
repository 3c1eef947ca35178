"""Recurrent somatic alleles of cancerhotspots.org v2 (ODbL 1.0): a layer of its own that can be removed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pm_annotate.protein_change import parse_protein_change

COLUMNS = ("gene", "protein_change", "alleles_GRCh37", "alleles_GRCh38")

Row = Mapping[str, str]


def import_hotspots(on_37: Iterable[Row], on_38: Iterable[Row]) -> tuple[dict[str, str], ...]:
    """One row per gene and protein change with its alleles on both assemblies, sorted. Alleles are trimmed."""
    alleles: dict[tuple[str, str], tuple[set[str], set[str]]] = {}
    for index, rows in enumerate((on_37, on_38)):
        for row in rows:
            change = parse_protein_change(row["protein_change"])
            key = (row["gene"], change.short() if change else row["protein_change"])
            alleles.setdefault(key, (set(), set()))[index].add(f"{row['chrom']}:{row['pos']}:{row['ref']}:{row['alt']}")
    return tuple(
        {
            "gene": gene,
            "protein_change": change,
            "alleles_GRCh37": ";".join(sorted(both[0])),
            "alleles_GRCh38": ";".join(sorted(both[1])),
        }
        for (gene, change), both in sorted(alleles.items())
    )
