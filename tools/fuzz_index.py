"""Mutated tabix and CSI indexes beside a bgzip VCF or a BCF for ``fuzz.py``: the rows asked for are those of the whole file, or
the run ends with exit 3.

Bytes of the index as it lies on the disk are changed (its checksums catch that), and of the index of a VCF its content, too,
which is then packed anew, so that only what pm-annotate holds against the file can catch it. Of a BCF's index htslib reads the
content itself.
"""

from __future__ import annotations

import gzip
import random
import struct
from pathlib import Path

import pysam
from mutations import cut, flip_bits

from pm_annotate.errors import InputError
from pm_annotate.vcf import indexed
from pm_annotate.vcf.header import VcfHeader, read_header
from pm_annotate.vcf.records import found_records
from pm_annotate.vcf.regions import Regions
from pm_annotate.vcf.tally import Passed

CONTIGS = ("chr1", "chr7", "chr12", "chrX")
FARTHEST = 600_000  # positions: 37 windows of a tabix index
_HEADER = (
    '##fileformat=VCFv4.2\n##FILTER=<ID=PASS,Description="All">\n##INFO=<ID=END,Number=1,Type=Integer,Description="End">\n'
    + "".join(f"##contig=<ID={contig},length=1000000>\n" for contig in CONTIGS)
    + "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"
)
_ODD = (0, 1, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)


def run_index_case(folder: Path, rng: random.Random) -> str:
    """Make a file and its index, spoil the index, and tell the outcome. Raises where rows are missing."""
    indexed.SMALLEST_WORTH_IT = 0
    header, index = _written(folder, rng)
    regions = _regions(rng)
    index_bytes = index.read_bytes()
    index.unlink()
    whole = _rows(header, regions)
    index.write_bytes(_spoilt(index_bytes, rng, packed_only=header.path.endswith(".bcf")))
    try:
        found = _rows(header, regions)
    except InputError as error:
        if not str(error).strip():
            raise AssertionError("no message") from error
        return f"{index.suffix}: exit 3"
    finally:
        index.unlink()
    if found != whole:
        raise AssertionError(
            f"{index.suffix} of {Path(header.path).name}: {len(whole)} rows were asked for, {len(found)} found"
        )
    return f"{index.suffix}: same rows"


def _rows(header: VcfHeader, regions: Regions) -> list[str]:
    return [text.rstrip("\n") for text, _, near, *_ in found_records(header, regions, {}, Passed()) if near]


def _written(folder: Path, rng: random.Random) -> tuple[VcfHeader, Path]:
    """A file of short blocks that begin and end anywhere in a row, and its index."""
    lines = [_HEADER]
    for contig in CONTIGS:
        for pos in sorted(rng.randrange(1, FARTHEST) for _ in range(rng.choice((0, 5, 100)))):
            ref = "ACGT" * rng.choice((1, 1, 1, 3000)) if rng.random() < 0.1 else "A"
            lines.append(f"{contig}\t{pos}\t.\t{ref}\t{'T' if ref == 'A' else 'A'}\t.\tPASS\t.\n")
    content = "".join(lines).encode()
    path = folder / "case.vcf.gz"
    with pysam.BGZFile(str(path), "wb") as out:
        at = 0
        while at < len(content):
            size = rng.choice((300, 3_000, 40_000))
            out.write(content[at : at + size])
            out.flush()
            at += size
    if rng.random() < 0.2:
        return _as_bcf(path)
    csi = rng.random() < 0.5
    pysam.tabix_index(str(path), preset="vcf", force=True, csi=csi, min_shift=rng.choice((10, 14, 17)) if csi else -1)
    return read_header(str(path)), Path(f"{path}{'.csi' if csi else '.tbi'}")


def _as_bcf(path: Path) -> tuple[VcfHeader, Path]:
    pysam.set_verbosity(0)
    bcf = path.with_name("case.bcf")
    with pysam.VariantFile(str(path)) as source, pysam.VariantFile(str(bcf), "wb", header=source.header) as target:
        for record in source:
            target.write(record)
    pysam.tabix_index(str(bcf), preset="bcf", force=True, csi=True)
    return read_header(str(bcf)), Path(f"{bcf}.csi")


def _regions(rng: random.Random) -> Regions:
    found: dict[str, tuple[tuple[int, int], ...]] = {}
    for contig in CONTIGS:
        starts = sorted(rng.randrange(1, FARTHEST) for _ in range(rng.choice((0, 1, 4))))
        if starts:
            found[contig.removeprefix("chr")] = tuple((start, start + rng.randrange(20_000)) for start in starts)
    return found


def _spoilt(packed: bytes, rng: random.Random, packed_only: bool) -> bytes:
    if packed_only or rng.random() < 0.2:
        return cut(packed, rng) if rng.random() < 0.3 else flip_bits(packed, rng)
    content = bytearray(gzip.decompress(packed))
    for _ in range(rng.choice((1, 1, 1, 2, 5))):
        content = _changed(content, rng) or bytearray(b"\0")
    return _packed(bytes(content))


def _changed(content: bytearray, rng: random.Random) -> bytearray:
    words = len(content) // 4
    place = 4 * rng.randrange(max(1, min(words, 20) if rng.random() < 0.2 else words))
    how = rng.random()
    if how < 0.2 or words < 8:
        content[rng.randrange(len(content))] = rng.randrange(256)
    elif how < 0.5:
        (word,) = struct.unpack_from("<I", content, place)
        changed = rng.choice((*_ODD, word + 1, word - 1, word + 0x10000, word - 0x10000, word // 2, rng.getrandbits(32)))
        struct.pack_into("<I", content, place, changed & 0xFFFFFFFF)
    elif how < 0.8:  # an offset becomes another one
        other = 4 * rng.randrange(words - 1)
        content[place : place + 8] = content[other : other + 8]
    elif how < 0.9:
        del content[place : place + rng.choice((1, 4, 8, 24))]
    elif how < 0.95:
        content[place:place] = bytes(rng.choice((1, 4, 8, 24)))
    else:
        del content[place:]
    return content


def _packed(content: bytes) -> bytes:
    """As bgzip writes it: blocks that say how long they are, and an empty one at the end."""
    import io

    from pm_annotate.vcf.opening import _BGZF_END_OF_FILE

    out = io.BytesIO()
    for at in range(0, len(content), 60_000):
        member = gzip.compress(content[at : at + 60_000], mtime=0)
        body = member[10:]  # behind the header of gzip: deflated content, CRC and length
        out.write(b"\x1f\x8b\x08\x04\0\0\0\0\0\xff\x06\0BC\x02\0" + (len(body) + 17).to_bytes(2, "little") + body)
    out.write(_BGZF_END_OF_FILE)
    return out.getvalue()
