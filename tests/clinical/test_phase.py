"""In cis, in trans or unknown, from the calls of one sample."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pm_annotate.clinical.findings import assemble
from pm_annotate.clinical.phase import Phase, phase_of
from pm_annotate.model import Assembly, Call, Observation
from tests.clinical.test_findings import MELANOMA, TumorTypes
from tests.knowledge.constructed_table import allele, effect, protein, statement, table_of

CALLS = st.builds(
    Call,
    sample=st.just("T"),
    genotype=st.sampled_from(["0/1", "0|1", "1|0", "1|1", None]),
    phase_set=st.sampled_from([None, "55181378", "9"]),
    zygosity=st.sampled_from(["heterozygous", "homozygous", "unknown"]),
    phased_genotype=st.sampled_from(["0|1", "1|0", "1|1", None]),
)


def called(place: str, genotype: str, phase_set: str | None = None, pgt: str | None = None, **fields: object) -> Observation:
    """``genotype`` as written; ``pgt`` the physically phased one of GATK."""
    phased = pgt or (genotype if "|" in genotype else None)
    _, _, _, alt = place.split(":")
    one = allele(place, vcf_alts=(alt,))
    return Observation(one, (), "PASS", Call("T", genotype, phase_set=phase_set, phased_genotype=phased, **fields))  # type: ignore[arg-type]


T790M, C797S = "7:55181378:C:T", "7:55181398:T:A"


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
    assert phase_of(called(T790M, *first), called(C797S, *second)) == phase


def test_whatever_lies_beside_a_homozygous_allele_lies_in_cis() -> None:
    assert phase_of(called(T790M, "1/1", zygosity="homozygous"), called(C797S, "0/1")) == Phase.CIS


def test_reads_that_deny_a_homozygous_genotype_put_nothing_in_cis() -> None:
    """T790M and C797S in cis or in trans decide the therapy; DeepSomatic writes 1/1 for either at any VAF."""
    seen = called(T790M, "1/1", zygosity="homozygous", vaf=0.29)
    assert phase_of(seen, called(C797S, "1/1", zygosity="homozygous", vaf=0.15)) == Phase.UNKNOWN
    haploid = called(T790M, "1", zygosity="hemizygous", vaf=0.29)
    assert phase_of(haploid, called(C797S, "1", zygosity="hemizygous", vaf=0.15)) == Phase.UNKNOWN


def test_a_sites_only_file_and_two_chromosomes_say_nothing() -> None:
    sites_only = Observation(allele(T790M), (), "PASS", None)
    assert phase_of(sites_only, called(C797S, "0|1")) == Phase.UNKNOWN
    assert phase_of(called("12:25245350:C:T", "0|1"), called(C797S, "0|1")) == Phase.UNKNOWN


@given(first=CALLS, second=CALLS)
def test_phase_does_not_depend_on_the_order(first: Call, second: Call) -> None:
    one = Observation(allele(T790M, vcf_alts=("T",)), (), "PASS", first)
    two = Observation(allele(C797S, vcf_alts=("A",)), (), "PASS", second)
    assert phase_of(one, two) == phase_of(two, one)


@pytest.mark.parametrize(
    ("genotypes", "said"),
    [
        (("0|1", "0|1"), "EGFR p.T790M and EGFR p.C797S are in cis: on the same chromosome copy"),
        (("0|1", "1|0"), "EGFR p.T790M and EGFR p.C797S are in trans: on different chromosome copies"),
        (("0/1", "0/1"), "EGFR p.T790M and EGFR p.C797S: whether they are in cis or in trans is not known"),
    ],
)
def test_a_profile_of_two_changes_of_a_gene_says_their_phase(genotypes: tuple[str, str], said: str) -> None:
    table = table_of(
        protein("EGFR", "T790M"), protein("EGFR", "C797S"),
        statements=[statement("S1", "EGFR_T790M AND EGFR_C797S", therapies=("Brigatinib",))],
    )  # fmt: skip
    annotated = [
        (called(place, genotype), (effect("EGFR", name, "missense_variant"),))
        for place, genotype, name in zip((T790M, C797S), genotypes, ("T790M", "C797S"), strict=True)
    ]
    _, (finding,), _ = assemble(table, TumorTypes(), Assembly.GRCH38, MELANOMA, annotated)
    assert finding.caveats == (said,)


def test_the_phase_of_a_pair_is_said_beside_a_change_of_another_gene() -> None:
    """BRAF V600E beside EGFR T790M and C797S: cis or trans decides the EGFR inhibitor all the same."""
    table = table_of(
        protein("BRAF", "V600E"), protein("EGFR", "T790M"), protein("EGFR", "C797S"),
        statements=[statement("S1", "BRAF_V600E AND EGFR_T790M AND EGFR_C797S")],
    )  # fmt: skip
    annotated = [
        (called(place, "0|1"), (effect(gene, name, "missense_variant"),))
        for place, gene, name in ((T790M, "EGFR", "T790M"), (C797S, "EGFR", "C797S"), ("7:140753336:A:T", "BRAF", "V600E"))
    ]
    _, (finding,), _ = assemble(table, TumorTypes(), Assembly.GRCH38, MELANOMA, annotated)
    assert finding.caveats == ("EGFR p.T790M and EGFR p.C797S are in cis: on the same chromosome copy",)
