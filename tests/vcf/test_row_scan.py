"""Looking at a block of rows at once finds what looking at each row finds."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pm_annotate.errors import InputError
from pm_annotate.vcf.header import VcfHeader, read_header
from pm_annotate.vcf.row_scan import FoundRow, RowScan
from pm_annotate.vcf.tally import Passed
from tests.vcf.vcf_text import vcf_text, write_vcf

REGIONS = {"1": ((100, 120), (200, 200), (5_000, 6_000)), "X": ((90, 110),)}
SITES = {"1": ((150, 150), (230, 235)), "2": ((100, 100),)}

CONTIGS = st.sampled_from(["1", "chr1", "chr2", "chrX", "NC_000001.11", "chrUn_KI270742v1", "2"])
ALTS = st.sampled_from(
    [
        "A",
        "G,T",
        "TTA",
        "acgtn" * 30,
        "T<X>",
        "GA.",
        ".",
        "*",
        "<NON_REF>",
        "A,<NON_REF>",
        "<*>",
        "<DEL>",
        "N[chr2:300[",
        "A,<DUP>",
        "",
        "A,,T",
        "5",
    ]
)
INFOS = st.sampled_from([".", "DP=3", "END=160", "DP=2;END=231;X=1", "CIEND=400", "END=x", "END=40;END=300", "SVEND=240"])
POSITIONS = st.one_of(st.integers(80, 260), st.integers(0, 10_000), st.integers(0, 2**31 - 1))
REFS = st.sampled_from(["A", "C", "ACGTA", "N" * 60, ""])
ROWS = st.builds(
    lambda chrom, pos, ref, alt, info: f"{chrom}\t{pos}\t.\t{ref}\t{alt}\t50\tPASS\t{info}\tGT\t0/1",
    CONTIGS, POSITIONS, REFS, ALTS, INFOS,
)  # fmt: skip


@pytest.fixture(scope="module")
def header(tmp_path_factory: pytest.TempPathFactory) -> VcfHeader:
    return read_header(write_vcf(tmp_path_factory.mktemp("scan"), [], ["S"]))


def counts(passed: Passed) -> tuple[int, int, int]:
    return passed.records, passed.outside, passed.reference


def row_by_row(scan: RowScan, text: bytes) -> Iterator[FoundRow]:
    return scan._in_rows(text)


@given(rows=st.lists(ROWS, max_size=30), cuts=st.lists(st.integers(0, 30), max_size=3), ending=st.sampled_from(["\n", "\r\n"]))
def test_a_block_gives_what_its_rows_give(header: VcfHeader, rows: list[str], cuts: list[int], ending: str) -> None:
    lines = [f"{row}{ending}".encode() for row in rows]
    borders = [0, *sorted(min(cut, len(lines)) for cut in cuts), len(lines)]
    blocks = [b"".join(lines[first:last]) for first, last in pairwise(borders) if last > first]
    passed, passed_slowly = Passed(), Passed()
    found = list(RowScan(header, REGIONS, SITES, passed).found(blocks))
    assert found == list(row_by_row(RowScan(header, REGIONS, SITES, passed_slowly), b"".join(lines)))
    assert counts(passed) == counts(passed_slowly)
    assert passed.records == len(rows)


def found_in(header: VcfHeader, *rows: str) -> list[FoundRow]:
    block = "".join("\t".join(row.split()) + "\n" for row in rows).encode()
    return list(RowScan(header, REGIONS, SITES, Passed()).found([block]))


def test_a_reference_block_reaches_a_site_by_its_end_but_is_not_wanted(header: VcfHeader) -> None:
    (row,) = found_in(header, "chr1 140 . A <NON_REF> . . END=149 GT 0/0", "chr1 140 . A <NON_REF> . . DP=3;END=150;A=1 GT 0/0")
    assert (row.number, row.at_site, row.near, row.wanted) == (2, True, False, False)


def test_a_deletion_reaches_a_region_by_its_ref_and_an_insertion_stands_just_before_it(header: VcfHeader) -> None:
    rows = found_in(header, "chr1 98 . ACG A . . . GT 0/1", "chr1 99 . A ATT . . . GT 0/1", "chr1 98 . A ATT . . . GT 0/1")
    assert [row.number for row in rows] == [1, 2]
    assert all(row.near and row.wanted and not row.at_site for row in rows)


def test_symbolic_alleles_are_found_wherever_they_are(header: VcfHeader) -> None:
    (row,) = found_in(header, "chr9 5 . A <DEL> . . . GT 0/1", "chr9 5 . A T,* . . . GT 0/1")
    assert (row.near, row.wanted) == (False, True)


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (b"chr1\t1x0\t.\tA\tT\t.\t.\t.\tGT\t0/1\n", "record 1001 .*POS '1x0'"),
        (b"chr1\t100\t.\tA\tT\t.\t.\t.\tGT\n", "record 1001 .*9 columns"),
        (b"chr1\t100\t.\tA\tT\t.\t.\t.\tGT\t0/1\t0/1\n", "record 1001 .*11 columns"),
        (b"chr1\t100\t.\tA\tT\t.\t.\t.\tGT\t0/\x001\n", "record 1001 .*NUL"),
        (b"#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS\n", "record 1001 .*header line"),
        (b"chr1\t99999999999\t.\tA\tT\t.\t.\t.\tGT\t0/1\n", "record 1001 .*POS '99999999999'"),
    ],
)
def test_what_htslib_lets_pass_is_refused_far_from_every_region(header: VcfHeader, damage: bytes, message: str) -> None:
    rows = b"".join(b"chr9\t%d\t.\tA\tT\t.\t.\t.\tGT\t0/1\n" % (number + 1) for number in range(1000))
    with pytest.raises(InputError, match=message):
        list(RowScan(header, REGIONS, {}, Passed()).found([rows + damage + rows]))


def test_one_short_row_and_one_long_row_do_not_cancel_out(header: VcfHeader) -> None:
    short, long = b"chr9\t1\t.\tA\tT\t.\t.\t.\tGT\n", b"chr9\t1\t.\tA\tT\t.\t.\t.\tGT\t0/1\t0/1\n"
    with pytest.raises(InputError, match=r"record 1 .*9 columns"):
        list(RowScan(header, REGIONS, {}, Passed()).found([short + long]))


def test_without_samples_windows_line_ends_are_not_part_of_info(tmp_path: Path) -> None:
    path = tmp_path / "x.vcf"
    path.write_bytes(vcf_text(["chr1 140 . A <*> . . END=150"]).replace("\n", "\r\n").encode())
    header = read_header(str(path))
    block = b"chr1\t140\t.\tA\t<*>\t.\t.\tEND=150\r\n"
    (row,) = RowScan(header, REGIONS, SITES, Passed()).found([block])
    assert row.at_site


def test_a_malformed_row_found_through_an_index_is_not_given_a_number(header: VcfHeader) -> None:
    block = b"chr1\t100\t.\tA\tT\t.\t.\t.\tGT\t0/1\nchr1\t1x0\t.\tA\tT\t.\t.\t.\tGT\t0/1\n"
    with pytest.raises(InputError, match=r"a record found through its index: POS '1x0'"):
        list(RowScan(header, REGIONS, {}, Passed(), REGIONS).found([block]))


SHORT_ROWS = st.builds(
    lambda chrom, pos, ref, alt, info: f"{chrom}\t{pos}\t\t{ref}\t{alt}\t\t\t{info}\n".encode(),
    st.sampled_from(["1", "X", "2", "HLA-DRB1*15:01:01:01:and_more"]),
    st.integers(0, 9).flatmap(lambda digits: st.integers(0, 10**digits - 1)),
    st.sampled_from(["A", "", "ACG"]),
    st.sampled_from(["A", "", "T,G", "TTA", "."]),
    st.sampled_from(["", "1234567890123456"]),
)


@example(rows=[b"1\t5\t\tA\tA\t\t\t\n", b"1\t123456789\t\tA\tA\t\t\t1234567890123456\n"])
@given(rows=st.lists(SHORT_ROWS, min_size=1, max_size=6))
def test_short_rows_at_either_end_of_a_block_are_read_right(
    tmp_path_factory: pytest.TempPathFactory, rows: list[bytes]
) -> None:
    """A POS of nine digits beside one of a single digit; names of contigs longer than the last row."""
    header = read_header(write_vcf(tmp_path_factory.mktemp("short"), []))
    everywhere = dict.fromkeys(("1", "X"), ((0, 2**31 - 1),))
    middle = dict.fromkeys(("1", "X", "HLA-DRB1*15:01:01:01:and_more"), ((200, 150000000),))
    for regions in (everywhere, middle, {"1": ((5, 5),)}):
        found = list(RowScan(header, regions, {}, Passed()).found([b"".join(rows)]))
        assert found == list(row_by_row(RowScan(header, regions, {}, Passed()), b"".join(rows)))
