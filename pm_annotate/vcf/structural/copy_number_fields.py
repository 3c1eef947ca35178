"""Copies of a segment: which FORMAT and INFO fields of which caller say how many there are.

| caller | fields |
| --- | --- |
| CNVkit export vcf | FORMAT/CN, INFO/FOLD_CHANGE, FOLD_CHANGE_LOG (log2) |
| GATK gCNV | FORMAT/CN |
| DRAGEN | FORMAT/CN, MCN (minor), CNF and MCNF (not rounded), SM (linear ratio); its LR is a likelihood, not a log ratio |
| ascatNgs, Battenberg | FORMAT/TCN, MCN (minor) |
| Canvas | FORMAT/CN, MCC (major) |
| FACETS | INFO/TCN_EM, LCN_EM (lesser), CNLR_MEDIAN (log2) |
| Delly | FORMAT/RDCN (not rounded), CN |
| QDNAseq | INFO/LOG2CNT (log2) |
| PURPLE | its VCF has breakends only: PURPLE_CN and PURPLE_JCN become a caveat; its segments come by ``--cna`` |
| Control-FREEC, ExomeDepth, Manta, Lumpy with cnvnator | CN in FORMAT or INFO |
"""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pm_annotate.vcf.genotypes import parse_genotype
from pm_annotate.vcf.numbers import number

_TOTAL = ("CN", "TCN", "TCN_EM", "CNF", "RDCN", "TOTAL_CN", "COPY_NUMBER")
_MAJOR = ("MAJOR", "MAJOR_CN", "nMajor", "NMAJOR", "CN1", "MCC", "MAJ_CN")
_MINOR = ("MINOR", "MINOR_CN", "nMinor", "NMINOR", "CN2", "MCN", "LCN_EM", "LCN", "MIN_CN")
_LOG2 = ("FOLD_CHANGE_LOG", "LOG2", "log2", "LOG2_COPY_RATIO", "LOG2_RATIO", "LOG2FC", "L2R", "CNLR_MEDIAN", "LOG2CNT")
_RATIO = ("FOLD_CHANGE", "SM", "RDR", "FC", "RATIO")
_DIRECTION = {"+": "gain", "-": "loss", "GAIN": "gain", "LOSS": "loss", "AMP": "gain", "DUP": "gain", "DEL": "loss"}


class Copies(NamedTuple):
    """Copies of one segment in one sample, as the caller gives them; None where it does not."""

    total: float | None = None
    major: float | None = None
    minor: float | None = None
    log2: float | None = None
    direction: str = ""
    basis: str = ""  # the fields that were read: "FORMAT/CN", "FORMAT/CN, FORMAT/MCN"

    @property
    def known(self) -> bool:
        """Whether anything at all is said."""
        return bool(self.basis)


NO_COPIES = Copies()


def read_copies(values: Mapping[str, str], info: Mapping[str, str]) -> Copies:
    """Copies from a sample's FORMAT ``values`` and, where these lack one, from INFO (empty where INFO speaks of others).

    Total and minor copies give the major ones and the other way round. A negative or impossible number is no copy number.
    """
    used: list[str] = []
    sources = (("FORMAT", values), ("INFO", info))
    total = _first(sources, _TOTAL, used)
    major = _first(sources, _MAJOR, used)
    minor = _first(sources, _MINOR, used)
    if total is None and major is not None and minor is not None:
        total = major + minor
    elif total is not None and minor is not None and major is None and total >= minor:
        major = total - minor
    elif total is not None and major is not None and minor is None and total >= major:
        minor = total - major
    log2 = _first(sources, _LOG2, used, signed=True)
    if log2 is None:
        ratio = _first(sources, _RATIO, used)
        log2 = math.log2(ratio) if ratio else None
    direction = next((word for _, fields in sources if (word := _DIRECTION.get(fields.get("CALL", "").upper(), ""))), "")
    return Copies(total, major, minor, log2, direction if total is None else "", ", ".join(used))


def _first(
    sources: Sequence[tuple[str, Mapping[str, str]]], keys: Sequence[str], used: list[str], signed: bool = False
) -> float | None:
    for where, fields in sources:
        for key in keys:
            found = number(fields[key]) if key in fields else None
            if found is not None and (signed or found >= 0):
                used.append(f"{where}/{key}")
                return found
    return None


def copies_of_alleles(genotype_text: str, allele_copies: Sequence[int | None]) -> int | None:
    """Total copies of a genotype of ``<CN0>``, ``<CN2>`` alleles as the 1000 Genomes use them: the sum over GT, REF being one.

    ``allele_copies`` holds the number of each ALT, None for an ALT that has none. None where the genotype is not called whole.
    """
    if not genotype_text:
        return None
    alleles = parse_genotype(genotype_text, len(allele_copies)).alleles
    counts = [None if one is None else 1 if one == 0 else allele_copies[one - 1] for one in alleles]
    return None if None in counts else sum(count or 0 for count in counts)


_SEX_CHROMOSOMES = ("X", "Y")


def usual_copies(chrom: str, normal: float | None) -> frozenset[float]:
    """Copies that are no change: those of the matched normal where it says so, else 2; on X and Y, sex unknown, also 1 (and
    0 on Y)."""
    if normal is not None:
        return frozenset((normal,))
    if chrom == "Y":
        return frozenset((0.0, 1.0))
    return frozenset((1.0, 2.0)) if chrom in _SEX_CHROMOSOMES else frozenset((2.0,))
