"""Which genes a variant may raise an inherited risk by: the way in, the evidence for it, and what is to be said beside it.

Three ways in: the very allele is (likely) pathogenic in ClinVar; a statement of predisposition is met by it; or it is
predicted to lose the function of a gene whose loss predisposes. A common polymorphism enters by ClinVar or by a statement only.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pm_annotate.clinical.allele_state import zygosity_call
from pm_annotate.clinical.loss_of_function import OFTEN_SOMATIC, PREDICTED_LOSS, PredictedLoss, predicted_losses
from pm_annotate.clinical.mutation_status import GERMLINE
from pm_annotate.clinical.origin import OriginContext
from pm_annotate.clinical.population_frequency import is_common, population_frequency
from pm_annotate.clinical.predisposition_context import PredispositionContext
from pm_annotate.clinical.predisposition_doubts import caveats_of_allele, other_disease
from pm_annotate.knowledge.clinvar_alleles import is_conflicting
from pm_annotate.knowledge.predisposition_genes import PredispositionGene
from pm_annotate.model import VariantReport

CONFIRM = "rests on the tumour column: confirm in germline"
TOO_FEW_READS = (
    "too few reads for an inherited allele: mosaicism, a clone of the blood, or a tumour's file? confirm in germline"
)
IF_INHERITED = "typed, not seen in a sample: whether it is inherited is not known, confirm in germline"
NORMAL_SILENT = "the normal does not tell whether it carries this allele: confirm in germline"
NOT_A_PREDISPOSITION_GENE = "{gene} is not in the table of predisposition genes: how the disease is inherited is not known here"
PART_OF = "read together with its neighbours as {name}: the sources speak of this part alone"
WRITTEN_TOGETHER = "ClinVar speaks of {part} alone, which the file writes together with another change"
FILTERED = "the caller filtered it ({filters}): it may not be there at all"
LOW_FRACTION = (
    "VAF {vaf:.2f} is low for an inherited allele: mosaicism or clonal haematopoiesis is possible; confirm in germline, in "
    "another tissue"
)
LITTLE_LOST = "so little of the protein is lost that it may well be harmless: no advice for relatives before review"
CONFLICTING = "ClinVar's submitters disagree, some call it pathogenic"
NO_ADVICE = f"{CONFLICTING}: no advice for relatives before review"
COMMON = "common: up to {frequency:.2g} of a population"
BY_COUNTS = "the gene's mechanism is not stated by CPSR ({basis})"

LOW_VAF = 0.3


class Said(NamedTuple):
    """What a statement says of a variant. ``calls``: that it predisposes; ``by_category``: as one of a kind of changes."""

    gene: str
    calls: bool
    by_category: bool
    text: str


class Candidate(NamedTuple):
    """One variant in one gene, before other alleles of the gene are looked at."""

    variant: VariantReport
    gene: PredispositionGene
    classification: str
    evidence: tuple[str, ...]
    caveats: tuple[str, ...]
    doubt: str = ""  # why it may well be harmless: no advice for relatives, and no second allele
    of_part: bool = False  # ClinVar knows a part of it alone: to be reviewed


def candidates_of(variant: VariantReport, statements: Sequence[Said], context: PredispositionContext) -> Iterator[Candidate]:
    """The variant in each gene that it may raise a risk by. ``statements``: those on predisposition that it meets."""
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
        yield Candidate(variant, known, classification, evidence, caveats, doubt, of_part)


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
        yield _to_confirm(variant, context.origin)
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


def _to_confirm(variant: VariantReport, origin: OriginContext) -> str:
    """Why it is not known that the allele is inherited."""
    if origin.no_sample:
        return IF_INHERITED
    if variant.observation.normal is not None:
        return NORMAL_SILENT
    return TOO_FEW_READS if origin.germline_file else CONFIRM


def _low_fraction(variant: VariantReport) -> float | None:
    """The VAF of a germline allele where it is too low for an inherited one; else None."""
    call = zygosity_call(variant) if variant.mutation_status == GERMLINE else None
    return call.vaf if call is not None and call.vaf is not None and call.vaf < LOW_VAF else None


def _first_gene(variant: VariantReport) -> str:
    return next((effect.gene for effect in variant.effects if effect.gene), "")
