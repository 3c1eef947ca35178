"""The packaged genome in the words of the join of biomarkers with alleles and transcripts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pm_annotate.genome.genome import Genome, load_genome
from pm_annotate.model import Allele, Assembly, Effect


class PackagedGenome:
    """One assembly's genome in the words of the join."""

    def __init__(self, genome: Genome) -> None:
        self.genome = genome

    def reference(self, chrom: str, start: int, end: int) -> str | None:
        return self.genome.reference(chrom, start, end)

    def left_align(self, allele: Allele) -> Allele:
        return self.genome.left_align(allele)

    def effects(self, allele: Allele) -> tuple[Effect, ...]:
        return self.genome.effects(allele)

    def transcripts_with_protein(self, gene: str) -> Mapping[str, str]:
        proteins = ((t.transcript, self.genome.protein_of(t)) for t in self.genome.transcripts_of(gene))
        return {transcript: protein for transcript, protein in proteins if protein}


def packaged_genomes(folder: Path) -> dict[Assembly, PackagedGenome]:
    """Both assemblies of ``resources/genome``."""
    return {assembly: PackagedGenome(load_genome(folder, assembly)) for assembly in Assembly}
