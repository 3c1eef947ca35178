"""Amplified ERBB2 makes a breast cancer HER2 positive (ASCO/CAP): labels for HER2-negative disease are not for this patient.

Labels for HER2-positive disease may be for this patient: most ask for a test of the protein, some for one of the gene. They
are met but for that test, which the finding requires.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence

from pm_annotate.clinical.met_statement import MetStatement
from pm_annotate.clinical.sample_variants import ReadVariant
from pm_annotate.knowledge.evaluation import ProfileResult, ProfileStatus
from pm_annotate.knowledge.label_limitations import LabelLimitation
from pm_annotate.model import Biomarker, GeneEventKind, Match, MatchLevel

HER2_POSITIVE_BREAST_CANCER = "DOID:0060079"
HER2_POSITIVE = "HER2-positive"
AMPLIFIED_ERBB2 = ("ERBB2", GeneEventKind.AMPLIFICATION)


def is_erbb2_amplified(variants: Iterable[ReadVariant]) -> bool:
    """Whether an event of the sample amplifies ERBB2, known well enough for a tier."""
    return bool(amplified_erbb2(variants))


def amplified_erbb2(variants: Iterable[ReadVariant]) -> list[ReadVariant]:
    """The events that amplify ERBB2, known well enough for a tier."""
    events = ((variant, variant.event) for variant in variants if variant.event is not None)
    return [one for one, event in events if (event.gene, event.kind) == AMPLIFIED_ERBB2 and event.tier_eligible]


def her2_positive_but_for_a_test(
    biomarkers: Mapping[str, Biomarker], variants: Iterable[ReadVariant], stated: Container[str]
) -> dict[str, list[tuple[ReadVariant, Match]]]:
    """The labels' HER2-positive as the sample's amplified ERBB2 meets it, once where several records show the amplification.
    What is ``stated`` of the protein goes before."""
    amplified = [one for one in amplified_erbb2(variants) if not one.repeat]
    if not amplified:
        return {}
    asked = [one for key, one in biomarkers.items() if one.name == HER2_POSITIVE and key not in stated]
    return {
        one.biomarker_id: [
            (
                variant,
                Match(one, MatchLevel.AMPLIFICATION, variant.event.name, tier_eligible=True, caveats=variant.event.caveats),
            )
            for variant in amplified
            if variant.event is not None
        ]
        for one in asked
    }


def requiring_the_test(result: ProfileResult, tested: Container[str]) -> ProfileResult:
    """``result``, conditional where it rests on a protein that is known by its gene alone (``tested``)."""
    if not result.is_finding or not any(one in tested for one in result.met):
        return result
    return result._replace(status=ProfileStatus.CONDITIONAL, requires=(*result.requires, HER2_POSITIVE))


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
