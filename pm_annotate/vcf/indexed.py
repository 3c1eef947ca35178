"""Large indexed files: only the blocks that hold the regions are read.

Of a bgzip VCF they are found and unpacked here (``indexed_rows``). A BCF is asked by pysam: cyvcf2's own region queries end
without a word where a block is damaged (seen: 589 of 8,885 records, no error), pysam's raise.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import partial
from itertools import dropwhile, pairwise
from typing import TYPE_CHECKING, NamedTuple

from pm_annotate.errors import InputError
from pm_annotate.vcf.chromosomes import chromosome_name
from pm_annotate.vcf.header import VcfHeader
from pm_annotate.vcf.opening import FileKind
from pm_annotate.vcf.regions import Interval, Regions, merged_regions
from pm_annotate.vcf.row_blocks import DAMAGE, in_blocks
from pm_annotate.vcf.tally import Passed

if TYPE_CHECKING:
    import pysam

    from pm_annotate.vcf.index_tables import IndexTables
    from pm_annotate.vcf.indexed_rows import Span

SMALLEST_WORTH_IT = 32_000_000  # bytes; below that a file is read whole within half a second, and every allele is counted
CLOSE = 20_000  # bases: regions closer than this are asked for together, a seek costs more than the records between them

_FIRST_ROWS, _MOST_ROWS = 1000, 4000  # of a block; whoever needs a few records only need not wait for many
_BYTES = "latin-1"  # gives every byte of a row back as it stood

_SYMBOLIC = re.compile(r"##ALT=<ID=(?!NON_REF[,>]|\*[,>]|[ACGTURYSWKMBDHVN][,>])")
_STRUCTURAL_INFO = frozenset({"SVTYPE", "SVLEN", "MATEID", "CIPOS"})


class IndexBeside(NamedTuple):
    """An index that stands beside its file: it was held against it, and is of it as far as an index can tell."""

    path: str
    tables: IndexTables
    fresh: bool  # not older than the file


def index_beside(header: VcfHeader) -> IndexBeside | None:
    """The index beside a bgzip VCF or BCF of any size; None where there is none that may be read.

    Raises InputError for the index of another file: either it is out of date, or the file is not what was indexed.
    """
    if header.kind not in (FileKind.BGZIP, FileKind.BCF):
        return None
    suffixes = (".csi",) if header.kind is FileKind.BCF else (".tbi", ".csi")
    paths = [header.path + suffix for suffix in suffixes if os.access(header.path + suffix, os.R_OK)]
    if not paths:
        return None
    from pm_annotate.vcf.index_check import tables_of_index

    tables = [tables_of_index(header, path) for path in paths]
    written = os.path.getmtime(header.path)
    fresh = all(os.path.getmtime(path) >= written for path in paths)  # of two, htslib takes the one that it likes better
    return IndexBeside(paths[0], tables[0], fresh)


def worth_using(header: VcfHeader, index: IndexBeside, smallest: int | None = None) -> bool:
    """Whether the file is large, its index not older than itself, and it does not declare structural variants.

    A file that declares them is read whole: an event may start far from the regions that it changes. So is one that is younger
    than its index, though it ends where that says: nobody knows what was changed in between.
    """
    large = os.path.getsize(header.path) >= (SMALLEST_WORTH_IT if smallest is None else smallest)
    return large and index.fresh and not declares_structural_variants(header)


def declares_structural_variants(header: VcfHeader) -> bool:
    """Whether the header declares symbolic alleles (other than those of reference blocks) or INFO of structural variants."""
    return bool(_STRUCTURAL_INFO & header.info_ids) or any(_SYMBOLIC.match(line) for line in header.lines)


def asked_regions(*sets: Regions) -> Regions:
    """What is asked of an index: regions less than CLOSE apart as one, so that few places are gone to."""
    return {chrom: tuple(joined(intervals)) for chrom, intervals in merged_regions(*sets).items()}


def queried_blocks(header: VcfHeader, index: IndexBeside, asked: Regions, passed: Passed) -> Iterator[bytes] | None:
    """All rows that touch the regions asked for, each once, as blocks of whole lines; there may be others beside them.

    None where the index cannot be used. ``passed`` counts the rows that touch the regions (``RowScan``) and is told at the end
    how many more records the file has: they are unopened. Raises InputError where the file is damaged.
    """
    from pm_annotate.vcf.index_check import ends_in_a_line
    from pm_annotate.vcf.indexed_rows import WrongIndexError, spans_of

    tables, records = index.tables, index.tables.records
    if tables.end is None or records is None:
        return None
    try:
        if header.kind is FileKind.BCF:
            blocks = _bcf_blocks(header, *opened_through_index(header, index.path), asked)
        elif tables.names and ends_in_a_line(header):
            blocks = _text_blocks(header, index.path, spans_of(tables, asked))
        else:  # made for columns other than those of a VCF, or the last row may be cut off: whoever reads it will say so
            return None
    except (OSError, ValueError, WrongIndexError):  # an index that is odd, or unreadable: the file is read whole instead
        return None
    return _with_unopened(header, index.path, blocks, records, passed)


def _with_unopened(header: VcfHeader, index: str, blocks: Iterator[bytes], records: int, passed: Passed) -> Iterator[bytes]:
    from pm_annotate.vcf.index_check import wrong_index

    before = passed.records
    yield from blocks
    unopened = records - (passed.records - before)
    if unopened < 0:
        raise wrong_index(header, index, f"it counts {records} records, and there are more")
    passed.records += unopened
    passed.outside += unopened
    passed.unopened += unopened


def _text_blocks(header: VcfHeader, index: str, spans: list[Span]) -> Iterator[bytes]:
    from pm_annotate.vcf.index_check import wrong_index
    from pm_annotate.vcf.indexed_rows import WrongIndexError, rows_of_spans

    try:
        with open(header.path, "rb", buffering=0) as stream:
            yield from in_blocks(header, rows_of_spans(stream, spans))
    except WrongIndexError as error:
        raise wrong_index(header, index, str(error)) from error
    except DAMAGE as error:
        raise InputError(f"{header.name} is cut off or damaged: {error}. Copy or download it again.") from error


def opened_through_index(header: VcfHeader, index: str) -> tuple[pysam.TabixFile | pysam.VariantFile, list[str]]:
    """The file as pysam opens it, and its contigs in order. Raises OSError or ValueError."""
    import pysam

    if header.kind is FileKind.BCF:
        bcf = pysam.VariantFile(header.path, index_filename=index)
        return bcf, [str(contig) for contig in bcf.header.contigs]
    text = pysam.TabixFile(header.path, index=index, encoding=_BYTES)
    return text, list(text.contigs)


def _bcf_blocks(
    header: VcfHeader, source: pysam.TabixFile | pysam.VariantFile, contigs: list[str], asked: Regions
) -> Iterator[bytes]:
    rows: list[str] = []
    most = _FIRST_ROWS
    try:
        for contig in contigs:
            previous_end = 0
            for start, end in asked.get(chromosome_name(contig), ()):
                fetched = source.fetch(contig, max(0, start - 2), end)  # 0-based; an insertion may end just before
                handed_out = partial(_begins_before, previous_end + 1)
                rows += (str(row).rstrip("\n") for row in dropwhile(handed_out, fetched))
                previous_end = end
                if len(rows) > most:
                    yield "\n".join((*rows, "")).encode()
                    rows.clear()
                    most = _MOST_ROWS
        source.close()
    except (OSError, ValueError) as error:
        raise InputError(f"{header.name} is cut off or damaged: {error}. Copy or download it again.") from error
    if rows:
        yield "\n".join((*rows, "")).encode()


def _begins_before(start: int, row: object) -> bool:
    """Whether a row begins before ``start``: then it was handed out with the region before, which it touches too."""
    pos = str(row).split("\t", 2)[1]
    return pos.isdigit() and int(pos) < start


def joined(intervals: tuple[Interval, ...]) -> list[Interval]:
    """Intervals with those less than CLOSE apart made one, so that few seeks are made."""
    if not intervals:
        return []
    breaks = [i for i, (left, right) in enumerate(pairwise(intervals), 1) if right[0] - left[1] > CLOSE]
    return [(intervals[first][0], intervals[last - 1][1]) for first, last in pairwise([0, *breaks, len(intervals)])]
