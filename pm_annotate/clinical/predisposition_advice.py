"""What an inherited allele means for this patient's treatment, and for relatives: two short texts of our own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pm_annotate.clinical.allele_state import CARRIER, TWO, TWO_UNPHASED
from pm_annotate.knowledge.predisposition_genes import PredispositionGene
from pm_annotate.model import Finding

MISMATCH_REPAIR = frozenset({"MLH1", "MSH2", "MSH6", "PMS2", "EPCAM"})
CHECKPOINT = "checkpoint inhibitors if the tumour is mismatch-repair deficient or MSI-high: test the tumour"
_ACTIONABLE_TIERS = ("Tier I-A", "Tier I-B", "Tier II-C")
_DRUGS_NAMED = 5

DOMINANT = (
    "dominant: each parent, sibling and child may carry it (children 1 in 2); offer genetic counselling and cascade testing"
)
DOMINANT_TWO = (
    "dominant, and two alleles: every child has one, each parent at least one, siblings none, one or two; offer genetic "
    "counselling and cascade testing"
)
DOMINANT_UNPHASED = (
    "dominant, and two alleles of unknown phase: on different copies every child has one of them, on one copy 1 in 2 children "
    "have both; offer genetic counselling and cascade testing"
)
ALSO_RECESSIVE = "two alleles also cause a recessive disease of their own"
BY_FATHER = {"SDHD", "SDHAF2"}
"""Tumours arise almost only where the allele comes from the father (GeneReviews NBK1548; Hoekstra 2015)."""
OF_THE_FATHER = "tumours follow almost only where the allele comes from the father"
RECESSIVE_CARRIER = "recessive: relatives may be carriers too; it matters where both parents of a child carry an allele"
RECESSIVE_UNPHASED = (
    "recessive, and two alleles of unknown phase: on different copies siblings may have two as well (1 in 4), and children "
    "carry one; test a parent or a child"
)
RECESSIVE_TWO = "recessive, and two alleles: siblings may have two as well (1 in 4); children carry at least one"
X_LINKED = "X-linked: sons of a female carrier are affected 1 in 2, daughters of an affected man all carry it"
NOT_KNOWN = "how it is inherited is not known here; offer genetic counselling"
IF_CONFIRMED = "if confirmed in germline: "
AFTER_REVIEW = "after review of the classification: "


AlleleOfRecord = tuple[int, tuple[str, int, str, str]]


def findings_by_allele(findings: Iterable[Finding]) -> dict[AlleleOfRecord, list[Finding]]:
    """The report's own findings of sensitivity (Tier I and II-C) by the alleles that they rest on.

    Statements on somatic variants alone say nothing of an inherited one.
    """
    found: dict[AlleleOfRecord, list[Finding]] = {}
    for finding in findings:
        actionable = finding.tier_class == "therapy" and finding.amp_tier in _ACTIONABLE_TIERS
        if actionable and finding.statement.variant_origin != "Somatic":
            alleles = (variant.observation.allele for variant in finding.variants)
            for key in dict.fromkeys((allele.record_number, allele.key) for allele in alleles):
                found.setdefault(key, []).append(finding)
    return found


def actionable_in_patient(gene: str, findings: Sequence[Finding]) -> str:
    """The drugs of the findings of sensitivity that rest on a variant (``findings_by_allele``); "" without any.

    For genes of mismatch repair also that checkpoint inhibitors depend on a test of the tumour.
    """
    texts = []
    if findings:
        found = sorted(findings, key=lambda one: (_ACTIONABLE_TIERS.index(one.amp_tier), len(one.statement.therapies)))
        drugs = list(dict.fromkeys(" + ".join(finding.statement.therapies) for finding in found if finding.statement.therapies))
        more = f" and {len(drugs) - _DRUGS_NAMED} more" if len(drugs) > _DRUGS_NAMED else ""
        number = f"{len(found)} findings" if len(found) > 1 else "1 finding"
        best = min((finding.amp_tier for finding in found), key=_ACTIONABLE_TIERS.index)
        texts.append(f"{', '.join(drugs[:_DRUGS_NAMED])}{more}: {number} in this report, best {best}")
    if gene in MISMATCH_REPAIR:
        texts.append(CHECKPOINT)
    return "; ".join(texts)


def reportable_to_relatives(gene: PredispositionGene, state: str, to_review: bool, confirmed: bool) -> str:
    """What the allele means for relatives, with what must come first: confirmation, review."""
    text = _of_inheritance(gene, state)
    if to_review:
        text = AFTER_REVIEW + text
    return text if confirmed else IF_CONFIRMED + text


def _of_inheritance(gene: PredispositionGene, state: str) -> str:
    if gene.x_linked:
        return X_LINKED
    if "AD" in gene.inheritance:
        return "; ".join(_of_dominant(gene, state))
    if gene.only_recessive or state == CARRIER:
        two = RECESSIVE_UNPHASED if state == TWO_UNPHASED else RECESSIVE_TWO
        return two if state.startswith(TWO) else RECESSIVE_CARRIER
    return NOT_KNOWN


def _of_dominant(gene: PredispositionGene, state: str) -> Iterator[str]:
    if not state.startswith(TWO):
        yield DOMINANT
    else:
        yield DOMINANT_UNPHASED if state == TWO_UNPHASED else DOMINANT_TWO
        if "AR" in gene.inheritance:
            yield ALSO_RECESSIVE
    if gene.gene in BY_FATHER:
        yield OF_THE_FATHER
