"""Bases of loci: what covers them, how deep, and where nothing is said."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pm_annotate.model import SiteGenotype, Skipped
from pm_annotate.model.loci import GapKind, LocusCoverage, LocusPart, LocusPlace
from pm_annotate.vcf.coverage import PlacesToCover
from pm_annotate.vcf.reference_evidence import CoverageOptions, least_depth, says_reference

PLACE = LocusPlace((LocusPart("codon 12", "12", ((101, 103),)), LocusPart("codon 13", "12", ((104, 106),))))


def reference(start: int, end: int, depth: int | None = 60, quality: int | None = 99) -> SiteGenotype:
    return SiteGenotype("12", start, end, "C", (), (0, 0), depth=depth, quality=quality)


def coverage_of(
    places: Sequence[LocusPlace],
    sites: Sequence[SiteGenotype],
    skipped: Sequence[Skipped] = (),
    options: CoverageOptions | None = None,
) -> tuple[LocusCoverage, ...]:
    return PlacesToCover(places).in_sample(sites, skipped, options or CoverageOptions())


def one(*sites: SiteGenotype, skipped: tuple[Skipped, ...] = (), options: CoverageOptions | None = None) -> LocusCoverage:
    return coverage_of([PLACE], sites, skipped, options)[0]


def test_a_block_covers_what_it_spans() -> None:
    found = one(reference(90, 104, depth=33))
    assert (found.covered_bases, found.total_bases, found.min_depth) == (4, 6, 33)
    assert found.gaps == ("codon 13 (2 of 3 bases): no reference block or call",)
    assert found.gap_kinds == {GapKind.SILENT}


def test_the_least_depth_of_several_blocks_counts() -> None:
    assert one(reference(90, 102, 80), reference(103, 120, 41)).min_depth == 41


def test_the_depth_of_a_gap_is_shown() -> None:
    found = one(reference(90, 103), reference(104, 120, depth=7))
    assert (found.min_depth, found.covered_bases) == (7, 3)
    assert found.gaps == ("codon 13: depth 7 is below 20",)


def test_a_file_of_variants_says_nothing_of_the_rest() -> None:
    variant = SiteGenotype("12", 500, 500, "C", ("T",), (0, 1), depth=60)
    assert one(variant).gap_kinds == {GapKind.UNKNOWN}
    assert one().gap_kinds == {GapKind.UNKNOWN}


def test_a_called_change_covers_its_base_and_is_named() -> None:
    found = one(reference(90, 101), SiteGenotype("12", 102, 102, "C", ("T",), (0, 1), depth=55), reference(103, 120))
    assert (found.gaps, found.covered_bases, found.called, found.min_depth) == ((), 6, (("12", 102, "C"),), 55)


def test_the_base_before_a_deletion_is_as_it_was() -> None:
    before = SiteGenotype("12", 106, 110, "CAAAA", ("C",), (0, 1), depth=55)
    found = one(reference(90, 105), before)
    assert (found.covered_bases, found.called) == (6, ())
    inside = SiteGenotype("12", 105, 109, "CAAAA", ("C",), (0, 1), depth=55)
    assert one(reference(90, 104), inside).called == (("12", 105, "CAAAA"),)


def test_a_call_on_few_reads_does_not_cover_its_base() -> None:
    """KRAS G12D of five reads beside others of a codon: what else is there cannot be told."""
    shallow = SiteGenotype("12", 102, 102, "C", ("T",), (0, 1), depth=5)
    found = one(reference(90, 101), shallow, reference(103, 120))
    assert (found.covered_bases, found.min_depth, found.called) == (5, 5, (("12", 102, "C"),))
    assert found.gaps == ("codon 12 (1 of 3 bases): depth 5 is below 20",)
    assert one(reference(90, 101), shallow._replace(depth=20), reference(103, 120)).gaps == ()


def test_an_insertion_is_called_at_the_base_before_it() -> None:
    inserted = SiteGenotype("12", 103, 103, "C", ("CAAA",), (0, 1), depth=55)
    found = one(reference(90, 102), inserted, reference(104, 120))
    assert (found.called, found.gaps) == ((("12", 103, "C"),), ())


def test_a_reference_call_of_deepvariant_is_one_and_a_malformed_row_is_none() -> None:
    assert one(reference(90, 120)._replace(filter_text="RefCall")).gaps == ()
    row = Skipped(1, "chr12", 102, ".", "C", "T", "PASS", "malformed", "GT is 0/7")
    assert one(reference(90, 120), skipped=(row,)).unread == ("12:102 C>T: GT is 0/7",)
    filtered = row._replace(category="filtered", reason="FILTER is base_qual")
    assert one(reference(90, 120), skipped=(filtered,)).unread == ("12:102 C>T: FILTER is base_qual",)


def test_0_0_records_of_two_bases_are_no_blocks() -> None:
    record = SiteGenotype("12", 101, 102, "CC", (), (0, 0), depth=60)
    assert set(one(record).basis) == {"0/0 records"}
    assert set(one(reference(101, 102)).basis) == {"reference blocks"}


def test_a_0_0_without_alt_is_named_with_a_point() -> None:
    told = SiteGenotype("12", 102, 102, "C", (), (0, 0), depth=100, vafs=(0.06,))
    assert one(told).unread == ("12:102 C>.: not called, but 6% of the reads carry it",)


def test_an_alt_beside_the_called_one_is_no_absence() -> None:
    """NRAS codon 61 with c.183A>G (silent) in the genotype, and c.183A>T (Q61H) in 15 % of the reads."""
    both = SiteGenotype("12", 102, 102, "A", ("G", "T"), (0, 1), depth=100, vafs=(0.4, 0.15))
    assert one(reference(90, 120), both).unread == ("12:102 A>G,T: 15% of the reads carry an ALT that the genotype leaves out",)
    assert one(reference(90, 120), both._replace(alleles=(1, 2))).unread == ()
    assert one(reference(90, 120), both._replace(vafs=(0.4, 0.01))).unread == ()
    assert one(reference(90, 120), both._replace(alleles=())).unread == ()


def test_few_reads_of_an_alt_are_no_doubt_of_a_reference_call() -> None:
    """2 % of the reads, and two of them."""
    told = SiteGenotype("12", 102, 102, "C", ("T",), (0, 0), depth=100, quality=99)
    for depth, vaf, believed in (
        (100, 0.02, False), (100, 0.019, True), (1000, 0.019, True), (60, 0.02, True), (80, 0.02, False), (25, 0.04, True),
        (25, 0.08, False), (None, 0.02, False), (None, 0.019, True), (100, None, True),
    ):  # fmt: skip
        found = one(reference(90, 120), told._replace(depth=depth, vafs=(vaf,)))
        assert (not found.unread) is believed, (depth, vaf)
    assert one(reference(90, 120), told._replace(alts=("A", "T"), vafs=(0.0, 0.3))).unread
    assert one(reference(90, 120), told._replace(alts=("A", "T"), vafs=(0.3, None))).unread


@pytest.mark.parametrize(
    ("depth", "quality", "lacking"),
    [
        (20, 20, ""), (19, 20, "depth 19 is below 20"), (20, 19, "genotype quality 19 is below 20"), (20, None, ""),
        (None, 60, ""), (None, 59, "no depth is given, and genotype quality 59 may be that of 19 reads"),
        (None, None, "0/0 without depth and quality, as tools fill in what a file did not list"),
        (0, None, "depth 0 is below 20"), (None, 0, "genotype quality 0 is below 20"),
    ],
)  # fmt: skip
def test_what_a_reference_call_needs(depth: int | None, quality: int | None, lacking: str) -> None:
    found = one(reference(90, 120, depth, quality))
    assert found.gaps == ((f"codon 12, codon 13: {lacking}",) if lacking else ())


def test_a_genotype_that_is_missing_or_called_in_part_is_no_reference() -> None:
    assert one(reference(90, 120)._replace(alleles=())).gaps == ("codon 12, codon 13: listed without a genotype",)
    assert one(reference(90, 120)._replace(alleles=(0, None))).gaps == ("codon 12, codon 13: no call",)
    assert one(reference(90, 120)._replace(alleles=(None, None))).gaps == ("codon 12, codon 13: no call",)


@pytest.mark.parametrize(("filter_text", "believed"), [(".", True), ("", True), ("PASS", True), ("PASS;q10", False)])
def test_the_filters_that_set_nothing_aside(filter_text: str, believed: bool) -> None:
    assert (one(reference(90, 120)._replace(filter_text=filter_text)).gaps == ()) is believed


def test_a_low_depth_asked_for_does_not_weaken_a_negative() -> None:
    assert [least_depth(asked) for asked in (None, 0, 5, 20, 21, 100)] == [20, 20, 20, 20, 21, 100]


def test_only_reference_calls_without_alt_tell_that_a_file_names_reference_bases() -> None:
    assert says_reference([reference(90, 120)])
    no = (
        reference(1, 2)._replace(alleles=()),
        reference(1, 2)._replace(alleles=(None, None)),
        reference(1, 2)._replace(alleles=(0, 1)),
        reference(1, 2)._replace(alts=("T",)),
    )
    assert not says_reference(no)
    assert says_reference([*no, reference(1, 2)._replace(alleles=(0,))])


@pytest.mark.parametrize(
    ("pos", "ref", "alt", "touches"),
    [
        (100, "C", "CAAA", True),  # an insertion behind base 100, before 101
        (100, "C", "T", False),
        (99, "CA", "C", False),
        (99, "CAG", "C", True),
        (99, "CA", "CAA", True),  # the same, as a row of several ALT writes it
        (99, "CA", "TTA", False),
        (106, "C", "CAAA", True),
        (107, "C", "T", False),
    ],
)
def test_the_bases_that_a_record_set_aside_leaves_open(pos: int, ref: str, alt: str, touches: bool) -> None:
    row = Skipped(1, "chr12", pos, ".", ref, alt, "weak", "unsupported", "symbolic")
    assert bool(one(reference(90, 120), skipped=(row,)).unread) is touches


def test_a_deletion_beside_a_substitution_of_its_first_base_is_called_there() -> None:
    both = SiteGenotype("12", 106, 108, "CAA", ("C", "TAA"), (1, 2), depth=55)
    assert one(reference(90, 105), both).called == (("12", 106, "CAA"),)


def test_what_the_file_says_goes_before_callable() -> None:
    options = CoverageOptions(callable_regions={"12": ((1, 1000),)})
    assert one(options=options).covered_bases == 6
    assert one(reference(104, 106, depth=3), options=options).covered_bases == 3
    filtered = reference(104, 106)._replace(filter_text="LowGQX")
    assert one(filtered, options=options).gaps == ("codon 13: FILTER is LowGQX",)
    change = filtered._replace(alts=("T",), alleles=(0, 1), filter_text="weak_evidence")
    assert one(change, options=options).unread == ("12:104 C>T: FILTER is weak_evidence",)


def test_bases_that_callable_leaves_out_are_not_covered() -> None:
    found = one(options=CoverageOptions(callable_regions={"12": ((101, 104),)}))
    assert (found.covered_bases, found.gap_kinds) == (4, {GapKind.NOT_CALLABLE})


def test_parts_that_lack_the_same_are_named_together() -> None:
    assert one(reference(500, 600)).gaps == ("codon 12, codon 13: no reference block or call",)
    many = LocusPlace(tuple(LocusPart(f"exon {n}", "12", ((100 * n, 100 * n + 9),)) for n in range(1, 10)))
    (found,) = coverage_of([many], [reference(5000, 5001)])
    assert found.gaps == ("exon 1, exon 2, exon 3, exon 4, exon 5, exon 6 and 3 more: no reference block or call",)


def test_blocks_outside_the_targets_still_count() -> None:
    options = CoverageOptions(targets={"12": ((101, 103),)})
    assert one(reference(90, 120), options=options).gaps == ()
    found = one(options=options)
    assert found.gap_kinds == {GapKind.DEPTH_UNKNOWN, GapKind.OUTSIDE_TARGETS}


def test_a_record_that_was_set_aside_is_no_absence() -> None:
    row = Skipped(1, "chr12", 102, ".", "C", "T", "PASS", "low_support", "VAF 0.01 is below 0.05")
    assert one(reference(90, 120), skipped=(row,)).unread == ("12:102 C>T: VAF 0.01 is below 0.05",)
    elsewhere = row._replace(vcf_pos=200)
    assert one(reference(90, 120), skipped=(elsewhere,)).unread == ()
    other_sample = row._replace(category="not_in_sample")
    assert one(reference(90, 120), skipped=(other_sample,)).unread == ()


SPANS = st.lists(st.tuples(st.integers(95, 110), st.integers(0, 6), st.integers(0, 40)), max_size=8)


@given(SPANS, st.lists(st.tuples(st.integers(95, 110), st.integers(0, 4)), max_size=2))
def test_stretches_give_what_each_base_gives(spans: list[tuple[int, int, int]], called: list[tuple[int, int]]) -> None:
    """The law: a base is covered where a deep block or --callable holds it and no shallow block does."""
    sites = [reference(start, start + more, depth) for start, more, depth in spans]
    regions = tuple(sorted((start, start + more) for start, more in called))
    found = one(*sites, options=CoverageOptions(callable_regions={"12": _merged(regions)} if regions else {}))
    covered = 0
    for base in range(101, 107):
        depths = [depth for start, more, depth in spans if start <= base <= start + more]
        is_callable = any(start <= base <= end for start, end in regions)
        covered += bool(depths and min(depths) >= 20) or (is_callable and not depths)
    assert (found.covered_bases, found.total_bases) == (covered, 6)
    assert bool(found.gaps) == (covered < 6)


def _merged(regions: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in regions:
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


@given(st.lists(SPANS, min_size=1, max_size=4))
def test_a_place_said_of_once_for_all_samples_is_as_said_of_each(samples: list[list[tuple[int, int, int]]]) -> None:
    places = (
        PLACE,
        LocusPlace((LocusPart("codon 61", "12", ((300, 302),)), LocusPart("exon 2", "X", ((5, 9),)))),
        LocusPlace(),
    )
    for_all = PlacesToCover(places)
    for spans in samples:
        sites = [reference(start, start + more, depth) for start, more, depth in spans]
        assert for_all.in_sample(sites, (), CoverageOptions()) == coverage_of(places, sites)


def test_bases_of_which_nothing_is_said_are_counted_whole() -> None:
    found = coverage_of([LocusPlace((LocusPart("codon 61", "12", ((300, 301), (400, 400))),))], [reference(310, 390)])[0]
    assert (found.total_bases, found.covered_bases, found.gaps) == (3, 0, ("codon 61: no reference block or call",))
    assert found.gap_kinds == {GapKind.SILENT}
