"""Alleles that may be inherited and raise a risk, out of one sample's variants. Somatic alleles are never among them.

Three ways in: the very allele is (likely) pathogenic in ClinVar; a statement of predisposition is met by it; or it is
predicted to lose the function of a gene whose loss predisposes. A common polymorphism enters by ClinVar or by a statement
only. Where no normal tells the origin the finding says "confirm in germline", and what speaks for either origin; alleles that
look somatic, or with conflicting classifications, stand last, and are never dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from pm_annotate.clinical.allele_state import PHASE_UNKNOWN, TWO, X_FEMALE, PhaseOf, allele_state, zygosity_call
from pm_annotate.clinical.loss_of_function import (
    OFTEN_SOMATIC,
    PREDICTED_LOSS,
    FateOf,
    PredictedLoss,
    is_null,
    loses_gene,
    predicted_losses,
)
from pm_annotate.clinical.mutation_status import GERMLINE, SOMATIC
from pm_annotate.clinical.origin import FOR_GERMLINE, MOST_ACTIONABLE, origin_evidence, speaks_for_somatic
from pm_annotate.clinical.population_frequency import is_common, population_frequency
from pm_annotate.clinical.predisposition_advice import (
    AlleleOfRecord,
    actionable_in_patient,
    findings_by_allele,
    reportable_to_relatives,
)
from pm_annotate.clinical.predisposition_doubts import caveats_of_allele, other_disease
from pm_annotate.clinical.two_hits import may_be_one
from pm_annotate.knowledge.clinvar_alleles import is_conflicting
from pm_annotate.knowledge.predisposition_genes import PredispositionGene
from pm_annotate.model import Allele, Assembly, BiomarkerKind, Effect, Finding, MatchLevel, PredispositionFinding, VariantReport

TO_CONFIRM = "confirm in germline"  # in every caveat that keeps a germline allele from being told to relatives at once
CONFIRM = "rests on the tumour column: confirm in germline"
TOO_FEW_READS = (
    "too few reads for an inherited allele: mosaicism, a clone of the blood, or a tumour's file? confirm in germline"
)
NORMAL_SILENT = "the normal does not tell whether it carries this allele: confirm in germline"
LOOKS_SOMATIC = "more speaks for a somatic than for an inherited origin"
NOT_A_PREDISPOSITION_GENE = "{gene} is not in the table of predisposition genes: how the disease is inherited is not known here"
PART_OF = "read together with its neighbours as {name}: the sources speak of this part alone"
WRITTEN_TOGETHER = "ClinVar speaks of {part} alone, which the file writes together with another change"
FILTERED = "the caller filtered it ({filters}): it may not be there at all"
LOW_FRACTION = (
    "VAF {vaf:.2f} is low for an inherited allele: mosaicism or clonal haematopoiesis is possible: confirm in germline, in "
    "another tissue"
)
LITTLE_LOST = "so little of the protein is lost that it may well be harmless: no advice for relatives before review"
CONFLICTING = "ClinVar's submitters disagree, some call it pathogenic"
NO_ADVICE = f"{CONFLICTING}: no advice for relatives before review"
COMMON = "common: up to {frequency:.2g} of a population"
BY_COUNTS = "the gene's mechanism is not stated by CPSR ({basis})"
LIST_CONDITION = "the ACMG's list returns of this gene: {condition}"

LOW_VAF = 0.3
BY_CATEGORY = (MatchLevel.FUNCTIONAL, MatchLevel.GENE)
"""Statements on a kind of change ("BRCA2 truncating mutation"), which do not know this very allele."""

CLASSES = ("ClinVar", "predisposing", PREDICTED_LOSS)
"""The ways in, the strongest first; ``PredispositionFinding.classification`` holds one of these words."""

VariantKey = tuple[int, tuple[str, int, str, str], str]
PartsOf = Callable[[Allele], Sequence[tuple[str, int, str, str]]]
"""The single changes that an allele of several bases is made of, left-aligned; () where it is a single change itself."""


class _Said(NamedTuple):
    """What a statement says of a variant. ``calls``: that it predisposes; ``by_category``: as one of a kind of changes."""

    gene: str
    calls: bool
    by_category: bool
    text: str


class ClinvarLayer(Protocol):
    """Alleles that ClinVar's submitters, or some of them, call pathogenic or likely pathogenic."""

    def entry(self, assembly: Assembly, key: tuple[str, int, str, str]) -> tuple[str, str] | None:
        """Significance and gene; None where it has none."""


class _OfClinvar(NamedTuple):
    significance: str
    gene: str
    part: str = ""  # "17:43106487 A>C", where it is a part of the allele that ClinVar knows


class PredispositionContext(NamedTuple):
    """What the alleles are read with. ``fate_of`` and ``phase_of`` are questions to the genome, asked by the caller."""

    genes: Mapping[str, PredispositionGene]
    clinvar: ClinvarLayer
    sex: str | None = None
    fate_of: FateOf = lambda allele, effect: None
    phase_of: PhaseOf = lambda one, other: PHASE_UNKNOWN
    parts_of: PartsOf = lambda allele: ()
    germline_file: bool = False  # by --germline or by its caller: no column is a tumour's

    def by_loss(self, gene: str) -> bool:
        """Whether the loss of the gene predisposes."""
        known = self.genes.get(gene)
        return known is not None and known.by_loss

    def of_clinvar(self, allele: Allele) -> _OfClinvar | None:
        """What ClinVar says of the allele; else of the parts that it is made of, those that are not conflicting first."""
        if not allele.chrom:
            return None
        if (entry := self.clinvar.entry(allele.assembly, allele.key)) is not None:
            return _OfClinvar(*entry)
        if len(allele.ref) == 1 == len(allele.alt):
            return None
        named = [(key, self.clinvar.entry(allele.assembly, key)) for key in self.parts_of(allele)]
        found = [_OfClinvar(*entry, f"{key[0]}:{key[1]} {key[2]}>{key[3]}") for key, entry in named if entry is not None]
        return min(found, key=lambda one: is_conflicting(one.significance), default=None)


class _Candidate(NamedTuple):
    """One variant in one gene, before other alleles of the gene are looked at."""

    variant: VariantReport
    gene: PredispositionGene
    classification: str
    evidence: tuple[str, ...]
    caveats: tuple[str, ...]
    doubt: str = ""  # why it may well be harmless: no advice for relatives, and no second allele
    of_part: bool = False  # ClinVar knows a part of it alone: to be reviewed


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
        for candidate in _candidates(variant, by_statement.get(variant_key(variant), ()), context)
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
    return variant.mutation_status != SOMATIC and any(True for _ in _candidates(variant, (), context))


def variant_key(variant: VariantReport) -> VariantKey:
    """Which allele of which record, or which event of a gene."""
    allele = variant.observation.allele
    return (allele.record_number, allele.key, f"{variant.event.gene}: {variant.event.name}" if variant.event else "")


# ------------------------------------------------------------------------------------------------------------ candidates


def _candidates(variant: VariantReport, statements: Sequence[_Said], context: PredispositionContext) -> Iterator[_Candidate]:
    clinvar = context.of_clinvar(variant.observation.allele) if variant.event is None else None
    of_clinvar = (clinvar.gene or _first_gene(variant)) if clinvar else ""
    word = clinvar.significance.replace("_", " ") if clinvar else ""
    conflicting = is_conflicting(word)
    part = clinvar.part if clinvar else ""
    losses = {loss.gene: loss for loss in _losses(variant, context)}
    predisposing = {one.gene for one in statements if one.calls}
    by_name = {one.gene for one in statements if one.calls and not one.by_category}
    for gene in dict.fromkeys(name for name in (of_clinvar, *sorted(predisposing), *losses) if name):
        loss = losses.get(gene)
        said = tuple(one.text for one in statements if one.gene == gene)
        of_it = (f"clinvar: {word}{f' of its part {part}' if part else ''}",) if gene == of_clinvar else ()
        evidence = (*of_it, *said, *((loss.what,) if loss else ()))
        if gene == of_clinvar and not conflicting and not (part and loss):
            classification = f"ClinVar {word}"
        elif gene in by_name or (gene in predisposing and loss is None):
            classification = "CIViC predisposing" if any("civic" in text for text in said) else "predisposing by a statement"
        elif loss is not None:
            classification = PREDICTED_LOSS
        else:
            classification = f"ClinVar {word}"
        known = context.genes.get(gene, PredispositionGene(gene))
        caveats = tuple(_caveats(variant, known, loss if classification == PREDICTED_LOSS else None, context))
        of_part = bool(part) and gene == of_clinvar
        if of_part:
            caveats = (*caveats, WRITTEN_TOGETHER.format(part=part))
        doubt = "" if by_name else other_disease(variant, known, context.fate_of)
        if classification == PREDICTED_LOSS and not doubt:
            doubt = LITTLE_LOST if loss is not None and loss.little_lost else ""
        elif conflicting and classification.startswith("ClinVar"):
            doubt = NO_ADVICE
        said_of_it = doubt or (CONFLICTING if conflicting and gene == of_clinvar else "")
        caveats = (*caveats, *((said_of_it,) if said_of_it else ()))
        yield _Candidate(variant, known, classification, evidence, caveats, doubt, of_part)


def _losses(variant: VariantReport, context: PredispositionContext) -> Iterator[PredictedLoss]:
    """Predicted losses in genes whose loss predisposes, of rare alleles that tumours do not make all the time."""
    if variant.observation.part_of:
        return
    if variant.event is not None and variant.event.kind in OFTEN_SOMATIC and variant.mutation_status != GERMLINE:
        return
    losses = predicted_losses(variant, context.fate_of, context.by_loss)
    if losses and not is_common(variant.observation.allele):
        yield from losses


def _caveats(
    variant: VariantReport, gene: PredispositionGene, loss: PredictedLoss | None, context: PredispositionContext
) -> Iterator[str]:
    if variant.mutation_status != GERMLINE:
        by_tumour = TOO_FEW_READS if context.germline_file else CONFIRM
        yield by_tumour if variant.observation.normal is None else NORMAL_SILENT
    yield from caveats_of_allele(variant, gene.gene, variant.mutation_status == GERMLINE)
    if gene.gene not in context.genes:
        yield NOT_A_PREDISPOSITION_GENE.format(gene=gene.gene)
    if loss is not None:
        yield from loss.caveats
        if gene.mechanism_basis != "CPSR":
            yield BY_COUNTS.format(basis=gene.mechanism_basis)
    if variant.observation.filters and variant.observation.tumor is not None:
        yield FILTERED.format(filters=variant.observation.filter_text)
    if (fraction := _low_fraction(variant)) is not None:
        yield LOW_FRACTION.format(vaf=fraction)
    if variant.observation.part_of:
        yield PART_OF.format(name=variant.observation.part_of)
    if is_common(variant.observation.allele):
        yield COMMON.format(frequency=population_frequency(variant.observation.allele))
    yield from variant.caveats


def _low_fraction(variant: VariantReport) -> float | None:
    """The VAF of a germline allele where it is too low for an inherited one; else None."""
    call = zygosity_call(variant) if variant.mutation_status == GERMLINE else None
    return call.vaf if call is not None and call.vaf is not None and call.vaf < LOW_VAF else None


def _first_gene(variant: VariantReport) -> str:
    return next((effect.gene for effect in variant.effects if effect.gene), "")


def _predisposing(findings: Iterable[Finding]) -> dict[VariantKey, list[_Said]]:
    """Statements of predisposition by variant. Those on a polymorphism (TERT rs2736100, which every second person has) are
    associations of a population: they stand in the findings, and make no inherited risk of one person and no counselling.
    """
    found: dict[VariantKey, list[_Said]] = {}
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
            found.setdefault(variant_key(variant), []).append(_Said(narrow[0].biomarker.gene, calls, category, text))
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
    one: _Candidate,
    candidates: Sequence[_Candidate],
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
    state, of_state = allele_state(variant, others, gene, context.sex, context.phase_of)
    clinvar = None if one.doubt else one.classification.partition("ClinVar ")[2] or None
    origin = () if germline else origin_evidence(variant.observation, variant.oncogenicity_evidence, clinvar, (gene.gene,))
    somatic_like = _looks_somatic(gene, origin)
    returned, of_list = (False, ()) if one.doubt else _secondary(gene, variant, state)
    confirmed = germline and not any(TO_CONFIRM in caveat for caveat in one.caveats)
    to_review = one.classification == PREDICTED_LOSS or one.of_part or bool(variant.observation.part_of)
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
        reportable_to_relatives=""
        if somatic_like or one.doubt
        else reportable_to_relatives(gene, state, to_review, confirmed),
        caveats=tuple(
            dict.fromkeys((*one.caveats, *((LOOKS_SOMATIC,) if somatic_like else ()), *of_state, *of_list))
        ),
    )  # fmt: skip
    rank = next(place for place, word in enumerate(CLASSES) if word in one.classification)
    allele = variant.observation.allele
    known = gene.gene in context.genes
    order = (
        not germline,
        somatic_like or bool(one.doubt),
        not known,
        rank,
        not returned,
        gene.gene,
        allele.chrom,
        allele.pos,
        allele.alt,
    )
    return order, finding


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
