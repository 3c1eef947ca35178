"""One sample in the gene x sample matrix: what each gene shows at best."""

from __future__ import annotations

from pm_annotate.model import SampleReport, VariantReport
from pm_annotate.report.tiers import best_tier
from pm_annotate.report.variant_values import effect_for, primary_effect, variant_key

_IMPACTS = ("HIGH", "MODERATE", "LOW", "MODIFIER")  # VEP's order


def gene_labels(report: SampleReport) -> dict[str, str]:
    """Gene -> the best tier of its findings and variants; where none has a tier, the most severe consequence.

    A finding's tier goes to the gene that its biomarkers name, not to every gene that the allele touches. A variant none of
    whose findings has a tier has its own (Tier III).
    """
    tiers: dict[str, list[str]] = {}
    consequences: dict[str, list[tuple[int, int, str]]] = {}
    with_tier = set()
    for finding in report.findings:
        for variant in finding.variants:
            if finding.amp_tier:
                with_tier.add(variant_key(variant))
            effect = effect_for(finding, variant)
            gene = variant.event.gene if variant.event else effect.gene if effect else ""
            tiers.setdefault(gene, []).append(finding.amp_tier)
    for order, variant in enumerate(report.variants):
        gene, impact, consequence = _primary(variant)
        own = "" if variant_key(variant) in with_tier else best_tier(variant.tiers.values())
        tiers.setdefault(gene, []).append(own)
        consequences.setdefault(gene, []).append((impact, order, consequence))
    labels = {gene: best_tier(found) or _most_severe(consequences.get(gene, [])) for gene, found in tiers.items()}
    return {gene: label for gene, label in sorted(labels.items()) if gene and label}


def _primary(variant: VariantReport) -> tuple[str, int, str]:
    """Gene, rank of the impact (0 the gravest) and consequence of a variant."""
    if variant.event is not None:
        return (variant.event.gene, 0, str(variant.event.kind))
    effect = primary_effect(variant)
    if effect is None:
        return ("", len(_IMPACTS), "")
    rank = _IMPACTS.index(effect.impact) if effect.impact in _IMPACTS else len(_IMPACTS)
    return (effect.gene, rank, "&".join(effect.consequence))


def _most_severe(found: list[tuple[int, int, str]]) -> str:
    return min(found)[2] if found else ""
