"""The blocks that an index points to give the same rows, in the same order, as the whole file."""

from __future__ import annotations

import gzip
import random
import struct
from itertools import pairwise
from pathlib import Path

import pysam
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pm_annotate.errors import InputError
from pm_annotate.vcf import indexed
from pm_annotate.vcf.bgzf import unpack, whole_blocks
from pm_annotate.vcf.chromosomes import chromosome_name
from pm_annotate.vcf.header import VcfHeader, read_header
from pm_annotate.vcf.index_tables import read_index
from pm_annotate.vcf.indexed import asked_regions
from pm_annotate.vcf.indexed_rows import Span, WrongIndexError, rows_of_spans
from pm_annotate.vcf.regions import Regions, merged_regions
from pm_annotate.vcf.row_blocks import row_blocks
from pm_annotate.vcf.row_scan import FoundRow, RowScan
from pm_annotate.vcf.tally import Passed
from tests.vcf.through_index import blocks_through_index

CONTIGS = ("chr1", "7", "chrX", "HLA-A*01:01", "chrUn_1", "MT")
HEADER = "".join(
    (
        '##fileformat=VCFv4.2\n##INFO=<ID=END,Number=1,Type=Integer,Description="End">\n',
        '##ALT=<ID=NON_REF,Description="Any other allele">\n',
        *(f"##contig=<ID={contig}>\n" for contig in CONTIGS),
        "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n",
    )
)
FARTHEST = 600_000  # positions: 37 windows of a tabix index

Change = tuple[str, str, int]
"""REF, ALT, and how far INFO/END lies behind POS; 0 for a row without."""

changes: st.SearchStrategy[Change] = st.one_of(
    st.tuples(st.sampled_from(["A", "C", "CAT"]), st.sampled_from(["G", "GTA", "T,G", "."]), st.just(0)),
    st.builds(lambda length: ("ACGT" * length, "A", 0), st.integers(1, 12_000)),  # deletions that span windows
    st.builds(lambda length: ("A", "<NON_REF>", length), st.integers(1, 200_000)),
)
rows = st.lists(
    st.tuples(st.sampled_from(CONTIGS), st.integers(1, FARTHEST), changes), min_size=1, max_size=60
)  # a contig may be without any
starts = st.tuples(
    st.sampled_from(("1", "7", "X", "MT", "HLA-A*01:01", "12")), st.integers(1, FARTHEST), st.integers(0, 30_000)
)


def written(folder: Path, lines: list[str], cuts: random.Random, csi: bool) -> VcfHeader:
    """The file in blocks of any size, which begin and end anywhere in a row."""
    path = folder / "x.vcf.gz"
    content = (HEADER + "".join(lines)).encode()
    with pysam.BGZFile(str(path), "wb") as out:
        at = 0
        while at < len(content):
            size = cuts.choice((1, 40, 300, 5_000, 40_000))
            out.write(content[at : at + size])
            out.flush()
            at += size
    window = cuts.choice((10, 14, 17)) if csi else -1  # bits
    pysam.tabix_index(str(path), preset="vcf", force=True, csi=csi, min_shift=window)
    return read_header(str(path))


def line_of(contig: str, pos: int, change: Change) -> str:
    ref, alt, further = change
    return f"{contig}\t{pos}\t.\t{ref}\t{alt}\t.\tPASS\t{f'END={pos + further}' if further else '.'}\n"


def reaches(line: str, asked: Regions) -> bool:
    contig, pos, _, ref, *_, info = line.rstrip("\n").split("\t")
    first = int(pos)
    behind = max(first + len(ref), int(info[4:]) + 1 if info != "." else 0)
    return any(start <= behind and first <= end for start, end in asked.get(chromosome_name(contig), ()))


def of_interest(found: list[FoundRow]) -> list[FoundRow]:
    return [row._replace(number=0) for row in found if row.near or row.at_site]


@settings(max_examples=150, deadline=None)
@given(
    rows=rows,
    near=st.lists(starts, max_size=8),
    sites=st.lists(starts, max_size=4),
    csi=st.booleans(),
    close=st.sampled_from([0, 20_000]),
    cuts=st.randoms(use_true_random=False),
)
def test_the_rows_are_those_of_the_whole_file(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[str, int, Change]],
    near: list[tuple[str, int, int]],
    sites: list[tuple[str, int, int]],
    csi: bool,
    close: int,
    cuts: random.Random,
) -> None:
    order = {contig: index for index, contig in enumerate(CONTIGS)}
    lines = [line_of(*row) for row in sorted(rows, key=lambda row: (order[row[0]], row[1]))]
    header = written(tmp_path_factory.mktemp("rows"), lines, cuts, csi)
    regions, at = (merged_regions(*({chrom: ((pos, pos + size),)} for chrom, pos, size in asked)) for asked in (near, sites))
    whole, opened = Passed(), Passed()
    expected = list(RowScan(header, regions, at, whole).found(row_blocks(header)))
    before, indexed.CLOSE = indexed.CLOSE, close
    try:
        asked = asked_regions(regions, at)
    finally:
        indexed.CLOSE = before
    blocks = blocks_through_index(header, asked, opened)
    assert blocks is not None
    found = list(RowScan(header, regions, at, opened, asked).found(blocks))
    assert of_interest(found) == of_interest(expected)
    assert opened.records == whole.records == len(lines)
    assert opened.unopened == sum(not reaches(line, asked) for line in lines)


def many_rows(folder: Path) -> VcfHeader:
    lines = [line_of(contig, 100 * number, ("A", "C", 0)) for contig in ("chr1", "7") for number in range(1, 3000)]
    return written(folder, lines, random.Random(1), csi=False)


REGIONS: Regions = {"1": ((5_000, 9_000), (250_000, 250_300)), "7": ((1, 200), (299_000, 400_000))}


@pytest.mark.parametrize("seed", range(80))
def test_no_damage_of_the_file_hides_a_row(tmp_path: Path, seed: int) -> None:
    header = many_rows(tmp_path)
    expected = of_interest(list(RowScan(header, REGIONS, {}, Passed()).found(row_blocks(header))))
    damaged = bytearray(Path(header.path).read_bytes())
    damaged[random.Random(seed).randrange(len(damaged))] ^= 1 << seed % 8
    Path(header.path).write_bytes(damaged)
    Path(header.path + ".tbi").touch()
    try:
        blocks = blocks_through_index(header, REGIONS, Passed())
        found = of_interest(list(RowScan(header, REGIONS, {}, Passed(), REGIONS).found(blocks or ())))
    except InputError:
        return
    assert found == expected


def test_a_damaged_block_is_named_by_its_place(tmp_path: Path) -> None:
    header = many_rows(tmp_path)
    content = bytearray(Path(header.path).read_bytes())
    place = content.find(b"\x1f\x8b\x08\x04", len(content) // 2)
    content[place + 20 : place + 24] = b"\0\0\0\0"
    Path(header.path).write_bytes(content)
    Path(header.path + ".tbi").touch()
    blocks = blocks_through_index(header, {"1": ((1, 400_000),), "7": ((1, 400_000),)}, Passed())
    with pytest.raises(InputError, match=rf"x\.vcf\.gz is cut off or damaged: .* \(compressed block at byte {place}\)"):
        list(blocks or ())


def test_places_where_no_row_begins_are_found_out(tmp_path: Path) -> None:
    """The index of a file with other rows, which the check of its end need not see."""
    header = many_rows(tmp_path)
    lines = [line_of(contig, 100 * number, ("A", "CG", 0)) for contig in ("chr1", "7") for number in range(1, 3000)]
    (tmp_path / "other").mkdir()
    other = written(tmp_path / "other", lines, random.Random(1), csi=False)
    Path(header.path).write_bytes(Path(other.path).read_bytes())
    Path(header.path + ".tbi").touch()
    with pytest.raises(InputError, match=r"its index .* is not of this file, or damaged"):
        list(blocks_through_index(header, REGIONS, Passed()) or ())


def test_the_end_of_a_block_is_the_beginning_of_the_next(tmp_path: Path) -> None:
    """bcftools --write-index names the one where tabix names the other (htslib pull request 1837)."""
    path = tmp_path / "x.vcf.gz"
    with pysam.BGZFile(str(path), "wb") as out:
        out.write(HEADER.encode())
        for number in range(1, 3000):
            if number % 30 == 1:
                out.flush()
            out.write(line_of("chr1" if number < 1500 else "7", 200 * number, ("A", "C", 0)).encode())
    pysam.tabix_index(str(path), preset="vcf")
    header, index = read_header(str(path)), Path(f"{path}.tbi")
    expected = of_interest(list(RowScan(header, REGIONS, {}, Passed()).found(row_blocks(header))))
    packed = path.read_bytes()
    blocks = whole_blocks(packed)[0]
    places = gzip.decompress(index.read_bytes())
    for before, block in pairwise(blocks):
        end_of_block = before[0] << 16 | len(unpack(packed, [before])[0])
        places = places.replace(struct.pack("<Q", block[0] << 16), struct.pack("<Q", end_of_block))
    assert places != gzip.decompress(index.read_bytes())
    index.write_bytes(gzip.compress(places))
    passed = Passed()
    found = list(RowScan(header, REGIONS, {}, passed, REGIONS).found(blocks_through_index(header, REGIONS, passed) or ()))
    assert of_interest(found) == expected
    assert (bool(expected), passed.records) == (True, 2999)


def test_an_index_that_leads_past_rows_that_were_asked_for_is_found_out(tmp_path: Path) -> None:
    """Its places are those of rows, its counts and its end are right: only the row before the place tells."""
    header = many_rows(tmp_path)
    index = Path(header.path + ".tbi")
    content = gzip.decompress(index.read_bytes())
    offsets = read_index(str(index)).contigs[0].places()[1]
    window = 250_000 >> 14
    later = content.replace(struct.pack("<Q", offsets[window]), struct.pack("<Q", offsets[window + 1]))
    assert later != content
    index.write_bytes(gzip.compress(later))
    with pytest.raises(InputError, match="it leads past rows of chr1"):
        list(blocks_through_index(header, REGIONS, Passed()) or ())


@pytest.mark.parametrize("length", [10, 90_000, 300_000])
@pytest.mark.parametrize("in_its_own_block", [True, False])
def test_the_row_before_a_place_may_begin_in_an_earlier_block(tmp_path: Path, length: int, in_its_own_block: bool) -> None:
    """Rows of many samples are longer than a block."""
    path = tmp_path / "x.vcf.gz"
    with pysam.BGZFile(str(path), "wb") as out:
        out.write(b"7\t1\t" + random.Random(1).randbytes(length).replace(b"\n", b"") + b"\n")
        out.write(b"7\t100\t" + random.Random(2).randbytes(length).replace(b"\n", b"") + b"\n")
        if in_its_own_block:
            out.flush()
        place = out.tell()
        out.write(b"7\t200\tx\n")
        out.flush()
        end = out.tell()
    with path.open("rb", buffering=0) as stream:
        assert b"".join(rows_of_spans(stream, [Span(b"7", 100, 300, place, end, end)])) == b"7\t200\tx\n"
        with pytest.raises(WrongIndexError, match="leads past rows of 7"):
            list(rows_of_spans(stream, [Span(b"7", 99, 300, place, end, end)]))


def test_a_wrong_name_in_the_index_hides_no_contig(tmp_path: Path) -> None:
    header = many_rows(tmp_path)
    index = Path(header.path + ".tbi")
    content = gzip.decompress(index.read_bytes())
    index.write_bytes(gzip.compress(content.replace(b"chr1\0", b"chrB\0")))
    with pytest.raises(InputError, match="no row of chrB begins where it says"):
        list(blocks_through_index(header, REGIONS, Passed()) or ())
