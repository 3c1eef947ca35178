"""Reading through an index finds what reading the whole file finds."""

from __future__ import annotations

import gzip
import os
import random
import struct
from collections import Counter
from pathlib import Path

import pysam
import pytest

from pm_annotate.errors import InputError
from pm_annotate.vcf import indexed
from pm_annotate.vcf.bgzf import whole_blocks
from pm_annotate.vcf.header import VcfHeader, read_header
from pm_annotate.vcf.indexed import asked_regions, declares_structural_variants, index_beside, joined, worth_using
from pm_annotate.vcf.records import found_records
from pm_annotate.vcf.regions import NO_REGIONS, merged_regions
from pm_annotate.vcf.row_blocks import row_blocks
from pm_annotate.vcf.row_scan import FoundRow, RowScan
from pm_annotate.vcf.tally import Passed
from tests.vcf.through_index import blocks_through_index

LENGTHS = {"chr1": 248956422, "chr7": 159345973, "chrX": 156040895}
HEADER = '##fileformat=VCFv4.2\n##INFO=<ID=DP,Number=1,Type=Integer,Description="d">\n' + "".join(
    f"##contig=<ID={name},length={length}>\n" for name, length in LENGTHS.items()
)


def indexed_file(folder: Path, seed: int) -> VcfHeader:
    """Three thousand records: SNVs, long deletions that span regions, several ALTs, two records at one position."""
    random_numbers = random.Random(seed)
    rows = []
    for contig in LENGTHS:
        for position in sorted(random_numbers.randrange(1, 400_000) for _ in range(1000)):
            ref = "A" * random_numbers.choice([1, 1, 1, 2, 900])
            alt = random_numbers.choice(["C", "G", "C,T"]) if len(ref) == 1 else "A"
            rows.append(f"{contig}\t{position}\t.\t{ref}\t{alt}\t.\tPASS\tDP=7\n")
    plain = folder / f"{seed}.vcf"
    plain.write_text(HEADER + "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n" + "".join(rows))
    packed = pysam.tabix_index(str(plain), preset="vcf", force=True)
    return read_header(packed)


def random_regions(seed: int) -> dict[str, tuple[tuple[int, int], ...]]:
    random_numbers = random.Random(-seed)
    starts = {chrom: [random_numbers.randrange(1, 400_000) for _ in range(60)] for chrom in ("1", "7", "X", "12")}
    return dict(merged_regions({chrom: tuple((start, start + 300) for start in found) for chrom, found in starts.items()}))


def without_number(found: list[FoundRow]) -> Counter[tuple[bytes, bool]]:
    return Counter((row.row, row.near) for row in found)


@pytest.mark.parametrize("close", [0, 5_000, 20_000])
@pytest.mark.parametrize("seed", range(4))
def test_an_index_leads_to_the_same_records_as_reading_everything(
    seed: int, close: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexed, "CLOSE", close)
    header = indexed_file(tmp_path, seed)
    regions = random_regions(seed)
    whole, queried = Passed(), Passed()
    expected = list(RowScan(header, regions, NO_REGIONS, whole).found(row_blocks(header)))
    asked = asked_regions(regions)
    blocks = blocks_through_index(header, asked, queried)
    assert blocks is not None
    found = list(RowScan(header, regions, NO_REGIONS, queried, asked).found(blocks))
    assert without_number(found) == without_number(expected)
    assert expected
    assert {row.number for row in found} == {0}
    assert queried.records == whole.records == 3000
    assert queried.unopened > 0


def test_a_damaged_block_is_refused_although_an_index_is_there(tmp_path: Path) -> None:
    """cyvcf2's own region queries end in silence there: they gave 589 of 8,885 records."""
    header = indexed_file(tmp_path, 1)
    content = bytearray(Path(header.path).read_bytes())
    middle = len(content) // 2
    content[middle : middle + 10] = bytes(10)
    Path(header.path).write_bytes(content)
    os.utime(header.path, (1, 1))
    blocks = blocks_through_index(header, dict.fromkeys(("1", "7", "X"), ((1, 400000),)), Passed())
    assert blocks is not None
    with pytest.raises(InputError, match="damaged"):
        list(blocks)


@pytest.mark.parametrize(
    ("line", "declares"),
    [
        ('##ALT=<ID=DEL,Description="Deletion">', True),
        ('##ALT=<ID=CN0,Description="Copy number 0">', True),
        ('##INFO=<ID=SVTYPE,Number=1,Type=String,Description="t">', True),
        ('##INFO=<ID=MATEID,Number=A,Type=String,Description="t">', True),
        ('##ALT=<ID=NON_REF,Description="Any other allele">', False),
        ('##ALT=<ID=*,Description="Any other allele">', False),
        ('##INFO=<ID=END,Number=1,Type=Integer,Description="End of a block">', False),
    ],
)
def test_files_that_declare_structural_variants_are_read_whole(line: str, declares: bool, tmp_path: Path) -> None:
    path = tmp_path / "x.vcf"
    path.write_text(f"##fileformat=VCFv4.3\n{line}\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n")
    assert declares_structural_variants(read_header(str(path))) == declares


def test_an_index_without_counts_is_not_used(tmp_path: Path) -> None:
    """Written by htsjdk or a tabix of before 2013: how many records were left unopened could not be told."""
    header = indexed_file(tmp_path, 2)
    index = Path(header.path + ".tbi")
    content = gzip.decompress(index.read_bytes())
    index.write_bytes(gzip.compress(content.replace(struct.pack("<Ii", 37450, 2), struct.pack("<Ii", 37451, 2))))
    assert blocks_through_index(header, {"1": ((1, 20_000),)}, Passed()) is None


def test_regions_that_lie_close_are_asked_for_together() -> None:
    assert joined(((1, 10), (19_000, 19_100), (39_101, 39_200), (99_000, 99_001))) == [
        (1, 19_100),
        (39_101, 39_200),
        (99_000, 99_001),
    ]
    assert joined(()) == []


def used(header: VcfHeader, smallest: int | None = 1) -> bool:
    index = index_beside(header)
    return index is not None and worth_using(header, index, smallest)


def test_an_index_older_than_its_file_or_a_small_file_is_read_whole(tmp_path: Path) -> None:
    """Copies and downloads make an index older than the file it is of: it ends where the file does, and nothing is lost."""
    header = indexed_file(tmp_path, 1)
    assert used(header)
    assert not used(header, smallest=None)
    os.utime(header.path + ".tbi", (1, 1))
    assert not used(header)
    pysam.tabix_index(header.path, preset="vcf", csi=True, force=True)
    assert not used(header)  # htslib may take the old one of the two


def test_an_index_older_than_what_was_written_since_is_refused_whatever_the_size(tmp_path: Path) -> None:
    """A small file is read whole all the same: but is it what was indexed, or what somebody copied over it?"""
    header = indexed_file(tmp_path, 1)
    index = Path(header.path + ".tbi").read_bytes()
    other = indexed_file(tmp_path, 3)
    for suffix in (".tbi", ".csi"):
        stale = Path(f"{other.path}{suffix}")
        if suffix == ".csi":
            pysam.tabix_index(header.path, preset="vcf", csi=True, force=True)
            index = Path(header.path + ".csi").read_bytes()
        stale.write_bytes(index)
        with pytest.raises(InputError, match=rf"3\.vcf\.gz: its index .*{suffix} is not of this file.*tabix -f -p vcf"):
            list(found_records(other, random_regions(1), NO_REGIONS, Passed()))
        stale.unlink()
    assert list(found_records(other, random_regions(1), NO_REGIONS, Passed()))


def test_rows_lost_at_the_end_of_a_small_file_are_seen_by_its_index(tmp_path: Path) -> None:
    """A copy that stopped between two blocks, and was closed with an end block: nothing in the file itself tells."""
    header = indexed_file(tmp_path, 1)
    content = Path(header.path).read_bytes()
    blocks = whole_blocks(content)[0]
    assert len(blocks) > 2
    Path(header.path).write_bytes(content[: blocks[-2][0]] + content[blocks[-1][0] :])
    with pytest.raises(InputError, match="the file is shorter than what was indexed"):
        list(found_records(header, random_regions(1), NO_REGIONS, Passed()))
