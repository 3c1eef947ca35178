"""Whether two alleles of one sample lie on one chromosome copy (in cis), on two (in trans), or nobody knows.

From the calls alone: genome reads neighbours in cis as one change, clinical says what the phase of two changes means.

Rules: VCF 4.5 section 1.6.2 (GT, PS: phased genotypes without PS belong to one set; PS of an unphased genotype is ignored);
PGT and PID of GATK, the physical phase of calls that lie on the same reads.
"""

from enum import StrEnum
from typing import NamedTuple

from pm_annotate.model import Allele, Call, Observation

WHOLE_FILE = ""
"""The phase set of phased genotypes that name none."""


class Phase(StrEnum):
    """How two alleles of one sample lie to each other, in the words of reports."""

    CIS = "in cis"
    TRANS = "in trans"
    UNKNOWN = "phase unknown"


class Haplotypes(NamedTuple):
    """``carrying``: indexes (from 0) of the haplotypes of ``phase_set`` that have the allele; empty where unphased.

    ``everywhere``: homozygous or hemizygous, so that whatever else the sample carries lies with it.
    """

    phase_set: str = WHOLE_FILE
    carrying: frozenset[int] = frozenset()
    everywhere: bool = False


UNPHASED = Haplotypes()


def haplotypes_of(call: Call | None, allele: Allele) -> Haplotypes:
    """Where the sample of ``call`` carries ``allele``."""
    if call is None:
        return UNPHASED
    if call.is_everywhere:
        return Haplotypes(everywhere=True)
    text = (call.phased_genotype or "").lstrip("/|")
    if not text or "/" in text:
        return UNPHASED
    if call.phased_genotype == call.genotype:
        number = allele.genotype_number
        return Haplotypes(call.phase_set or WHOLE_FILE, _places(text, {str(number)}) if number else frozenset())
    if call.phase_set is None or _several_alternates(call.genotype or ""):
        return UNPHASED
    return Haplotypes(call.phase_set, _places(text, set(text.split("|")) - {"0", "."}))


def _places(text: str, numbers: set[str]) -> frozenset[int]:
    return frozenset(place for place, number in enumerate(text.split("|")) if number in numbers)


def _several_alternates(genotype: str) -> bool:
    """Whether a genotype has two different ALT, so that PGT does not say which of them it means."""
    return len(set(genotype.replace("|", "/").split("/")) - {"0", ".", ""}) > 1


def phase_between(first: Haplotypes, second: Haplotypes) -> Phase:
    """The phase of two alleles of one chromosome: CIS where at least one haplotype has both alleles for certain."""
    if first.everywhere or second.everywhere:
        return Phase.CIS
    if not first.carrying or not second.carrying or first.phase_set != second.phase_set:
        return Phase.UNKNOWN
    return Phase.CIS if first.carrying & second.carrying else Phase.TRANS


def phase_in_tumor(first: Observation, second: Observation) -> Phase:
    """The phase of two alleles by the tumour's calls."""
    if first.allele.chrom != second.allele.chrom:
        return Phase.UNKNOWN
    return phase_between(haplotypes_of(first.tumor, first.allele), haplotypes_of(second.tumor, second.allele))
