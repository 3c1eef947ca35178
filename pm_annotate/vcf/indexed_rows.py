"""The rows of an indexed bgzip VCF that can touch the regions asked for: only the blocks that hold them are unpacked, each
once.

The index says from where on a position can be reached, and where the first record stands that reaches behind it. Between the
two lie the rows of a region, and behind them those that still begin in it although a longer one, before them, reaches further.
Every block is checked by its CRC, and what the index says by what is there.
"""

import os
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from typing import IO, NamedTuple

import numpy as np

from pm_annotate.vcf.bgzf import Block, in_threads, unpack, whole_blocks
from pm_annotate.vcf.chromosomes import chromosome_name
from pm_annotate.vcf.index_tables import ContigTable, IndexTables
from pm_annotate.vcf.regions import Interval, Regions

_LARGEST_BLOCK = 1 << 16  # packed bytes
_MOST_BLOCKS = 1 << 14  # packed bytes of nearly every block of a VCF
_MOST_AT_ONCE = 1 << 18  # packed bytes read at a time
_BLOCKS_OF_A_TASK = 10
_MOST_BEFORE = 16  # blocks that are looked at for the row before a place; it began in the same one, as a rule
_MOST_LOOKED_AT = 64  # contigs without regions: more than a genome has beside its small pieces
_BEGINNING = b"\x1f\x8b\x08\x04"
_CONTIG_AND_POS = 400  # bytes; names of contigs are shorter


class WrongIndexError(Exception):
    """The index and what stands in the file contradict each other."""


class Span(NamedTuple):
    """A stretch of the file that holds all rows of some regions of a contig.

    From virtual offset ``begin`` at least to ``end``, and on to the first row that begins behind ``last``; not beyond ``stop``,
    where the contig ends. No row before it may reach ``first`` (0-based) or any later position.
    """

    contig: bytes
    first: int
    last: int
    begin: int
    end: int
    stop: int


class UnpackedBlock(NamedTuple):
    """The content of a bgzip block, where the block begins in the file, and where the one behind it does."""

    address: int
    following: int
    content: bytes


def spans_of(tables: IndexTables, regions: Regions) -> list[Span]:
    """Where the rows of the regions stand, in the order of the file. Raises WrongIndexError where the index is at odds.

    Of contigs without regions the first row is looked at, so that a wrong name in the index hides no contig that is asked for.
    """
    spans: list[Span] = []
    only_looked_at = 0
    for name, table in zip(tables.names, tables.contigs, strict=True):
        if not table.records:
            continue
        if intervals := regions.get(chromosome_name(name), ()):
            spans += _spans_of_contig(name.encode("latin-1"), table, intervals)
        elif only_looked_at < _MOST_LOOKED_AT:
            only_looked_at += 1
            spans.append(Span(name.encode("latin-1"), 0, -1, table.first, table.first, table.end))
    return spans


def _spans_of_contig(name: bytes, table: ContigTable, intervals: Iterable[Interval]) -> Iterator[Span]:
    """Regions whose stretches of the file meet have one span."""
    places, offsets = table.places()
    firsts, lasts = np.array(list(intervals), np.int64).T
    offsets = np.concatenate(([table.first], offsets, [table.end]))
    if not 0 <= table.first <= table.end or offsets.max() > table.end:
        raise WrongIndexError("its offsets lie beyond the end of their contig")
    reached = np.maximum(firsts - 2, 0)  # 0-based; an insertion may end just before
    begins = np.maximum(offsets[np.searchsorted(places, reached, "right")], table.first)
    ends = np.maximum(offsets[np.searchsorted(places, lasts, "left") + 1], begins)
    first_of_span = np.concatenate(([0], np.flatnonzero(begins[1:] > np.maximum.accumulate(ends)[:-1]) + 1))
    of_spans = (
        reached[first_of_span],
        np.maximum.reduceat(lasts, first_of_span),
        begins[first_of_span],
        np.maximum.reduceat(ends, first_of_span),
    )
    for first, last, begin, end in zip(*(values.tolist() for values in of_spans), strict=True):
        yield Span(name, first, last, begin, end, table.end)


def rows_of_spans(stream: IO[bytes], spans: list[Span]) -> Iterator[bytes]:
    """The rows of all spans, each row once, in pieces of which the last of a span ends with its row.

    Raises OSError where the file is damaged, WrongIndexError where it has no row where the index has one.
    """
    blocks = _Blocks(stream, _planned_ranges(spans))
    reached = 0
    for span in spans:
        rows = _RowsFrom(blocks, max(span.begin, reached), span.stop)
        if span.begin > reached:
            rows.require_none_before(span.contig, span.first)
        rows.skip_empty()
        rows.require_row_of(span.contig)
        yield from rows.until(max(span.end, rows.place))
        while not rows.at_end and not rows.begins_behind(span.contig, span.last):
            yield from rows.one_row()
        reached = rows.place


def _planned_ranges(spans: list[Span]) -> list[tuple[int, int]]:
    """Addresses of the first and last block of each stretch, where stretches share no block."""
    ranges: list[tuple[int, int]] = []
    for span in spans:
        first, last = span.begin >> 16, span.end >> 16
        if span.end == span.stop and not span.end & 0xFFFF:
            last -= 1  # the next contig begins in a block of its own
        if ranges and first <= ranges[-1][1]:
            ranges[-1] = (ranges[-1][0], max(ranges[-1][1], last))
        else:
            ranges.append((first, last))
    return ranges


class _Blocks:
    """Blocks of the file by their address: those planned are unpacked ahead of time, any other one when it is asked for."""

    def __init__(self, stream: IO[bytes], ranges: list[tuple[int, int]]) -> None:
        self._stream = stream
        self._planned = (block for blocks in in_threads(_tasks(stream, ranges)) for block in blocks)
        self._ahead = next(self._planned, None)
        self._known: deque[UnpackedBlock] = deque(maxlen=2)

    def at(self, address: int) -> UnpackedBlock:
        """Raises OSError where no block begins there or it is damaged."""
        for known in self._known:
            if known.address == address:
                return known
        while self._ahead and self._ahead.address < address:
            self._ahead = next(self._planned, None)
        block = self._ahead if self._ahead and self._ahead.address == address else self._read(address)
        self._known.append(block)
        return block

    def before(self, address: int) -> UnpackedBlock | None:
        """The block that ends where this address is; None where none does."""
        start = max(0, address - _LARGEST_BLOCK)
        piece = os.pread(self._stream.fileno(), address - start, start)
        at = piece.rfind(_BEGINNING)
        while at >= 0:
            blocks, end = whole_blocks(piece[at:])
            if len(blocks) == 1 and at + end == len(piece):
                with suppress(OSError):  # the bytes of a beginning within another block
                    return _unpacked([(start + at, piece[at:], blocks)])[0]
            at = piece.rfind(_BEGINNING, 0, at)
        return None

    def _read(self, address: int) -> UnpackedBlock:
        piece = os.pread(self._stream.fileno(), _LARGEST_BLOCK, address)
        blocks, _ = whole_blocks(piece)
        if not blocks:
            raise OSError(f"no compressed block begins at byte {address}")
        return _unpacked([(address, piece, blocks[:1])])[0]


_Packed = tuple[int, bytes, list[Block]]
"""Where a piece of the file begins, the piece, and blocks in it."""


def _tasks(stream: IO[bytes], ranges: list[tuple[int, int]]) -> Iterator[Callable[[], list[UnpackedBlock]]]:
    waiting: list[_Packed] = []
    count = 0
    for packed in _packed(stream, ranges):
        waiting.append(packed)
        count += len(packed[2])
        if count >= _BLOCKS_OF_A_TASK:
            yield partial(_unpacked, waiting)
            waiting, count = [], 0
    if waiting:
        yield partial(_unpacked, waiting)


def _packed(stream: IO[bytes], ranges: list[tuple[int, int]]) -> Iterator[_Packed]:
    for address, last in ranges:
        room = _MOST_BLOCKS
        while address <= last:
            piece = os.pread(stream.fileno(), min(last - address, _MOST_AT_ONCE) + room, address)
            blocks = [block for block in whole_blocks(piece)[0] if address + block[0] <= last]
            if blocks:
                end = sum(blocks[-1])
                yield address, piece[:end], blocks
                address += end
            elif room == _LARGEST_BLOCK:
                break  # whoever asks for the block will be told
            else:
                room = _LARGEST_BLOCK


def _unpacked(pieces: list[_Packed]) -> list[UnpackedBlock]:
    return [
        UnpackedBlock(address + start, address + start + length, _content(address, piece, (start, length)))
        for address, piece, blocks in pieces
        for start, length in blocks
    ]


def _content(address: int, piece: bytes, block: Block) -> bytes:
    try:
        return unpack(piece, [block])[0]
    except (OSError, zlib.error) as error:
        raise OSError(f"{error} (compressed block at byte {address + block[0]})") from error


class _RowsFrom:
    """A place in the file that is moved on, row by row or to another place."""

    def __init__(self, blocks: _Blocks, place: int, stop: int) -> None:
        self._blocks = blocks
        self._block = blocks.at(place >> 16)
        self._inside = place & 0xFFFF
        self._stop = stop
        if self._inside > len(self._block.content):
            raise WrongIndexError("it names a place beyond the end of a block")

    @property
    def place(self) -> int:
        return self._block.address << 16 | self._inside

    @property
    def at_end(self) -> bool:
        return self.place >= self._stop

    def skip_empty(self) -> None:
        while self._inside == len(self._block.content) and not self.at_end:
            self._next_block()

    def _next_block(self) -> None:
        self._block, self._inside = self._blocks.at(self._block.following), 0

    def until(self, place: int) -> Iterator[bytes]:
        """What stands before a place, which is one where a row begins."""
        while self._block.address < place >> 16:
            yield self._block.content[self._inside :]
            self._next_block()
        if self.place > place or place & 0xFFFF > len(self._block.content):
            raise WrongIndexError("it names a place where no block begins")
        yield self._block.content[self._inside : place & 0xFFFF]
        self._inside = place & 0xFFFF
        self.skip_empty()

    def one_row(self) -> Iterator[bytes]:
        while not (end := self._block.content.find(b"\n", self._inside) + 1):
            yield self._block.content[self._inside :]
            self._inside = len(self._block.content)
            if self.at_end or self._block.following << 16 >= self._stop:
                return  # the last row has no line end
            self._next_block()
        yield self._block.content[self._inside : end]
        self._inside = end
        self.skip_empty()

    def _columns(self) -> list[bytes]:
        """CONTIG and POS of the row that begins here, and the beginning of what follows."""
        block = self._block
        start = block.content[self._inside : self._inside + _CONTIG_AND_POS]
        while start.count(b"\t") < 2 and len(start) < _CONTIG_AND_POS and block.following << 16 < self._stop:
            block = self._blocks.at(block.following)
            start += block.content[:_CONTIG_AND_POS]
        return start.split(b"\t", 2)

    def require_none_before(self, contig: bytes, first: int) -> None:
        """Raises WrongIndexError where the row before this place begins at ``first`` (0-based) or behind it: records are
        sorted, so the index leads past rows that were asked for."""
        columns = self._row_before().split(b"\t", 2)
        if len(columns) == 3 and columns[0] == contig and columns[1].isdigit() and int(columns[1]) > first:
            raise WrongIndexError(f"it leads past rows of {contig.decode('latin-1')}")

    def _row_before(self) -> bytes:
        """The beginning of the row before this place; nothing where it began many blocks before."""
        content, address = self._block.content[: self._inside], self._block.address
        for _ in range(_MOST_BEFORE):
            begin = content.rfind(b"\n", 0, max(0, len(content) - 1)) + 1
            if begin or not address:
                return content[begin : begin + _CONTIG_AND_POS]
            before = self._blocks.before(address)
            if before is None:
                break
            content, address = before.content + content, before.address
        return b""

    def require_row_of(self, contig: bytes) -> None:
        """Raises WrongIndexError where no row of the contig begins here."""
        in_row = self._inside and self._block.content[self._inside - 1 : self._inside] != b"\n"
        if in_row or (not self.at_end and self._columns()[0] != contig):
            raise WrongIndexError(f"no row of {contig.decode('latin-1')} begins where it says")

    def begins_behind(self, contig: bytes, last: int) -> bool:
        """Whether the row here begins behind a position. A row that is none is not: whoever gets it says what is wrong."""
        columns = self._columns()
        if len(columns) < 3 or not columns[1].isdigit():
            return False
        if columns[0] != contig:
            raise WrongIndexError(f"rows of another contig stand among those of {contig.decode('latin-1')}")
        return int(columns[1]) > last
