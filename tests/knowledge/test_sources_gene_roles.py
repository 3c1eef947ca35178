"""Oncogene or tumour suppressor: what cohorts and citations say, and what textbooks do."""

from __future__ import annotations

from pathlib import Path

from pm_annotate.knowledge.sources.gene_roles import role_of
from pm_annotate.knowledge.table_file import read_table


def test_a_suppressor_with_many_oncogene_citations_is_a_suppressor() -> None:
    roles, _ = role_of("TP53", {"LoF": 154, "Act": 49}, (414, 1602), {})
    assert roles == ("tumor_suppressor",)


def test_citations_decide_where_cohorts_are_too_few() -> None:
    assert role_of("ABL1", {"LoF": 1}, (1060, 5), {})[0] == ("oncogene",)


def test_the_packaged_roles_are_those_of_textbooks(resources: Path) -> None:
    roles = {row["gene"]: row["roles"] for row in read_table(resources / "knowledge" / "gene_roles.tsv").rows()}
    for gene in [
        "TP53",
        "BRCA1",
        "BRCA2",
        "ATM",
        "PTEN",
        "RB1",
        "NF1",
        "VHL",
        "APC",
        "CDKN2A",
        "STK11",
        "TSC1",
        "TSC2",
        "PALB2",
        "CEBPA",
        "ARID1A",
        "SMAD4",
        "MLH1",
    ]:
        assert roles[gene] == "tumor_suppressor", gene
    for gene in [
        "BRAF",
        "KRAS",
        "NRAS",
        "EGFR",
        "KIT",
        "PDGFRA",
        "MET",
        "ALK",
        "RET",
        "ERBB2",
        "PIK3CA",
        "IDH1",
        "IDH2",
        "ABL1",
        "FLT3",
        "CTNNB1",
        "MYC",
        "JAK2",
        "GNAQ",
    ]:
        assert roles[gene] == "oncogene", gene
    assert roles["NOTCH1"] == "oncogene;tumor_suppressor"
