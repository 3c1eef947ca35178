"""Which skipped records are read for inherited risk: those that the caller itself says are germline."""

from __future__ import annotations

import pytest

from pm_annotate.model import Assembly, Call, Skipped
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
    (one,) = set_aside_as_germline([skipped("germline")._replace(vcf_alts=("AT", "A"))], Assembly.GRCH38)
    allele = one.observation.allele
    assert (allele.chrom, allele.key, allele.vcf_chrom) == ("17", ("17", 43124027, "ACT", "A"), "chr17")
    assert (allele.vcf_alts, allele.record_number, one.observation.filters) == (("AT", "A"), 7, ())
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


@pytest.mark.parametrize(
    ("tumor", "normal", "of_somebody_else"),
    [
        (Call("T", "0/0", False, alt_count=0), None, True),  # a row of a cohort: another sample has it
        (Call("T", "0/0", False), None, True),
        (Call("T", "0/0", False, alt_count=0), Call("N", "0/0", False, alt_count=0), True),
        (Call("T", "0/0", False, alt_count=4), None, False),
        (Call("T", "0/0", False, alt_count=0), Call("N", "0/1", True, alt_count=20), False),
        (Call("T", "./.", None), None, False),
        (Call("T", "0/1", True, alt_count=0), None, False),
        (None, None, False),
    ],
)
def test_an_allele_of_another_sample_of_the_file_is_not_the_patients(
    tumor: Call | None, normal: Call | None, of_somebody_else: bool
) -> None:
    row = skipped("germline")._replace(calls=(tumor, normal))
    assert (not list(set_aside_as_germline([row], Assembly.GRCH38))) is of_somebody_else


@pytest.mark.parametrize(
    ("germline_file", "carries", "category", "read"),
    [
        (True, True, "filtered", True),
        (True, False, "filtered", False),  # RefCall
        (True, None, "filtered", False),
        (False, True, "filtered", False),  # of a tumour it is an artefact
        (True, True, "low_support", False),
    ],
)
def test_what_the_caller_of_a_germline_file_calls_unreliable_is_read(
    germline_file: bool, carries: bool | None, category: str, read: bool
) -> None:
    row = skipped("LowQual", category)._replace(calls=(Call("S", "0/1", carries, alt_count=9), None))
    found = list(set_aside_as_germline([row], Assembly.GRCH38, germline_file))
    assert [(one.unreliable, one.if_known, one.reason) for one in found] == [(True, True, "FILTER is LowQual")] * read


def test_a_filter_that_says_germline_is_reliable_in_a_germline_file_too() -> None:
    row = skipped("germline")._replace(calls=(Call("S", "0/1", True, alt_count=9), None))
    (one,) = set_aside_as_germline([row], Assembly.GRCH38, germline_file=True)
    assert (one.unreliable, one.if_known, one.observation.filters) == (False, False, ())
    (known,) = set_aside_as_germline([row._replace(filter_text="panel_of_normals")], Assembly.GRCH38, germline_file=True)
    assert (known.unreliable, known.if_known, known.observation.filters) == (False, True, ("panel_of_normals",))
