"""The ClinVar layer: which rows are evidence, where they lie on GRCh37, and looking them up."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from pm_annotate.genome.genome import load_genome
from pm_annotate.intervals import merged_regions
from pm_annotate.knowledge.clinvar_alleles import COLUMNS, ClinvarAlleles
from pm_annotate.knowledge.sources.clinvar import classified_alleles, lifted_allele
from pm_annotate.knowledge.table import load_knowledge
from pm_annotate.knowledge.table_file import AlleleKey, read_table, write_table
from pm_annotate.lift_over import LiftOver
from pm_annotate.model import Assembly

TP53_R175H = {Assembly.GRCH37: ("17", 7578406, "C", "T"), Assembly.GRCH38: ("17", 7675088, "C", "T")}


def test_each_significance_has_a_code_and_conflicts_have_their_own(tmp_path: Path) -> None:
    rows = [
        "17\t7675088\tC\tT\tPathogenic\tTP53:7157",
        "17\t7675089\tG\tA\tConflicting_interpretations_of_pathogenicity\tTP53:7157",
        "17\t7675089\tG\tC\tConflicting_interpretations_of_pathogenicity|other|risk_factor\tTP53:7157",
        "17\t7675090\tG\tA\tPathogenic/Likely_pathogenic|drug_response\tTP53:7157",
        "17\t7675091\tG\tA\tLikely_pathogenic,_low_penetrance\tTP53:7157",
        "17\t7675092\tG\tA\t\tTP53:7157",
        f"17\t7675093\t{'G' * 51}\tG\tPathogenic\tTP53:7157",
    ]
    path = tmp_path / "clinvar.tsv.gz"
    header = "chrom\tpos_grch38\tref\talt\tclinical_significance\tgene"
    path.write_bytes(gzip.compress("\n".join([header, *rows, ""]).encode()))
    found = [(key[1], code, gene) for key, code, gene in classified_alleles(path)]
    codes = [(7675088, "P"), (7675089, "C"), (7675089, "C/R"), (7675090, "P/LP"), (7675091, "LP")]
    assert found == [(pos, code, "TP53") for pos, code in codes]


def test_alleles_that_a_gap_tears_apart_have_no_place(tmp_path: Path) -> None:
    chain = tmp_path / "gap.chain"
    chain.write_text("chain 1 7 100 + 0 100 7 105 + 0 105 1\n50 0 5\n50\n")
    to_old = LiftOver(chain, inverted=True)
    assert lifted_allele(("7", 50, "A", "T"), to_old) == ("7", 50, "A", "T")
    assert lifted_allele(("7", 60, "AC", "A"), to_old) == ("7", 55, "AC", "A")
    assert lifted_allele(("7", 50, "ACGTACG", "A"), to_old) is None


@pytest.mark.parametrize("assembly", list(Assembly))
def test_the_packaged_layer_knows_a_pathogenic_allele_on_both_assemblies(resources: Path, assembly: Assembly) -> None:
    clinvar = load_knowledge(resources / "knowledge").clinvar
    chrom, pos, ref, _ = TP53_R175H[assembly]
    assert clinvar.significance(assembly, TP53_R175H[assembly]) == "Pathogenic"
    assert clinvar.significance(assembly, (chrom, pos + 1, ref, "T")) is None


@pytest.mark.parametrize(
    "allele",
    [("17", 48728343, "C", "T"), ("22", 28725099, "A", "G"), ("5", 112839514, "T", "A")],
    ids=["HOXB13 p.Gly84Glu", "CHEK2 p.Ile157Thr", "APC p.Ile1307Lys"],
)
def test_what_submitters_dispute_is_known_and_is_no_agreed_significance(resources: Path, allele: AlleleKey) -> None:
    clinvar = ClinvarAlleles(resources / "knowledge")
    entry = clinvar.entry(Assembly.GRCH38, allele)
    assert entry is not None
    assert entry[0] == "Conflicting_interpretations_of_pathogenicity, risk_factor"
    assert clinvar.significance(Assembly.GRCH38, allele) is None


def test_every_row_is_found_and_nothing_between(resources: Path) -> None:
    clinvar = ClinvarAlleles(resources / "knowledge")
    lines = read_table(resources / "knowledge" / "clinvar.GRCh38.tsv").lines
    for line in (lines[0], lines[-1], *lines[:: len(lines) // 200]):
        chrom, pos, ref, alt = line.split("\t")[0].split(":")
        assert clinvar.entry(Assembly.GRCH38, (chrom, int(pos), ref, alt))
        assert clinvar.significance(Assembly.GRCH38, (chrom, int(pos), ref, alt + "NNN")) is None


@pytest.mark.parametrize("key", [("0", 1, "A", "C"), ("Z", 1, "A", "C"), ("7", 5, "A", "C")])
def test_a_look_up_ends_before_behind_and_between_rows(tmp_path: Path, key: AlleleKey) -> None:
    rows = [{"allele": "1:1:A:C", "significance": "P", "gene": "X"}, {"allele": "9:1:A:C", "significance": "LP", "gene": "X"}]
    write_table(tmp_path / "clinvar.GRCh37.tsv", {"version": "1"}, COLUMNS, rows)
    clinvar = ClinvarAlleles(tmp_path)
    assert clinvar.significance(Assembly.GRCH37, key) is None
    assert clinvar.significance(Assembly.GRCH37, ("9", 1, "A", "C")) == "Likely_pathogenic"


def test_an_absent_layer_knows_nothing(tmp_path: Path) -> None:
    assert ClinvarAlleles(tmp_path).significance(Assembly.GRCH37, TP53_R175H[Assembly.GRCH37]) is None


@pytest.mark.parametrize("assembly", list(Assembly))
def test_the_packaged_places_outside_the_genes_are_those_of_the_packaged_alleles(resources: Path, assembly: Assembly) -> None:
    clinvar = ClinvarAlleles(resources / "knowledge")
    genes = load_genome(resources / "genome", assembly).regions()
    outside = merged_regions(clinvar.loci_outside(assembly, genes))
    assert clinvar.loci_outside_packaged_genes(assembly) == outside
    assert sum(map(len, outside.values())) > 2000
