"""Kinds of ALT, the parsimonious form and the positions changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pm_annotate.vcf.alleles import AlleleKind, changed_span, classify, trim

bases = st.text("ACGT", min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("written", "parsimonious"),
    [
        ((140753336, "A", "T"), (140753336, "A", "T")),  # BRAF V600E
        ((140753335, "CAC", "CTT"), (140753336, "AC", "TT")),  # BRAF V600K as an MNV with an anchor
        ((55174771, "AGGAATTAAGAGAAGC", "A"), (55174771, "AGGAATTAAGAGAAGC", "A")),  # EGFR E746_A750del
        ((55174770, "AAGGAATTAAGAGAAGCAA", "AAAA"), (55174771, "AGGAATTAAGAGAAGC", "A")),  # the same with more context
        ((100, "CTT", "CT"), (100, "CT", "C")),
        ((100, "cag", "ctg"), (101, "A", "T")),
        ((100, "A", "ATGG"), (100, "A", "ATGG")),
        ((100, "CAG", "TG"), (100, "CA", "T")),
        ((861368, "CG", "CC"), (861369, "G", "C")),  # SNV inside a multi-allelic record
    ],
)
def test_trimming_keeps_one_anchor_base(written: tuple[int, str, str], parsimonious: tuple[int, str, str]) -> None:
    assert trim(*written) == parsimonious


@given(pos=st.integers(1, 10**8), ref=bases, alt=bases)
def test_trimming_is_idempotent(pos: int, ref: str, alt: str) -> None:
    once = trim(pos, ref, alt)
    assert trim(*once) == once


@given(pos=st.integers(1, 10**6), ref=bases, alt=bases, before=bases, after=bases)
def test_trimming_does_not_change_the_haplotype(pos: int, ref: str, alt: str, before: str, after: str) -> None:
    written = before + ref + after
    start, short_ref, short_alt = trim(pos, ref, alt)
    offset = len(before) + start - pos
    assert written[offset : offset + len(short_ref)] == short_ref
    assert written[:offset] + short_alt + written[offset + len(short_ref) :] == before + alt + after


@given(ref=bases, alt=bases, flank=bases)
def test_shared_flanks_do_not_change_what_an_allele_is(ref: str, alt: str, flank: str) -> None:
    _, ref_alone, alt_alone = trim(1000, ref, alt)
    _, ref_flanked, alt_flanked = trim(1000 - len(flank), flank + ref, flank + alt)
    assert len(ref_alone) - len(alt_alone) == len(ref_flanked) - len(alt_flanked)
    assert len(ref_flanked) <= len(ref_alone)


@pytest.mark.parametrize(
    ("ref", "alt", "kind"),
    [
        ("A", "T", AlleleKind.SEQUENCE),
        ("a", "t", AlleleKind.SEQUENCE),
        ("R", "T", AlleleKind.SEQUENCE),  # IUPAC in REF stands in real references
        ("A", "AN", AlleleKind.SEQUENCE),
        ("A", ".", AlleleKind.REFERENCE),
        ("A", "*", AlleleKind.REFERENCE),
        ("A", "<*>", AlleleKind.REFERENCE),
        ("A", "<NON_REF>", AlleleKind.REFERENCE),
        ("A", "a", AlleleKind.REFERENCE),
        ("N", "<DEL>", AlleleKind.STRUCTURAL),
        ("N", "<CN0>", AlleleKind.STRUCTURAL),
        ("G", "G[6:32469538[", AlleleKind.STRUCTURAL),
        ("A", "]15:93835779]A", AlleleKind.STRUCTURAL),
        ("A", "A.", AlleleKind.STRUCTURAL),  # single breakend
        ("A", ".TGC", AlleleKind.STRUCTURAL),
        ("A", "-", AlleleKind.MALFORMED),
        ("-", "A", AlleleKind.MALFORMED),
        ("A", "", AlleleKind.MALFORMED),
        ("A", "R", AlleleKind.MALFORMED),
        ("A", "A;T", AlleleKind.MALFORMED),
    ],
)
def test_kind_of_an_alt(ref: str, alt: str, kind: AlleleKind) -> None:
    found, reason = classify(ref, alt)
    assert found is kind
    assert bool(reason) == (kind in (AlleleKind.REFERENCE, AlleleKind.MALFORMED))


def test_changed_positions_leave_the_anchor_out() -> None:
    assert changed_span(100, "A", "T") == (100, 100)
    assert changed_span(100, "ATT", "A") == (101, 102)
    assert changed_span(100, "A", "AT") == (100, 101)
    assert changed_span(100, "AC", "TT") == (100, 101)
    assert changed_span(100, "CA", "T") == (100, 101)
