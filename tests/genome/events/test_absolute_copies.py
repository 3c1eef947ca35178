"""The law of mixtures: what depth ratio and purity give back the copies that made the ratio."""

from __future__ import annotations

from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pm_annotate.genome.events.absolute_copies import absolute_copies
from pm_annotate.genome.events.chromosome_arms import P_ARM_ENDS, arm_shares, is_focal
from pm_annotate.model import Assembly

purities = st.floats(0.05, 1)
copies = st.integers(0, 60)


@given(copies, purities, st.floats(1, 8))
def test_the_copies_that_made_a_ratio_are_found_again(tumour: int, purity: float, ploidy: float) -> None:
    mean = purity * ploidy + 2 * (1 - purity)
    here = purity * tumour + 2 * (1 - purity)
    if here > 0:
        assert absolute_copies(log2(here / mean), purity, ploidy) == pytest.approx(tumour, abs=1e-6)


@given(st.floats(-4, 5), purities)
def test_a_diploid_tumour_follows_the_formula_of_cnvkit(ratio: float, purity: float) -> None:
    cnvkit = (2 * 2**ratio - 2 * (1 - purity)) / purity
    assert absolute_copies(ratio, purity, 2) == pytest.approx(max(0, cnvkit), abs=1e-9)


@given(st.floats(-3, 5), st.floats(0.001, 1), purities, st.floats(1, 6))
def test_more_depth_is_never_fewer_copies(ratio: float, step: float, purity: float, ploidy: float) -> None:
    assert absolute_copies(ratio, purity, ploidy) <= absolute_copies(ratio + step, purity, ploidy)


def test_half_an_arm_is_broad_and_three_megabases_are_not() -> None:
    for assembly in Assembly:
        border = P_ARM_ENDS[assembly]["7"]
        assert is_focal(assembly, "7", 1, border // 2 - 1) is True
        assert is_focal(assembly, "7", 1, border // 2 + 1) is False
        assert arm_shares(assembly, "7", 1, border) == {"7p": 1.0}
        assert is_focal(assembly, "21", 9_000_000, 11_999_999) is True
        assert is_focal(assembly, "MT", 1, 4_000_000) is None
