"""Pharmacogenes that lose function by an allele that no named allele knows: what the named alleles say is not all.

The call of a gene rests on the positions that define its alleles. A frameshift of DPYD elsewhere is no part of it, and a
"Normal Metabolizer" beside it would be wrong in the one patient to whom it matters. Where the allele is inherited a normal
phenotype is therefore Indeterminate, as it is where an altered allele cannot be excluded; an altered one stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from pm_annotate.clinical.loss_of_function import is_null
from pm_annotate.clinical.mutation_status import GERMLINE, SOMATIC
from pm_annotate.model import Allele, GeneEventKind, PgxCall, VariantReport
from pm_annotate.model.pharmacogenomics import OUTSIDE_CALL

BESIDE = "the file also shows {names}, which no named allele of {gene} knows and which may take function away{confirm}"
CONFIRM = ": confirm in germline"
STANDARD = "standard"

_TAKES_AWAY = frozenset(
    {GeneEventKind.DELETION, GeneEventKind.HOMOZYGOUS_DELETION, GeneEventKind.EXON_DELETION, GeneEventKind.LOSS}
)


def with_undefined_losses(
    calls: Sequence[PgxCall], variants: Iterable[VariantReport], is_defined: Callable[[Allele], bool]
) -> tuple[PgxCall, ...]:
    """The calls with what else the sample's variants say of the genes. Somatic variants say nothing of drug metabolism.

    ``is_defined``: whether an allele is one that the named alleles are made of.
    """
    genes = {call.gene for call in calls if call.diplotypes}
    found: dict[str, list[tuple[str, bool]]] = {}
    for variant in variants if genes else ():
        for gene, name in _losses(variant, genes):
            if variant.event is not None or not is_defined(variant.observation.allele):
                found.setdefault(gene, []).append((name, variant.mutation_status == GERMLINE))
    return tuple(_beside(call, found[call.gene]) if call.gene in found else call for call in calls)


def _losses(variant: VariantReport, genes: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Genes that lose function by a variant, with its name. What a tumour loses by copy number is often its own."""
    if variant.mutation_status == SOMATIC or variant.observation.part_of:
        return
    if variant.event is not None:
        inherited = variant.mutation_status == GERMLINE and variant.event.kind in _TAKES_AWAY
        if inherited and variant.event.gene in genes:
            yield variant.event.gene, variant.event.name
        return
    for effect in variant.effects:
        if effect.gene in genes and effect.is_primary and is_null(effect):
            yield effect.gene, effect.hgvsp or effect.hgvsc or effect.hgvsg


def _beside(call: PgxCall, losses: Sequence[tuple[str, bool]]) -> PgxCall:
    inherited = any(is_germline for _, is_germline in losses)
    names = ", ".join(dict.fromkeys(name for name, _ in losses))
    caveat = BESIDE.format(names=names, gene=call.gene, confirm="" if inherited else CONFIRM)
    said = call._replace(caveats=(*call.caveats, caveat))
    stands = call.status == OUTSIDE_CALL or any(guidance.action != STANDARD for guidance in call.guidance)  # with the caveat
    if not inherited or stands:
        return said
    unknown = "G6PD Indeterminate" if call.gene == "G6PD" else "Indeterminate"
    return said._replace(phenotype=unknown, activity_score="", guidance=())
