"""What the header says."""

from pathlib import Path

import pytest

from pm_annotate.errors import InputError
from pm_annotate.vcf.header import read_header
from tests.vcf.vcf_text import vcf_text, write_vcf


def test_header_fields(tmp_path: Path) -> None:
    meta = [
        "##source=strelka",
        "##contig=<ID=chr7,length=159345973>",
        "##contig=<ID=chrUn>",
        '##INFO=<ID=DP,Number=1,Type=Integer,Description="x">',
        '##FORMAT=<ID=AU,Number=2,Type=Integer,Description="x">',
    ]
    header = read_header(write_vcf(tmp_path, [], ["metastasis foo", "NORMAL"], meta))
    assert header.samples == ("metastasis foo", "NORMAL")
    assert header.contigs == (("chr7", 159345973), ("chrUn", None))
    assert header.info_ids == {"DP"}
    assert header.format_ids == {"AU"}
    assert "strelka" in header.callers
    assert header.lines[0] == "##fileformat=VCFv4.2"


@pytest.mark.parametrize(
    ("meta", "caller"),
    [
        ("##source=Mutect2", "mutect2"),
        ("##source=VarScan2", "varscan"),
        ("##source=freeBayes v1.3.6", "freebayes"),
        ("##source=lofreq call -f x.fa", "lofreq"),
        ("##source=VarDict_v1.8.2", "vardict"),
        ('##source="tvc 5.12 - Torrent Variant Caller"', "torrent variant caller"),
        ('##DRAGENVersion=<ID=dragen,Version="SW: 4.2">', "dragen"),
        ("##DeepVariant_version=1.6.0", "deepvariant"),
        ("##FORMAT=<ID=BCOUNT>\n##FORMAT=<ID=IGT>\n##FORMAT=<ID=JGQ>", "somaticsniper"),
    ],
)
def test_callers_are_told(tmp_path: Path, meta: str, caller: str) -> None:
    assert caller in read_header(write_vcf(tmp_path, [], ["S"], meta.split("\n"))).callers


def test_byte_order_mark_and_windows_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "windows.vcf"
    path.write_bytes(b"\xef\xbb\xbf" + vcf_text([], ["S1"]).replace("\n", "\r\n").encode())
    assert read_header(str(path)).samples == ("S1",)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (b"chr2\t29447648\t6\tN\t<INV>\t.\tPASS\tEND=42524140\n", "not a VCF"),
        (b"PDF-1.4 something else", "not a VCF"),
        (b"##fileformat=VCFv4.2\n", "no #CHROM line"),
        (b"##fileformat=VCFv4.2\nchr1\t1\t.\tA\tT\t.\t.\t.\n", "no #CHROM line"),
        (b"##fileformat=VCFv4.2\n#CHROM POS ID REF ALT QUAL FILTER INFO\n", "separated by spaces"),
        (b"##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\n", "must begin with"),
        (b"##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tA\tB\tA\n", "more than once: A"),
        (b"##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tTUMOR\n", "must be FORMAT"),
        (b"\xfd7zXZ\x00rest", "xz"),
        (b"BZh91AY", "bzip2"),
        (b"\xff\xfe#\x00#\x00", "UTF-16"),
        (b"\x1f\x8b\x08\x00cut", "cut off or damaged"),
    ],
)
def test_what_is_no_vcf_is_refused_in_words(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "input.vcf"
    path.write_bytes(content)
    with pytest.raises(InputError, match=message) as refusal:
        read_header(str(path))
    assert "input.vcf" in str(refusal.value)
    assert refusal.value.exit_code == 3


def test_folders_and_missing_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"):
        read_header(str(tmp_path))
    with pytest.raises(InputError, match="No such file"):
        read_header(str(tmp_path / "absent.vcf"))
