"""One allele out of several on the same haplotype: its bases, and what the reads of its parts say of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from pm_annotate.genome.genome import Genome
from pm_annotate.genome.normalise import Edit
from pm_annotate.model import Allele, Call, Observation

Number = TypeVar("Number", int, float)

MINIMUM = "lowest of the phased calls"
_NAMES_ONE_ALLELE = frozenset({"CSQ", "ANN"})  # annotations that were made for each part alone
_BCSQ = "BCSQ"


def observed_as(allele: Allele) -> str:
    """How reports name an allele of the file: ``7:140753336 A>T (record 12)``; without the number where it is not known."""
    record = f" (record {allele.record_number})" if allele.record_number else ""
    return f"{allele.vcf_chrom}:{allele.vcf_pos} {allele.vcf_ref}>{allele.vcf_alt}{record}"


def combined_allele(parts: Sequence[tuple[Allele, Edit]], genome: Genome) -> Allele | None:
    """The allele that carries every part, not yet normalised. ``parts`` are sorted by place and do not overlap.

    None where the reference bases between two parts are not known.
    """
    first = parts[0][0]
    start = parts[0][1].start
    ref = alt = ""
    at = start
    for _, edit in parts:
        between = genome.reference(first.chrom, at, edit.start - 1) if edit.start > at else ""
        if between is None or edit.start < at:
            return None
        ref += between + edit.removed
        alt += between + edit.inserted
        at = edit.end + 1
    if not ref or not alt:
        anchor = _anchor(parts[0], genome)
        if not anchor:
            return None
        start, ref, alt = start - 1, anchor + ref, anchor + alt
    return Allele(
        assembly=first.assembly,
        chrom=first.chrom,
        pos=start,
        ref=ref,
        alt=alt,
        vcf_chrom=first.vcf_chrom,
        vcf_pos=start,
        vcf_id=".",
        vcf_ref=ref,
        vcf_alt=alt,
        vcf_qual=_least([allele.vcf_qual for allele, _ in parts]),
        record_number=first.record_number,
        retained_info=_shared_info([allele.retained_info for allele, _ in parts]),
        vcf_alts=(alt,),
    )


def _anchor(part: tuple[Allele, Edit], genome: Genome) -> str:
    """The base before the first part: from its own record, else from the reference; "" where it is not known."""
    allele, edit = part
    if allele.vcf_pos < edit.start:
        return allele.vcf_ref[edit.start - 1 - allele.vcf_pos].upper()
    return genome.reference(allele.chrom, edit.start - 1, edit.start - 1) or ""


def _shared_info(each: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """What INFO says of all parts alike. BCSQ is joined: it names changes of a haplotype (``@`` refers to another record)."""
    shared = {
        key: value
        for key, value in each[0].items()
        if key not in _NAMES_ONE_ALLELE and all(info.get(key) == value for info in each)
    }
    joined = [info[_BCSQ] for info in each if _BCSQ in info]
    return {**shared, _BCSQ: ",".join(joined)} if joined else shared


def combined_observation(allele: Allele, parts: Sequence[Observation]) -> Observation:
    """What the parts' calls say of the combined allele: it is seen on at most as many reads as the rarest part."""
    filters = tuple(dict.fromkeys(name for part in parts for name in part.filters))
    texts = tuple(dict.fromkeys(part.filter_text for part in parts))
    return Observation(
        allele=allele,
        filters=filters,
        filter_text=";".join(filters) or texts[0],
        tumor=_joint_call([part.tumor for part in parts]),
        normal=_joint_call([part.normal for part in parts]),
        combined_from=tuple(observed_as(part.allele) for part in parts),
    )


def _joint_call(calls: Sequence[Call | None]) -> Call | None:
    """Depth, reads and VAF are the lowest of the parts; the share of reference reads is not known."""
    known = [call for call in calls if call is not None]
    if len(known) < len(calls):
        return None
    fields = dict.fromkeys(name for call in known for name in call.read_fields)
    carries = [call.carries for call in known]
    return Call(
        sample=known[0].sample,
        genotype=_alike([call.genotype for call in known]),
        carries=False if False in carries else None if None in carries else True,
        zygosity=_zygosity([call.zygosity for call in known]),
        phase_set=next((call.phase_set for call in known if call.phase_set), None),
        depth=_least([call.depth for call in known]),
        alt_count=_least([call.alt_count for call in known]),
        vaf=_least([call.vaf for call in known]),
        read_fields=(MINIMUM, *fields) if fields else (),
        phased_genotype=_alike([call.phased_genotype for call in known]),
    )


def _zygosity(zygosities: Sequence[str]) -> str:
    if "heterozygous" in zygosities:
        return "heterozygous"
    return zygosities[0] if len(set(zygosities)) == 1 else "unknown"


def _alike(values: Sequence[str | None]) -> str | None:
    """The value that all parts have; None where they differ."""
    return values[0] if len(set(values)) == 1 else None


def _least(values: Sequence[Number | None]) -> Number | None:
    """The lowest value; None where a part has none."""
    known = [value for value in values if value is not None]
    return min(known) if len(known) == len(values) else None
