"""The input of allele matching: what is known of the two gene copies at a defining position."""

from collections.abc import Mapping
from typing import NamedTuple

Genotypes = Mapping[tuple[str, int], "PositionGenotype"]
"""(chromosome, position of the definition on the assembly) -> genotype. A position that is absent is missing."""

CALLED = "called"
REFERENCE_BLOCK = "reference block"
CALLABLE = "callable"
ASSUMED = "assumed"
MISSING = "missing"


class PositionGenotype(NamedTuple):
    """Alleles of the gene copies as the definition writes them: one base, or the bases of an indel with the base before it.

    One allele for a haploid place, two elsewhere. ``*`` stands for bases that no definition knows.
    """

    alleles: tuple[str, ...]
    phased: bool = False
    phase_set: str | None = None
    source: str = CALLED
    depth: int | None = None
    sample: str = ""  # the column that was read
    from_tumor: bool = False
    notes: tuple[str, ...] = ()
    may_be: tuple[str, ...] = ()  # another reading of ``alleles``, where the reads contradict the genotype; () where none

    @property
    def is_heterozygous(self) -> bool:
        """Whether the copies differ."""
        return len(set(self.alleles)) > 1

    @property
    def text(self) -> str:
        """``C/T``, ``C|T``."""
        return ("|" if self.phased and len(self.alleles) > 1 else "/").join(self.alleles)
