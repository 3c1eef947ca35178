"""Amplified ERBB2 makes a breast cancer HER2 positive (ASCO/CAP): labels for HER2-negative disease are not for this patient."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pm_annotate.clinical.met_statement import MetStatement
from pm_annotate.clinical.sample_variants import ReadVariant
from pm_annotate.knowledge.label_limitations import LabelLimitation
from pm_annotate.model import GeneEventKind

HER2_POSITIVE_BREAST_CANCER = "DOID:0060079"


def is_erbb2_amplified(variants: Iterable[ReadVariant]) -> bool:
    """Whether an event of the sample amplifies ERBB2, known well enough for a tier."""
    events = (variant.event for variant in variants if variant.event is not None)
    return any((one.gene, one.kind) == ("ERBB2", GeneEventKind.AMPLIFICATION) and one.tier_eligible for one in events)


def without_her2_negative_labels(
    met: Sequence[MetStatement], variants: Iterable[ReadVariant], limitations: Sequence[LabelLimitation]
) -> list[MetStatement]:
    """Statements whose label excludes HER2-positive breast cancer have no tier where ERBB2 is amplified."""
    excluding = [one for one in limitations if HER2_POSITIVE_BREAST_CANCER in one.not_for_ids]
    if not excluding or not is_erbb2_amplified(variants):
        return list(met)
    return [_without_tier(one, excluding) for one in met]


def _without_tier(one: MetStatement, excluding: Sequence[LabelLimitation]) -> MetStatement:
    if one.tier_class != "therapy" or not one.tier:
        return one
    genes = {match.biomarker.gene for _, match in one.met_by}
    for limitation in excluding:
        if limitation.gene in genes and limitation.offered(one.statement):
            why = f"no tier: ERBB2 is amplified, and the label excludes {limitation.not_for} ({limitation.basis})"
            return one._replace(tier="", caveats=(*one.caveats, why))
    return one
