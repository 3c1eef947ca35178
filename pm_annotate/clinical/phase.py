"""Whether two alleles of one sample lie on one chromosome copy (in cis), on two (in trans), or nobody knows.

From the calls alone, by the rules of VCF 4.5 section 1.6.2: alleles of one phase set (PS; phased genotypes without PS are one
set) are told apart by their place in GT; PGT and PID of GATK phase calls that lie on the same reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import combinations

from pm_annotate.clinical.sample_variants import ReadVariant
from pm_annotate.knowledge.observed_change import observe
from pm_annotate.model import Match, Observation


class Phase(StrEnum):
    """How two alleles lie to each other."""

    CIS = "in cis"
    TRANS = "in trans"
    UNKNOWN = "phase unknown"


EXPLAINED = {
    Phase.CIS: "{first} and {second} are in cis: on the same chromosome copy",
    Phase.TRANS: "{first} and {second} are in trans: on different chromosome copies",
    Phase.UNKNOWN: "{first} and {second}: whether they are in cis or in trans is not known",
}


def phase_of(first: Observation, second: Observation) -> Phase:
    """CIS where at least one haplotype of the tumour has both alleles for certain."""
    if first.allele.chrom != second.allele.chrom:
        return Phase.UNKNOWN
    if _everywhere(first) or _everywhere(second):
        return Phase.CIS
    here, there = _haplotypes(first), _haplotypes(second)
    if not here or not there or _set_of(here) != _set_of(there):
        return Phase.UNKNOWN
    return Phase.CIS if here & there else Phase.TRANS


def _everywhere(seen: Observation) -> bool:
    """Homozygous or hemizygous: whatever else the sample carries lies with it."""
    return seen.tumor is not None and seen.tumor.is_everywhere


def _set_of(haplotypes: Iterable[tuple[str, int]]) -> str:
    return next(phase_set for phase_set, _ in haplotypes)


def _haplotypes(seen: Observation) -> frozenset[tuple[str, int]]:
    """(phase set, index of the haplotype) of each haplotype that has the allele; none where unphased."""
    call = seen.tumor
    if call is None or not call.phased_genotype:
        return frozenset()
    text = call.phased_genotype.lstrip("/|")
    if "/" in text:
        return frozenset()
    if call.phased_genotype == call.genotype:
        alts = seen.allele.vcf_alts
        numbers = {str(alts.index(seen.allele.vcf_alt) + 1)} if seen.allele.vcf_alt in alts else set()
    elif call.phase_set is None or len(_alternates(call.genotype or "")) > 1:  # PGT does not say which ALT it means
        return frozenset()
    else:
        numbers = set(_alternates(text))
    return frozenset((call.phase_set or "", place) for place, number in enumerate(text.split("|")) if number in numbers)


def _alternates(genotype: str) -> frozenset[str]:
    return frozenset(genotype.replace("|", "/").split("/")) - {"0", ".", ""}


def phase_caveats(group: Sequence[tuple[ReadVariant, Match]]) -> Iterator[str]:
    """How the small variants of one gene that meet a profile together lie to each other."""
    of_gene = {(match.biomarker.gene, variant.place): variant for variant, match in group if variant.event is None}
    for (gene, first), (other_gene, second) in combinations(sorted(of_gene), 2):
        if gene != other_gene:
            continue
        one, two = of_gene[gene, first], of_gene[gene, second]
        if not (one.observation.part_of or two.observation.part_of):
            phase = phase_of(one.observation, two.observation)
            yield EXPLAINED[phase].format(first=change_name(one, gene), second=change_name(two, gene))


def change_name(variant: ReadVariant, gene: str) -> str:
    """``EGFR p.T790M``: the shortest name of what the variant does to the gene."""
    if variant.event is not None:
        return variant.event.name
    named = [change for change in observe(variant.effects) if change.gene == gene]
    primary = next((change for change in named if change.effect.is_primary), named[0] if named else None)
    allele = variant.observation.allele
    where = f"{allele.chrom}:{allele.pos} {allele.ref}>{allele.alt}" if allele.chrom else allele.vcf_id
    return f"{gene} {primary.name if primary else where}"
