"""Large indexed files: only the blocks that hold the regions are read, by region queries of htslib through cyvcf2."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from pm_annotate.errors import InputError
from pm_annotate.vcf.chromosomes import chromosome_name
from pm_annotate.vcf.header import VcfHeader
from pm_annotate.vcf.opening import FileKind
from pm_annotate.vcf.regions import Interval, Regions
from pm_annotate.vcf.tally import Passed

SMALLEST_WORTH_IT = 8_000_000  # bytes; below that a file is read whole within a second or so, and every allele is counted
CLOSE = 5_000  # bases: regions closer than this are asked for together, a seek costs more than the records between them


def usable_index(header: VcfHeader, smallest: int = SMALLEST_WORTH_IT) -> bool:
    """Whether the file is large, has an index that is not older than itself, and cannot hide structural variants.

    A file that declares structural variants is read whole: an event may start far from the regions that it changes.
    """
    if header.kind not in (FileKind.BGZIP, FileKind.BCF) or os.path.getsize(header.path) < smallest:
        return False
    if "SVTYPE" in header.info_ids or "SVLEN" in header.info_ids:
        return False
    written = os.path.getmtime(header.path)
    indexes = [header.path + suffix for suffix in (".tbi", ".csi")]
    return any(os.path.exists(index) and os.path.getmtime(index) >= written for index in indexes)


def queried_variants(header: VcfHeader, regions: Regions, passed: Passed) -> Iterator[Any] | None:
    """cyvcf2 variants that touch the regions (or lie within CLOSE of them), each once; None where the index is of no use.

    ``passed`` is told at the end how many records there are, and how many of them were never opened. Raises InputError
    where the file is damaged.
    """
    import cyvcf2

    cyvcf2.cyvcf2.set_htslib_log_level(0)
    try:
        reader = cyvcf2.VCF(header.path)
        total = int(reader.num_records)
        contigs = list(reader.seqnames)
    except Exception:  # an index without counts, of another file, or unreadable: the file is read whole instead
        return None
    return _variants(reader, header, contigs, total, regions, passed)


def _variants(
    reader: Any, header: VcfHeader, contigs: list[str], total: int, regions: Regions, passed: Passed
) -> Iterator[Any]:
    opened = 0
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # cyvcf2 warns where a region has no record
            for contig in contigs:
                previous_end = 0
                for start, end in joined(regions.get(chromosome_name(contig), ())):
                    for variant in reader(f"{contig}:{max(1, start - 1)}-{end}"):  # an insertion may end just before
                        if previous_end < variant.POS:  # else it was handed out for the region before, which it spans too
                            opened += 1
                            yield variant
                    previous_end = end
        reader.close()
    except InputError:
        raise
    except Exception as error:
        raise InputError(f"{header.name} is cut off or damaged: {error}. Copy or download it again.") from error
    passed.records += total - opened
    passed.outside += total - opened
    passed.unopened += total - opened


def joined(intervals: tuple[Interval, ...]) -> list[Interval]:
    """Intervals with those less than CLOSE apart made one, so that few seeks are made."""
    if not intervals:
        return []
    breaks = [i for i, (left, right) in enumerate(pairwise(intervals), 1) if right[0] - left[1] > CLOSE]
    return [(intervals[first][0], intervals[last - 1][1]) for first, last in pairwise([0, *breaks, len(intervals)])]
