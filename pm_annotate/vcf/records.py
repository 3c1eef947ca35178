"""Records: the rows of a VCF or BCF that matter, decoded by cyvcf2, in one reading of the file for all who ask.

Text is looked at in blocks (``row_scan``), or by region through an index (``indexed``); the rows that matter are decoded by
cyvcf2 (``decoding``). A BCF is iterated by cyvcf2 whole or, through its index, by region.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from pm_annotate.errors import InputError
from pm_annotate.vcf.decoding import decoded
from pm_annotate.vcf.header import VcfHeader
from pm_annotate.vcf.indexed import asked_regions, index_beside, queried_blocks, worth_using
from pm_annotate.vcf.integrity import column_count
from pm_annotate.vcf.opening import FileKind
from pm_annotate.vcf.record import Found, Record, SiteTap, handed_out
from pm_annotate.vcf.regions import NO_REGIONS, ContigIntervals, Regions, merged_regions, touches
from pm_annotate.vcf.row_blocks import DAMAGE, row_blocks
from pm_annotate.vcf.row_scan import FoundRow, RowScan, alleles_counted
from pm_annotate.vcf.tally import Passed

SHORT = 32  # characters of an ALT that is kept in mind


def records_of_interest(header: VcfHeader, regions: Regions, passed: Passed, tap: SiteTap | None = None) -> Iterator[Record]:
    """Records that touch the regions, and symbolic alleles and breakends wherever they are. All others are counted.

    ``tap`` is given its own records in the same reading. ``passed`` counts every record and, of the records not handed out,
    every ALT. Raises InputError, with the file and the record, where the file is malformed or cut off.
    """
    sites = tap.regions if tap else NO_REGIONS
    yield from handed_out(found_records(header, regions, sites, passed), tap)


def found_records(header: VcfHeader, regions: Regions, sites: Regions, passed: Passed) -> Iterator[Found]:
    """The rows of the records that touch the regions or the sites, or have symbolic alleles or breakends. Raises InputError."""
    try:
        yield from _found(header, regions, merged_regions(sites), passed)
    except DAMAGE as error:
        after = f"after record {passed.records}"
        raise InputError(f"{header.name} is cut off or damaged {after}: {error}. Copy or download it again.") from error


def _found(header: VcfHeader, regions: Regions, sites: Regions, passed: Passed) -> Iterator[Found]:
    index = index_beside(header)
    if index and worth_using(header, index):
        asked = asked_regions(regions, sites)
        blocks = queried_blocks(header, index, asked, passed)
        if blocks is not None:
            return _found_in_text(header, RowScan(header, regions, sites, passed, asked).found(blocks))
    if header.kind is FileKind.BCF:
        return _found_in_bcf(header, regions, sites, passed)
    return _found_in_text(header, RowScan(header, regions, sites, passed).found(row_blocks(header)))


def _found_in_text(header: VcfHeader, found: Iterable[FoundRow]) -> Iterator[Found]:
    for row, text in decoded(header, found):
        yield text, row.number, row.near, row.wanted, row.at_site


def _all_variants(header: VcfHeader) -> Iterator[Any]:
    import cyvcf2

    cyvcf2.cyvcf2.set_htslib_log_level(0)
    reader = cyvcf2.VCF(header.path)
    yield from reader
    reader.close()


def _found_in_bcf(header: VcfHeader, regions: Regions, sites: Regions, passed: Passed) -> Iterator[Found]:
    """All records of a BCF; text is made only of those that matter."""
    intervals, site_intervals, gaps = ContigIntervals(regions), ContigIntervals(sites), Gaps(merged_regions(regions, sites))
    columns = column_count(header)
    try:
        for variant in _all_variants(header):
            passed.records += 1
            contig, pos, last = variant.CHROM, variant.POS, variant.POS + len(variant.REF)
            alt = ",".join(variant.ALT) or "."
            reach = max(last - 1, variant.end if alt[0] in "<." else 0)
            if gaps.hold(contig, pos, max(last, reach)):
                near = at_site = False
            else:
                name = contig.encode()
                near, at_site = touches(intervals[name], pos, last), touches(site_intervals[name], pos, reach)
            wanted = near or not _counted(alt, passed)
            if wanted or at_site:
                row = str(variant)
                if row.count("\t") != columns - 1:
                    where = f"{header.name}, record {passed.records}"
                    raise InputError(f"{where}: it does not have {columns} columns. The file is damaged.")
                yield row, passed.records, near, wanted, at_site
    except (InputError, GeneratorExit):
        raise
    except Exception as error:
        after = f"after record {passed.records}"
        raise InputError(f"{header.name} is cut off or damaged {after}: {error}. Copy or download it again.") from error


class Gaps:
    """The stretch between two intervals in which the last record lay: most records lie in the same one as the record before
    them, and a look at two numbers tells that."""

    def __init__(self, regions: Regions) -> None:
        self._intervals = ContigIntervals(regions)
        self._contig, self._after, self._before = "", 0, 0  # the gap is between the two positions

    def hold(self, contig: str, start: int, end: int) -> bool:
        """Whether the closed span ``start``..``end`` lies between two intervals."""
        if contig == self._contig and self._after < start and end < self._before:
            return True
        starts, ends = self._intervals[contig.encode()]
        index = bisect_right(starts, start)
        self._contig = contig
        self._after = ends[index - 1] if index else 0
        self._before = starts[index] if index < len(starts) else sys.maxsize
        return self._after < start and end < self._before


@lru_cache(maxsize=4096)  # most ALT of a file are one base, or the catch-all allele of a gVCF
def _alleles_of(alt: str) -> tuple[int, int] | None:
    return alleles_counted(alt.encode())


def _counted(alt: str, passed: Passed) -> bool:
    counts = _alleles_of(alt) if len(alt) < SHORT else alleles_counted(alt.encode())
    if counts is not None:
        passed.outside += counts[0]
        passed.reference += counts[1]
    return counts is not None
