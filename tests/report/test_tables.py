from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.model import MatchLevel, SampleReport
from pm_annotate.report.event_values import EVENT_COLUMNS, event_values
from pm_annotate.report.finding_values import FINDING_COLUMNS, in_words
from pm_annotate.report.row_layout import row_layout
from pm_annotate.report.statement_values import STATEMENT_COLUMNS, statement_values
from pm_annotate.report.tables import (
    FINDINGS_COLUMNS,
    RELATED_COLUMNS,
    SKIPPED_COLUMNS,
    VARIANTS_COLUMNS,
    skipped_values,
)
from pm_annotate.report.tsv import line_chunks, table_chunks
from pm_annotate.report.variant_values import (
    COORDINATE_COLUMNS,
    EFFECT_COLUMNS,
    READ_COLUMNS,
    SAMPLE_COLUMNS,
    coordinate_values,
    effect_values,
    read_values,
    sample_values,
)
from pm_annotate.report.writer import write_report
from tests.report.conftest import CIVIC_SHA256, LAB_SHA256, LABELS_SHA256, V600K, TableInUse
from tests.report.reading import read_table

COLUMNS = {
    "findings": FINDINGS_COLUMNS,
    "variants": VARIANTS_COLUMNS,
    "skipped": SKIPPED_COLUMNS,
    "related": RELATED_COLUMNS,
}


def table(report: SampleReport, folder: Path, kind: str) -> list[dict[str, str]]:
    write_report(report, folder, ("tsv",), force=True)
    header, rows = read_table(folder / f"T001-COAD.{kind}.tsv")
    assert header == list(COLUMNS[kind])
    return rows


@pytest.mark.parametrize("kind", COLUMNS)
def test_nothing_found_gives_the_header_only(empty_report: SampleReport, tmp_path: Path, kind: str) -> None:
    assert table(empty_report, tmp_path, kind) == []


@pytest.mark.parametrize("kind", COLUMNS)
def test_column_names_are_used_once(kind: str) -> None:
    assert len(set(COLUMNS[kind])) == len(COLUMNS[kind])


def test_each_column_is_read_from_the_model(report: SampleReport) -> None:
    finding = in_words(report.findings[0])
    variant = report.variants[0]
    for columns, values in (
        (SAMPLE_COLUMNS, sample_values(report.role, report.assembly)),
        (EFFECT_COLUMNS, effect_values(variant.effects[0])),
        (READ_COLUMNS, read_values(variant)),
        (COORDINATE_COLUMNS, coordinate_values(variant)),
        (EVENT_COLUMNS, event_values(None)),
        (STATEMENT_COLUMNS, statement_values(finding.finding.statement, {})),
        (FINDING_COLUMNS, finding.values()),
        (SKIPPED_COLUMNS[1:], skipped_values(report.skipped[0])),
    ):
        assert set(columns) == set(values)


@pytest.mark.parametrize("sources", [{"one": ("a",)}, {"one": ("a", "b"), "two": ("b",)}])
def test_a_column_of_no_source_or_of_two_is_refused(sources: dict[str, tuple[str, ...]]) -> None:
    with pytest.raises(ValueError, match="column b is known to"):
        row_layout("table", ("a", "b"), sources)


def test_a_row_joined_from_runs_is_the_row_written_cell_by_cell() -> None:
    values = {"a": 1, "b": "x\ty", "c": None, "d": ("p;q", "r"), "reason": "=1+1"}
    columns = ("a", "c", "b", "reason", "d")
    layout = row_layout("table", columns, {"one": ("a", "b", "d"), "two": ("c", "reason")})
    row = layout.line((*layout.texts("one", values), *layout.texts("two", values)))
    assert b"".join(line_chunks(columns, [row])) == b"".join(table_chunks(columns, [values]))


def test_a_finding_says_what_why_and_on_what_evidence(report: SampleReport, tmp_path: Path) -> None:
    row = table(report, tmp_path, "findings")[0]
    expected = {
        "Tumor_Sample_Barcode": "T001-COAD",
        "Matched_Norm_Sample_Barcode": "N001",
        "NCBI_Build": "GRCh38",
        "Hugo_Symbol": "BRAF",
        "HGVSp_Short": "p.V600E",
        "HGVSc": "c.1799T>A",
        "Transcript_ID": "NM_004333.6",
        "Consequence": "missense_variant",
        "EXON": "15/18",
        "amp_tier": "Tier I-A",
        "tier_class": "therapy",
        "predicate": "predictsSensitivityTo",
        "direction": "supports",
        "strength": "Level A",
        "therapies": "Encorafenib;Cetuximab",
        "therapy_combination": "AND",
        "condition": "Colorectal Cancer",
        "tumor_type_match": "same",
        "profile": "BRAF V600E",
        "profile_variants": "BRAF:p.V600E",
        "match_level": "protein",
        "statement_id": "civic:EID9851",
        "escat_tier": "I-A",
        "knowledge_base_sha256": CIVIC_SHA256,
        "reportedIn": "PMID:31566309",
        "t_depth": "144",
        "t_alt_count": "50",
        "t_vaf": "0.3472",
        "n_vaf": "0",
        "Chromosome": "7",
        "Start_Position": "140753336",
        "Variant_Type": "SNP",
        "vcf_chrom": "chr7",
        "vcf_qual": "812.4",
        "read_fields": "FORMAT/AD;FORMAT/DP",
        "statement_extra": "rating=5",
    }
    assert {column: row[column] for column in expected} == expected


def test_each_statement_carries_the_checksum_of_its_own_table(report: SampleReport, tmp_path: Path) -> None:
    checksums = {row["knowledge_base"]: row["knowledge_base_sha256"] for row in table(report, tmp_path, "findings")}
    assert checksums == {"CIViC": CIVIC_SHA256, "Regulatory approvals": LABELS_SHA256}


@pytest.mark.parametrize(
    ("knowledge_base", "version"), [("lab", "our_rows.tsv"), ("Our tumour board", "2026"), ("lab", "2026-01-01")]
)
def test_a_labs_statement_carries_the_checksum_of_the_labs_table(
    report: SampleReport, tmp_path: Path, knowledge_base: str, version: str
) -> None:
    finding = report.findings[0]
    statement = finding.statement._replace(knowledge_base=knowledge_base, knowledge_base_version=version)
    (row,) = table(report._replace(findings=(finding._replace(statement=statement),)), tmp_path, "findings")
    assert row["knowledge_base_sha256"] == LAB_SHA256


def test_with_two_lab_tables_the_file_name_tells_which(report: SampleReport, tmp_path: Path) -> None:
    finding = report.findings[0]
    of_file = [
        finding._replace(statement=finding.statement._replace(knowledge_base="lab", knowledge_base_version=version))
        for version in ("our_rows.tsv", "second.tsv", "2026")
    ]
    second = TableInUse("second.tsv", "lab", "", "", "2d" * 32, 1)
    provenance = {**report.provenance, "knowledge": [*report.provenance["knowledge"], second]}  # type: ignore[misc]
    rows = table(report._replace(findings=tuple(of_file), provenance=provenance), tmp_path, "findings")
    assert [row["knowledge_base_sha256"] for row in rows] == [LAB_SHA256, "2d" * 32, ""]


def test_a_profile_of_two_variants_lists_both_and_its_loosest_level(report: SampleReport, tmp_path: Path) -> None:
    apc, braf = report.variants
    finding = report.findings[0]
    gene = finding.matches[0]._replace(biomarker=V600K._replace(gene="APC"), level=MatchLevel.GENE, caveats=("gene-wide",))
    finding = finding._replace(variants=(braf, apc), matches=(*finding.matches, gene))
    (row,) = table(report._replace(findings=(finding,)), tmp_path, "findings")
    assert row["Hugo_Symbol"] == "BRAF"
    assert row["profile_variants"] == "BRAF:p.V600E;APC:c.645+1G>A"
    assert row["match_level"] == "gene"
    assert row["match_caveat"] == "gene-wide;APC:c.645+1G>A: no sequence packaged"


def test_names_are_those_of_the_gene_that_matched(report: SampleReport, tmp_path: Path) -> None:
    """An allele in two overlapping genes: the finding speaks of the gene of its biomarker."""
    braf = report.variants[1]
    overlapping = braf.effects[0]._replace(gene="NDUFB2", transcript="NM_004546.3", hgvsp_short="")
    both = braf._replace(effects=(overlapping, *braf.effects))
    (row,) = table(report._replace(findings=(report.findings[0]._replace(variants=(both,)),)), tmp_path, "findings")
    assert (row["Hugo_Symbol"], row["Transcript_ID"]) == ("BRAF", "NM_004333.6")


def test_a_variant_has_one_tier_per_class_and_the_best_of_them(report: SampleReport, tmp_path: Path) -> None:
    apc, braf = table(report, tmp_path, "variants")
    tiers = [braf[f"tier_{name}"] for name in ("therapy", "resistance", "diagnosis", "prognosis")]
    assert tiers == ["Tier I-A", "Tier II-C", "", "Tier I-B"]
    assert braf["amp_tier"] == "Tier I-A"
    assert (apc["amp_tier"], apc["n_findings"], braf["n_findings"]) == ("Tier III", "0", "7")
    assert braf["other_transcripts"] == "NM_001374258.1:c.1919T>A:p.V640E"
    assert (braf["VARIANT_CLASS"], braf["Protein_position"]) == ("SNV", "600")


def test_what_the_file_does_not_say_is_empty_and_never_zero(report: SampleReport, tmp_path: Path) -> None:
    apc = table(report, tmp_path, "variants")[0]
    absent = (
        "t_depth",
        "t_alt_count",
        "t_vaf",
        "n_depth",
        "GT",
        "vcf_qual",
        "vcf_id",
        "HGVSp_Short",
        "Protein_position",
        "EXON",
    )
    assert [apc[column] for column in absent] == [""] * len(absent)
    assert apc["Consequence"] == "splice_donor_variant&intron_variant"
    assert apc["caveats"] == "no sequence packaged"
    assert apc["FILTER"] == "."


def test_a_sites_only_file_has_no_call(report: SampleReport, tmp_path: Path) -> None:
    braf = report.variants[1]
    sites_only = braf._replace(observation=braf.observation._replace(tumor=None, normal=None))
    (row,) = table(report._replace(variants=(sites_only,), findings=()), tmp_path, "variants")
    assert (row["t_depth"], row["GT"], row["zygosity"]) == ("", "", "unknown")


def test_skipped_and_related_rows_say_why(report: SampleReport, tmp_path: Path) -> None:
    (skipped,) = table(report, tmp_path, "skipped")
    assert (skipped["record_number"], skipped["category"], skipped["reason"]) == ("3", "filtered", "FILTER is weak_evidence")
    (related,) = table(report, tmp_path, "related")
    assert (related["relation"], related["detail"], related["HGVSp_Short"]) == (
        "other_change_at_codon", "V600K at the codon", "p.V600E",
    )  # fmt: skip


def test_tables_open_in_pandas_with_the_same_cells(report: SampleReport, tmp_path: Path) -> None:
    import pandas

    write_report(report, tmp_path, ("tsv",))
    path = tmp_path / "T001-COAD.findings.tsv"
    frame = pandas.read_csv(path, sep="\t", dtype=str, keep_default_na=False)
    assert frame.to_dict("records") == read_table(path)[1]
