"""Records: the rows of a VCF or BCF that matter, decoded by cyvcf2, in one reading of the file for all who ask.

Text is looked at in blocks (``row_scan``), or by region through an index (``indexed``); the rows that matter are decoded by
cyvcf2 (``decoding``). A BCF is iterated by cyvcf2 whole or, through its index, by region.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pm_annotate.errors import InputError
from pm_annotate.vcf.chromosomes import chromosome_name
from pm_annotate.vcf.decoding import decoded
from pm_annotate.vcf.header import VcfHeader
from pm_annotate.vcf.indexed import queried_blocks, usable_index
from pm_annotate.vcf.integrity import column_count
from pm_annotate.vcf.opening import FileKind, open_lines
from pm_annotate.vcf.regions import ContigIntervals, Regions, merged_regions, touches
from pm_annotate.vcf.row_blocks import DAMAGE, row_blocks
from pm_annotate.vcf.row_scan import NO_REGIONS, FoundRow, RowScan, alleles_counted
from pm_annotate.vcf.tally import Passed


@dataclass(frozen=True, slots=True)
class Record:
    """One data row as written. ``number`` counts data rows from 1; ``format_text`` is "" where there are no samples."""

    number: int
    vcf_chrom: str
    chrom: str
    pos: int
    vcf_id: str
    ref: str
    alts: tuple[str, ...]
    qual_text: str
    filter_text: str
    info_text: str
    format_text: str
    samples: Sequence[str]
    near_regions: bool  # False: far from every region, here only because an ALT is symbolic, a breakend or no allele


@dataclass(frozen=True, slots=True)
class SiteTap:
    """Someone else who reads along: ``take`` is given every record that touches ``regions``, whatever it says.

    Records of reference too (0/0), and reference blocks that begin before a region and reach into it by INFO/END. ``take`` is
    called before the record is handed out to the stream, if it is.
    """

    regions: Regions
    take: Callable[[Record], None]


def first_contig(header: VcfHeader) -> str:
    """CHROM of the first record, as written; "" for a file without records. Raises InputError for one that is cut off."""
    if header.kind is FileKind.BCF:
        try:
            return next((str(variant.CHROM) for variant in _all_variants(header)), "")
        except Exception as error:  # cyvcf2 raises bare Exception
            raise InputError(f"{header.name} is cut off or damaged: {error}. Copy or download it again.") from error
    try:
        with open_lines(header.path, header.kind) as stream:
            for _ in range(header.line_count):
                stream.readline()
            return stream.readline(1 << 16).split(b"\t", 1)[0].strip().decode("utf-8", "replace")
    except DAMAGE as error:
        raise InputError(f"{header.name} is cut off or damaged: {error}. Copy or download it again.") from error


def records_of_interest(header: VcfHeader, regions: Regions, passed: Passed, tap: SiteTap | None = None) -> Iterator[Record]:
    """Records that touch the regions, and symbolic alleles and breakends wherever they are. All others are counted.

    ``tap`` is given its own records in the same reading. ``passed`` counts every record and, of the records not handed out,
    every ALT. Raises InputError, with the file and the record, where the file is malformed or cut off.
    """
    sites = merged_regions(tap.regions) if tap else NO_REGIONS
    try:
        for record, wanted, at_site in _found_records(header, regions, sites, passed):
            if tap and at_site:
                tap.take(record)
            if wanted:
                yield record
    except DAMAGE as error:
        after = f"after record {passed.records}"
        raise InputError(f"{header.name} is cut off or damaged {after}: {error}. Copy or download it again.") from error


_Found = tuple[Record, bool, bool]
"""A record, whether the stream wants it, and whether it is at a site."""


def _found_records(header: VcfHeader, regions: Regions, sites: Regions, passed: Passed) -> Iterator[_Found]:
    blocks = queried_blocks(header, merged_regions(regions, sites), passed) if usable_index(header) else None
    if blocks is None and header.kind is FileKind.BCF:
        return _bcf_records(header, regions, sites, passed)
    if blocks is None:
        scan = RowScan(header, regions, sites, passed)
        return _decoded_records(header, scan.found(row_blocks(header)))
    scan = RowScan(header, regions, sites, passed, numbered=False)
    return _decoded_records(header, scan.found(blocks))


def _decoded_records(header: VcfHeader, found: Iterable[FoundRow]) -> Iterator[_Found]:
    for row, text in decoded(header, found):
        yield _record(text, row.number, row.near), row.wanted, row.at_site


def _record(row: str, number: int, near_regions: bool) -> Record:
    columns = row.rstrip("\r\n").split("\t")
    return Record(
        number=number,
        vcf_chrom=columns[0],
        chrom=chromosome_name(columns[0]),
        pos=int(columns[1]),
        vcf_id=columns[2],
        ref=columns[3],
        alts=tuple(columns[4].split(",")),
        qual_text=columns[5],
        filter_text=columns[6],
        info_text=columns[7],
        format_text=columns[8] if len(columns) > 8 else "",
        samples=columns[9:],
        near_regions=near_regions,
    )


def _all_variants(header: VcfHeader) -> Iterator[Any]:
    import cyvcf2

    cyvcf2.cyvcf2.set_htslib_log_level(0)
    reader = cyvcf2.VCF(header.path)
    yield from reader
    reader.close()


def _bcf_records(header: VcfHeader, regions: Regions, sites: Regions, passed: Passed) -> Iterator[_Found]:
    """All records of a BCF; text is made only of those that matter."""
    intervals, site_intervals = ContigIntervals(regions), ContigIntervals(sites)
    columns = column_count(header)
    try:
        for variant in _all_variants(header):
            passed.records += 1
            contig, pos, last = variant.CHROM.encode(), variant.POS, variant.POS + len(variant.REF)
            near = touches(intervals[contig], pos, last)
            alt = ",".join(variant.ALT).encode() or b"."
            at_site = touches(site_intervals[contig], pos, max(last - 1, variant.end if alt[:1] in (b"<", b".") else 0))
            wanted = near or not _counted(alt, passed)
            if wanted or at_site:
                row = str(variant)
                if row.count("\t") != columns - 1:
                    where = f"{header.name}, record {passed.records}"
                    raise InputError(f"{where}: it does not have {columns} columns. The file is damaged.")
                yield _record(row, passed.records, near), wanted, at_site
    except (InputError, GeneratorExit):
        raise
    except Exception as error:
        after = f"after record {passed.records}"
        raise InputError(f"{header.name} is cut off or damaged {after}: {error}. Copy or download it again.") from error


def _counted(alt: bytes, passed: Passed) -> bool:
    counts = alleles_counted(alt)
    if counts is not None:
        passed.outside += counts[0]
        passed.reference += counts[1]
    return counts is not None


def information(text: str) -> dict[str, str]:
    """INFO as a mapping; flags have the value "". The first of a repeated key counts."""
    fields: dict[str, str] = {}
    if text not in ("", "."):
        for entry in text.split(";"):
            key, _, value = entry.partition("=")
            if key:
                fields.setdefault(key, value)
    return fields


def sample_values(format_text: str, sample_text: str) -> dict[str, str]:
    """FORMAT values of one sample. Trailing fields may be dropped (VCF 4.5 section 1.6.2).

    Raises ValueError, in words, where the sample has more values than FORMAT names.
    """
    keys = format_text.split(":")
    values = sample_text.split(":")
    if len(values) > len(keys):
        raise ValueError(f"the sample has {len(values)} values, but FORMAT names {len(keys)} fields")
    return dict(zip(keys, values, strict=False))
