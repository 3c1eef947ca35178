"""In cis, in trans or unknown, from the calls of one sample."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pm_annotate.model import Call, Observation
from pm_annotate.phase import Phase, phase_in_tumor
from tests.knowledge.constructed_table import allele
from tests.phased_calls import C797S, T790M, called

CALLS = st.builds(
    Call,
    sample=st.just("T"),
    genotype=st.sampled_from(["0/1", "0|1", "1|0", "1|1", None]),
    phase_set=st.sampled_from([None, "55181378", "9"]),
    zygosity=st.sampled_from(["heterozygous", "homozygous", "unknown"]),
    phased_genotype=st.sampled_from(["0|1", "1|0", "1|1", None]),
)


@pytest.mark.parametrize(
    ("first", "second", "phase"),
    [
        (("0|1",), ("0|1",), Phase.CIS),
        (("0|1",), ("1|0",), Phase.TRANS),
        (("0/1",), ("0|1",), Phase.UNKNOWN),
        (("0|1", "55181378"), ("0|1", "55181378"), Phase.CIS),
        (("0|1", "55181378"), ("0|1", "9"), Phase.UNKNOWN),
        (("0/1", "55181378_C_T", "0|1"), ("0/1", "55181378_C_T", "0|1"), Phase.CIS),
        (("0/1", "55181378_C_T", "0|1"), ("0/1", "55181378_C_T", "1|0"), Phase.TRANS),
        (("0/1", None, "0|1"), ("0/1", None, "0|1"), Phase.UNKNOWN),
    ],
)
def test_phase_by_genotype_and_phase_set(first: tuple[str, ...], second: tuple[str, ...], phase: Phase) -> None:
    assert phase_in_tumor(called(T790M, *first), called(C797S, *second)) == phase


@pytest.mark.parametrize(
    ("genotype", "second", "of_first_alt", "of_second_alt"),
    [
        ("1|2", "0|1", Phase.TRANS, Phase.CIS),
        ("2|1", "0|1", Phase.CIS, Phase.TRANS),
        ("1/2", "0|1", Phase.UNKNOWN, Phase.UNKNOWN),
        ("|1|2", "0|1", Phase.TRANS, Phase.CIS),  # VCF 4.4 writes the phase of the first allele, too
        ("/1|2", "0|1", Phase.TRANS, Phase.CIS),
    ],
)
def test_alleles_of_one_record_are_told_apart(genotype: str, second: str, of_first_alt: Phase, of_second_alt: Phase) -> None:
    """T790M and T790K in one record, and C797S."""
    other = called(C797S, second)
    for place, phase in ((T790M, of_first_alt), ("7:55181378:C:A", of_second_alt)):
        seen = called(place, genotype)
        seen = seen._replace(allele=seen.allele._replace(vcf_alts=("T", "A")))
        assert phase_in_tumor(seen, other) == phase_in_tumor(other, seen) == phase


def test_pgt_does_not_say_which_of_two_alternates_it_means() -> None:
    seen = called(T790M, "1/2", "55181378_C_T", "0|1")
    assert phase_in_tumor(seen, called(C797S, "0/1", "55181378_C_T", "0|1")) == Phase.UNKNOWN


def test_whatever_lies_beside_a_homozygous_allele_lies_in_cis() -> None:
    assert phase_in_tumor(called(T790M, "1/1", zygosity="homozygous"), called(C797S, "0/1")) == Phase.CIS


def test_reads_that_deny_a_homozygous_genotype_put_nothing_in_cis() -> None:
    """T790M and C797S in cis or in trans decide the therapy; DeepSomatic writes 1/1 for either at any VAF."""
    seen = called(T790M, "1/1", zygosity="homozygous", vaf=0.29)
    assert phase_in_tumor(seen, called(C797S, "1/1", zygosity="homozygous", vaf=0.15)) == Phase.UNKNOWN
    haploid = called(T790M, "1", zygosity="hemizygous", vaf=0.29)
    assert phase_in_tumor(haploid, called(C797S, "1", zygosity="hemizygous", vaf=0.15)) == Phase.UNKNOWN


def test_a_sites_only_file_and_two_chromosomes_say_nothing() -> None:
    sites_only = Observation(allele(T790M), (), "PASS", None)
    assert phase_in_tumor(sites_only, called(C797S, "0|1")) == Phase.UNKNOWN
    assert phase_in_tumor(called("12:25245350:C:T", "0|1"), called(C797S, "0|1")) == Phase.UNKNOWN


@given(first=CALLS, second=CALLS)
def test_phase_does_not_depend_on_the_order(first: Call, second: Call) -> None:
    one = Observation(allele(T790M, vcf_alts=("T",)), (), "PASS", first)
    two = Observation(allele(C797S, vcf_alts=("A",)), (), "PASS", second)
    assert phase_in_tumor(one, two) == phase_in_tumor(two, one)
