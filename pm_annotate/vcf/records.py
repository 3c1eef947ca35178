"""Records: the rows of a VCF or BCF that matter, in file order, at the least cost for all the others.

Text is read line by line here, BCF through cyvcf2. htslib parses every sample of every row into binary form first (two to
five times the cost on a tumour-normal file of which 1 % matters), reads a POS that is no number as 1, accepts rows
that lack columns, and ends without a word on some files that are cut off. Here the columns of every row are counted.
"""

from __future__ import annotations

import zlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pm_annotate.errors import InputError
from pm_annotate.vcf.chromosomes import chromosome_name
from pm_annotate.vcf.header import VcfHeader
from pm_annotate.vcf.indexed import queried_variants, usable_index
from pm_annotate.vcf.integrity import check_last_line, column_count, mended_row, position
from pm_annotate.vcf.opening import FileKind, open_lines
from pm_annotate.vcf.regions import ContigIntervals, Regions, touches
from pm_annotate.vcf.tally import Passed

_NAMES_NO_CHANGE = {b".", b"*", b"<NON_REF>", b"<*>"}


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


def first_contig(header: VcfHeader) -> str:
    """CHROM of the first record, as written; "" for a file without records. Raises InputError for one that is cut off."""
    if header.kind is FileKind.BCF:
        return next((str(variant.CHROM) for variant in _all_variants(header)), "")
    try:
        with open_lines(header.path, header.kind) as stream:
            for _ in range(header.line_count):
                stream.readline()
            return stream.readline(1 << 16).split(b"\t", 1)[0].strip().decode("utf-8", "replace")
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"{header.name} is cut off or damaged: {error}. Copy or download it again.") from error


def records_of_interest(header: VcfHeader, regions: Regions, passed: Passed) -> Iterator[Record]:
    """Records that touch the regions, and symbolic alleles and breakends wherever they are. All others are counted.

    ``passed`` counts every record and, of the records not handed out, every ALT. Raises InputError, with the file and
    the record, where the file is malformed or cut off.
    """
    if usable_index(header):
        queried = queried_variants(header, regions, passed)
        if queried is not None:
            return _htslib_records(queried, header, regions, passed, numbered=False)
    if header.kind is FileKind.BCF:
        return _htslib_records(_all_variants(header), header, regions, passed, numbered=True)
    return _text_records(header, regions, passed)


def _text_records(header: VcfHeader, regions: Regions, passed: Passed) -> Iterator[Record]:
    intervals = ContigIntervals(regions)
    tabs = column_count(header) - 1
    line = b""
    try:
        with open_lines(header.path, header.kind) as stream:
            for _ in range(header.line_count):
                stream.readline()
            for line in stream:
                if line.count(b"\t") != tabs:
                    mended = mended_row(header, line, passed.records + 1)
                    if mended is None:
                        continue
                    line = mended
                passed.records += 1
                chrom, pos_text, _id, ref, alt, _rest = line.split(b"\t", 5)
                pos = int(pos_text) if pos_text.isdigit() and len(pos_text) < 10 else position(header, pos_text, passed.records)
                starts, ends = intervals[chrom]
                index = bisect_right(starts, pos + len(ref)) - 1
                near = index >= 0 and ends[index] >= pos
                if not near and alt.isalpha():
                    passed.outside += 1
                elif near or not _counted_only(alt, passed):
                    yield _record(line.decode("utf-8", "replace"), passed.records, near)
    except (OSError, EOFError, zlib.error) as error:
        after = f"after record {passed.records}"
        raise InputError(f"{header.name} is cut off or damaged {after}: {error}. Copy or download it again.") from error
    check_last_line(header, line, passed.records)


def _counted_only(alt: bytes, passed: Passed) -> bool:
    """Count the ALT of a record far from the regions where they are bases or no change; False where one is anything else."""
    alleles = alt.split(b",")
    reference = sum(allele in _NAMES_NO_CHANGE for allele in alleles)
    if reference + sum(allele.isalpha() for allele in alleles) < len(alleles):
        return False
    passed.reference += reference
    passed.outside += len(alleles) - reference
    return True


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


def _htslib_records(
    variants: Iterator[Any], header: VcfHeader, regions: Regions, passed: Passed, numbered: bool
) -> Iterator[Record]:
    """Records out of cyvcf2 variants: all of a BCF, or those that an index led to. Text is made only where it is needed.

    Behind an index a record's number in the file is not known: it is 0.
    """
    intervals = ContigIntervals(regions)
    try:
        for variant in variants:
            passed.records += 1
            yield from _htslib_record(variant, intervals, passed, passed.records if numbered else 0)
    except InputError:
        raise
    except Exception as error:
        after = f"after record {passed.records}"
        raise InputError(f"{header.name} is cut off or damaged {after}: {error}. Copy or download it again.") from error


def _htslib_record(variant: Any, intervals: ContigIntervals, passed: Passed, number: int) -> Iterator[Record]:
    ref: str = variant.REF
    pos: int = variant.POS
    near = touches(intervals[variant.CHROM.encode()], pos, pos + len(ref))
    alt = ",".join(variant.ALT).encode() or b"."
    if near or not _counted_only(alt, passed):
        yield _record(str(variant), number, near)


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
