"""The tables of predisposition genes: what CPSR says, what ClinVar's counts add, and the ACMG's list."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.knowledge.predisposition_genes import load_predisposition_genes
from pm_annotate.knowledge.sources.predisposition import import_predisposition_genes
from pm_annotate.knowledge.sources.source_file import read_rows
from pm_annotate.knowledge.table_file import read_table


def row(
    symbol: str = "POT1", mechanism: str = "NA", mode: str = "AD", truncating: str = "53", other: str = "5"
) -> dict[str, str]:
    return {
        "SYMBOL": symbol, "CPG_MOD": mechanism, "CPG_MOI": mode, "N_TRUNC_PATH": truncating, "N_NONTRUNC_PATH": other,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("source", "mechanism", "basis"),
    [
        (row(mechanism="LoF"), "loss_of_function", "CPSR"),
        (row(mechanism="GoF/LoF"), "gain_of_function;loss_of_function", "CPSR"),
        (row(), "loss_of_function", "ClinVar: 53 truncating, 5 other pathogenic alleles"),
        (row(truncating="9", other="0"), "", ""),
        (row(truncating="20", other="11"), "", ""),
        (row(truncating="NA", other="NA"), "", ""),
    ],
)
def test_the_mechanism_and_what_it_rests_on(source: dict[str, str], mechanism: str, basis: str) -> None:
    (made,) = import_predisposition_genes([source], [])
    assert (made["mechanism"], made["mechanism_basis"]) == (mechanism, basis)


def test_an_unknown_word_stops_the_build() -> None:
    with pytest.raises(ValueError, match="digenic"):
        import_predisposition_genes([row(mode="AD/digenic")], [])


def test_the_packaged_table_is_what_the_importer_makes(shared_data: Path, resources: Path) -> None:
    folder = resources / "knowledge"
    source = read_rows(shared_data / "knowledge" / "predisposition_genes.2026-06.tsv")
    secondary = list(read_table(folder / "acmg_secondary_findings.tsv").rows())
    assert list(read_table(folder / "predisposition_genes.tsv").rows()) == list(import_predisposition_genes(source, secondary))
    assert len(source) == 555


def test_genes_of_both_tables(resources: Path) -> None:
    genes = load_predisposition_genes(resources / "knowledge")
    assert (genes["BRCA1"].inheritance, genes["BRCA1"].by_loss) == (("AD", "AR"), True)
    assert (genes["MUTYH"].only_recessive, genes["MUTYH"].secondary_condition) == (True, "two alleles")
    assert genes["LDLR"].inheritance == ("AD",)  # of the ACMG's list alone
    assert not genes["RET"].by_loss
    assert genes["GPC3"].x_linked
    assert sum(bool(gene.secondary_finding) for gene in genes.values()) == 84


def test_without_the_tables_there_are_no_genes(tmp_path: Path) -> None:
    assert load_predisposition_genes(tmp_path) == {}
