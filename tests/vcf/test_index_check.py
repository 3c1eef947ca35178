"""The index of another file is found out before a query goes astray; the file's own is believed."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pysam
import pytest

from pm_annotate.errors import InputError
from pm_annotate.vcf.header import read_header
from pm_annotate.vcf.index_check import is_index_of
from pm_annotate.vcf.index_tables import read_index
from pm_annotate.vcf.indexed import queried_blocks
from pm_annotate.vcf.tally import Passed
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
        queried_blocks(read_header(str(path)), {"12": ((150_000, 160_000),)}, Passed())


def test_a_damaged_index_is_refused(tmp_path: Path) -> None:
    path = indexed(tmp_path, "own.vcf", 100, False)
    index = Path(index_of(path, False))
    index.write_bytes(index.read_bytes()[:-40])
    with pytest.raises(InputError, match="not of this file, or damaged"):
        queried_blocks(read_header(str(path)), {"7": ((1, 10_000),)}, Passed())


def test_an_index_without_records_does_not_tell(tmp_path: Path) -> None:
    path = indexed(tmp_path, "own.vcf", 0, False)
    assert is_index_of(read_index(index_of(path, False)), str(path)) is None
    assert queried_blocks(read_header(str(path)), {"7": ((1, 10_000),)}, Passed()) is None
