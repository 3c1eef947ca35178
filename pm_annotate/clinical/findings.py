"""From a sample's alleles to its findings: matches joined, whole profiles evaluated on the whole sample, tiers given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from pm_annotate.clinical.mutation_status import mutation_status, origin_caveat
from pm_annotate.clinical.tiers import (
    CLASSES,
    TIERED_CLASSES,
    amp_tier,
    best_tiers,
    is_common,
    tier_class,
    tier_rank,
    variant_tiers,
)
from pm_annotate.knowledge.evaluation import SMALL_VARIANT_KINDS, ProfileResult, ProfileStatus, SampleState, evaluate
from pm_annotate.knowledge.matching import LEVEL_RANK, AlleleKnowledge, MatchingTable, read_allele
from pm_annotate.knowledge.observed_change import OUTSIDE_THE_GENE, observe
from pm_annotate.model import (
    Assembly,
    Biomarker,
    BiomarkerKind,
    Effect,
    Finding,
    Match,
    MatchLevel,
    Observation,
    RelatedStatement,
    Statement,
    TumorRelation,
    TumorType,
    VariantReport,
)

COMMON = (
    "common polymorphism (population frequency of at least 1 % in the file): only statements on this very change are tiered"
)
ONE_OF_TWO_RECORDS = "the same allele stands in record {first} too: its findings are listed there"
NOT_LEFT_ALIGNED = "not_left_aligned: the reference sequence here is not known, so the same change may be written otherwise"


class ConditionRelation(Protocol):
    """The tumour-type trees, as far as statements need them."""

    def relation(self, condition_ids: Sequence[str], condition: str, tumor: TumorType | None) -> TumorRelation: ...


@dataclass(frozen=True, slots=True)
class _ReadVariant:
    """One observed allele with what the table says of it. ``place`` is its index among the sample's variants."""

    place: int
    observation: Observation
    effects: tuple[Effect, ...]
    knowledge: AlleleKnowledge
    status: str
    caveats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _MetStatement:
    """A statement that the sample meets, before its variants have their tiers. ``met_by``: closest first."""

    statement: Statement
    met_by: tuple[tuple[_ReadVariant, Match], ...]
    result: ProfileResult
    relation: TumorRelation
    tier_class: str
    tier: str
    caveats: tuple[str, ...]


def assemble(
    table: MatchingTable,
    tumor_types: ConditionRelation,
    assembly: Assembly,
    tumor: TumorType | None,
    annotated: Iterable[tuple[Observation, Sequence[Effect]]],
) -> tuple[tuple[VariantReport, ...], tuple[Finding, ...], tuple[RelatedStatement, ...]]:
    """The variants of one sample that lie in a gene or meet a statement, its findings, and what comes close.

    Variants keep the order given. Findings are sorted by tier, class, level of evidence, closeness of the match and
    statement id; related statements by variant and statement id. An allele that stands in two records has one set of findings.
    """
    variants = _read_variants(table, assembly, annotated)
    met, partial = _met_statements(table, tumor_types, tumor, variants)
    reports = _reports(table, variants, met)
    findings = tuple(sorted((_finding(one, reports) for one in met), key=_finding_order))
    related = _related_statements(table, variants, met, partial, reports)
    return reports, findings, related


# ---------------------------------------------------------------------------------------------------------- the variants


def _read_variants(
    table: MatchingTable, assembly: Assembly, annotated: Iterable[tuple[Observation, Sequence[Effect]]]
) -> tuple[_ReadVariant, ...]:
    variants: list[_ReadVariant] = []
    first_record: dict[tuple[str, int, str, str], int] = {}
    for observation, effects in annotated:
        allele = observation.allele
        knowledge = read_allele(table, assembly, allele, effects)
        if not knowledge.matches and not any(_in_gene(effect) for effect in effects):
            continue
        caveats: tuple[str, ...] = ()
        if allele.chrom and allele.key in first_record:
            caveats = (ONE_OF_TWO_RECORDS.format(first=first_record[allele.key]),)
            knowledge = replace(knowledge, matches=(), related=())
        first_record.setdefault(allele.key, allele.record_number)
        if allele.chrom and len(allele.ref) != len(allele.alt) and not allele.left_aligned:
            caveats = (*caveats, NOT_LEFT_ALIGNED)
        if is_common(allele):
            caveats = (*caveats, COMMON)
            knowledge = replace(knowledge, matches=tuple(_of_common(match) for match in knowledge.matches))
        status = mutation_status(observation)
        variants.append(_ReadVariant(len(variants), observation, tuple(effects), knowledge, status, caveats))
    return tuple(variants)


def _in_gene(effect: Effect) -> bool:
    return bool(effect.gene) and not OUTSIDE_THE_GENE.issuperset(effect.consequence)


def _of_common(match: Match) -> Match:
    """A common polymorphism gives a tier only to statements on that very change."""
    return match if match.level in (MatchLevel.EXACT, MatchLevel.PROTEIN) else replace(match, tier_eligible=False)


def _reports(table: MatchingTable, variants: Sequence[_ReadVariant], met: Iterable[_MetStatement]) -> tuple[VariantReport, ...]:
    tiered: dict[int, list[tuple[str, str]]] = {}
    for one in met:
        for variant, _ in one.met_by:
            tiered.setdefault(variant.place, []).append((one.tier_class, one.tier))
    return tuple(_report(table, variant, tiered.get(variant.place, ())) for variant in variants)


def _report(table: MatchingTable, variant: _ReadVariant, tiered: Iterable[tuple[str, str]]) -> VariantReport:
    allele = variant.observation.allele
    acts = any(
        change.acts_on_protein_or_splicing and _is_cancer_gene(table, change.gene) for change in observe(variant.effects)
    )
    return VariantReport(
        observation=variant.observation,
        effects=variant.effects,
        oncogenicity_evidence=variant.knowledge.action,
        mutation_status=variant.status,
        tiers=variant_tiers(best_tiers(tiered), of_unknown_significance=acts, common=is_common(allele)),
        caveats=variant.caveats,
    )


def _is_cancer_gene(table: MatchingTable, gene: str) -> bool:
    """A gene with a role in cancer, or whose small variants statements speak of; pharmacogenes (haplotypes) are none."""
    kinds = SMALL_VARIANT_KINDS - {BiomarkerKind.POLYMORPHISM}
    return gene in table.gene_roles or any(one.kind in kinds and one.gene == gene for one in table.biomarkers_of_gene(gene))


# -------------------------------------------------------------------------------------------------------- the statements


def _met_statements(
    table: MatchingTable,
    tumor_types: ConditionRelation,
    tumor: TumorType | None,
    variants: Sequence[_ReadVariant],
) -> tuple[list[_MetStatement], list[tuple[Statement, ProfileResult]]]:
    """Every statement that uses a biomarker met by the sample: those that are met or conditional, and those met in part."""
    met_by: dict[str, list[tuple[_ReadVariant, Match]]] = {}
    for variant in variants:
        for match in variant.knowledge.matches:
            met_by.setdefault(match.biomarker.biomarker_id, []).append((variant, match))
    state = _sample_state(table.biomarkers, met_by, variants, only_eligible=False)
    eligible = _sample_state(table.biomarkers, met_by, variants, only_eligible=True)
    touched = {one.statement_id: one for biomarker_id in met_by for one in table.statements_using(biomarker_id)}
    met: list[_MetStatement] = []
    partial: list[tuple[Statement, ProfileResult]] = []
    for statement in (touched[key] for key in sorted(touched)):
        result = evaluate(statement.profile, state)
        if result.status == ProfileStatus.PARTIAL:
            partial.append((statement, result))
        if result.is_finding:
            relation = tumor_types.relation(statement.condition_ids, statement.condition, tumor)
            acting = evaluate(statement.profile, eligible).is_finding
            for group in _groups(statement, result, met_by):
                met.append(_met_statement(statement, group, result, relation, acting))
    return met, partial


def _sample_state(
    biomarkers: Mapping[str, Biomarker],
    met_by: Mapping[str, Sequence[tuple[_ReadVariant, Match]]],
    variants: Iterable[_ReadVariant],
    only_eligible: bool,
) -> SampleState:
    met = {
        biomarker_id
        for biomarker_id, pairs in met_by.items()
        if not only_eligible or any(match.tier_eligible for _, match in pairs)
    }
    altered = {
        change.gene
        for variant in variants
        if variant.knowledge.action
        for change in observe(variant.effects)
        if change.effect.is_primary and change.acts_on_protein_or_splicing
    }
    return SampleState(biomarkers, met=met, altered_genes=altered)


def _groups(
    statement: Statement, result: ProfileResult, met_by: Mapping[str, Sequence[tuple[_ReadVariant, Match]]]
) -> Iterator[tuple[tuple[_ReadVariant, Match], ...]]:
    """The alleles of each finding: one finding per allele for a single marker, one for all alleles of a larger profile."""
    pairs = [pair for biomarker_id in result.met for pair in met_by.get(biomarker_id, ())]
    pairs.sort(key=lambda pair: (LEVEL_RANK[pair[1].level], pair[0].place, pair[1].biomarker.biomarker_id))
    if statement.profile.operator == "MARKER":
        yield from ((pair,) for pair in pairs)
    elif pairs:
        yield tuple(pairs)


def _met_statement(
    statement: Statement,
    group: tuple[tuple[_ReadVariant, Match], ...],
    result: ProfileResult,
    relation: TumorRelation,
    profile_acts: bool,
) -> _MetStatement:
    single = len(group) == 1
    tier_eligible = profile_acts and (not single or group[0][1].tier_eligible)
    tier, caveats = amp_tier(statement, relation, tier_eligible)
    origins = (origin_caveat(statement, variant.status) for variant, _ in group)
    said = tuple(dict.fromkeys(caveat for caveat in (*caveats, *origins) if caveat))
    return _MetStatement(statement, group, result, relation, tier_class(statement), tier, said)


def _finding(one: _MetStatement, reports: Sequence[VariantReport]) -> Finding:
    variants = tuple(reports[place] for place in dict.fromkeys(variant.place for variant, _ in one.met_by))
    matches: dict[str, Match] = {}
    for _, match in one.met_by:
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
        tier_support=_tier_support(one, variants),
        caveats=one.caveats,
    )


def _tier_support(one: _MetStatement, variants: Iterable[VariantReport]) -> str:
    if not one.tier or one.tier_class not in TIERED_CLASSES:
        return "not-applicable"
    defines = any(variant.tiers.get(one.tier_class) == one.tier for variant in variants)
    return "tier-defining" if defines else "additional"


def _finding_order(finding: Finding) -> tuple[int, int, str, int, str, tuple[tuple[str, int, str, str], ...]]:
    return (
        tier_rank(finding.amp_tier),
        CLASSES.index(finding.tier_class),
        finding.statement.strength,
        min(LEVEL_RANK[match.level] for match in finding.matches),
        finding.statement.statement_id,
        tuple(variant.observation.allele.key for variant in finding.variants),
    )


# ------------------------------------------------------------------------------------------------------- what comes close


def _related_statements(
    table: MatchingTable,
    variants: Sequence[_ReadVariant],
    met: Iterable[_MetStatement],
    partial: Iterable[tuple[Statement, ProfileResult]],
    reports: Sequence[VariantReport],
) -> tuple[RelatedStatement, ...]:
    """Other changes at a codon and profiles met in part, once per variant and statement; no statement that is met."""
    found = {one.statement.statement_id for one in met}
    close: dict[tuple[int, str], RelatedStatement] = {}
    for statement, result in partial:
        detail = "missing: " + "; ".join(result.requires)
        for variant in variants:
            if any(match.biomarker.biomarker_id in result.met for match in variant.knowledge.matches):
                close[(variant.place, statement.statement_id)] = RelatedStatement(
                    statement, reports[variant.place], "partial_profile", detail
                )
    for variant in variants:
        for biomarker, detail in variant.knowledge.related:
            for statement in table.statements_using(biomarker.biomarker_id):
                key = (variant.place, statement.statement_id)
                if statement.statement_id not in found and key not in close:
                    close[key] = RelatedStatement(statement, reports[variant.place], "other_change_at_codon", detail)
    return tuple(close[key] for key in sorted(close))
