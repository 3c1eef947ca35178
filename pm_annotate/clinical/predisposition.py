"""Alleles that may be inherited and raise a risk, out of one sample's variants. Somatic alleles are never among them.

``predisposition_candidates`` says by what an allele becomes a finding; here the alleles of a gene are looked at together. Where
no normal tells the origin the finding says "confirm in germline", and what speaks for either origin; alleles that look somatic,
or with conflicting classifications, stand last, and are never dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pm_annotate.clinical.allele_state import TWO, X_FEMALE, allele_state
from pm_annotate.clinical.loss_of_function import (
    PREDICTED_LOSS,
    is_null,
    loses_gene,
)
from pm_annotate.clinical.mutation_status import GERMLINE, SOMATIC
from pm_annotate.clinical.origin import FOR_GERMLINE, MOST_ACTIONABLE, origin_evidence, speaks_for_somatic
from pm_annotate.clinical.predisposition_advice import (
    AlleleOfRecord,
    actionable_in_patient,
    findings_by_allele,
    reportable_to_relatives,
)
from pm_annotate.clinical.predisposition_candidates import Candidate, Said, candidates_of
from pm_annotate.clinical.predisposition_context import PredispositionContext
from pm_annotate.clinical.two_hits import may_be_one
from pm_annotate.knowledge.predisposition_genes import PredispositionGene
from pm_annotate.model import Allele, BiomarkerKind, Effect, Finding, MatchLevel, PredispositionFinding, VariantReport

TO_CONFIRM = "confirm in germline"  # in every caveat that keeps a germline allele from being told to relatives at once
LOOKS_SOMATIC = "more speaks for a somatic than for an inherited origin"
LIST_CONDITION = "the ACMG's list returns of this gene: {condition}"

BY_CATEGORY = (MatchLevel.FUNCTIONAL, MatchLevel.GENE)
"""Statements on a kind of change ("BRCA2 truncating mutation"), which do not know this very allele."""

CLASSES = ("ClinVar", "predisposing", PREDICTED_LOSS)
"""The ways in, the strongest first; ``PredispositionFinding.classification`` holds one of these words."""

VariantKey = tuple[int, tuple[str, int, str, str], str]


def predisposition_findings(
    variants: Sequence[VariantReport], findings: Sequence[Finding], context: PredispositionContext
) -> tuple[PredispositionFinding, ...]:
    """One finding per variant and gene: germline ones first, those that look somatic last, in a fixed order.

    ``variants``: the sample's, then any further ones that the report's tables leave out (``worth_a_look``). An allele that
    comes twice, or stands in two records, counts once.
    """
    by_statement = _predisposing(findings)
    once: dict[tuple[tuple[str, int, str, str], str], VariantReport] = {}
    asked = _worth_reading(variants, by_statement, context)
    for variant in sorted(asked, key=lambda one: bool(one.observation.filters)):  # a record that passed its filters first
        once.setdefault(variant_key(variant)[1:], variant)
    candidates = [
        candidate
        for variant in once.values()
        if variant.mutation_status != SOMATIC
        for candidate in candidates_of(variant, by_statement.get(variant_key(variant), ()), context)
    ]
    of_allele = findings_by_allele(findings) if candidates else {}
    made = [_finding(one, candidates, of_allele, context) for one in candidates]
    return tuple(finding for _, finding in sorted(made, key=lambda pair: pair[0]))


def may_predispose(allele: Allele, effects: Iterable[Effect], context: PredispositionContext) -> bool:
    """Whether ClinVar or a null effect could make a small variant a finding. Nearly every allele is told at once."""
    if context.of_clinvar(allele) is not None:
        return True
    return any(loses_gene(effect, context.by_loss) for effect in effects)


def _worth_reading(
    variants: Sequence[VariantReport], by_statement: Iterable[VariantKey], context: PredispositionContext
) -> list[VariantReport]:
    """The variants that could be findings, and every other record of their alleles."""
    positions = {key[1][1] for key in by_statement}
    positions.update(
        variant.observation.allele.pos
        for variant in variants
        if variant.event is not None or may_predispose(variant.observation.allele, variant.effects, context)
    )
    return [variant for variant in variants if variant.observation.allele.pos in positions]


def worth_a_look(variant: VariantReport, context: PredispositionContext) -> bool:
    """Whether a variant that the report's tables leave out would give a finding by ClinVar or by loss of function."""
    return variant.mutation_status != SOMATIC and any(True for _ in candidates_of(variant, (), context))


def variant_key(variant: VariantReport) -> VariantKey:
    """Which allele of which record, or which event of a gene."""
    allele = variant.observation.allele
    return (allele.record_number, allele.key, f"{variant.event.gene}: {variant.event.name}" if variant.event else "")


def _predisposing(findings: Iterable[Finding]) -> dict[VariantKey, list[Said]]:
    """Statements of predisposition by variant. Those on a polymorphism (TERT rs2736100, which every second person has) are
    associations of a population: they stand in the findings, and make no inherited risk of one person and no counselling.
    """
    found: dict[VariantKey, list[Said]] = {}
    for finding in findings:
        if finding.tier_class != "predisposition":
            continue
        narrow = [
            match for match in finding.matches if match.tier_eligible or match.level in (MatchLevel.EXACT, MatchLevel.PROTEIN)
        ]
        if not narrow:
            continue
        statement = finding.statement
        of_alleles = any(match.biomarker.kind != BiomarkerKind.POLYMORPHISM for match in narrow)
        calls = statement.direction == "supports" and statement.predicate == "isPredisposingFor" and of_alleles
        said = "predisposing for" if calls else f"{statement.direction}: {statement.significance} for"
        text = f"{statement.statement_id}: {said} {statement.condition}"
        category = all(match.level in BY_CATEGORY for match in narrow)
        for variant in finding.variants:
            found.setdefault(variant_key(variant), []).append(Said(narrow[0].biomarker.gene, calls, category, text))
    return found


# --------------------------------------------------------------------------------------------------------------- findings

_Order = tuple[bool, bool, bool, int, bool, str, str, int, str]


def _same_allele(one: VariantReport, other: VariantReport) -> bool:
    """Whether two rows may speak of one allele: of one record, or of a deletion that a caller of copies and one of junctions
    both see."""
    if one.event is None or other.event is None:
        return one.observation.allele.key == other.observation.allele.key
    return one.event.event is other.event.event or may_be_one(one.event, other.event)


def _finding(
    one: Candidate,
    candidates: Sequence[Candidate],
    of_allele: Mapping[AlleleOfRecord, Sequence[Finding]],
    context: PredispositionContext,
) -> tuple[_Order, PredispositionFinding]:
    """The finding, and where it stands among the others."""
    variant, gene = one.variant, one.gene
    germline = variant.mutation_status == GERMLINE
    others = [
        other.variant
        for other in candidates
        if other.gene.gene == gene.gene and not _same_allele(other.variant, variant)
        if not (other.doubt or one.doubt)
    ]
    state, of_state = allele_state(variant, others, gene, context.sex)
    clinvar = None if one.doubt else one.classification.partition("ClinVar ")[2] or None
    origin = () if germline else origin_evidence(variant.observation, variant.oncogenicity_evidence, clinvar, (gene.gene,))
    somatic_like = _looks_somatic(gene, origin)
    returned, of_list = (False, ()) if one.doubt else _secondary(gene, variant, state)
    confirmed = germline and not any(TO_CONFIRM in caveat for caveat in one.caveats)
    to_review = one.classification == PREDICTED_LOSS or one.of_part or bool(variant.observation.part_of)
    advice = "" if somatic_like or one.doubt else reportable_to_relatives(gene, state, to_review, confirmed)
    if context.origin.no_sample:  # advice and list are those of one allele, which nobody has seen
        state, of_state = "", ()
    finding = PredispositionFinding(
        variant=variant,
        gene=gene.gene,
        classification=one.classification,
        evidence=(*one.evidence, *origin),
        inheritance="/".join(gene.inheritance),
        mechanism="/".join(gene.mechanism),
        allele_state=state,
        origin="germline" if germline else "unknown",
        confirm_in_germline=not confirmed,
        secondary_finding=returned,
        actionable_in_patient=actionable_in_patient(gene.gene, of_allele.get(variant_key(variant)[:2], ())),
        reportable_to_relatives=advice,
        caveats=tuple(dict.fromkeys((*one.caveats, *((LOOKS_SOMATIC,) if somatic_like else ()), *of_state, *of_list))),
    )
    rank = next(place for place, word in enumerate(CLASSES) if word in one.classification)
    allele, known = variant.observation.allele, gene.gene in context.genes
    last = somatic_like or bool(one.doubt)
    return (not germline, last, not known, rank, not returned, gene.gene, allele.chrom, allele.pos, allele.alt), finding


def _looks_somatic(gene: PredispositionGene, origin: Sequence[str]) -> bool:
    """A hotspot of an oncogene outweighs a VAF near one half, which is that of any clonal change of a pure tumour: BRAF V600E.

    Not so in RET, whose hotspots are inherited, too.
    """
    if speaks_for_somatic(origin):
        return True
    hotspot = any(text.startswith("hotspot") for text in origin) and not gene.by_loss and gene.gene not in MOST_ACTIONABLE
    return hotspot and all(text.startswith("VAF") for text in origin if FOR_GERMLINE in text)


def _secondary(gene: PredispositionGene, variant: VariantReport, state: str) -> tuple[bool, tuple[str, ...]]:
    """Whether the ACMG's list returns the finding, and the list's condition where it has one."""
    if not gene.secondary_finding:
        return False, ()
    condition = gene.secondary_condition
    if not condition:
        return True, ()
    return _fulfils(condition, variant, state), (LIST_CONDITION.format(condition=condition),)


def _fulfils(condition: str, variant: VariantReport, state: str) -> bool:
    """``two alleles``, ``truncating alleles``, ``p.Cys282Tyr on both alleles``, ``hemizygous, or two alleles``."""
    if "truncating" in condition:
        return any(is_null(effect) for effect in variant.effects)
    if "hemizygous" in condition:  # returned unless it is known that a second, healthy copy is there
        return state != X_FEMALE
    name = condition.partition(" ")[0]
    named = not name.startswith("p.") or any(effect.hgvsp == name for effect in variant.effects)
    return state.startswith(TWO) and named
