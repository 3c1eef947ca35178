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


@pytest.mark.parametrize(
    ("ref", "alt", "stretches"),
    [
        ("ACG", "TGA", {(10, "AC"), (11, "CG")}),  # both pairs, not the first alone
        ("ACGT", "TCTA", {(10, "ACG"), (12, "GT")}),  # a codon whose middle base stays
        ("ACTAG", "GCTCC", {(10, "ACTA"), (13, "AG")}),
        ("ACCCCCCCAA", "GCCCCCCCGG", {(10, "ACCCCCCCA"), (18, "AA")}),
        ("ACCCCCCCCAAT", "GCCCCCCCCGGT", {(19, "AA")}),  # more than three codons apart
        ("AC", "GT", set()),  # the whole is no part
    ],
)
def test_the_stretches_of_a_change_of_one_length(ref: str, alt: str, stretches: set[tuple[int, str]]) -> None:
    found = [part for part in parts_of(10, ref, alt) if len(part.removed) > 1]
    assert {(part.start, part.removed) for part in found} == stretches
    assert all(part.inserted == alt[part.start - 10 :][: len(part.removed)] for part in found)


def test_each_changed_base_alone_and_no_other() -> None:
    single = [part for part in parts_of(10, "ACTAG", "GCTCC") if len(part.removed) == 1]
    assert single == [Edit(10, "A", "G"), Edit(13, "A", "C"), Edit(14, "G", "C")]


def test_a_long_change_has_no_endless_stretches() -> None:
    parts = parts_of(10, "A" * 2000, "C" * 2000)
    assert len(parts) < 9 * 2000
    assert max(len(part.removed) for part in parts) == 9


def test_a_pure_insertion_or_deletion_has_no_parts_nor_has_a_single_base() -> None:
    assert parts_of(10, "ACGT", "A") == parts_of(10, "A", "ACGT") == parts_of(10, "CAT", "CGT") == ()


def test_more_than_three_substitutions_beside_an_indel_are_another_sequence() -> None:
    assert Edit(13, "", "T") in parts_of(10, "AAA", "CCCT")
    assert parts_of(10, "AAAA", "CCCCT") == ()


_BASES = st.text("ACGT", min_size=1, max_size=8)


@given(_BASES, _BASES)
def test_parts_lie_within_the_change(ref: str, alt: str) -> None:
    for part in parts_of(10, ref, alt):
        assert part.start >= 10
        assert part.end < 10 + len(ref)
        assert part.removed == ref[part.start - 10 : part.end - 9]
