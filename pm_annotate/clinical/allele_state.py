"""One allele of a gene or two: homozygous, compound heterozygous where phase tells, carrier of a recessive allele, X-linked."""

from __future__ import annotations

from collections.abc import Sequence

from pm_annotate.clinical.mutation_status import GERMLINE
from pm_annotate.knowledge.predisposition_genes import PredispositionGene
from pm_annotate.model import Call, VariantReport
from pm_annotate.phase import Phase, haplotypes_of, phase_between

ONE = "one allele"
TWO = "two alleles"
TWO_COMPOUND = "two alleles (compound heterozygous)"
TWO_UNPHASED = "two alleles, phase not known"
TWO_OR_LOSS = "one allele or two"
CARRIER = "carrier of one recessive allele"
ONE_HAPLOTYPE = "one allele (two changes on one haplotype)"
HEMIZYGOUS = "one allele, hemizygous"
X_FEMALE = "one allele, X-linked (female)"
X_UNKNOWN = "one allele, X-linked: sex not given"

ALL_READS, ENOUGH_READS = 0.85, 10
"""VAF from which on, and depth at which, a heterozygous GT is doubted: Mutect2 writes 0/1 for an allele on both copies too."""

LOSS_IN_TUMOUR = "homozygous in the tumour, where the other allele may be lost: one inherited allele or two"
NEARLY_ALL_READS = "heterozygous by GT, but {vaf:.0%} of the reads carry it: one allele or two, or the other one is lost"
SECOND_HIT = "one of the two may be a somatic second hit"
NO_GENOTYPE = "the file gives no genotype: one allele or two"
DENIED_GENOTYPE = "genotype {genotype}, but VAF {vaf:.2f}: one allele or two"
ABSENT_SEX = "give --sex: whether a single allele of an X-linked gene is all there is depends on it"


def germline_call(variant: VariantReport) -> Call | None:
    """The call that shows the inherited genotype best: that of the normal where it has one, else that of the tumour."""
    observation = variant.observation
    normal = observation.normal
    if normal is not None and (normal.carries or (normal.genotype is None and normal.alt_count)):
        return normal
    return observation.tumor if normal is None or observation.tumor is not None else normal


def zygosity_call(variant: VariantReport) -> Call | None:
    """The call that tells one copy from two: ``germline_call``, but the normal's reads where they show the allele against its
    genotype. Mutect2 writes 0/0 for every normal, and the tumour's genotype and reads may be those after a loss.
    """
    call, normal = germline_call(variant), variant.observation.normal
    if normal is None or call is normal or variant.mutation_status != GERMLINE or normal.vaf is None:
        return call
    nearly_all = normal.vaf >= ALL_READS and (normal.depth or 0) >= ENOUGH_READS
    return normal._replace(carries=True, zygosity="homozygous" if nearly_all else "heterozygous")


def inherited_phase(one: VariantReport, other: VariantReport) -> Phase:
    """How two alleles lie to each other by the calls that show the inherited genotypes best."""
    first, second = one.observation.allele, other.observation.allele
    if first.chrom != second.chrom or one.event or other.event:
        return Phase.UNKNOWN
    if _one_site(one, other):
        return Phase.TRANS
    return phase_between(haplotypes_of(germline_call(one), first), haplotypes_of(germline_call(other), second))


def _one_site(one: VariantReport, other: VariantReport) -> bool:
    """Two ALT of one record that a genotype gives to one copy each: 1/2."""
    alleles = one.observation.allele, other.observation.allele
    call = germline_call(one)
    text = (call.genotype or "") if call is not None else ""
    same = len({(one.record_number, one.vcf_pos, one.vcf_ref, one.vcf_alts) for one in alleles}) == 1
    numbers = sorted(str(allele.genotype_number) for allele in alleles)
    return same and numbers[0] != numbers[1] and sorted(text.replace("|", "/").split("/")) == numbers


def allele_state(
    variant: VariantReport, others: Sequence[VariantReport], gene: PredispositionGene, sex: str | None
) -> tuple[str, tuple[str, ...]]:
    """The state of ``variant``'s gene and its caveats. ``others``: further alleles of the gene that may be inherited."""
    call = zygosity_call(variant)
    zygosity = call.zygosity if call is not None else "unknown"
    caveats = _of_genotype(call) if zygosity == "unknown" and variant.event is None else ()
    if gene.x_linked and sex == "male":
        return HEMIZYGOUS, ()
    if zygosity == "hemizygous":
        return HEMIZYGOUS, caveats
    if zygosity == "homozygous":
        sure = variant.mutation_status == GERMLINE
        return (TWO, ()) if sure else (TWO_OR_LOSS, (LOSS_IN_TUMOUR,))
    if zygosity == "heterozygous" and call and (call.depth or 0) >= ENOUGH_READS and (call.vaf or 0.0) >= ALL_READS:
        return TWO_OR_LOSS, (*caveats, NEARLY_ALL_READS.format(vaf=call.vaf))
    if others:
        state = _of_several([inherited_phase(variant, other) for other in others])
        sure = all(one.mutation_status == GERMLINE for one in (variant, *others))
        return state, caveats if sure or state == ONE_HAPLOTYPE else (*caveats, SECOND_HIT)
    return _of_one(gene, sex, caveats)


def _of_genotype(call: Call | None) -> tuple[str, ...]:
    if call is not None and call.carries and call.vaf is not None:
        return (DENIED_GENOTYPE.format(genotype=call.genotype, vaf=call.vaf),)
    return (NO_GENOTYPE,)


def _of_several(phases: Sequence[Phase]) -> str:
    if Phase.TRANS in phases:
        return TWO_COMPOUND
    return ONE_HAPLOTYPE if set(phases) == {Phase.CIS} else TWO_UNPHASED


def _of_one(gene: PredispositionGene, sex: str | None, caveats: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    if gene.x_linked:
        return (X_FEMALE, caveats) if sex == "female" else (X_UNKNOWN, (*caveats, ABSENT_SEX))
    return (CARRIER if gene.only_recessive else ONE), caveats
