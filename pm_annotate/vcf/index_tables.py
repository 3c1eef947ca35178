"""What a tabix or CSI index says of a file: for each contig how many records it has, where they begin and end, and from where
on a position can be reached.

Formats: https://samtools.github.io/hts-specs/tabix.pdf and CSIv1.pdf. Places are virtual offsets: where a bgzip block begins in
the file (the upper 48 bits), and a byte of its content (the lower 16). The chunks that an index lists by bins of positions are
not needed: records are sorted, so whoever reads on from the first place finds all, and sees where a region ends.
"""

import struct
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pm_annotate.vcf.bgzf import unpacked

_TABIX_WINDOW, _TABIX_DEPTH = 14, 5  # an offset for every 16,384 positions; six levels of bins
_CONFIGURATION = struct.Struct(
    "<7i"
)  # format, columns of contig, begin and end, sign of comments, lines to skip, length of names
_OF_VCF = (2, 1, 2, 0)  # the first four of them
_AT_ONCE = 1000  # bins

_Words = npt.NDArray[np.uint32]
Numbers = npt.NDArray[np.int64]


class ContigTable(NamedTuple):
    """Where the records of a contig stand, from ``first`` to ``end``.

    ``records`` is None where the index does not count them: tabix before 2013, and htsjdk.
    """

    first: int
    end: int
    records: int | None
    starts: Numbers | None  # 0-based; None: every 16,384 positions
    packed_offsets: _Words  # as the file has them, two words each: a table is unpacked when its contig is asked for

    def places(self) -> tuple[Numbers, Numbers]:
        """Positions and virtual offsets, both ascending: no record that reaches a position, or any later one, stands before
        its offset."""
        offsets = np.maximum.accumulate(_offsets(self.packed_offsets))  # some programs leave 0 for windows without records
        starts = np.arange(len(offsets), dtype=np.int64) << _TABIX_WINDOW if self.starts is None else self.starts
        return starts, offsets


class IndexTables(NamedTuple):
    """The whole index. ``names`` is empty where it names no contigs (that of a BCF) or is not one of VCF columns."""

    names: tuple[str, ...]
    contigs: tuple[ContigTable, ...]

    @property
    def end(self) -> int | None:
        """Virtual offset behind the last record; None where the index has no records or does not tell."""
        return max((table.end for table in self.contigs if table.records), default=None)

    @property
    def records(self) -> int | None:
        """How many records the file has; None where the index does not count them."""
        counts = [table.records for table in self.contigs]
        return None if None in counts else sum(count or 0 for count in counts)


def read_index(path: str) -> IndexTables:
    """Raises OSError, EOFError, zlib.error, ValueError or struct.error where the index cannot be read."""
    content = bytearray()  # that of a genome has 6 MB: joining a list of blocks would hold it twice
    for block in unpacked(path):
        content += block
    if content[:4] == b"TBI\1":
        names, at, (contigs,) = *_names(content, 8), struct.unpack_from("<i", content, 4)
        tables = _tables(content, at, contigs, None, _TABIX_DEPTH)
    elif content[:4] == b"CSI\1":
        window, depth, length = struct.unpack_from("<3i", content, 4)
        if not (0 < window < 32 and 0 < depth < 10 and 0 <= length < len(content)):
            raise ValueError("its header is odd")
        names = _names(content, 16)[0] if length >= _CONFIGURATION.size else ()
        (contigs,) = struct.unpack_from("<i", content, 16 + length)
        tables = _tables(content, 20 + length, contigs, window, depth)
    else:
        raise ValueError("it is no tabix or CSI index")
    return IndexTables(names if len(names) == len(tables) else (), tables)


def _names(content: bytearray, at: int) -> tuple[tuple[str, ...], int]:
    """Names of the contigs, and where they end."""
    *columns, _, _, length = _CONFIGURATION.unpack_from(content, at)
    at += _CONFIGURATION.size
    if not 0 <= length <= len(content) - at:
        raise ValueError("it is cut off")
    names = content[at : at + length].decode("latin-1").split("\0")[:-1]
    return tuple(names) if tuple(columns) == _OF_VCF else (), at + length


def _tables(content: bytearray, at: int, contigs: int, window: int | None, depth: int) -> tuple[ContigTable, ...]:
    words: _Words = np.frombuffer(content, "<u4", max(0, len(content) - at) // 4, at)
    try:
        return tuple(_contig_tables(words, contigs, window, depth))
    except IndexError as error:
        raise ValueError("it is cut off") from error


def _contig_tables(words: _Words, contigs: int, window: int | None, depth: int) -> Iterator[ContigTable]:
    """Walk the bins of all contigs: CSI bins have an offset each, tabix contigs (no ``window``) offsets at their end."""
    before_chunks = 2 if window is None else 4
    size = before_chunks + 4  # words of a bin with a single chunk
    pseudo_bin = ((1 << 3 * (depth + 1)) - 1) // 7 + 1
    at = 0
    for _ in range(contigs):
        count, at = int(words[at]), at + 1
        first, end, records = 0, 0, None if count else 0
        bins = []
        while count:
            single = _bins_of_one_chunk(words, at, before_chunks, min(count, _AT_ONCE))
            bins.append(words[at : at + single * size].reshape(-1, size)[:, :before_chunks])
            count, at = count - single, at + single * size
            if not count or single == _AT_ONCE:
                continue
            chunks = int(words[at + before_chunks - 1])
            if words[at] == pseudo_bin and chunks == 2:  # the first: from where to where; the second: numbers of records
                first, end, placed, unplaced = _offsets(words[at + before_chunks :][:8]).tolist()
                records = placed + unplaced
            else:
                bins.append(words[at : at + before_chunks].reshape(1, -1))
            count, at = count - 1, at + before_chunks + 4 * chunks
        if window is None:
            length, at = 2 * int(words[at]), at + 1
            starts, offsets, at = None, words[at : at + length], at + length
            if len(offsets) < length:
                raise ValueError("it is cut off")
        else:
            starts, offsets = _by_start(bins, window, depth)
        yield ContigTable(first, end, records, starts, offsets)


def _bins_of_one_chunk(words: _Words, at: int, before_chunks: int, most: int) -> int:
    """How many of the next bins have a single chunk, as nearly all have: they are passed over together."""
    size = before_chunks + 4
    chunks = words[at + before_chunks - 1 : at + size * most : size]
    other = np.flatnonzero(chunks != 1)
    return int(other[0]) if len(other) else len(chunks)


def _by_start(bins: list[_Words], window: int, depth: int) -> tuple[Numbers, _Words]:
    """Where CSI bins begin (0-based) and their offsets, in the order of their beginnings."""
    if not bins:
        return np.empty(0, np.int64), np.empty(0, np.uint32)
    numbers, low, high, _ = np.concatenate(bins).T
    firsts = np.array([((1 << 3 * level) - 1) // 7 for level in range(depth + 1)], np.int64)  # bin of each level
    levels = np.searchsorted(firsts, numbers, "right") - 1
    starts = (numbers - firsts[levels]) << (window + 3 * (depth - levels))
    order = np.argsort(starts, kind="stable")
    return starts[order], np.column_stack((low, high))[order].ravel()


def _offsets(words: _Words) -> Numbers:
    pairs = words.reshape(-1, 2).astype(np.int64)
    return pairs[:, 0] | pairs[:, 1] << 32
