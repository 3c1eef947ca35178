"""The packaged tables together, and what a sample with these alleles gives by them."""

from __future__ import annotations

from pathlib import Path

from pm_annotate.clinical.findings import assemble
from pm_annotate.clinical.profile_evaluation import KnownOfTumor
from pm_annotate.genome.genome import Genome, load_genome
from pm_annotate.knowledge.table import KnowledgeTable, load_knowledge
from pm_annotate.knowledge.tumor_types import TumorTypes, load_tumor_types
from pm_annotate.model import Assembly, Call, Finding, Observation, RelatedStatement, VariantReport
from tests.knowledge.constructed_table import allele

G38 = Assembly.GRCH38
Report = tuple[tuple[VariantReport, ...], tuple[Finding, ...], tuple[RelatedStatement, ...]]


class Packaged:
    def __init__(self, folder: Path) -> None:
        self.knowledge: KnowledgeTable = load_knowledge(folder / "knowledge")
        self.tumor_types: TumorTypes = load_tumor_types(folder / "disease")
        self.genomes: dict[Assembly, Genome] = {one: load_genome(folder / "genome", one) for one in Assembly}

    def report(self, tumor: str | None, *places: str, assembly: Assembly = G38) -> Report:
        """What a sample with the alleles ``7:140753336:A:T`` gives."""
        genome = self.genomes[assembly]
        annotated = []
        for number, place in enumerate(places, start=1):
            aligned = genome.left_align(allele(place, assembly, record_number=number))
            annotated.append((Observation(aligned, (), "PASS", Call("T")), genome.effects(aligned)))
        resolved = self.tumor_types.resolve(tumor) if tumor else None
        return assemble(self.knowledge, self.tumor_types, assembly, KnownOfTumor(resolved), annotated)
