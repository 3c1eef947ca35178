"""Codons of genes without packaged sequence, as far as published changes tell them (see ``published_codons``)."""

from __future__ import annotations

from pathlib import Path


def read_known_codons(folder: Path) -> dict[str, dict[int, frozenset[str]]]:
    """gene -> residue number -> possible codons, over the sources whose file is there; {} where none is."""
    known: dict[str, dict[int, frozenset[str]]] = {}
    for path in sorted(folder.glob("known_codons.*.tsv")):
        for line in path.read_text().splitlines()[1:]:
            gene, number, codons = line.split("\t")
            of_gene = known.setdefault(gene, {})
            possible = frozenset(codons.split(","))
            of_gene[int(number)] = of_gene.get(int(number), possible) & possible
    return known
