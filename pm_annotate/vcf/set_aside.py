"""Alleles that a somatic caller itself set aside because the normal, or a model, says that they are germline.

They give no somatic finding, and are what the question of inherited risk is about. A record that any filter set aside as
unreliable is not among them; filters that only say that it is not alone, or was seen in other people too, do not matter.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from pm_annotate.model import Allele, Assembly, Observation, Skipped
from pm_annotate.vcf.alleles import AlleleKind, classify, trim
from pm_annotate.vcf.chromosomes import chromosome_name

ONLY_IN_NORMAL = "only in the normal"  # the reason that vcf.support.absence gives
_GERMLINE_FILTER = re.compile(
    r"germline(_risk)?|(multi_event_)?alt_allele_in_normal|non_homref_normal|normal_artifact|QS[SI]_ref|MN|(strong|likely)?loh"
    r"|somatic_?normal|non_?somatic|max_?germline_?\w+",
    re.IGNORECASE,
)

_SEEN_IN_OTHERS = re.compile(r"panel_of_normals|PON(_\w+)?|common_variant|dbSNP", re.IGNORECASE)
"""In other people's blood: inherited, or an artefact of the method."""
_NOT_ALONE = re.compile(r"clustered_events|haplotype|multiallelic", re.IGNORECASE)
"""Inherited variants count among the neighbours, and among the alleles of a site."""


class SetAside(NamedTuple):
    """One allele with the reason in words. Its calls are as they stand: no threshold was asked of their reads.

    ``if_known``: it may as well be an artefact, so that only an allele that is known to be pathogenic is of interest;
    ``unreliable``: its caller says that it is one.
    """

    observation: Observation
    reason: str
    only_in_normal: bool
    if_known: bool = False
    unreliable: bool = False


def set_aside_as_germline(skipped: Iterable[Skipped], assembly: Assembly, germline_file: bool = False) -> Iterator[SetAside]:
    """Filters of Mutect2 (germline, alt_allele_in_normal, normal_artifact), DRAGEN and TNscope (germline_risk,
    non_homref_normal), Strelka (QSS_ref, QSI_ref), CaVEMan (MN), VarDict (LOH classes), DeepSomatic (GERMLINE), ClairS-TO
    (NonSomatic: seen in gnomAD or dbSNP), SAGE (maxGermlineVAF...); and alleles of the normal alone. In a germline file also
    what its caller calls unreliable (VQSR's tranches, LowQual, FORMAT/FT): true alleles are among them."""
    for one in skipped:
        only_in_normal = one.category == "not_in_sample" and one.reason == ONLY_IN_NORMAL
        unreliable = germline_file and one.category == "filtered" and not may_be_inherited(one.filter_text)
        if unreliable and not any(call is not None and call.carries for call in one.calls):
            continue  # DeepVariant's RefCall: a few reads, and reference by its own verdict
        if_known = unreliable or seen_in_others(one.filter_text)
        if not only_in_normal and not (one.category == "filtered" and (if_known or is_germline_filter(one.filter_text))):
            continue
        if classify(one.vcf_ref, one.vcf_alt)[0] is AlleleKind.SEQUENCE and not _of_somebody_else(one):
            by_filter = one.reason_and_file if unreliable else f"FILTER {one.filter_text}"
            reason = "in the normal and not in the tumour column" if only_in_normal else by_filter
            filters = tuple(one.filter_text.split(";")) if seen_in_others(one.filter_text) else ()  # "germline": it is there
            observation = Observation(_allele(one, assembly), filters, one.filter_text, *one.calls)
            yield SetAside(observation, reason, only_in_normal, if_known and not only_in_normal, unreliable)


def _of_somebody_else(one: Skipped) -> bool:
    """Whether the genotypes of the report's own columns are reference, and none of their reads has the allele."""
    calls = [call for call in one.calls if call is not None]
    return bool(calls) and all(call.carries is False and not call.alt_count for call in calls)


@lru_cache(maxsize=256)
def may_be_inherited(text: str) -> bool:
    """Whether a record with this FILTER is asked about for inherited risk."""
    return is_germline_filter(text) or seen_in_others(text)


def is_germline_filter(text: str) -> bool:
    """Whether a filter of the record says that the allele is inherited, and none that it is unreliable."""
    names = [name.strip() for name in text.split(";")]
    return any(map(_GERMLINE_FILTER.fullmatch, names)) and all(_of_real_alleles(name) for name in names)


def seen_in_others(text: str) -> bool:
    """Whether the record is set aside for no more than that other people have the allele, too."""
    names = [name.strip() for name in text.split(";")]
    inherited = is_germline_filter(text)
    return not inherited and any(map(_SEEN_IN_OTHERS.fullmatch, names)) and all(_of_real_alleles(name) for name in names)


def _of_real_alleles(name: str) -> bool:
    return any(pattern.fullmatch(name) for pattern in (_GERMLINE_FILTER, _SEEN_IN_OTHERS, _NOT_ALONE))


def _allele(one: Skipped, assembly: Assembly) -> Allele:
    pos, ref, alt = trim(one.vcf_pos, one.vcf_ref, one.vcf_alt)
    return Allele(
        assembly=assembly,
        chrom=chromosome_name(one.vcf_chrom),
        pos=pos,
        ref=ref,
        alt=alt,
        vcf_chrom=one.vcf_chrom,
        vcf_pos=one.vcf_pos,
        vcf_id=one.vcf_id,
        vcf_ref=one.vcf_ref,
        vcf_alt=one.vcf_alt,
        record_number=one.record_number,
        vcf_alts=one.vcf_alts,
    )
