"""Reading through an index finds what reading the whole file finds."""

from __future__ import annotations

import os
import random
from collections import Counter
from pathlib import Path

import pysam
import pytest

from pm_annotate.vcf.header import VcfHeader, read_header
from pm_annotate.vcf.indexed import joined, queried_variants, usable_index
from pm_annotate.vcf.records import _htslib_records, _text_records
from pm_annotate.vcf.regions import merged_regions
from pm_annotate.vcf.tally import Passed

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


@pytest.mark.parametrize("seed", range(6))
def test_an_index_leads_to_the_same_records_as_reading_everything(seed: int, tmp_path: Path) -> None:
    header = indexed_file(tmp_path, seed)
    regions = random_regions(seed)
    whole, queried = Passed(), Passed()
    expected = [record for record in _text_records(header, regions, whole) if record.near_regions]
    variants = queried_variants(header, regions, queried)
    assert variants is not None
    found = [record for record in _htslib_records(variants, header, regions, queried, numbered=False) if record.near_regions]
    keys = ("chrom", "pos", "ref", "alts", "filter_text", "info_text", "vcf_chrom")
    assert Counter(tuple(getattr(record, key) for key in keys) for record in found) == Counter(
        tuple(getattr(record, key) for key in keys) for record in expected
    )
    assert expected
    assert queried.records == whole.records == 3000
    assert queried.unopened > 0


def test_regions_that_lie_close_are_asked_for_together() -> None:
    assert joined(((1, 10), (4000, 4100), (9101, 9200), (99_000, 99_001))) == [(1, 4100), (9101, 9200), (99_000, 99_001)]
    assert joined(()) == []


def test_an_index_older_than_its_file_or_a_small_file_is_read_whole(tmp_path: Path) -> None:
    header = indexed_file(tmp_path, 1)
    assert usable_index(header, smallest=1)
    assert not usable_index(header)
    os.utime(header.path + ".tbi", (1, 1))
    assert not usable_index(header, smallest=1)
