"""Which skipped records are read for inherited risk: those that the caller itself says are germline."""

from __future__ import annotations

import pytest

from pm_annotate.model import Assembly, Skipped
from pm_annotate.vcf.set_aside import is_germline_filter, set_aside_as_germline


def skipped(filter_text: str, category: str = "filtered", reason: str = "", alt: str = "A") -> Skipped:
    return Skipped(7, "chr17", 43124027, ".", "ACT", alt, filter_text, category, reason or f"FILTER is {filter_text}")


@pytest.mark.parametrize(
    ("text", "germline"),
    [
        ("germline", True),
        ("germline_risk;alt_allele_in_normal", True),
        ("QSS_ref", True),
        ("GERMLINE", True),  # DeepSomatic
        ("NonSomatic", True),  # ClairS-TO
        ("maxGermlineVAF;maxGermlineRelRawBaseQual", True),  # SAGE
        ("NonSomatic;LowQual", False),
        ("germline;weak_evidence", False),
        ("germline;panel_of_normals", True),
        ("clustered_events;germline;haplotype", True),
        ("clustered_events; germline", True),  # as some tools join them
        ("clustered_events", False),
        ("panel_of_normals", False),
        ("LowEVS", False),
        ("", False),
    ],
)
def test_filters_that_mean_germline(text: str, germline: bool) -> None:
    assert is_germline_filter(text) is germline


def test_the_allele_is_written_as_others_are() -> None:
    (one,) = set_aside_as_germline([skipped("germline")], Assembly.GRCH38)
    allele = one.observation.allele
    assert (allele.chrom, allele.key, allele.vcf_chrom) == ("17", ("17", 43124027, "ACT", "A"), "chr17")
    assert (allele.vcf_alts, allele.record_number, one.observation.filters) == (("A",), 7, ())
    assert (one.reason, one.only_in_normal, one.observation.tumor) == ("FILTER germline", False, None)


def test_an_allele_of_the_normal_alone_is_one() -> None:
    (one,) = set_aside_as_germline([skipped("PASS", "not_in_sample", "only in the normal")], Assembly.GRCH38)
    assert one.only_in_normal
    (known,) = set_aside_as_germline([skipped("panel_of_normals", "not_in_sample", "only in the normal")], Assembly.GRCH38)
    assert (known.only_in_normal, known.if_known) == (True, False)


def test_others_are_not() -> None:
    others = [
        skipped("PASS", "not_in_sample", "no read of T shows this allele"),
        skipped("germline", "low_support", "depth 3 is below 10"),
        skipped("germline", alt="<DEL>"),
    ]
    assert not list(set_aside_as_germline(others, Assembly.GRCH38))
    assert len(list(set_aside_as_germline([*others, skipped("germline")], Assembly.GRCH38))) == 1


def test_what_other_people_carry_too_is_read_where_it_is_known() -> None:
    """A panel of normals of the same population holds founder alleles (CHEK2 c.1100del), and artefacts."""
    one, two = set_aside_as_germline([skipped("panel_of_normals"), skipped("PON;germline")], Assembly.GRCH38)
    assert (one.if_known, two.if_known) == (True, False)
    (beside,) = set_aside_as_germline([skipped("panel_of_normals;clustered_events; haplotype")], Assembly.GRCH38)
    assert beside.if_known
    assert not list(set_aside_as_germline([skipped("panel_of_normals;base_qual")], Assembly.GRCH38))
