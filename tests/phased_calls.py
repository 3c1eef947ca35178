"""Alleles as the tumour's column shows them, phased or not."""

from __future__ import annotations

from pm_annotate.model import Call, Observation
from tests.knowledge.constructed_table import allele

T790M, C797S = "7:55181378:C:T", "7:55181398:T:A"


def called(place: str, genotype: str, phase_set: str | None = None, pgt: str | None = None, **fields: object) -> Observation:
    """``genotype`` as written; ``pgt`` the physically phased one of GATK."""
    phased = pgt or (genotype if "|" in genotype else None)
    _, _, _, alt = place.split(":")
    one = allele(place, vcf_alts=(alt,))
    return Observation(one, (), "PASS", Call("T", genotype, phase_set=phase_set, phased_genotype=phased, **fields))  # type: ignore[arg-type]
