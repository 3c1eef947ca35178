"""GT: which alleles a sample carries, in what zygosity, on which phased haplotype."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

_GENOTYPE = re.compile(r"[/|]?(?:\d+|\.)(?:[/|](?:\d+|\.))*")
_SEPARATOR = re.compile(r"[/|]")


class Genotype(NamedTuple):
    """GT of one sample: ``text`` as written, allele numbers (0 is REF, None is missing), phased or not."""

    text: str
    alleles: tuple[int | None, ...]
    phased: bool

    def carries(self, index: int) -> bool | None:
        """Whether ALT number ``index`` (from 1) is among the called alleles; None where missing alleles leave it open."""
        if index in self.alleles:
            return True
        return None if None in self.alleles else False

    def zygosity(self, index: int) -> str:
        """Heterozygous, homozygous or hemizygous for ALT number ``index``; unknown where it is not carried."""
        copies = self.alleles.count(index)
        if copies == 0:
            return "unknown"
        if len(self.alleles) == 1:
            return "hemizygous"
        return "homozygous" if copies == len(self.alleles) else "heterozygous"


@lru_cache(maxsize=1024)  # a file has few different genotypes, and one object serves all calls of each
def parse_genotype(text: str, allele_count: int) -> Genotype:
    """Read a GT value (VCF 4.5 section 1.6.2), of any ploidy, with the leading phase sign that VCF 4.4 allows.

    ``allele_count`` is the number of ALT alleles. Raises ValueError, in words for the user, where the text is not a
    genotype or names an allele that the record does not have.
    """
    if not _GENOTYPE.fullmatch(text):
        raise ValueError(f"the genotype '{text[:30]}' cannot be read")
    alleles = tuple(None if part == "." else int(part) for part in _SEPARATOR.split(text.lstrip("/|")))
    for allele in alleles:
        if allele is not None and allele > allele_count:
            raise ValueError(f"the genotype '{text[:30]}' names allele {allele}, but the record has {allele_count} ALT")
    return Genotype(text, alleles, phased="|" in text)


def phase_set(values: Mapping[str, str], phased: bool) -> str | None:
    """Phase set of a call: PS where the genotype is phased, else PID, GATK's name of a physically phased haplotype."""
    for key in ("PS", "PID"):
        value = values.get(key, ".")
        if value not in ("", ".") and (key == "PID" or phased):
            return value
    return None


def phased_genotype(values: Mapping[str, str], genotype: Genotype | None) -> str | None:
    """The genotype with its phase: GT where it is phased, else PGT of GATK; None where nothing is phased."""
    if genotype is not None and genotype.phased:
        return genotype.text
    physical = values.get("PGT", ".")
    return physical if "|" in physical else None
