"""The JSON report: the whole SampleReport, in the shape that ``report.schema.json`` describes.

Column names of the tables are used where the meaning is the same; what is not known is ``null`` (or an empty list).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from pm_annotate.model import (
    Effect,
    Finding,
    Match,
    RelatedStatement,
    SampleReport,
    Statement,
    TumorMutationalBurden,
    TumorType,
    VariantReport,
)
from pm_annotate.report.json_text import json_document, plain
from pm_annotate.report.loci_table import loci_objects
from pm_annotate.report.pgx_table import pgx_objects
from pm_annotate.report.predisposition_table import effect_in_gene, predisposition_object
from pm_annotate.report.statement_values import KnowledgeChecksums, checksum_of, knowledge_checksums
from pm_annotate.report.tables import findings_per_variant, match_values, skipped_rows
from pm_annotate.report.tiers import TIER_CLASSES, best_tier
from pm_annotate.report.toxicity_table import toxicity_objects
from pm_annotate.report.variant_values import (
    effect_for,
    effect_values,
    primary_effect,
    variant_id,
    variant_key,
    variant_name,
    variant_values,
)

SCHEMA_VERSION = "1.0"
RESEARCH_USE_ONLY = (
    "For research use only. Not a medical device; not for diagnosis or treatment without independent confirmation."
)

_OF_THE_SAMPLE = ("Tumor_Sample_Barcode", "Matched_Norm_Sample_Barcode", "NCBI_Build")  # said once, at the top
_SHORT_VARIANT = (
    "Hugo_Symbol", "HGVSp_Short", "HGVSc", "HGVSp", "HGVSg", "Transcript_ID", "Consequence", "Variant_Classification",
    "EXON", "t_depth", "t_alt_count", "t_vaf", "GT", "zygosity", "Mutation_Status", "FILTER", "vcf_chrom", "vcf_pos",
    "vcf_id", "vcf_ref", "vcf_alt", "event",
)  # fmt: skip


def json_report(report: SampleReport) -> bytes:
    """The JSON file of one sample."""
    return json_document(report_object(report))


def report_object(report: SampleReport) -> dict[str, object]:
    """The JSON report as plain dicts and lists, keys in the order in which people read them."""
    checksums = knowledge_checksums(report)
    counts = findings_per_variant(report)
    provenance = {key: plain(value) for key, value in sorted(report.provenance.items())}
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": provenance.pop("tool", None),
        "research_use_only": RESEARCH_USE_ONLY,
        "input": provenance.pop("input", None),
        "options": provenance.pop("options", {}),
        "knowledge": provenance.pop("knowledge", []),
        "provenance": provenance,
        "sample": {field.name: getattr(report.role, field.name) for field in fields(report.role)},
        "assembly": str(report.assembly),
        "tumor_type": tumor_type_object(report.tumor_type),
        "findings": [finding_object(report, finding, checksums) for finding in report.findings],
        "variants": [
            variant_object(report, variant, counts[variant_key(variant)]) for variant in report.variants
        ],
        "assessed_loci": loci_objects(report),
        "predisposition": [
            {**predisposition_object(one), "variant": short_variant(report, one.variant, effect_in_gene(one))}
            for one in report.predisposition
        ],
        "pharmacogenomics": pgx_objects(report),
        "class_effects": toxicity_objects(report),
        "tumor_mutational_burden": burden_object(report.tumor_mutational_burden),
        "related": [related_object(report, related, checksums) for related in report.related],
        "skipped": [_without(row, ("Tumor_Sample_Barcode",)) for row in skipped_rows(report)],
        "reconciliation": {field.name: getattr(report.reconciliation, field.name) for field in fields(report.reconciliation)},
        "warnings": list(report.warnings),
    }  # fmt: skip


def tumor_type_object(tumor_type: TumorType | None) -> dict[str, object] | None:
    """The patient's tumour type as it was resolved, with everything above it in the disease trees."""
    if tumor_type is None:
        return None
    return {
        "query": tumor_type.query,
        "name": tumor_type.name,
        "nodes": list(tumor_type.nodes),
        "ancestors": sorted(tumor_type.ancestors),
        "lineage": list(tumor_type.lineage),
    }


def burden_object(burden: TumorMutationalBurden | None) -> dict[str, object] | None:
    """The report's own estimate, per megabase, with what it was counted on."""
    if burden is None:
        return None
    return {
        "variants": burden.variants,
        "bases": burden.bases,
        "value": round(burden.value, 3),
        "low": round(burden.low, 3),
        "high": round(burden.high, 3),
        "rule": burden.rule,
        "caveats": list(burden.caveats),
    }


def finding_object(report: SampleReport, finding: Finding, checksums: KnowledgeChecksums) -> dict[str, object]:
    """One finding: the variant, how it matches, what the statement says, and the tier that follows."""
    first = finding.variants[0] if finding.variants else None
    effect = effect_for(finding, first) if first else None
    match = match_values(finding, first, effect)
    return {
        "amp_tier": finding.amp_tier or None,
        "tier_class": finding.tier_class,
        "tier_support": finding.tier_support,
        "variant": short_variant(report, first, effect) if first else None,
        "profile_variants": [
            {"variant_id": variant_id(variant), "name": variant_name(variant, effect_for(finding, variant))}
            for variant in finding.variants
        ],
        "match": {name: _value(value) for name, value in match.items()}
        | {"biomarkers": [match_object(match) for match in finding.matches]},
        "statement": statement_object(finding.statement, checksums, finding.amp_tier),
    }


def match_object(match: Match) -> dict[str, object]:
    """One biomarker that is met."""
    return {
        "biomarker_id": match.biomarker.biomarker_id,
        "name": match.biomarker.name,
        "kind": str(match.biomarker.kind),
        "gene": match.biomarker.gene or None,
        "match_level": str(match.level),
        "matched_by": match.matched_by,
        "tier_eligible": match.tier_eligible,
        "caveats": list(match.caveats),
    }


def statement_object(statement: Statement, checksums: KnowledgeChecksums, amp_tier: str = "") -> dict[str, object]:
    """The statement in VA-Spec's words (https://va-spec.ga4gh.org/): predicate, direction, strength, classification..."""
    return {
        "statement_id": statement.statement_id,
        "type": statement.statement_type,
        "predicate": statement.predicate,
        "direction": statement.direction or None,
        "strength": statement.strength or None,
        "classification": amp_tier or None,
        "objectTherapeutic": {
            "membershipOperator": statement.therapy_combination or None,
            "therapies": list(statement.therapies),
        }
        if statement.therapies
        else None,
        "conditionQualifier": {"name": statement.condition or None, "ids": list(statement.condition_ids)}
        if statement.condition or statement.condition_ids
        else None,
        "profile": statement.profile_text,
        "significance": statement.significance or None,
        "kb_native_level": statement.kb_native_level or None,
        "regulatory_approval": statement.regulatory_approval or None,
        "variant_origin": statement.variant_origin or None,
        "reportedIn": list(statement.citations),
        "source_url": statement.source_url or None,
        "knowledge_base": statement.knowledge_base,
        "knowledge_base_version": statement.knowledge_base_version or None,
        "knowledge_base_sha256": checksum_of(statement, checksums) or None,
        "extra": plain(statement.extra),
    }


def short_variant(report: SampleReport, variant: VariantReport, effect: Effect | None) -> dict[str, object]:
    """What a reader of a finding needs of its variant; ``variant_id`` leads to the rest."""
    values = variant_values(report.role, variant, effect)
    return {"variant_id": variant_id(variant)} | {name: _value(values[name]) for name in _SHORT_VARIANT}


def variant_object(report: SampleReport, variant: VariantReport, n_findings: int) -> dict[str, object]:
    """Everything about one allele: names, reads, coordinates, tiers and its effect on every transcript."""
    allele = variant.observation.allele
    values = variant_values(report.role, variant, primary_effect(variant))
    return {
        "variant_id": variant_id(variant),
        "record_number": allele.record_number,
        **_without(values, _OF_THE_SAMPLE),
        "left_aligned": allele.left_aligned,
        "amp_tier": best_tier(variant.tiers.values()) or None,
        "tiers": {name: variant.tiers[name] for name in TIER_CLASSES if variant.tiers.get(name)},
        "oncogenicity_evidence": list(variant.oncogenicity_evidence),
        "n_findings": n_findings,
        "combined_from": list(variant.observation.combined_from),
        "part_of": variant.observation.part_of or None,
        "caveats": list(variant.caveats),
        "effects": [effect_object(effect) for effect in variant.effects],
    }


def effect_object(effect: Effect) -> dict[str, object]:
    """What the allele does to one transcript."""
    return {name: _value(value) for name, value in effect_values(effect).items()} | {
        "exon_numbers": list(effect.exon_numbers),
        "protein_start": effect.protein_start,
        "protein_end": effect.protein_end,
        "protein_length": effect.protein_length,
        "frame": effect.frame or None,
        "is_primary": effect.is_primary,
        "caveats": list(effect.caveats),
    }


def related_object(report: SampleReport, related: RelatedStatement, checksums: KnowledgeChecksums) -> dict[str, object]:
    """A statement that is close and not met."""
    return {
        "relation": related.relation,
        "detail": related.detail,
        "variant": short_variant(report, related.variant, primary_effect(related.variant)),
        "statement": statement_object(related.statement, checksums),
    }


def report_schema_text() -> str:
    """The JSON Schema (draft 2020-12) of the report, as shipped."""
    from importlib import resources

    return resources.files(__package__).joinpath("report.schema.json").read_text("utf-8")


def _value(value: object) -> object:
    """Empty text is not known: null."""
    return None if value == "" else plain(value)


def _without(values: Mapping[str, object], names: tuple[str, ...]) -> dict[str, object]:
    return {name: _value(value) for name, value in values.items() if name not in names}
