"""From a sample's alleles to its findings: matches joined, whole profiles evaluated on the whole sample, tiers given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pm_annotate.clinical.amplified_erbb2 import is_erbb2_amplified
from pm_annotate.clinical.event_variants import beside_alleles, may_act, read_events
from pm_annotate.clinical.met_statement import MetStatement
from pm_annotate.clinical.mutation_status import UNKNOWN
from pm_annotate.clinical.origin import TUMOUR_FILE, OriginContext, origin_evidence
from pm_annotate.clinical.profile_evaluation import ConditionRelation, KnownOfTumor, met_statements
from pm_annotate.clinical.reversion_caveats import ReversionsByPlace, reversions_by_place, reversions_of, with_reversions
from pm_annotate.clinical.sample_variants import ReadVariant, read_variants
from pm_annotate.clinical.tiers import (
    CLASSES,
    TIERED_CLASSES,
    best_tiers,
    tier_rank,
    variant_tiers,
)
from pm_annotate.clinical.two_hits import two_hits
from pm_annotate.knowledge.evaluation import SMALL_VARIANT_KINDS, ProfileResult
from pm_annotate.knowledge.matching import LEVEL_RANK, MatchingTable
from pm_annotate.knowledge.observed_change import acts_by_terms, is_usable
from pm_annotate.knowledge.receptor_status import with_amplified_her2, with_receptors_of
from pm_annotate.knowledge.variant_action import in_brief
from pm_annotate.model import (
    Assembly,
    BiomarkerKind,
    Effect,
    Finding,
    GeneEvent,
    Match,
    Observation,
    RelatedStatement,
    Statement,
    VariantReport,
)
from pm_annotate.shared_texts import shared

_CHANGES_OF_CANCER = SMALL_VARIANT_KINDS - {BiomarkerKind.POLYMORPHISM}


def assemble(
    table: MatchingTable,
    tumor_types: ConditionRelation,
    assembly: Assembly,
    known: KnownOfTumor,
    annotated: Iterable[tuple[Observation, Sequence[Effect]]],
    events: Sequence[GeneEvent] = (),
) -> tuple[tuple[VariantReport, ...], tuple[Finding, ...], tuple[RelatedStatement, ...]]:
    """``findings_of`` the sample's alleles and of what structural variants do to its genes (``events``)."""
    return findings_of(table, tumor_types, known, read_sample(table, assembly, annotated, events))


def read_sample(
    table: MatchingTable,
    assembly: Assembly,
    annotated: Iterable[tuple[Observation, Sequence[Effect]]],
    events: Sequence[GeneEvent] = (),
    origin: OriginContext = TUMOUR_FILE,
) -> tuple[ReadVariant, ...]:
    """The sample's alleles, then its events, each with what the table says of it."""
    small = read_variants(table, assembly, annotated, origin)
    return (*small, *beside_alleles(small, read_events(table, events, len(small), origin)))


def findings_of(
    table: MatchingTable, tumor_types: ConditionRelation, known: KnownOfTumor, variants: Sequence[ReadVariant]
) -> tuple[tuple[VariantReport, ...], tuple[Finding, ...], tuple[RelatedStatement, ...]]:
    """The variants of one sample that lie in a gene or meet a statement, its findings, and what comes close.

    Variants keep the order given, events after alleles. Findings are sorted by tier, class, conditional after met, level of
    evidence, closeness of the match and statement id; related statements by variant and statement id. An allele that stands
    in two records has one set of findings. A finding that rests on stated markers alone has no variants.
    """
    markers = with_receptors_of(known.tumor, known.markers, table.biomarkers)
    if is_erbb2_amplified(variants):
        markers = with_amplified_her2(markers, table.biomarkers)
    met, partial = met_statements(table, tumor_types, known._replace(markers=markers), variants)
    reversions = reversions_of(variants)
    met = with_reversions(met, reversions)
    reports = _reports(table, variants, met, known.purity, reversions_by_place(variants, reversions))
    by_markers = best_tiers((one.tier_class, one.tier) for one in met if not one.met_by)
    findings = tuple(sorted((_finding(one, reports, by_markers) for one in met), key=_finding_order))
    related = _related_statements(table, variants, met, partial, reports)
    return reports, findings, related


def _reports(
    table: MatchingTable,
    variants: Sequence[ReadVariant],
    met: Iterable[MetStatement],
    purity: float | None,
    reversions: ReversionsByPlace,
) -> tuple[VariantReport, ...]:
    tiered: dict[int, list[tuple[str, str]]] = {}
    for one in met:
        for variant, _ in one.met_by:
            if variant.observation.part_of:  # the combined change has the tiers, also where both meet one profile
                continue
            tiered.setdefault(variant.place, []).append((one.tier_class, one.tier))
    hits = two_hits(table, variants, purity, reversions.pairs)
    return tuple(
        _report(table, one, tiered.get(one.place, ()), (*hits.get(one.place, ()), *reversions.texts.get(one.place, ())))
        for one in variants
    )


def _report(
    table: MatchingTable, variant: ReadVariant, tiered: Sequence[tuple[str, str]], of_pairs: tuple[str, ...]
) -> VariantReport:
    best = best_tiers(tiered) if tiered else {}
    counted_elsewhere = variant.repeat or bool(variant.observation.part_of)
    acts = not best and not variant.common and not counted_elsewhere and _may_act(table, variant)
    return VariantReport(
        observation=variant.observation,
        effects=variant.effects,
        oncogenicity_evidence=in_brief(variant.knowledge.action) if variant.knowledge.action else (),
        mutation_status=variant.status,
        tiers=variant_tiers(best, of_unknown_significance=acts, common=variant.common),
        caveats=shared((*variant.caveats, *of_pairs)),
        event=variant.event,
        origin_evidence=_origin_evidence(table, variant),
    )


def _origin_evidence(table: MatchingTable, variant: ReadVariant) -> tuple[str, ...]:
    """What speaks for germline or somatic where no normal tells."""
    allele = variant.observation.allele
    if variant.status != UNKNOWN or variant.event is not None or not allele.chrom:
        return ()
    clinvar = table.clinvar.significance(allele.assembly, allele.key)
    return origin_evidence(variant.observation, variant.knowledge.action, clinvar)


def _may_act(table: MatchingTable, variant: ReadVariant) -> bool:
    """Whether the variant, where it meets nothing, is of unknown significance and not just seen."""
    if variant.event is not None:
        return may_act(table, variant.event)
    known = bool(variant.knowledge.action)  # ClinVar's pathogenic alleles of introns act, too
    return any(
        (known or acts_by_terms(effect)) and is_usable(effect) and _is_cancer_gene(table, effect.gene)
        for effect in variant.effects
    )


def _is_cancer_gene(table: MatchingTable, gene: str) -> bool:
    """A gene with a role in cancer, or whose small variants statements speak of; pharmacogenes (haplotypes) are none."""
    return gene in table.gene_roles or any(
        one.kind in _CHANGES_OF_CANCER and one.gene == gene for one in table.biomarkers_of_gene(gene)
    )


def _finding(one: MetStatement, reports: Sequence[VariantReport], by_markers: Mapping[str, str]) -> Finding:
    variants = tuple(reports[place] for place in dict.fromkeys(variant.place for variant, _ in one.met_by))
    matches: dict[str, Match] = {}
    for match in (*(match for _, match in one.met_by), *one.wild_type):
        matches.setdefault(match.biomarker.biomarker_id, match)
    return Finding(
        statement=one.statement,
        variants=variants,
        matches=tuple(matches.values()),
        profile_status=one.result.status.value,
        requires=one.result.requires,
        tumor_type_match=one.relation,
        tier_class=one.tier_class,
        amp_tier=one.tier,
        tier_support=_tier_support(one, [variant.tiers for variant in variants] or [by_markers]),
        caveats=shared(one.caveats),
    )


def _tier_support(one: MetStatement, tiers: Iterable[Mapping[str, str]]) -> str:
    """Whether the statement sets the tier of its class: of a variant, or of the findings that stated markers alone give."""
    if not one.tier or one.tier_class not in TIERED_CLASSES:
        return "not-applicable"
    defines = any(of_class.get(one.tier_class) == one.tier for of_class in tiers)
    return "tier-defining" if defines else "additional"


def _finding_order(finding: Finding) -> tuple[int, int, bool, str, int, str, tuple[tuple[str, int, str, str, str, str], ...]]:
    return (
        tier_rank(finding.amp_tier),
        CLASSES.index(finding.tier_class),
        bool(finding.requires),  # what needs something that no file shows comes after what is met
        finding.statement.strength,
        min((LEVEL_RANK[match.level] for match in finding.matches), default=len(LEVEL_RANK)),
        finding.statement.statement_id,
        tuple(_variant_key(variant) for variant in finding.variants),
    )


def _variant_key(variant: VariantReport) -> tuple[str, int, str, str, str, str]:
    """One record can be an event of several genes, and several events of one symbolic allele differ in their ends."""
    event = variant.event
    return (*variant.observation.allele.key, event.gene if event else "", event.name if event else "")


# ------------------------------------------------------------------------------------------------------- what comes close


def _related_statements(
    table: MatchingTable,
    variants: Sequence[ReadVariant],
    met: Iterable[MetStatement],
    partial: Iterable[tuple[Statement, ProfileResult]],
    reports: Sequence[VariantReport],
) -> tuple[RelatedStatement, ...]:
    """Other changes at a codon, other events of a gene and profiles met in part, once per variant and statement.

    No statement that is met.
    """
    found = {one.statement.statement_id for one in met}
    meeting = [variant for variant in variants if variant.knowledge.matches]
    close: dict[tuple[int, str], RelatedStatement] = {}
    for statement, result in partial:
        detail = "missing: " + "; ".join(result.requires)
        for variant in meeting:
            if any(match.biomarker.biomarker_id in result.met for match in variant.knowledge.matches):
                close[(variant.place, statement.statement_id)] = RelatedStatement(
                    statement, reports[variant.place], "partial_profile", detail
                )
    for variant in variants:
        for biomarker, detail in variant.knowledge.related:
            for statement in table.statements_using(biomarker.biomarker_id):
                key = (variant.place, statement.statement_id)
                if statement.statement_id not in found and key not in close:
                    relation = "other_change_at_codon" if variant.event is None else "other_event_of_gene"
                    close[key] = RelatedStatement(statement, reports[variant.place], relation, detail)
    return tuple(close[key] for key in sorted(close))
