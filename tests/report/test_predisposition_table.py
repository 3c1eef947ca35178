"""predisposition.tsv and its part of the JSON report."""

from __future__ import annotations

from pm_annotate.model import PredispositionFinding, SampleReport
from pm_annotate.report.predisposition_table import (
    PREDISPOSITION_COLUMNS,
    predisposition_object,
    predisposition_rows,
)


def finding(report: SampleReport) -> PredispositionFinding:
    return PredispositionFinding(
        variant=report.variants[0],
        gene="APC",
        classification="ClinVar Pathogenic",
        evidence=("clinvar: Pathogenic", "splice_donor_variant c.645+1G>A"),
        inheritance="AD",
        mechanism="loss_of_function",
        allele_state="one allele",
        origin="unknown",
        confirm_in_germline=True,
        secondary_finding=True,
        actionable_in_patient="",
        reportable_to_relatives="if confirmed in germline: dominant",
        caveats=("rests on the tumour column: confirm in germline",),
    )


def test_a_row_has_every_column_and_no_other(report: SampleReport) -> None:
    (row,) = predisposition_rows(report._replace(predisposition=(finding(report),)))
    assert set(PREDISPOSITION_COLUMNS) <= set(row)
    assert (row["Hugo_Symbol"], row["HGVSc"], row["confirm_in_germline"]) == ("APC", "c.645+1G>A", True)
    assert row["vcf_pos"] == 112792446


def test_a_gene_without_transcript_keeps_its_name_and_coordinates(report: SampleReport) -> None:
    bare = finding(report)._replace(gene="FANCI", variant=report.variants[0]._replace(effects=()))
    (row,) = predisposition_rows(report._replace(predisposition=(bare,)))
    assert (row["Hugo_Symbol"], row["HGVSc"], row["vcf_pos"]) == ("FANCI", None, 112792446)


def test_the_json_says_null_where_nothing_is_known(report: SampleReport) -> None:
    said = predisposition_object(finding(report))
    assert said["actionable_in_patient"] is None
    assert said["caveats"] == ["rests on the tumour column: confirm in germline"]
    assert said["gene"] == "APC"
