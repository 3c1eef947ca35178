"""The JSON report: the whole SampleReport, in the shape that ``report.schema.json`` describes.

Column names of the tables are used where the meaning is the same; what is not known is ``null`` (or an empty list).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pm_annotate.model import (
    Effect,
    GeneEvent,
    Match,
    RelatedStatement,
    SampleReport,
    Statement,
    TumorMutationalBurden,
    TumorType,
    VariantReport,
)
from pm_annotate.report.event_values import event_values
from pm_annotate.report.finding_values import FINDING_COLUMNS, FindingInWords
from pm_annotate.report.json_text import JsonLines, json_line, json_pieces, open_object, plain
from pm_annotate.report.loci_table import loci_objects
from pm_annotate.report.pgx_table import pgx_objects
from pm_annotate.report.predisposition_table import effect_in_gene, predisposition_object
from pm_annotate.report.report_texts import ReportTexts
from pm_annotate.report.statement_values import KnowledgeChecksums, checksum_of
from pm_annotate.report.tables import skipped_values
from pm_annotate.report.tiers import TIER_CLASSES, best_tier
from pm_annotate.report.toxicity_table import toxicity_objects
from pm_annotate.report.variant_values import (
    coordinate_values,
    effect_values,
    primary_effect,
    read_values,
    retained_values,
    variant_id,
    variant_values,
)

SCHEMA_VERSION = "1.0"
RESEARCH_USE_ONLY = (
    "For research use only. Not a medical device; not for diagnosis or treatment without independent confirmation."
)

_SHORT_VARIANT = (
    "Hugo_Symbol", "HGVSp_Short", "HGVSc", "HGVSp", "HGVSg", "Transcript_ID", "Consequence", "Variant_Classification",
    "EXON", "t_depth", "t_alt_count", "t_vaf", "GT", "zygosity", "Mutation_Status", "FILTER", "vcf_chrom", "vcf_pos",
    "vcf_id", "vcf_ref", "vcf_alt", "event",
)  # fmt: skip


def json_report(report: SampleReport) -> bytes:
    """The JSON file of one sample."""
    return b"".join(json_report_pieces(ReportTexts(report)))


def json_report_pieces(texts: ReportTexts) -> Iterator[bytes]:
    """The same piece by piece, so that a long report is never held whole."""
    return json_pieces(report_members(texts))


def report_members(texts: ReportTexts) -> dict[str, object]:
    """The members of the JSON report in the order in which people read them; long lists as lines that are still to be made."""
    report = texts.report
    provenance = {key: plain(value) for key, value in sorted(report.provenance.items())}
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": provenance.pop("tool", None),
        "research_use_only": RESEARCH_USE_ONLY,
        "input": provenance.pop("input", None),
        "options": provenance.pop("options", {}),
        "knowledge": provenance.pop("knowledge", []),
        "provenance": provenance,
        "sample": report.role._asdict(),
        "assembly": str(report.assembly),
        "tumor_type": tumor_type_object(report.tumor_type),
        "findings": JsonLines(finding_line(texts, finding) for finding in texts.findings),
        "variants": JsonLines(variant_line(texts, variant) for variant in report.variants),
        "assessed_loci": loci_objects(report),
        "predisposition": [
            {**predisposition_object(one), "variant": short_variant(report, one.variant, effect_in_gene(one))}
            for one in report.predisposition
        ],
        "pharmacogenomics": pgx_objects(report),
        "class_effects": toxicity_objects(report),
        "tumor_mutational_burden": burden_object(report.tumor_mutational_burden),
        "related": JsonLines(related_line(texts, related) for related in report.related),
        "skipped": JsonLines(json_line(skipped_values(skipped)) for skipped in report.skipped),
        "reconciliation": report.reconciliation._asdict(),
        "warnings": list(report.warnings),
    }


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


def finding_line(texts: ReportTexts, finding: FindingInWords) -> str:
    """One finding as JSON text: the variant, how it matches, what the statement says, and the tier that follows."""
    of_finding, cells = finding.finding, finding.cells
    tier = texts.kept.of_value("JSON tier", cells[:3], lambda: open_object(_named(FINDING_COLUMNS[:3], cells[:3])))
    variant = short_variant_text(texts, finding.first, finding.effect) if finding.first else "null"
    named = zip(of_finding.variants, cells[3], strict=True)
    profile_variants = ", ".join([named_variant_text(texts, variant, name) for variant, name in named])
    matches = tuple([match_values(match) for match in of_finding.matches])
    match = texts.kept.of_value("JSON match", (cells[4:], matches), lambda: json_line(how_met(cells[4:], matches)))
    statement = statement_text(texts, of_finding.statement, of_finding.amp_tier)
    return (
        f'{tier}, "variant": {variant}, "profile_variants": [{profile_variants}], "match": {match}, "statement": {statement}}}'
    )


def named_variant_text(texts: ReportTexts, variant: VariantReport, name: str) -> str:
    """Which variant takes part in a profile, as JSON text."""
    label = f"JSON named {name}"
    return texts.of_variant(label, variant, None, lambda: json_line({"variant_id": variant_id(variant), "name": name}))


def how_met(cells: Sequence[object], matches: Sequence[Sequence[object]]) -> dict[str, object]:
    """How the sample meets the statement: as a whole, and each of its biomarkers."""
    return _named(FINDING_COLUMNS[4:], cells) | {"biomarkers": [_named(MATCH_NAMES, match) for match in matches]}


MATCH_NAMES = ("biomarker_id", "name", "kind", "gene", "match_level", "matched_by", "tier_eligible", "caveats")


def match_values(match: Match) -> tuple[str | bool | tuple[str, ...], ...]:
    """One biomarker that is met, and how: by MATCH_NAMES."""
    biomarker = match.biomarker
    return (
        biomarker.biomarker_id,
        biomarker.name,
        biomarker.kind.value,
        biomarker.gene,
        match.level.value,
        match.matched_by,
        match.tier_eligible,
        match.caveats,
    )


def statement_text(texts: ReportTexts, statement: Statement, amp_tier: str = "") -> str:
    """The statement as JSON text, made once for a run and tier."""
    return texts.kept.of(
        f"JSON {amp_tier}", statement, lambda: json_line(statement_object(statement, texts.checksums, amp_tier))
    )


def statement_object(statement: Statement, checksums: KnowledgeChecksums, amp_tier: str) -> dict[str, object]:
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
            "therapies": statement.therapies,
        }
        if statement.therapies
        else None,
        "conditionQualifier": {"name": statement.condition or None, "ids": statement.condition_ids}
        if statement.condition or statement.condition_ids
        else None,
        "profile": statement.profile_text,
        "significance": statement.significance or None,
        "kb_native_level": statement.kb_native_level or None,
        "regulatory_approval": statement.regulatory_approval or None,
        "variant_origin": statement.variant_origin or None,
        "reportedIn": statement.citations,
        "source_url": statement.source_url or None,
        "knowledge_base": statement.knowledge_base,
        "knowledge_base_version": statement.knowledge_base_version or None,
        "knowledge_base_sha256": checksum_of(statement, checksums) or None,
        "extra": {name: statement.extra[name] for name in sorted(statement.extra)},
    }


def short_variant(report: SampleReport, variant: VariantReport, effect: Effect | None) -> dict[str, object]:
    """What a reader of a finding needs of its variant; ``variant_id`` leads to the rest."""
    values = variant_values(report.role, variant, effect)
    return {"variant_id": variant_id(variant), **{name: values[name] for name in _SHORT_VARIANT}}


def short_variant_text(texts: ReportTexts, variant: VariantReport, effect: Effect | None) -> str:
    """The same as JSON text, made once for all findings of a variant."""
    return texts.of_variant("JSON", variant, effect, lambda: json_line(short_variant(texts.report, variant, effect)))


def variant_line(texts: ReportTexts, variant: VariantReport) -> str:
    """Everything about one allele as JSON text: names, reads, coordinates, tiers and its effect on every transcript."""
    return json_line(variant_object(variant, texts.findings_of(variant), texts.retained_tags))


def variant_object(variant: VariantReport, n_findings: int, retained_tags: Sequence[str]) -> dict[str, object]:
    """One allele. What is the sample's is said once, at the top of the report."""
    observation = variant.observation
    return {
        "variant_id": variant_id(variant),
        "record_number": observation.allele.record_number or None,
        **effect_values(primary_effect(variant)),
        **read_values(variant),
        **coordinate_values(variant),
        **event_object(variant.event),
        "left_aligned": observation.allele.left_aligned,
        "amp_tier": best_tier(variant.tiers.values()) or None,
        "tiers": {name: variant.tiers[name] for name in TIER_CLASSES if variant.tiers.get(name)},
        "oncogenicity_evidence": variant.oncogenicity_evidence,
        "n_findings": n_findings,
        "combined_from": observation.combined_from,
        "part_of": observation.part_of or None,
        "caveats": variant.caveats,
        "retained_info": retained_values(variant, retained_tags),
        "effects": [effect_object(effect) for effect in variant.effects],
    }


def event_object(event: GeneEvent | None) -> Mapping[str, object]:
    """The event's columns; its numbers are the file's and may be no numbers (NaN)."""
    values = event_values(event)
    return values if event is None else {name: plain(value) for name, value in values.items()}


def effect_object(effect: Effect) -> dict[str, object]:
    """What the allele does to one transcript."""
    return {
        **effect_values(effect),
        "exon_numbers": effect.exon_numbers,
        "protein_start": effect.protein_start,
        "protein_end": effect.protein_end,
        "protein_length": effect.protein_length,
        "frame": effect.frame or None,
        "is_primary": effect.is_primary,
        "caveats": effect.caveats,
    }


def related_line(texts: ReportTexts, related: RelatedStatement) -> str:
    """A statement that is close and not met, as JSON text."""
    variant = short_variant_text(texts, related.variant, primary_effect(related.variant))
    relation = open_object({"relation": related.relation, "detail": related.detail})
    return f'{relation}, "variant": {variant}, "statement": {statement_text(texts, related.statement)}}}'


def report_schema_text() -> str:
    """The JSON Schema (draft 2020-12) of the report, as shipped."""
    from importlib import resources

    return resources.files(__package__).joinpath("report.schema.json").read_text("utf-8")


def _named(names: Sequence[str], values: Sequence[object]) -> dict[str, object]:
    return _known(dict(zip(names, values, strict=True)))


def _known(values: Mapping[str, object]) -> dict[str, object]:
    """Empty text is not known: null."""
    return {name: None if value == "" else value for name, value in values.items()}
