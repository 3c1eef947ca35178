"""The index of another file is found out before a query goes astray; the file's own is believed."""

from __future__ import annotations

import gzip
import os
import random
import shutil
import struct
from pathlib import Path

import pysam
import pysam.bcftools
import pytest

from pm_annotate.errors import InputError
from pm_annotate.vcf.header import read_header
from pm_annotate.vcf.index_check import ends_in_a_line, is_index_of, leaves_rows_out
from pm_annotate.vcf.index_tables import read_index
from pm_annotate.vcf.tally import Passed
from tests.vcf.through_index import blocks_through_index
from tests.vcf.vcf_text import vcf_text

KINDS = pytest.mark.parametrize("csi", [False, True], ids=["tbi", "csi"])
CONTIGS = ("##contig=<ID=7,length=159345973>", "##contig=<ID=12,length=133275309>")


def indexed(folder: Path, name: str, records: int, csi: bool) -> Path:
    rng = random.Random(records)
    rows = [
        f"{7 if number < records // 2 else 12} {1000 + number * 5} rs{rng.random()} A T . PASS ." for number in range(records)
    ]
    plain = folder / name
    plain.write_text(vcf_text(rows, (), CONTIGS))
    return Path(pysam.tabix_index(str(plain), preset="vcf", force=True, csi=csi))


def index_of(path: Path, csi: bool) -> str:
    return f"{path}{'.csi' if csi else '.tbi'}"


@KINDS
@pytest.mark.parametrize("records", [1, 2, 5000, 40_000])
def test_an_index_is_that_of_its_file(tmp_path: Path, csi: bool, records: int) -> None:
    path = indexed(tmp_path, "own.vcf", records, csi)
    assert is_index_of(read_index(index_of(path, csi)), str(path)) is True


@KINDS
@pytest.mark.parametrize("records", [100, 20_000, 39_999, 40_001, 90_000])
def test_the_index_of_another_file_is_refused_where_queries_would_find_nothing(tmp_path: Path, csi: bool, records: int) -> None:
    path, other = indexed(tmp_path, "own.vcf", 40_000, csi), indexed(tmp_path, "other.vcf", records, csi)
    shutil.copy(index_of(other, csi), index_of(path, csi))
    os.utime(index_of(path, csi))
    with pytest.raises(InputError, match=r"own\.vcf\.gz: its index .* is not of this file"):
        blocks_through_index(read_header(str(path)), {"12": ((150_000, 160_000),)}, Passed())


def test_a_damaged_index_is_refused(tmp_path: Path) -> None:
    path = indexed(tmp_path, "own.vcf", 100, False)
    index = Path(index_of(path, False))
    index.write_bytes(index.read_bytes()[:-40])
    with pytest.raises(InputError, match="not of this file, or damaged"):
        blocks_through_index(read_header(str(path)), {"7": ((1, 10_000),)}, Passed())


def test_an_index_without_records_does_not_tell(tmp_path: Path) -> None:
    path = indexed(tmp_path, "own.vcf", 0, False)
    assert is_index_of(read_index(index_of(path, False)), str(path)) is None
    assert blocks_through_index(read_header(str(path)), {"7": ((1, 10_000),)}, Passed()) is None


def without_contig(index: Path, name: bytes) -> None:
    """Rewrite a tabix index of two contigs as if it had never seen the rows of one of them."""
    content = gzip.decompress(index.read_bytes())
    (length,) = struct.unpack_from("<i", content, 32)
    tables, at = [], 36 + length
    for _ in range(2):
        start = at
        (bins,) = struct.unpack_from("<i", content, at)
        at += 4
        for _ in range(bins):
            at += 8 + 16 * struct.unpack_from("<i", content, at + 4)[0]
        at += 4 + 8 * struct.unpack_from("<i", content, at)[0]
        tables.append(content[start:at])
    place = content[36 : 36 + length].split(b"\0").index(name)
    tables[place] = struct.pack("<ii", 0, 0)
    index.write_bytes(gzip.compress(content[: 36 + length] + b"".join(tables)))


@pytest.mark.parametrize("contig", [b"7", b"12"])
def test_an_index_that_lacks_a_contig_of_the_file_is_refused(tmp_path: Path, contig: bytes) -> None:
    """Its regions would come back empty, as if the tumour had nothing there."""
    path = indexed(tmp_path, "own.vcf", 40_000, False)
    without_contig(Path(index_of(path, False)), contig)
    with pytest.raises(InputError, match=r"own\.vcf\.gz: its index .* is not of this file"):
        blocks_through_index(read_header(str(path)), {contig.decode(): ((1000, 2000),)}, Passed())


@KINDS
def test_the_header_and_the_contigs_of_an_index_follow_one_another(tmp_path: Path, csi: bool) -> None:
    """A header may fill many blocks."""
    packed = indexed(tmp_path, "own.vcf", 40_000, csi)
    long_header = "##long=" + "".join(random.Random(1).choices("ACGT", k=400_000))
    lines = gzip.decompress(packed.read_bytes()).decode().replace("##contig", f"{long_header}\n##contig", 1)
    text = tmp_path / "long.vcf"
    text.write_text(lines)
    path = Path(pysam.tabix_index(str(text), preset="vcf", force=True, csi=csi))
    assert not leaves_rows_out(read_index(index_of(path, csi)), read_header(str(path)))


def test_a_bcf_and_its_index_follow_one_another(tmp_path: Path) -> None:
    path = tmp_path / "x.bcf"
    source = indexed(tmp_path, "own.vcf", 5000, False)
    pysam.bcftools.view("-O", "b", "-o", str(path), str(source), catch_stdout=False)  # type: ignore[attr-defined]
    pysam.tabix_index(str(path), preset="bcf", csi=True, force=True)
    tables = read_index(f"{path}.csi")
    first, second = tables.contigs
    header = read_header(str(path))
    assert not leaves_rows_out(tables, header)
    for held in (first, second):
        assert leaves_rows_out(tables._replace(contigs=(held,)), header) == (held is second)
    assert leaves_rows_out(tables._replace(contigs=(first, second._replace(first=second.first + 40))), header)


def test_a_last_row_without_line_end_sends_the_reader_through_the_whole_file(tmp_path: Path) -> None:
    """A plain file that was cut off, then packed and indexed: only a reading of its last row can tell."""
    whole = indexed(tmp_path, "own.vcf", 5000, False)
    assert ends_in_a_line(read_header(str(whole)))
    plain = tmp_path / "cut.vcf"
    plain.write_bytes(gzip.decompress(whole.read_bytes())[:-9])
    path = Path(pysam.tabix_index(str(plain), preset="vcf", force=True))
    assert not ends_in_a_line(read_header(str(path)))
    assert blocks_through_index(read_header(str(path)), {"7": ((1000, 2000),)}, Passed()) is None
