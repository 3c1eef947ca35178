"""The panel estimate of the tumour mutational burden: what counts, on how many bases, how sure."""

from __future__ import annotations

from math import exp, factorial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pm_annotate.clinical.mutational_burden import NO_POPULATION, estimate_tmb, marker_of
from pm_annotate.clinical.poisson import cumulative, poisson_interval
from pm_annotate.model import Allele, Assembly, Call, Effect, Observation
from pm_annotate.model.reports import TumorMutationalBurden

CODING = {"1": ((1_001, 2_000), (5_001, 1_004_000))}  # 1,000,000 bases
CLEAN = Call("N", depth=60, ref_count=60, alt_count=0, vaf=0.0)


def effect(classification: str = "Missense_Mutation", primary: bool = True) -> Effect:
    return Effect("GENE", "NM_1.1", (), "MODERATE", classification, "packaged_sequence", is_primary=primary)


def seen(
    pos: int,
    ref: str = "A",
    alt: str = "T",
    *,
    depth: int | None = 100,
    alts: int | None = 20,
    normal: Call | None = CLEAN,
    filters: tuple[str, ...] = (),
    info: dict[str, str] | None = None,
) -> Observation:
    allele = Allele(Assembly.GRCH38, "1", pos, ref, alt, "chr1", pos, ".", ref, alt, retained_info=info or {})
    vaf = alts / depth if alts is not None and depth else None
    return Observation(allele, filters, ";".join(filters) or "PASS", Call("T", depth=depth, alt_count=alts, vaf=vaf), normal)


def estimate(*variants: Observation, effects: tuple[Effect, ...] = (effect(),)) -> TumorMutationalBurden:
    found = estimate_tmb([(one, effects) for one in variants], CODING)
    assert found is not None
    return found


def test_coding_variants_per_megabase_with_the_interval_of_the_count() -> None:
    found = estimate(*(seen(10_000 + 10 * i) for i in range(10)))
    assert (found.variants, found.bases, found.value) == (10, 1_000_000, 10.0)
    assert (found.low, found.high) == (4.8, 18.39)  # exact limits of 10: 4.795 and 18.390
    assert "synonymous" in found.rule
    assert "depth >= 25" in found.rule


@pytest.mark.parametrize(
    ("classification", "counts"),
    [
        ("Missense_Mutation", 1),
        ("Nonsense_Mutation", 1),
        ("Frame_Shift_Del", 1),
        ("In_Frame_Ins", 1),
        ("Silent", 0),
        ("Splice_Site", 0),
        ("Intron", 0),
        ("5'Flank", 0),
    ],
)
def test_the_classes_of_the_harmonized_rule(classification: str, counts: int) -> None:
    assert estimate(seen(6_000), effects=(effect(classification),)).variants == counts
    assert estimate(seen(6_000), effects=(effect(classification, primary=False),)).variants == 0


@pytest.mark.parametrize(
    ("variant", "counts"),
    [
        (seen(6_000), 1),
        (seen(6_000, filters=("weak_evidence",)), 0),
        (seen(6_000, depth=24), 0),
        (seen(6_000, depth=30, alts=2), 0),
        (seen(6_000, depth=1_000, alts=49), 0),
        (seen(6_000, depth=1_000, alts=50), 1),
        (seen(6_000, info={"gnomAD_AF": "0.02"}), 0),
        (seen(6_000, info={"gnomAD_AF": "0.0001"}), 1),
        (seen(6_000, normal=Call("N", depth=60, alt_count=30, vaf=0.5)), 0),
        (seen(6_000, normal=None), 1),
        (seen(3_000), 0),  # between the covered exons
        (seen(2_000), 1),
        (seen(2_001), 0),
        (seen(1_001), 1),
        (seen(1_000), 0),
        (seen(2_000, "AC", "A"), 0),  # deletes base 2,001 only
        (seen(1_000, "AC", "A"), 1),  # deletes base 1,001
        (seen(2_000, "A", "AC"), 1),
        (seen(1_000, "A", "AC"), 1),
        (seen(2_001, "A", "AC"), 0),
        (seen(1_999, "ACGT", "A"), 1),
    ],
)
def test_what_is_counted(variant: Observation, counts: int) -> None:
    assert estimate(variant).variants == counts


def test_an_allele_counts_once_and_so_do_phased_neighbours() -> None:
    twice = [seen(6_000, filters=("weak",)), seen(6_000), seen(6_000)]
    parts = [seen(pos)._replace(part_of="GENE p.V600K") for pos in (7_000, 7_001)]
    combined = seen(7_000, "AC", "TT")._replace(combined_from=("A>T", "C>T"))
    assert estimate(*twice, *parts, combined).variants == 2


def test_values_that_the_file_does_not_give_are_let_pass_and_said() -> None:
    found = estimate(seen(6_000, depth=None, alts=None))
    assert found.variants == 1
    assert any("no depth, reads or VAF" in caveat for caveat in found.caveats)


def test_a_small_panel_is_said_to_be_imprecise_and_no_bases_give_no_estimate() -> None:
    small = estimate_tmb([(seen(1_500), (effect(),))], {"1": ((1_001, 2_000),)})
    assert small is not None
    assert small.value == 1_000.0
    assert any("less than 1 Mb" in caveat for caveat in small.caveats)
    assert not any("less than 1 Mb" in caveat for caveat in estimate(seen(1_500)).caveats)
    assert estimate_tmb([(seen(1_500), (effect(),))], {}) is None


def test_inherited_variants_of_a_tumour_without_normal_never_become_a_marker() -> None:
    bare = estimate(*(seen(6_000 + i, normal=None) for i in range(40)))
    assert NO_POPULATION in bare.caveats
    assert marker_of(bare)[0] == ""
    assert "not used as a marker" in marker_of(bare)[1]
    filtered = estimate(*(seen(6_000 + i, normal=None, info={"gnomAD_AF": "0.0"}) for i in range(12)))
    assert marker_of(filtered) == ("TMB=12.00", "")
    assert marker_of(estimate(*(seen(6_000 + i) for i in range(12)))) == ("TMB=12.00", "")
    assert marker_of(None)[0] == ""


@pytest.mark.parametrize(
    ("count", "low", "high"), [(0, 0, 3.6889), (1, 0.0253, 5.5716), (10, 4.7954, 18.3904), (20, 12.2165, 30.8884)]
)
def test_the_limits_are_those_of_the_tables(count: int, low: float, high: float) -> None:
    """Garwood's limits, as in tables of chi-square: chi2(0.025, 2n) / 2 and chi2(0.975, 2n + 2) / 2."""
    assert poisson_interval(count) == pytest.approx((low, high), abs=1e-4)


@given(st.integers(0, 3_000))
def test_each_tail_of_the_interval_holds_two_and_a_half_per_cent(count: int) -> None:
    low, high = poisson_interval(count)
    assert low < max(count, 1e-9) or count == 0
    assert count < high
    assert cumulative(count, high) == pytest.approx(0.025, abs=1e-6)
    if count:
        assert 1 - cumulative(count - 1, low) == pytest.approx(0.025, abs=1e-6)


@given(st.integers(0, 30), st.floats(0.01, 30))
def test_the_distribution_is_the_sum_of_its_terms(count: int, mean: float) -> None:
    direct = sum(mean**i / factorial(i) for i in range(count + 1)) * exp(-mean)
    assert cumulative(count, mean) == pytest.approx(min(1.0, direct), rel=1e-9)
