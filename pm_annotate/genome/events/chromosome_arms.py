"""Chromosome arms, pseudoautosomal regions, and whether a copy number change is focal or broad."""

from __future__ import annotations

from collections.abc import Mapping

from pm_annotate.genome.assembly import CHROMOSOMES, CONTIG_LENGTHS
from pm_annotate.intervals import Interval
from pm_annotate.model import Assembly

# Where the short arm ends, in units of 100 kb, for 1..22, X, Y: the p/q border of the acen bands of UCSC's cytoBand tables.
_P_ENDS = {
    Assembly.GRCH37: (
        1250, 933, 910, 504, 484, 610, 599, 456, 490, 402, 537, 358, 179, 176, 190, 366, 240, 172, 265, 275, 132, 147, 606, 125,
    ),
    Assembly.GRCH38: (
        1234, 939, 909, 500, 488, 598, 601, 452, 430, 398, 534, 355, 177, 172, 190, 368, 251, 185, 262, 281, 120, 150, 610, 104,
    ),
}  # fmt: skip
P_ARM_ENDS: Mapping[Assembly, Mapping[str, int]] = {
    assembly: {chrom: border * 100_000 for chrom, border in zip(CHROMOSOMES, borders, strict=False)}
    for assembly, borders in _P_ENDS.items()
}

# Genome Reference Consortium: PAR#1 and PAR#2 on X, 1-based and closed.
PSEUDOAUTOSOMAL_ON_X: Mapping[Assembly, tuple[Interval, Interval]] = {
    Assembly.GRCH37: ((60_001, 2_699_520), (154_931_044, 155_260_560)),
    Assembly.GRCH38: ((10_001, 2_781_479), (155_701_383, 156_030_895)),
}

ALWAYS_FOCAL = 3_000_000
"""Bases below which a change is focal on any arm (Krijgsman et al., Biochim Biophys Acta 2014;1843:2698)."""
BROAD_SHARE = 0.5
"""Of an arm, from which on a change is broad. GISTIC 2 (Mermel et al., Genome Biol 2011;12:R41) separates at nearly all of an
arm; half of one is no longer a change that points at a gene."""


def arms(assembly: Assembly, chrom: str) -> tuple[tuple[str, int, int], ...]:
    """(name, first, last position) of the two arms; () for a contig without arms (MT, decoys)."""
    border = P_ARM_ENDS[assembly].get(chrom)
    if border is None:
        return ()
    return (f"{chrom}p", 1, border), (f"{chrom}q", border + 1, CONTIG_LENGTHS[assembly][chrom])


def arm_shares(assembly: Assembly, chrom: str, start: int, end: int) -> dict[str, float]:
    """How much (0-1) of each arm that it touches lies inside ``start``..``end`` (1-based, closed)."""
    shares = {}
    for name, first, last in arms(assembly, chrom):
        inside = min(end, last) - max(start, first) + 1
        if inside > 0:
            shares[name] = inside / (last - first + 1)
    return shares


def is_focal(assembly: Assembly, chrom: str, start: int, end: int) -> bool | None:
    """Less than 3 Mb, or less than half of every arm that it touches. None on a contig without arms."""
    if end - start + 1 < ALWAYS_FOCAL:
        return True
    shares = arm_shares(assembly, chrom, start, end)
    return all(share < BROAD_SHARE for share in shares.values()) if shares else None


def is_pseudoautosomal(assembly: Assembly, chrom: str, start: int, end: int) -> bool:
    """Whether ``start``..``end`` touches a region that X shares with Y, where males have two copies."""
    return chrom == "X" and any(start <= last and end >= first for first, last in PSEUDOAUTOSOMAL_ON_X[assembly])
