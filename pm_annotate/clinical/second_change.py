"""A second change of a gene that a drug against the first does not reach: BCR::ABL1 with ABL1 T315I and nilotinib.

The first alone meets the label. The label and the literature say of which further change of the same gene the drug fails; the
rows are those of ``label_limitations.tsv`` that name a change. Statements on the combination itself stand for themselves.

A fusion is the one product of its gene: its therapy has no tier. Of two small variants (KIT exon 11 with V654A) nobody knows
whether they are in all cells and on one allele: the tier stands, and the finding says what resists beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pm_annotate.clinical.label_scope import names_of
from pm_annotate.clinical.met_statement import MetStatement
from pm_annotate.clinical.resistance_beside import RESISTANCE_BESIDE
from pm_annotate.clinical.sample_variants import ReadVariant
from pm_annotate.knowledge.label_limitations import LabelLimitation
from pm_annotate.knowledge.matching_event import genes_of
from pm_annotate.model import GeneEventKind

OF_ONE_PRODUCT = frozenset({GeneEventKind.FUSION, GeneEventKind.REARRANGEMENT})


def with_second_changes(
    met: Sequence[MetStatement], variants: Sequence[ReadVariant], limitations: Sequence[LabelLimitation]
) -> list[MetStatement]:
    """Statements of sensitivity that a fusion meets, without tier where a small variant of its gene resists the drug; and those
    that a small variant meets, with what another one of its gene resists."""
    small = [one for one in variants if one.event is None and not one.repeat]
    naming = [limitation for limitation in limitations if limitation.not_for_change]
    return [_resisted(one, small, naming) for one in met] if small and naming else list(met)


def _resisted(one: MetStatement, small: Sequence[ReadVariant], limitations: Sequence[LabelLimitation]) -> MetStatement:
    if one.tier_class != "therapy" or not one.tier or not one.met_by:
        return one
    if any(variant.event is None for variant, _ in one.met_by):
        return _beside_a_second(one, small, limitations)
    genes = set(_fused(one))
    for limitation in limitations:
        if limitation.gene not in genes:
            continue
        for other in small:
            therapy = limitation.concerns_change(one.statement.therapies, limitation.gene, names_of(other))
            if therapy:
                why = f"no tier: {limitation.not_for_change} resists {therapy.lower()} ({limitation.basis})"
                return one._replace(tier="", caveats=(*one.caveats, why))
    return one


def _beside_a_second(one: MetStatement, small: Sequence[ReadVariant], limitations: Sequence[LabelLimitation]) -> MetStatement:
    genes = {match.biomarker.gene for _, match in one.met_by}
    own = {variant.place for variant, _ in one.met_by}
    others = [variant for variant in small if variant.place not in own]
    said = [
        f"{limitation.not_for_change} ({limitation.basis})"
        for limitation in limitations
        if limitation.gene in genes
        and not limitation.any_therapy
        and any(limitation.concerns_change(one.statement.therapies, limitation.gene, names_of(other)) for other in others)
    ]
    return one._replace(caveats=(*one.caveats, f"{RESISTANCE_BESIDE}{'; '.join(said)}")) if said else one


def _fused(one: MetStatement) -> Iterator[str]:
    for variant, _ in one.met_by:
        if variant.event is not None and variant.event.kind in OF_ONE_PRODUCT:
            yield from genes_of(variant.event)
