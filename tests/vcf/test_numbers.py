"""Numbers of a VCF: what Python alone takes for one is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pm_annotate.vcf.numbers import count, number
from pm_annotate.vcf.reads import read_call


@pytest.mark.parametrize(
    "text", ["", ".", "6_0", "1e308", "1e400", "nan", "inf", "-1", "²", "٣", "1,2", " 6", "6 ", "0x10", "9" * 500]
)
def test_what_is_no_count(text: str) -> None:
    assert count(text) is None


@pytest.mark.parametrize(("text", "value"), [("0", 0), ("60", 60), ("60.0", 60), ("6e1", 60), ("2147483647", 2147483647)])
def test_counts(text: str, value: int) -> None:
    assert count(text) == value


def test_numbers() -> None:
    assert [number(text) for text in ("-.5", "1e-3", "+2", "5.")] == [-0.5, 0.001, 2.0, 5.0]


@pytest.mark.parametrize("reads", ["6_0,6_0", "60,1e308", "60,²"])
def test_reads_that_cannot_be_read_are_unknown_and_the_allele_stays(reads: str) -> None:
    call = read_call("S", {"GT": "0/1", "AD": reads}, "A", ("T",), 1)
    assert (call.carries, call.alt_count, call.vaf) == (True, None, None)


@given(st.text("0123456789.+-e,²٣ ", max_size=12))
def test_a_count_is_a_whole_number_in_its_range(text: str) -> None:
    value = number(text)
    expected = int(value) if value is not None and 0 <= value < 2**31 and value == int(value) else None
    assert count(text) == expected
