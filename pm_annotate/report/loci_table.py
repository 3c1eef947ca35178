"""``<sample>.loci.tsv``: one row per actionable locus of the tumour type, and what the file says of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pm_annotate.model import LocusStatus, SampleReport

Row = Mapping[str, object]

LOCI_COLUMNS = (
    "Tumor_Sample_Barcode", "NCBI_Build", "Hugo_Symbol", "locus", "assay_status", "reason", "detected", "why",
    "n_statements", "covered_bases", "total_bases", "min_depth", "biomarker_ids",
)  # fmt: skip


def loci_rows(report: SampleReport) -> Iterator[Row]:
    """Rows in the order of the report: genes by importance, then the loci of a gene."""
    for status in report.loci:
        yield {
            "Tumor_Sample_Barcode": report.role.sample_id,
            "NCBI_Build": str(report.assembly),
            "Hugo_Symbol": status.gene,
            "locus": status.locus,
            "assay_status": status.status.value,
            "reason": status.reason,
            "detected": status.detected,
            "why": status.why,
            "n_statements": status.n_statements,
            "covered_bases": status.covered_bases,
            "total_bases": status.total_bases,
            "min_depth": status.min_depth,
            "biomarker_ids": status.biomarker_ids,
        }


def loci_objects(report: SampleReport) -> list[dict[str, object]]:
    """The loci for the JSON report (``assessed_loci``)."""
    return [locus_object(status) for status in report.loci]


def locus_object(status: LocusStatus) -> dict[str, object]:
    """One locus as plain dicts and lists."""
    return {
        "gene": status.gene,
        "locus": status.locus,
        "assay_status": status.status.value,
        "reason": status.reason or None,
        "detected": list(status.detected),
        "why": status.why,
        "n_statements": status.n_statements,
        "covered_bases": status.covered_bases,
        "total_bases": status.total_bases,
        "min_depth": status.min_depth,
        "biomarker_ids": list(status.biomarker_ids),
    }
