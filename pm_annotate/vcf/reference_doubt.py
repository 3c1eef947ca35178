"""What the reads of a reference call say against it where they show something that the record does not name.

A reference block, or a row whose ALT is ``.``, lists no change, so nobody asks how many reads have one. Many callers count
them all the same: KRAS codon 12 with 8 of 48 reads that are not reference is not wild type, whatever its GT says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pm_annotate.vcf.numbers import count, number

LEAST_READS = 3
LEAST_FRACTION = 0.02
ERROR_RATE = 0.01  # of a base, errors of sequencing and of mapping taken together
EMITTED_TLOD = 3.0  # from which on Mutect2 writes a change (--tumor-lod-to-emit)

_UNNAMED = frozenset({".", "<NON_REF>", "<*>"})


def doubt_of(values: Mapping[str, str], info: Mapping[str, str], alts: Sequence[str]) -> str:
    """Why one column's reference call cannot be believed; "" where its reads do not speak against it.

    ``values``: FORMAT of the column. ``info``: INFO where it speaks of this column alone. ``alts``: ALT as written.
    """
    if _UNNAMED.isdisjoint(alts):
        return ""
    reads = _unnamed_reads(values, info, alts)
    if reads is not None and is_more_than_errors(*reads):
        return "{} of {} reads show another base than REF".format(*reads)
    odds = number(values.get("TLOD", "")) if _UNNAMED.issuperset(alts) else None
    if odds is not None and odds >= EMITTED_TLOD:
        return f"its TLOD of {odds:g} speaks for a change"
    return ""


def is_more_than_errors(reads: int, whole: int) -> bool:
    """Whether so many of ``whole`` reads are more than errors of one in a hundred bases make: three standard deviations and
    one above what is expected. 3 of 20 are, 6 of 100, 13 of 500; of many reads 2 %."""
    expected = ERROR_RATE * whole
    return reads >= max(LEAST_READS, LEAST_FRACTION * whole) and reads > expected + 3 * expected**0.5 + 1


def _unnamed_reads(values: Mapping[str, str], info: Mapping[str, str], alts: Sequence[str]) -> tuple[int, int] | None:
    """(reads that show neither REF nor a named ALT, all of them); None where the record does not count them."""
    places = [place for place, alt in enumerate(alts, 1) if alt in _UNNAMED]
    counts = _counts(values.get("AD", ""))
    alone = len(places) == len(alts)
    if alone and len(counts) == 1 and (ref := count(values.get("RD", ""))) is not None:
        return counts[0], ref + counts[0]  # VarScan: AD is what differs
    if len(counts) == len(alts) + 1 and places:  # GATK and DRAGEN: <NON_REF>; bcftools: <*>; GATK up to 4.1: "30,0" of "."
        return sum(counts[place] for place in places), sum(counts)
    depth = count(values.get("DP", ""))
    if alone and len(counts) == 1 and depth is not None:  # GATK from 4.2 on, Pisces (TSO500): reads with REF alone
        return max(0, depth - counts[0]), max(depth, counts[0])
    other, ref = count(values.get("AO", "")), count(values.get("RO", ""))
    if alone and other is not None and ref is not None:  # FreeBayes --gvcf
        return other, ref + other
    strands = _counts(values.get("DP4", "") or info.get("DP4", ""))
    if alone and len(strands) == 4:  # bcftools call of all sites
        return strands[2] + strands[3], sum(strands)
    return None


def _counts(text: str) -> list[int]:
    """The numbers of a list; [] where one is missing."""
    found = [count(part) for part in text.split(",")] if text else []
    return [one for one in found if one is not None] if None not in found else []
