"""``<sample>.predisposition.tsv``: one row per allele (or event) and gene that may be inherited and raises a risk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pm_annotate.model import Effect, PredispositionFinding, SampleReport
from pm_annotate.report.variant_values import variant_values

Row = Mapping[str, object]

PREDISPOSITION_COLUMNS = (
    "Tumor_Sample_Barcode", "Matched_Norm_Sample_Barcode", "NCBI_Build", "Hugo_Symbol", "HGVSp_Short", "HGVSc", "HGVSp",
    "HGVSg", "event", "Transcript_ID", "Consequence", "Variant_Classification", "EXON", "classification", "evidence", "origin",
    "confirm_in_germline", "inheritance", "mechanism", "allele_state", "secondary_finding", "actionable_in_patient",
    "reportable_to_relatives", "caveats", "t_depth", "t_alt_count", "t_vaf", "n_depth", "n_alt_count", "n_vaf", "GT",
    "zygosity", "Mutation_Status", "FILTER", "Chromosome", "Start_Position", "End_Position", "Reference_Allele",
    "Tumor_Seq_Allele2", "Variant_Type", "vcf_chrom", "vcf_pos", "vcf_id", "vcf_ref", "vcf_alt",
)  # fmt: skip


def predisposition_rows(report: SampleReport) -> Iterator[Row]:
    """Rows in the report's order: germline first, what looks somatic last."""
    for finding in report.predisposition:
        effect = effect_in_gene(finding)
        yield {
            **variant_values(report.role, finding.variant, effect),
            **_finding_values(finding),
            "Hugo_Symbol": finding.gene,
        }


def effect_in_gene(finding: PredispositionFinding) -> Effect | None:
    """The effect on the finding's gene, on its primary transcript where it has one; None where no transcript is packaged."""
    of_gene = [effect for effect in finding.variant.effects if effect.gene == finding.gene]
    return next((effect for effect in of_gene if effect.is_primary), of_gene[0] if of_gene else None)


def _finding_values(finding: PredispositionFinding) -> dict[str, object]:
    return {
        "classification": finding.classification,
        "evidence": finding.evidence,
        "origin": finding.origin,
        "confirm_in_germline": finding.confirm_in_germline,
        "inheritance": finding.inheritance,
        "mechanism": finding.mechanism,
        "allele_state": finding.allele_state,
        "secondary_finding": finding.secondary_finding,
        "actionable_in_patient": finding.actionable_in_patient,
        "reportable_to_relatives": finding.reportable_to_relatives,
        "caveats": finding.caveats,
    }


def predisposition_object(finding: PredispositionFinding) -> dict[str, object]:
    """One finding for the JSON report; its variant stands beside it, as it may not be among the report's ``variants``."""
    return {"gene": finding.gene, **{name: _plain(value) for name, value in _finding_values(finding).items()}}


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return list(value)
    return None if value == "" else value
