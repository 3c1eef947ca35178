"""Which rows of a VCF matter: a look at whole blocks of rows at once, without parsing what does not matter.

Nearly all rows of a genome lie far from every region. Where their columns end is found for a whole block in one sweep (about
1 GB a second), and with it everything that htslib would let pass in silence: rows with too few or too many columns, a POS
that is no number (htslib reads 1), NUL bytes (htslib stops there), a header among the rows. A block in which anything is
unusual is looked at row by row instead: what can be mended is, and what is wrong is named with its record and line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pm_annotate.vcf.header import VcfHeader
from pm_annotate.vcf.integrity import check_last_line, check_row, column_count, mended_row, position
from pm_annotate.vcf.regions import ContigIntervals, Regions, touches
from pm_annotate.vcf.tally import Passed

_NAMES_NO_CHANGE = {b".", b"*", b"<NON_REF>", b"<*>"}
_END = re.compile(rb"[\t;]END=(\d{1,10})(?=[;\t\r\n])")
_TAB, _LINE_END = 9, 10
_LONGEST_POS = 9  # digits that are surely a 32-bit number
_LONGEST_CONTIG = 60  # bytes; longer names are looked at row by row
_LONGEST_PLAIN_ALT = 100  # bases
_MANY_ALTS = 10_000  # different ALT texts to remember

_BASES, _NO_CHANGE, _OTHER = 0, 1, 2
_KIND_OF_ALT = np.full(256, _OTHER, np.uint8)
_KIND_OF_ALT[[*range(ord("A"), ord("Z") + 1), *range(ord("a"), ord("z") + 1)]] = _BASES
_KIND_OF_ALT[[ord("."), ord("*")]] = _NO_CHANGE

_Numbers = npt.NDArray[np.int64]
_Flags = npt.NDArray[np.bool_]


class FoundRow(NamedTuple):
    """A row that matters. ``number`` counts data rows from 1; 0 where the row was found through an index."""

    number: int
    row: bytes
    near: bool  # touches the regions; else an ALT is symbolic, a breakend or no allele, or the row is at a site
    at_site: bool  # touches the sites, by its REF or by INFO/END
    wanted: bool  # near, or such an ALT: not here for the sites alone


class RowScan:
    """Finds the rows that touch regions or sites, and those with symbolic alleles and breakends wherever they are.

    ``passed`` counts every row and, of the rows that are not wanted, every ALT. Where the rows come through an index,
    ``asked`` are the regions that it was asked for: rows that do not touch them, but are there since they share a block or a
    window of the index with others, are passed over uncounted; and rows have no number.
    """

    def __init__(
        self, header: VcfHeader, regions: Regions, sites: Regions, passed: Passed, asked: Regions | None = None
    ) -> None:
        self._header = header
        self._regions = ContigIntervals(regions)
        self._sites = ContigIntervals(sites)
        self._has_sites = any(sites.values())
        self._passed = passed
        self._asked = ContigIntervals(asked) if asked is not None else None
        self._columns = column_count(header)
        self._kind_of: dict[bytes, tuple[int, int] | None] = {}

    def found(self, blocks: Iterable[bytes]) -> Iterator[FoundRow]:
        """The rows that matter. Raises InputError, with the record, where a row is malformed or cut off."""
        for block in blocks:
            if block.isspace():
                continue
            columns = _Columns.of(block, self._columns)
            yield from self._in_rows(block) if columns is None else self._in_block(columns)

    def _in_block(self, columns: _Columns) -> Iterator[FoundRow]:
        before = self._passed.records
        runs = columns.runs()
        behind = columns.pos + columns.ref_length
        near = _touching(columns.pos, behind, runs, self._regions)
        at_site, asked = np.zeros(len(near), np.bool_), np.ones(len(near), np.bool_)
        if self._has_sites or self._asked is not None:
            last = np.maximum(behind - 1, columns.end_of_blocks())
            at_site = _touching(columns.pos, last, runs, self._sites)
            if self._asked is not None:
                asked = _touching(columns.pos, last + 1, runs, self._asked)
        wanted = near | self._not_counted(columns, asked & ~near)
        self._passed.records += int(np.count_nonzero(asked))
        for index in np.flatnonzero(wanted | at_site).tolist():
            number = before + index + 1 if self._asked is None else 0
            yield FoundRow(number, columns.row(index), bool(near[index]), bool(at_site[index]), bool(wanted[index]))

    def _not_counted(self, columns: _Columns, far: _Flags) -> _Flags:
        """Of the rows far from the regions, those whose ALT is not simply counted."""
        start, length = columns.alt_start, columns.alt_length
        single = np.flatnonzero(far & (length == 1))
        kinds = _KIND_OF_ALT[columns.letters[start[single]]]
        outside, reference, _ = np.bincount(kinds, minlength=3).tolist()
        self._passed.outside += outside
        self._passed.reference += reference
        kept = np.zeros(len(far), np.bool_)
        kept[single[kinds == _OTHER]] = True
        longer = np.flatnonzero(far & (length > 1))
        all_bases = _all_bases(columns.letters, start[longer], length[longer])
        self._passed.outside += int(np.count_nonzero(all_bases))
        others = np.concatenate((np.flatnonzero(far & (length < 1)), longer[~all_bases]))
        for index, first, size in zip(others.tolist(), start[others].tolist(), length[others].tolist(), strict=True):
            kept[index] = not self._counts(columns.block[first : first + size])
        return kept

    def _counts(self, alt: bytes) -> bool:
        """Count the ALT of a record that nobody looks into; False where one of its alleles is not bases and not no change."""
        known = self._kind_of.get(alt, (0, 0))
        if known == (0, 0):
            if len(self._kind_of) > _MANY_ALTS:
                self._kind_of.clear()
            known = self._kind_of[alt] = alleles_counted(alt)
        if known is None:
            return False
        self._passed.outside += known[0]
        self._passed.reference += known[1]
        return True

    def _in_rows(self, block: bytes) -> Iterator[FoundRow]:
        """The same, row by row: mends what can be mended and names what is wrong."""
        rows = block.split(b"\n")
        cut = rows.pop()
        for row in rows:
            yield from self._in_row(row + b"\n")
        if cut:
            yield from self._in_row(cut)

    def _in_row(self, line: bytes) -> Iterator[FoundRow]:
        number = self._passed.records + 1 if self._asked is None else 0
        check_row(self._header, line, number)
        unended = not line.endswith(b"\n")
        if line.count(b"\t") != self._columns - 1:
            mended = mended_row(self._header, line, number)
            if mended is None:
                return
            line = mended
        check_last_line(self._header, line, number)
        chrom, pos_text, _, ref, alt, rest = line.split(b"\t", 5)
        pos = position(self._header, pos_text, number)
        near = touches(self._regions[chrom], pos, pos + len(ref))
        last = max(pos + len(ref) - 1, _end_of_block(rest) if alt[:1] in (b"<", b".") else 0)
        if self._asked is not None and not touches(self._asked[chrom], pos, last + 1):
            return
        self._passed.records += 1
        self._passed.unended += unended
        at_site = self._has_sites and touches(self._sites[chrom], pos, last)
        wanted = near or not self._counts(alt)
        if wanted or at_site:
            yield FoundRow(number, line, near, at_site, wanted)


def _all_bases(letters: npt.NDArray[np.uint8], start: _Numbers, length: _Numbers) -> _Flags:
    """Which of some pieces of a block (none empty) are letters throughout. Long ones are not looked at: they are few."""
    short = length <= _LONGEST_PLAIN_ALT
    if not short.any():
        return short
    start, length = start[short], length[short]
    firsts = np.cumsum(length) - length  # where each begins when they are laid side by side
    side_by_side = letters[np.repeat(start - firsts, length) + np.arange(length.sum())]
    short[short] = np.maximum.reduceat(_KIND_OF_ALT[side_by_side], firsts) == _BASES
    return short


def alleles_counted(alt: bytes) -> tuple[int, int] | None:
    """How many ALTs are bases and how many name no change; None where one is anything else (symbolic, breakend, empty)."""
    alleles = alt.split(b",")
    reference = sum(allele in _NAMES_NO_CHANGE for allele in alleles)
    bases = sum(allele.isalpha() for allele in alleles)
    return (bases, reference) if bases + reference == len(alleles) else None


def _end_of_block(rest: bytes) -> int:
    """INFO/END of a row, given from its sixth column on; 0 where there is none."""
    info = rest.split(b"\t", 3)[2]
    found = _END.search(b"\t" + info.rstrip(b"\r\n") + b"\n")
    return int(found[1]) if found else 0


class _Columns(NamedTuple):
    """Where the columns of a block's rows end, and what their positions are. One line of each array is one row."""

    block: bytes
    letters: npt.NDArray[np.uint8]
    starts: _Numbers  # of the rows
    stops: _Numbers  # of the first eight columns (shape rows x 8)
    line_ends: _Numbers
    pos: _Numbers

    @classmethod
    def of(cls, block: bytes, count: int) -> _Columns | None:
        """The columns; None where any row has not ``count`` columns, no plain POS, control characters or no line end."""
        letters: npt.NDArray[np.uint8] = np.frombuffer(block, np.uint8)
        ends = np.flatnonzero(letters <= _LINE_END)  # tabs and line ends, and control characters that should not be there
        if not len(ends) or len(ends) % count or ends[-1] != len(block) - 1:
            return None
        if letters.take(ends).tobytes() != (b"\t" * (count - 1) + b"\n") * (len(ends) // count):
            return None
        stops: _Numbers = ends.reshape(-1, count)
        starts = np.concatenate(([0], stops[:-1, -1] + 1))
        pos = _positions(letters, stops[:, 0], stops[:, 1])
        if pos is None or (stops[:, 0] - starts).max() > min(_LONGEST_CONTIG, len(block) - int(starts[-1])):
            return None
        return cls(block, letters, starts, stops[:, :8], stops[:, -1], pos)

    @property
    def ref_length(self) -> _Numbers:
        return self.stops[:, 3] - self.stops[:, 2] - 1

    def row(self, index: int) -> bytes:
        return self.block[int(self.starts[index]) : int(self.line_ends[index]) + 1]

    @property
    def alt_start(self) -> _Numbers:
        return self.stops[:, 3] + 1

    @property
    def alt_length(self) -> _Numbers:
        return self.stops[:, 4] - self.stops[:, 3] - 1

    def runs(self) -> list[tuple[bytes, slice]]:
        """Contig names as written, each with the rows that follow one another on it."""
        lengths = self.stops[:, 0] - self.starts
        longest = int(lengths.max())
        names = self.letters[self.starts[:, None] + np.arange(longest)]
        if lengths.min() < longest:
            names = np.where(np.arange(longest) < lengths[:, None], names, np.uint8(0))
        if (names == names[0]).all():
            return [(self.block[: int(self.stops[0, 0])], slice(0, len(lengths)))]
        changes = np.flatnonzero((names[1:] != names[:-1]).any(axis=1)) + 1
        borders = [0, *changes.tolist(), len(lengths)]
        return [
            (self.block[int(self.starts[first]) : int(self.stops[first, 0])], slice(first, following))
            for first, following in pairwise(borders)
        ]

    def end_of_blocks(self) -> _Numbers:
        """INFO/END of rows that may be reference blocks (ALT begins as ``<*>`` or ``.``); 0 for any other."""
        ends = np.zeros(len(self.pos), np.int64)
        first = self.letters[self.alt_start]
        blocks = (first == ord("<")) | (first == ord("."))
        if not blocks.any():
            return ends
        found = [(match.start(1), int(match[1])) for match in _END.finditer(self.block)]
        if found:
            places, values = np.array(found, np.int64).T
            rows = np.searchsorted(self.line_ends, places)
            in_info = blocks[rows] & (places > self.stops[rows, 6]) & (places < self.stops[rows, 7])
            ends[rows[in_info][::-1]] = values[in_info][::-1]  # of a repeated key the first counts
        return ends


def _positions(letters: npt.NDArray[np.uint8], before: _Numbers, after: _Numbers) -> _Numbers | None:
    """POS of every row, from the tabs around it; None where one is not a number of one to nine digits."""
    lengths = after - before - 1
    longest = int(lengths.max())
    if lengths.min() < 1 or longest > _LONGEST_POS:
        return None
    places = np.arange(longest, 0, -1)  # before the tab; of the first row some may lie before the block, and do not count
    digits = letters[after[:, None] - places] - np.uint8(ord("0"))  # no digit: 10 or more
    if lengths.min() < longest:
        digits = np.where(places <= lengths[:, None], digits, np.uint8(0))
    if digits.max() > 9:
        return None
    pos = np.zeros(len(digits), np.int64)
    for digit in digits.T:
        pos = 10 * pos + digit
    return pos


def _touching(pos: _Numbers, last: _Numbers, runs: list[tuple[bytes, slice]], intervals: ContigIntervals) -> _Flags:
    """Which rows share a position with the intervals, from ``pos`` to ``last``."""
    found = np.zeros(len(pos), np.bool_)
    for contig, rows in runs:
        starts, ends = intervals.arrays(contig)
        if len(starts):
            index = np.searchsorted(starts, last[rows], "right") - 1
            found[rows] = (index >= 0) & (ends[index] >= pos[rows])
    return found
