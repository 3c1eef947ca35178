"""Why an allele of a predisposition gene may mean something else than others do: another disease, another tissue, less risk."""

from __future__ import annotations

from collections.abc import Iterator

from pm_annotate.clinical.loss_of_function import FateOf, is_null
from pm_annotate.knowledge.predisposition_genes import PredispositionGene
from pm_annotate.model import Effect, GeneEventKind, VariantReport

GAIN = ("gain_of_function",)
BY_GAIN = (
    "{gene} predisposes by gain of function, and this allele is predicted to lose it: ClinVar may mean another disease; "
    "no advice for relatives before review"
)
NOT_ITS_END = (
    "of EPCAM only deletions of its last exons, which silence MSH2, are Lynch syndrome (Kempers 2011, PMID:21145788); other "
    "losses cause a bowel disease of infants, in two copies: no advice for relatives before review"
)

BLOOD_CLONES = frozenset({"ASXL1", "DNMT3A", "JAK2", "PPM1D", "TET2"})
"""Genes whose pathogenic alleles are far more often acquired by clones of the blood than inherited (Jaiswal 2014,
N Engl J Med 371:2488; JAK2 p.Val617Phe above all)."""
OF_BLOOD = (
    "changes of {gene} are mostly acquired in blood cells (clonal haematopoiesis): confirm in germline, in another tissue"
)

PSEUDOGENE = "reads of {pseudogene} may be taken for those of {gene}: confirm by a test that tells them apart"
PSEUDOGENES = {"PMS2": ("PMS2CL", frozenset((9, *range(11, 16)))), "CHEK2": ("its pseudogenes", frozenset(range(11, 16)))}
"""Exons (of NM_000535 and NM_007194) where short reads cannot tell the gene from a copy that is all but identical."""

_LOW = "lower risk than by other alleles of {gene} ({source})"
LOW_PENETRANCE = {
    ("APC", "c.3920T>A"): "InSiGHT 2023, PMID:37076288",
    ("BRCA1", "c.5096G>A"): "ENIGMA 2018, PMID:28490613",
    ("CHEK2", "c.470T>C"): "ACMG 2023, doi:10.1016/j.gim.2023.100870",
    ("RB1", "c.607+1G>T"): "Valverde 2005, doi:10.1186/1471-2156-6-53",
    ("RB1", "c.1981C>T"): "Valverde 2005, doi:10.1186/1471-2156-6-53",
}


def other_disease(variant: VariantReport, gene: PredispositionGene, fate_of: FateOf) -> str:
    """Why a pathogenic allele may cause another disease than the one that the gene predisposes to; "" where nothing says so.

    A loss in a gene of gain: POLE and EGFR (recessive), RET (Hirschsprung), KIT, MITF. A stop that escapes decay (PPM1D) and an
    exon left out in frame (MET) may be the gain.
    """
    if gene.gene == "EPCAM" and not _loses_its_end(variant):
        return NOT_ITS_END
    effect = primary_effect(variant, gene.gene)
    if gene.mechanism != GAIN or gene.mechanism_basis != "CPSR" or effect is None or not is_null(effect):
        return ""
    fate = fate_of(variant.observation.allele, effect)
    return "" if fate is not None and fate.escapes else BY_GAIN.format(gene=gene.gene)


def _loses_its_end(variant: VariantReport) -> bool:
    event = variant.event
    return event is not None and (event.kind != GeneEventKind.EXON_DELETION or "stop_lost" in event.consequence)


def caveats_of_allele(variant: VariantReport, gene: str, germline: bool) -> Iterator[str]:
    """What is known of this very allele, or of where alleles of the gene come from."""
    if gene in PSEUDOGENES and not _exons(variant, gene).isdisjoint(PSEUDOGENES[gene][1]):
        yield PSEUDOGENE.format(pseudogene=PSEUDOGENES[gene][0], gene=gene)
    effect = primary_effect(variant, gene)
    if effect is not None and (source := LOW_PENETRANCE.get((gene, effect.hgvsc))):
        yield _LOW.format(gene=gene, source=source)
    if germline and gene in BLOOD_CLONES:
        yield OF_BLOOD.format(gene=gene)


def primary_effect(variant: VariantReport, gene: str) -> Effect | None:
    """The effect on the gene's primary transcript."""
    return next((effect for effect in variant.effects if effect.gene == gene and effect.is_primary), None)


def _exons(variant: VariantReport, gene: str) -> frozenset[int]:
    """The exons that a variant touches, by the gene's primary transcript, or those beside its intron; of an event its own."""
    if variant.event is not None:
        return frozenset((*variant.event.exons, *variant.event.exons_cut))
    effect = primary_effect(variant, gene)
    if effect is None:
        return frozenset()
    numbers = [int(number) for number in (effect.exon or effect.intron).partition("/")[0].split("-") if number.isdigit()]
    return frozenset(range(min(numbers), max(numbers) + (1 if effect.exon else 2))) if numbers else frozenset()
