"""Files that unpack to more than anybody can read end with a clear error, in bounded memory."""

from __future__ import annotations

import gzip
import resource
import subprocess
import sys
import zlib
from pathlib import Path

import pysam
import pytest

from pm_annotate.errors import InputError
from pm_annotate.vcf import header as header_module
from pm_annotate.vcf import row_blocks as row_blocks_module
from pm_annotate.vcf.bgzf import unpack
from pm_annotate.vcf.header import read_header
from pm_annotate.vcf.row_blocks import row_blocks

HEAD = b"##fileformat=VCFv4.2\n##contig=<ID=7,length=159345973>\n"
COLUMNS = b"#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"
PACKED_MEGABYTE = gzip.compress(bytes(1 << 20))


def gzipped(path: Path, start: bytes, member: bytes, repeats: int) -> Path:
    """A gzip file of one member after another: ``start``, then ``member`` (already packed) many times."""
    path.write_bytes(gzip.compress(start) + member * repeats)
    return path


def test_zeros_without_end_are_no_vcf(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is not a VCF"):
        read_header(str(gzipped(tmp_path / "zeros.vcf.gz", b"", PACKED_MEGABYTE, 2000)))


@pytest.mark.parametrize("member", [b"a" * (1 << 20), (b"##x=" + b"y" * 1019 + b"\n") * 1024], ids=["one line", "many lines"])
def test_a_header_without_end_is_an_error(tmp_path: Path, member: bytes) -> None:
    path = gzipped(tmp_path / "long.vcf.gz", HEAD + b"##long=", gzip.compress(member), 200)
    with pytest.raises(InputError, match="the header has a line longer than 64 MB, or more than 128 MB in all"):
        read_header(str(path))


def test_a_row_without_end_is_an_error(tmp_path: Path) -> None:
    path = gzipped(tmp_path / "row.vcf.gz", HEAD + COLUMNS + b"7\t1\t.\t", gzip.compress(b"A" * (1 << 20)), 200)
    with pytest.raises(InputError, match="a row is longer than 128 MB"):
        list(row_blocks(read_header(str(path))))


def test_the_whole_command_stays_within_its_memory_on_such_files(tmp_path: Path) -> None:
    """10 GB of zeros in 10 MB, as the first line and as the first row: at most 1.5 GB of address space are needed."""
    files = [
        gzipped(tmp_path / "zeros.vcf.gz", b"", PACKED_MEGABYTE, 10_000),
        gzipped(tmp_path / "row.vcf.gz", HEAD + COLUMNS, PACKED_MEGABYTE, 10_000),
    ]
    for file in files:
        done = subprocess.run(
            [sys.executable, "-m", "pm_annotate", "annotate", str(file), "-o", str(tmp_path / "out"), "-q"],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (1536 << 20, 1536 << 20)),
        )
        assert done.returncode == 3, (file.name, done.stderr)
        assert done.stderr.startswith("pm-annotate: error: "), done.stderr


def test_a_block_that_unpacks_to_more_than_a_block_may_hold_is_damage() -> None:
    packer = zlib.compressobj(wbits=-15)
    packed = packer.compress(bytes(1 << 24)) + packer.flush()
    block = bytes(18) + packed + zlib.crc32(bytes(1 << 24)).to_bytes(4, "little") + (1 << 24).to_bytes(4, "little")
    with pytest.raises(OSError, match="length of a block"):
        unpack(block, [(0, len(block))])


def test_bounds_leave_room_for_what_people_have(tmp_path: Path) -> None:
    """20 MB in one header line, 100,000 contigs, 10,000 samples, an allele of 1 MB, 5 MB of INFO."""
    path = tmp_path / "large.vcf.gz"
    contigs = b"".join(b"##contig=<ID=c%d,length=1000>\n" % number for number in range(100_000))
    samples = b"\t".join(b"S%d" % number for number in range(10_000))
    row = b"7\t1\t.\tA\t%b\t.\tPASS\tNOTE=%b\tGT" % (b"T" * 1_000_000, b"x" * 5_000_000) + b"\t0/1" * 10_000 + b"\n"
    with pysam.BGZFile(str(path), "wb") as out:
        out.write(
            HEAD + contigs + b"##note=" + b"n" * 20_000_000 + b"\n" + COLUMNS.rstrip() + b"\tFORMAT\t" + samples + b"\n" + row
        )
    found = read_header(str(path))
    assert (len(found.contigs), len(found.samples)) == (100_001, 10_000)
    assert sum(map(len, row_blocks(found))) == len(row)


def test_blank_lines_and_a_byte_order_mark_before_the_header_are_let_pass(tmp_path: Path) -> None:
    path = tmp_path / "blank.vcf"
    path.write_bytes(b"\xef\xbb\xbf" + HEAD + b"  \n\r\n" + COLUMNS + b"7\t1\t.\tA\tT\t.\tPASS\t.\n")
    found = read_header(str(path))
    assert found.line_count == 5
    assert b"".join(row_blocks(found)) == b"7\t1\t.\tA\tT\t.\tPASS\t.\n"


def test_a_blank_line_without_end_hides_no_record(tmp_path: Path) -> None:
    path = tmp_path / "blank.vcf"
    path.write_bytes(HEAD + b" " * 5000 + b"\n" + COLUMNS + b"7\t1\t.\tA\tT\t.\tPASS\t.\n")
    with pytest.raises(InputError, match="has no #CHROM line"):
        read_header(str(path))


def test_the_bounds_are_those_that_the_messages_name() -> None:
    assert (header_module._LONGEST_LINE, header_module._LONGEST_HEADER) == (64 << 20, 128 << 20)
    assert row_blocks_module._LONGEST_ROW == 128 << 20
