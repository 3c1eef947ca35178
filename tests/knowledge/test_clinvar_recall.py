"""ClinVar's pathogenic alleles of the genes that labels name (PARP inhibitors, belzutifan) are a loss of function, each one."""

from __future__ import annotations

import pytest

from pm_annotate.genome.genome import load_genome
from pm_annotate.knowledge.table import load_knowledge
from pm_annotate.model import Assembly, BiomarkerKind
from pm_annotate.resources import resources_folder
from tests.knowledge.constructed_table import allele
from tests.knowledge.matches_of_alleles import match_allele

OF_LABELS = frozenset(["ATM", "ATR", "BRCA1", "BRCA2", "CHEK2", "FANCA", "MLH1", "NBN", "PALB2", "RAD51C", "RAD51D", "VHL"])
EVERY = 25
"""Of 18,564 alleles; 211 of them met nothing while only the canonical splice sites and VEP's splice region were asked."""


@pytest.mark.parametrize("assembly", Assembly)
def test_every_pathogenic_allele_of_a_gene_of_labels_is_a_loss_of_function(assembly: Assembly) -> None:
    folder = resources_folder()
    knowledge, genome = load_knowledge(folder / "knowledge"), load_genome(folder / "genome", assembly)
    lines = (folder / "knowledge" / f"clinvar.{assembly}.tsv").read_text().splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith(("#", "allele\t"))]
    of_labels = [(place, gene) for place, code, gene in rows if gene in OF_LABELS and not code.startswith("C")]
    assert len(of_labels) > 10_000
    missed = []
    for place, gene in of_labels[::EVERY]:
        one = allele(place, assembly)
        matches = match_allele(knowledge, assembly, one, genome.effects(one))
        if not any(
            match.tier_eligible and (match.biomarker.gene, match.biomarker.kind) == (gene, BiomarkerKind.LOSS_OF_FUNCTION)
            for match in matches
        ):
            missed.append(place)
    assert missed == []
