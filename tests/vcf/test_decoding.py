"""cyvcf2 decodes the rows that matter; where it would change more than digits, the row counts as written."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.vcf.decoding import decoded, says_the_same
from pm_annotate.vcf.header import read_header
from pm_annotate.vcf.row_scan import FoundRow
from tests.vcf.vcf_text import write_vcf

META = (
    '##INFO=<ID=DP,Number=1,Type=Integer,Description="depth">',
    '##INFO=<ID=DB,Number=0,Type=Flag,Description="dbSNP">',
    '##INFO=<ID=END,Number=1,Type=Float,Description="end, declared as a number that is rounded">',
    '##INFO=<ID=CIPOS,Number=2,Type=Integer,Description="interval">',
    '##FORMAT=<ID=GT,Number=1,Type=String,Description="genotype">',
    '##FORMAT=<ID=AD,Number=R,Type=Integer,Description="reads">',
    '##FORMAT=<ID=AF,Number=A,Type=Float,Description="fraction">',
    '##FORMAT=<ID=PS,Number=1,Type=Float,Description="phase set, likewise">',
    "##contig=<ID=chr7,length=159345973>",
)


def texts(folder: Path, *rows: str) -> list[str]:
    header = read_header(write_vcf(folder, [], ["S"], META))
    found = [
        FoundRow(number, "\t".join(row.split(" ")).encode() + b"\n", True, False, True) for number, row in enumerate(rows, 1)
    ]
    return [text for _, text in decoded(header, found)]


def test_digits_are_those_of_htslib(tmp_path: Path) -> None:
    (text,) = texts(tmp_path, "chr7 140753336 . A T 45.30 PASS DP=60 GT:AD:AF 0/1:40,20:0.333333333")
    assert text.split("\t") == ["chr7", "140753336", ".", "A", "T", "45.3", "PASS", "DP=60", "GT:AD:AF", "0/1:40,20:0.333333"]


@pytest.mark.parametrize(
    "row",
    [
        "chr7 1 . A T . PASS CIPOS=(0,12) GT 0/1",  # htslib: CIPOS=.,12
        "chr7 1 . A T . PASS DP=9.3 GT 0/1",  # htslib: DP=9
        "chr7 1 . A T quality PASS . GT 0/1",  # htslib: QUAL 0
        "chr7 1 . A T . PASS DP=99999999999 GT 0/1",  # htslib: DP=.
        "chr7 1 . A T . PASS DB=yes GT 0/1",  # htslib: DB
        "chr7 1 . A T . PASS . GT:AD 0/1:1.5,2",  # htslib refuses the row
        "chr7 1 . A T . PASS . GT:AD 0/1:1,2:3",  # and this one
        "chr7 1 . A T . PASS . GT:AD 0/1",  # htslib: 0/1:.
        "chr7 1 . A T . PASS END=55211628 GT 0/1",  # declared Float: htslib: END=5.52116e+07
        "chr7 1 . A T . PASS END=1000000 GT 0/1",  # htslib: END=1e+06
        "chr7 1 . A T . PASS . GT:PS 0|1:140753336",  # htslib: 1.40753e+08, the phase set of whatever is near
        "chr7 1 . A T 12345678 PASS . GT 0/1",  # htslib: QUAL 1.23457e+07
    ],
)
def test_what_htslib_would_change_stays_as_written_and_the_rows_around_it_are_read(tmp_path: Path, row: str) -> None:
    before, after = "chr7 9 . C G . PASS DP=1 GT 0/1", "chr7 10 . C G . PASS DP=2 GT 1/1"
    assert texts(tmp_path, before, row, after) == ["\t".join(text.split()) for text in (before, row, after)]


def test_contigs_and_keys_that_the_header_does_not_name_are_read(tmp_path: Path) -> None:
    row = "GL000192.1 77 rs1 A T . q10;PASS NEW=3;FLAG GT:XX 0/1:text"
    assert texts(tmp_path, row) == ["\t".join(row.split())]


@pytest.mark.parametrize("contig", ["5", "GL000192.1", "<1>", "a,b", "=x", "*", "\u2028"])
def test_an_unreadable_row_on_a_contig_that_the_header_does_not_name_does_not_crash(tmp_path: Path, contig: str) -> None:
    """cyvcf2 0.35 dies of SIGSEGV on such a row where its contig is not declared."""
    rows = [f"{contig} 43086353 . N <TRA> . PASS . GT:AD <DEL>", f"{contig} 43086354 . N A . PASS . GT:AD 0/1:1,2"]
    assert texts(tmp_path, *rows) == ["\t".join(row.split(" ")) for row in rows]


def test_more_rows_than_one_batch_keep_their_order(tmp_path: Path) -> None:
    found = texts(tmp_path, *(f"chr7 {number} . A T . PASS DP={number} GT 0/1" for number in range(1, 2503)))
    assert [int(text.split("\t")[1]) for text in found] == list(range(1, 2503))


def test_numbers_are_compared_as_numbers_and_all_else_as_text() -> None:
    row = "1\t5\t.\tA\tT\t{}\tPASS\tAF={}"
    assert says_the_same(row.format("1e+03", "0.123457"), row.format("1000.0", "0.123456789"))
    assert says_the_same(row.format("nan", "inf"), row.format("NaN", "Inf"))
    assert not says_the_same(row.format("1000", "0.12"), row.format("1000", "0.123456789"))
    assert not says_the_same(row.format("0", "."), row.format("0", "0"))
    assert not says_the_same("1\t5\t.\tA\tT\t.\t.\t.", "1\t05\t.\tA\tT\t.\t.\t.")
    assert not says_the_same("1\t5\t.\tA\tT\t.\t.\t.\tGT\t0/1", "1\t5\t.\tA\tT\t.\t.\t.\tGT\t0|1")
    assert not says_the_same(row.format("1", "1;"), row.format("1.0", "1"))
