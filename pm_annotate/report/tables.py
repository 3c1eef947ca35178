"""The four tables of a sample: their columns in order, and their rows.

The rows of findings and of related statements share most of what they say: they are joined from runs of cells
(``row_layout``). A variant and a skipped record has one row of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pm_annotate.model import RelatedStatement, Skipped, VariantReport
from pm_annotate.report.cells import Columns, cell
from pm_annotate.report.event_values import EVENT_COLUMNS, event_values
from pm_annotate.report.finding_values import FINDING_COLUMNS, FindingInWords
from pm_annotate.report.report_texts import ReportTexts
from pm_annotate.report.row_layout import row_layout
from pm_annotate.report.statement_values import STATEMENT_COLUMNS
from pm_annotate.report.tiers import best_tier
from pm_annotate.report.variant_values import (
    COORDINATE_COLUMNS,
    EFFECT_COLUMNS,
    READ_COLUMNS,
    SAMPLE_COLUMNS,
    all_caveats,
    allele_values,
    primary_effect,
    retained_values,
)

Row = Mapping[str, object]

FINDINGS_COLUMNS = (
    "Tumor_Sample_Barcode", "Matched_Norm_Sample_Barcode", "NCBI_Build", "Hugo_Symbol", "HGVSp_Short", "HGVSc", "HGVSp",
    "HGVSg", "Transcript_ID", "Consequence", "Variant_Classification", "EXON", "amp_tier", "tier_class", "tier_support",
    "predicate", "direction", "strength", "therapies", "therapy_combination", "condition", "tumor_type_match", "profile",
    "profile_status", "requires", "profile_variants", "match_level", "matched_by", "match_caveat", "statement_id",
    "statement_type", "significance", "kb_native_level", "escat_tier", "regulatory_approval", "knowledge_base",
    "knowledge_base_version", "knowledge_base_sha256", "condition_id", "reportedIn", "source_url", "variant_origin",
    "t_depth", "t_ref_count", "t_alt_count", "t_vaf", "n_depth", "n_ref_count", "n_alt_count", "n_vaf", "GT", "zygosity",
    "Mutation_Status", "FILTER", "Chromosome", "Start_Position", "End_Position", "Reference_Allele", "Tumor_Seq_Allele2",
    "Variant_Type", "vcf_chrom", "vcf_pos", "vcf_id", "vcf_ref", "vcf_alt", "vcf_qual", "read_fields", "statement_extra",
    "event", "event_kind", "SVTYPE", "CN",
)  # fmt: skip

VARIANTS_COLUMNS = (
    "Tumor_Sample_Barcode", "Matched_Norm_Sample_Barcode", "NCBI_Build", "Hugo_Symbol", "HGVSp_Short", "HGVSc", "HGVSp",
    "HGVSg", "Transcript_ID", "Consequence", "Variant_Classification", "VARIANT_CLASS", "IMPACT", "EXON", "INTRON",
    "Protein_position", "MANE_SELECT", "computed_from", "amp_tier", "tier_therapy", "tier_resistance", "tier_diagnosis",
    "tier_prognosis", "oncogenicity_evidence", "n_findings", "t_depth", "t_ref_count", "t_alt_count", "t_vaf", "n_depth",
    "n_ref_count", "n_alt_count", "n_vaf", "GT", "zygosity", "Mutation_Status", "FILTER", "Chromosome", "Start_Position",
    "End_Position", "Reference_Allele", "Tumor_Seq_Allele2", "Variant_Type", "vcf_chrom", "vcf_pos", "vcf_id", "vcf_ref",
    "vcf_alt", "vcf_qual", "read_fields", "combined_from", "part_of", "caveats", "other_transcripts", "origin_evidence",
    *EVENT_COLUMNS, "retained_info",
)  # fmt: skip

SKIPPED_COLUMNS = (
    "Tumor_Sample_Barcode", "record_number", "vcf_chrom", "vcf_pos", "vcf_id", "vcf_ref", "vcf_alt", "FILTER", "category",
    "reason",
)  # fmt: skip

RELATED_COLUMNS = (
    "Tumor_Sample_Barcode", "Hugo_Symbol", "HGVSp_Short", "HGVSc", "Transcript_ID", "relation", "detail", "profile",
    "statement_id", "statement_type", "predicate", "direction", "strength", "therapies", "therapy_combination", "condition",
    "knowledge_base", "knowledge_base_version", "source_url", "Chromosome", "Start_Position", "End_Position",
    "Reference_Allele", "Tumor_Seq_Allele2", "vcf_chrom", "vcf_pos", "vcf_ref", "vcf_alt",
)  # fmt: skip


_OF_VARIANT = (*SAMPLE_COLUMNS, *EFFECT_COLUMNS, *READ_COLUMNS, *COORDINATE_COLUMNS, *EVENT_COLUMNS)
_FINDINGS = row_layout(
    "findings", FINDINGS_COLUMNS, {"variant": _OF_VARIANT, "statement": STATEMENT_COLUMNS, "finding": FINDING_COLUMNS}
)
_RELATED = row_layout(
    "related", RELATED_COLUMNS, {"variant": _OF_VARIANT, "statement": STATEMENT_COLUMNS, "relation": ("relation", "detail")}
)
_VARIANTS = Columns(VARIANTS_COLUMNS[: VARIANTS_COLUMNS.index(EVENT_COLUMNS[0])])
_EVENTS = Columns(EVENT_COLUMNS)
_NO_EVENT = _EVENTS.line({})
_SKIPPED = Columns(SKIPPED_COLUMNS)


def findings_lines(texts: ReportTexts) -> Iterator[str]:
    """One row per finding, in the report's order. Variant columns are those of the finding's first variant."""
    return (_finding_line(texts, finding) for finding in texts.findings)


def _finding_line(texts: ReportTexts, finding: FindingInWords) -> str:
    of_variant = texts.variant_runs(_FINDINGS, finding.first, finding.effect)
    of_statement = texts.statement_runs(_FINDINGS, finding.finding.statement)
    of_finding = texts.kept.of_value("findings", finding.cells, lambda: _FINDINGS.texts("finding", finding.values()))
    return _FINDINGS.line((*of_variant, *of_statement, *of_finding))


def variants_lines(texts: ReportTexts) -> Iterator[str]:
    """One row per allele in an actionable gene, in the report's order."""
    return (_variant_line(texts, variant) for variant in texts.report.variants)


def _variant_line(texts: ReportTexts, variant: VariantReport) -> str:
    names = allele_values(texts.report.role, variant, primary_effect(variant))
    event = _EVENTS.line(event_values(variant.event)) if variant.event else _NO_EVENT
    retained = _retained(variant, texts.retained_tags) if texts.retained_tags else ""
    return f"{_VARIANTS.line({**names, **_meaning(texts, variant)})}\t{event}\t{retained}"


def _retained(variant: VariantReport, tags: Sequence[str]) -> str:
    """``DP=214;SOMATIC``: as INFO is written."""
    of_record = retained_values(variant, tags).items()
    return cell("retained_info", [tag if value is True else f"{tag}={value}" for tag, value in of_record])


def _meaning(texts: ReportTexts, variant: VariantReport) -> Row:
    """What the findings make of an allele, and what is to be kept in mind."""
    tiers = variant.tiers
    return {
        "amp_tier": best_tier(tiers.values()),
        "tier_therapy": tiers.get("therapy"),
        "tier_resistance": tiers.get("resistance"),
        "tier_diagnosis": tiers.get("diagnosis"),
        "tier_prognosis": tiers.get("prognosis"),
        "oncogenicity_evidence": variant.oncogenicity_evidence,
        "n_findings": texts.findings_of(variant),
        "combined_from": variant.observation.combined_from,
        "part_of": variant.observation.part_of,
        "caveats": all_caveats(variant, variant.effects),
        "other_transcripts": [f"{effect.transcript}:{effect.hgvsc}:{effect.hgvsp_short}" for effect in variant.effects[1:]],
    }


def related_lines(texts: ReportTexts) -> Iterator[str]:
    """One row per statement that is close to a variant and not met by it."""
    return (_related_line(texts, related) for related in texts.report.related)


def _related_line(texts: ReportTexts, related: RelatedStatement) -> str:
    of_variant = texts.variant_runs(_RELATED, related.variant, primary_effect(related.variant))
    of_statement = texts.statement_runs(_RELATED, related.statement)
    of_relation = _RELATED.texts("relation", {"relation": related.relation, "detail": related.detail})
    return _RELATED.line((*of_variant, *of_statement, *of_relation))


def skipped_lines(texts: ReportTexts) -> Iterator[str]:
    """One row per record or allele that gives no finding, with the reason."""
    sample = {"Tumor_Sample_Barcode": texts.report.role.sample_id}
    return (_SKIPPED.line(sample | skipped_values(skipped)) for skipped in texts.report.skipped)


def skipped_values(skipped: Skipped) -> dict[str, object]:
    """What every output says of it: column name -> value. Not known: None."""
    return {
        "record_number": skipped.record_number or None,
        "vcf_chrom": skipped.vcf_chrom or None,
        "vcf_pos": skipped.vcf_pos,
        "vcf_id": None if skipped.vcf_id == "." else skipped.vcf_id or None,
        "vcf_ref": skipped.vcf_ref or None,
        "vcf_alt": skipped.vcf_alt or None,
        "FILTER": skipped.filter_text or None,
        "category": skipped.category or None,
        "reason": skipped.reason_and_file or None,
    }
