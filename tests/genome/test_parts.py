"""A record of several bases is the sum of single changes, which other callers write alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pm_annotate.genome.normalise import Edit
from pm_annotate.genome.parts import parts_of


@pytest.mark.parametrize(
    ("ref", "alt", "parts"),
    [
        ("A", "T", []),
        ("AT", "A", []),
        ("AACTG", "GACTC", [Edit(10, "A", "G"), Edit(14, "G", "C")]),
        ("ACT", "TGT", [Edit(10, "A", "T"), Edit(11, "C", "G")]),
        ("ACG", "TCGG", [Edit(10, "A", "T"), Edit(12, "", "G")]),
        ("TGCA", "TGG", [Edit(12, "C", ""), Edit(12, "C", "G"), Edit(13, "A", ""), Edit(13, "A", "G")]),
        ("AAGTG", "CAGG", [Edit(10, "A", "C"), Edit(13, "T", "")]),
        ("ACGTACGT", "TTTTTT", []),
    ],
)
def test_the_parts_of_a_change(ref: str, alt: str, parts: list[Edit]) -> None:
    assert set(parts_of(10, ref, alt)) >= set(parts)
    if not parts:
        assert not parts_of(10, ref, alt)


_BASES = st.text("ACGT", min_size=1, max_size=8)


@given(_BASES, _BASES)
def test_parts_lie_within_the_change(ref: str, alt: str) -> None:
    for part in parts_of(10, ref, alt):
        assert part.start >= 10
        assert part.end < 10 + len(ref)
        assert part.removed == ref[part.start - 10 : part.end - 9]
