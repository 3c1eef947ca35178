"""Files that are malformed or cut off are refused with the record, whatever the compression."""

from __future__ import annotations

import gzip
import subprocess
import sys
from pathlib import Path

import pysam
import pytest

from pm_annotate.errors import InputError
from pm_annotate.vcf.header import first_contig, read_header
from pm_annotate.vcf.records import records_of_interest
from pm_annotate.vcf.tally import Passed
from tests.vcf.vcf_text import BRAF_EXON_15, BRAF_V600E, observations, stream, vcf_text, write_vcf

ROWS = [f"chr1 {1000 + number} . A T . PASS DP={number} GT:AD 0/1:10,{number}" for number in range(2000)]


def bgzipped(path: Path, text: str) -> bytes:
    with pysam.BGZFile(str(path), "wb") as target:
        target.write(text.encode())
    return path.read_bytes()


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("chr1 100 . A T . PASS", r"record 2 .*7 columns"),
        ("chr1 100 . A T", r"record 2 .*5 columns"),
        ("chr1 abc . A T . PASS . GT 0/1", r"record 2 .*POS 'abc'"),
        ("chr1 -5 . A T . PASS . GT 0/1", r"record 2 .*POS '-5'"),
        ("chr1 99999999999 . A T . PASS . GT 0/1", r"record 2 .*POS '99999999999'"),
        ("chr1 1_0 . A T . PASS . GT 0/1", r"record 2 .*POS '1_0'"),
        ("chr1 100 . A T . PASS . GT 0/1 0/1", r"record 2 .*11 columns"),
        ("#CHROM POS", r"record 2 .*joined"),
    ],
)
def test_malformed_row_is_refused_with_its_place(tmp_path: Path, row: str, message: str) -> None:
    path = write_vcf(tmp_path, ["chr1 50 . A T . PASS . GT 0/1", row], ["S"])
    with pytest.raises(InputError, match=message):
        stream(path, regions=BRAF_EXON_15)  # also far from every region


def test_line_number_counts_the_header(tmp_path: Path) -> None:
    path = write_vcf(tmp_path, ["chr1 50 . A T . PASS .", "chr1 x . A T . PASS ."], meta=["##a=b", "##c=d"])
    with pytest.raises(InputError, match=r"record 2 \(line 6\)"):
        stream(path)


def test_blank_lines_and_empty_trailing_columns_are_let_pass(tmp_path: Path) -> None:
    path = tmp_path / "x.vcf"
    path.write_text(vcf_text([BRAF_V600E + " .", "", BRAF_V600E + " . "]) + "\n\n")
    assert len(observations(str(path))) == 2


def test_windows_line_ends_do_not_reach_the_values(tmp_path: Path) -> None:
    path = tmp_path / "x.vcf"
    path.write_bytes(vcf_text([BRAF_V600E + " . GT:AD 0/1:30,10"], ["S"]).replace("\n", "\r\n").encode())
    call = observations(str(path))[0].tumor
    assert call is not None
    assert call.alt_count == 10


@pytest.mark.parametrize("cut", [1, 3, 5, 9, 15, 25])
def test_plain_text_cut_in_its_last_line(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "cut.vcf"
    path.write_text(vcf_text(["chr1 50 . A T . PASS DP=40 GT:AD:DP 0/1:30,10:40"], ["S"])[:-1][:-cut].rstrip("0123456789"))
    with pytest.raises(InputError, match="cut off"):
        stream(str(path))


@pytest.mark.parametrize("last", ["DP=", "DP=4;A", "DP=4,"])
def test_sites_only_text_cut_in_its_info(tmp_path: Path, last: str) -> None:
    path = tmp_path / "cut.vcf"
    meta = ['##INFO=<ID=DP,Number=1,Type=Integer,Description="x">', '##INFO=<ID=AF,Number=A,Type=Float,Description="x">']
    path.write_text(vcf_text([BRAF_V600E + " " + last], meta=meta)[:-1])
    with pytest.raises(InputError, match="cut off"):
        stream(str(path))


def test_whole_last_line_without_line_end_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.vcf"
    path.write_text(vcf_text([BRAF_V600E + " DP=40 GT:AD 0/1:30,10"], ["S"])[:-1])
    assert len(observations(str(path))) == 1


def test_bgzip_without_its_end_block_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.vcf.gz"
    whole = bgzipped(path, vcf_text(ROWS, ["S"]))
    assert len(observations(str(path))) == 2000
    for size in (len(whole) - 28, len(whole) - 1, len(whole) // 2):
        path.write_bytes(whole[:size])
        with pytest.raises(InputError, match="cut off"):
            stream(str(path))


def test_gzip_cut_anywhere_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.vcf.gz"
    whole = gzip.compress(vcf_text(ROWS, ["S"]).encode(), mtime=0)
    path.write_bytes(whole)
    assert len(observations(str(path))) > 0
    for size in (len(whole) - 4, len(whole) // 2, 200):
        path.write_bytes(whole[:size])
        with pytest.raises(InputError, match="cut off or damaged"):
            stream(str(path))


def test_damaged_byte_in_a_compressed_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.vcf.gz"
    whole = bytearray(gzip.compress(vcf_text(ROWS, ["S"]).encode(), mtime=0))
    whole[len(whole) // 2] ^= 0xFF
    path.write_bytes(bytes(whole))
    with pytest.raises(InputError):
        stream(str(path))


def test_standard_input_is_read_like_a_file_and_leaves_nothing_behind(tmp_path: Path) -> None:
    program = (
        "import sys, json\n"
        "from pm_annotate.model import Assembly, Observation\n"
        "from pm_annotate.vcf.header import read_header\n"
        "from pm_annotate.vcf.reader import *\n"
        "from pm_annotate.vcf.reference_bases import reference_bases\n"
        "from pm_annotate.vcf.roles import assign_roles\n"
        "header = read_header('-')\n"
        "roles = assign_roles(header)\n"
        "regions = {'7': ((1, 200000000),)}\n"
        "bases = list(reference_bases(header, regions))[:5]\n"
        "items = list(read_observations(header, Assembly.GRCH38, roles, regions, ReadOptions(), Tally(roles)))\n"
        "print(json.dumps([header.name, bases, [item.tumor.vaf for _, item in items]]))\n"
    )
    text = vcf_text([BRAF_V600E + " . GT:AD 0/1:30,10"], ["S"]).encode()
    for content in (text, gzip.compress(text)):
        run = subprocess.run(
            [sys.executable, "-c", program], input=content, capture_output=True, env={"TMPDIR": str(tmp_path)}, check=True
        )
        assert run.stdout.decode() == '["standard input", [["7", 140753336, "A"]], [0.25]]\n'
        assert run.stderr == b""
        assert list(tmp_path.iterdir()) == []


def test_a_last_line_without_its_end_is_read_and_told(tmp_path: Path) -> None:
    """``0/1:30,12`` cut to ``0/1:30,1`` cannot be seen; that the line end is missing can."""
    path = tmp_path / "x.vcf"
    whole = vcf_text([BRAF_V600E + " . GT:AD 0/1:30,12"], ["S"])
    for text, unended in ((whole, 0), (whole[:-1], 1), (whole[:-2], 1)):
        path.write_text(text)
        header = read_header(str(path))
        passed = Passed()
        assert len(list(records_of_interest(header, BRAF_EXON_15, passed))) == 1
        assert passed.unended == unended


def test_a_damaged_record_of_a_bcf_is_an_error(tmp_path: Path) -> None:
    """htslib refuses the record; cyvcf2 says so with a bare Exception, in whichever reading comes first."""
    path = tmp_path / "x.bcf"
    meta = [f'##FORMAT=<ID={key},Number=.,Type=String,Description="x">' for key in ("GT", "AD")]
    meta.append("##contig=<ID=chr7,length=159345973>")
    text = vcf_text([BRAF_V600E + " . GT:AD 0/1:30,12"] * 3, ["S"], meta)
    (tmp_path / "x.vcf").write_text(text)
    with (
        pysam.VariantFile(str(tmp_path / "x.vcf")) as source,
        pysam.VariantFile(str(path), "wb", header=source.header) as target,
    ):
        for record in source:
            target.write(record)
    content = bytearray(gzip.decompress(path.read_bytes()))
    first = 9 + int.from_bytes(content[5:9], "little")
    content[first + 8] = 99  # CHROM of the first record: no such contig
    with pysam.BGZFile(str(path), "wb") as target:
        target.write(bytes(content))
    for read in (first_contig, lambda header: list(records_of_interest(header, BRAF_EXON_15, Passed()))):
        with pytest.raises(InputError, match="cut off or damaged"):
            read(read_header(str(path)))
