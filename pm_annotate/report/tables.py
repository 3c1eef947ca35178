"""The four tables of a sample: their columns in order, and their rows as column name -> value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from pm_annotate.model import Effect, Finding, MatchLevel, SampleReport, VariantReport
from pm_annotate.report.event_values import EVENT_COLUMNS
from pm_annotate.report.statement_values import KnowledgeChecksums, knowledge_checksums, statement_values
from pm_annotate.report.tiers import best_tier
from pm_annotate.report.variant_values import (
    VariantKey,
    all_caveats,
    effect_for,
    primary_effect,
    unique,
    variant_key,
    variant_name,
    variant_values,
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
    *EVENT_COLUMNS,
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


def findings_rows(report: SampleReport) -> Iterator[Row]:
    """One row per finding, in the report's order. Variant columns are those of the finding's first variant."""
    checksums = knowledge_checksums(report)
    for finding in report.findings:
        yield finding_values(report, finding, checksums)


def finding_values(report: SampleReport, finding: Finding, checksums: KnowledgeChecksums) -> dict[str, object]:
    """Everything about one finding, by column name."""
    first = finding.variants[0] if finding.variants else None
    effect = effect_for(finding, first) if first else None
    return {
        "Tumor_Sample_Barcode": report.role.sample_id,
        "Matched_Norm_Sample_Barcode": report.role.normal,
        "NCBI_Build": str(report.assembly),
        **(variant_values(report.role, first, effect) if first else {}),
        **statement_values(finding.statement, checksums),
        "amp_tier": finding.amp_tier,
        "tier_class": finding.tier_class,
        "tier_support": finding.tier_support,
        "profile_variants": tuple(variant_name(variant, effect_for(finding, variant)) for variant in finding.variants),
        **match_values(finding, first, effect),
    }


def match_values(finding: Finding, first: VariantReport | None, effect: Effect | None) -> dict[str, object]:
    """Why the finding stands here: how its profile is met, by what, and what is to be kept in mind."""
    return {
        "match_level": loosest_level(finding),
        "matched_by": unique(match.matched_by for match in finding.matches),
        "match_caveat": _match_caveats(finding, first, effect),
        "tumor_type_match": str(finding.tumor_type_match),
        "profile_status": finding.profile_status,
        "requires": finding.requires,
    }


def loosest_level(finding: Finding) -> str:
    """The match level of the biomarker that is met least closely: a profile is met no better than its loosest part."""
    levels = list(MatchLevel)
    return str(max((match.level for match in finding.matches), key=levels.index)) if finding.matches else ""


def _match_caveats(finding: Finding, first: VariantReport | None, effect: Effect | None) -> tuple[str, ...]:
    of_matches = (caveat for match in finding.matches for caveat in match.caveats)
    of_variant = all_caveats(first, [effect] if effect else []) if first else ()
    return unique([*of_matches, *finding.caveats, *of_variant])


def variants_rows(report: SampleReport) -> Iterator[Row]:
    """One row per allele in an actionable gene, in the report's order."""
    counts = findings_per_variant(report)
    for variant in report.variants:
        yield {
            **variant_values(report.role, variant, primary_effect(variant)),
            "amp_tier": best_tier(variant.tiers.values()),
            **{f"tier_{name}": variant.tiers.get(name, "") for name in ("therapy", "resistance", "diagnosis", "prognosis")},
            "oncogenicity_evidence": variant.oncogenicity_evidence,
            "n_findings": counts[variant_key(variant)],
            "combined_from": variant.observation.combined_from,
            "part_of": variant.observation.part_of,
            "caveats": all_caveats(variant, variant.effects),
            "other_transcripts": tuple(
                f"{effect.transcript}:{effect.hgvsc}:{effect.hgvsp_short}" for effect in variant.effects[1:]
            ),
        }


def findings_per_variant(report: SampleReport) -> Counter[VariantKey]:
    """In how many findings each allele takes part."""
    return Counter(key for finding in report.findings for key in {variant_key(variant) for variant in finding.variants})


def skipped_rows(report: SampleReport) -> Iterator[Row]:
    """One row per record or allele that gives no finding, with the reason."""
    for skipped in report.skipped:
        yield {
            "Tumor_Sample_Barcode": report.role.sample_id,
            "record_number": skipped.record_number,
            "vcf_chrom": skipped.vcf_chrom,
            "vcf_pos": skipped.vcf_pos,
            "vcf_id": "" if skipped.vcf_id == "." else skipped.vcf_id,
            "vcf_ref": skipped.vcf_ref,
            "vcf_alt": skipped.vcf_alt,
            "FILTER": skipped.filter_text,
            "category": skipped.category,
            "reason": skipped.reason,
        }


def related_rows(report: SampleReport) -> Iterator[Row]:
    """One row per statement that is close to a variant and not met by it."""
    checksums = knowledge_checksums(report)
    for related in report.related:
        yield {
            **variant_values(report.role, related.variant, primary_effect(related.variant)),
            **statement_values(related.statement, checksums),
            "relation": related.relation,
            "detail": related.detail,
        }
