"""Known alleles inside records of several bases: FreeBayes, VarDict and DRAGEN write neighbours of one haplotype together."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.tables import Tables
from tests.command_line import CONTIGS_38, write_vcf
from tests.test_one_patient_three_questions import FORMAT, HET, report_of


@pytest.fixture(scope="module")
def tables() -> Tables:
    return Tables()


@pytest.mark.parametrize(
    ("record", "name", "classification"),
    [
        ("17 43106483 . GGACA AGACC", "17:43106487 A>C", "ClinVar Pathogenic"),  # BRCA1 p.Cys61Gly, and p.Pro62Leu beside it
        ("13 32340298 . AAGTG CAGG", "13:32340300 GT>G", "predicted loss of function, needs review"),  # BRCA2 c.5946del
    ],
)
def test_clinvars_allele_is_found_in_a_record_of_several_bases(
    record: str, name: str, classification: str, tables: Tables, tmp_path: Path
) -> None:
    vcf = write_vcf(tmp_path / "m.vcf", [f"{record} . PASS . GT:AD:DP {HET}"], ["S1"], CONTIGS_38, FORMAT)
    (one,) = report_of(vcf, tables, germline=True).predisposition
    assert (one.classification, one.evidence[0]) == (classification, f"clinvar: Pathogenic of its part {name}")
    assert f"ClinVar speaks of {name} alone, which the file writes together with another change" in one.caveats
    assert one.reportable_to_relatives.startswith("after review of the classification: dominant")


def test_what_the_caller_filtered_as_germline_is_read_so_too(tables: Tables, tmp_path: Path) -> None:
    record = f"17 43106483 . GGACA AGACC . germline . GT:AD:DP {HET}"
    header = (*FORMAT, '##FILTER=<ID=germline,Description="g">')
    (one,) = report_of(write_vcf(tmp_path / "g.vcf", [record], ["TUMOR"], CONTIGS_38, header), tables).predisposition
    assert (one.gene, one.classification, one.confirm_in_germline) == ("BRCA1", "ClinVar Pathogenic", True)
