"""Whether a tabix or CSI index is of the file that it stands beside: does the file end where the index says?

An index of another file sends every query to the wrong place, and htslib tells nothing: records are missing in silence. The
index holds for each contig where its records end (a pseudo-bin); after the last of these places the file must be empty.
Formats: https://samtools.github.io/hts-specs/tabix.pdf and CSIv1.pdf.
"""

from __future__ import annotations

import gzip
import os
import struct
import zlib
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pm_annotate.vcf.bgzf import unpack, whole_blocks

_TABIX_PSEUDO_BIN = 37450
_AT_ONCE = 1000  # bins
_LARGEST_END = 1 << 20  # compressed bytes after the last record: a block that began before it, and empty ones


def is_index_of(index: str, path: str) -> bool | None:
    """Whether ``path`` (bgzip) ends where its index says; None where the index does not tell: it has no records, or was
    written before 2013. Raises OSError, EOFError, zlib.error, ValueError or struct.error
    where the index cannot be read."""
    end = _end_of_records(Path(index).read_bytes())
    if end is None:
        return None
    block, inside = end >> 16, end & 0xFFFF
    if not 0 <= os.path.getsize(path) - block <= _LARGEST_END:
        return False
    with open(path, "rb") as stream:
        stream.seek(block)
        rest = stream.read()
    blocks, stop = whole_blocks(rest)
    if stop != len(rest):
        return False
    try:
        content = b"".join(unpack(rest, blocks))
    except (OSError, zlib.error):
        return False
    return len(content) >= inside and not content[inside:].strip()


def _end_of_records(packed: bytes) -> int | None:
    """Virtual offset of the end of the last contig's records; None where there is no such place."""
    content = gzip.decompress(packed)
    if content[:4] == b"TBI\1":
        (contigs,), names = struct.unpack_from("<i", content, 4), struct.unpack_from("<i", content, 32)[0]
        return _largest_end(content[36 + names :], contigs, _TABIX_PSEUDO_BIN, has_offsets=False)
    if content[:4] == b"CSI\1":
        depth, aux = struct.unpack_from("<ii", content, 8)
        (contigs,) = struct.unpack_from("<i", content, 16 + aux)
        return _largest_end(content[20 + aux :], contigs, ((1 << 3 * (depth + 1)) - 1) // 7 + 1, has_offsets=True)
    raise ValueError("it is no tabix or CSI index")


def _largest_end(content: bytes, contigs: int, pseudo_bin: int, has_offsets: bool) -> int | None:
    """Walk the bins of all contigs (CSI bins have an offset more, tabix contigs a linear index at their end)."""
    words = np.frombuffer(content, "<u4", len(content) // 4)
    before_chunks = 4 if has_offsets else 2
    largest = -1
    at = 0
    try:
        for _ in range(contigs):
            bins, at = int(words[at]), at + 1
            while bins:
                single = _bins_of_one_chunk(words, at, before_chunks, min(bins, _AT_ONCE))
                bins -= single
                at += single * (before_chunks + 4)
                if bins and single < _AT_ONCE:
                    if words[at] == pseudo_bin:
                        first = at + before_chunks
                        largest = max(largest, int(words[first + 2]) | int(words[first + 3]) << 32)
                    at += before_chunks + 4 * int(words[at + before_chunks - 1])
                    bins -= 1
            if not has_offsets:
                at += 1 + 2 * int(words[at])
    except IndexError as error:
        raise ValueError("it is cut off") from error
    return None if largest < 0 else largest


def _bins_of_one_chunk(words: npt.NDArray[np.uint32], at: int, before_chunks: int, most: int) -> int:
    """How many of the next bins have a single chunk, as nearly all have: they are passed over together."""
    size = before_chunks + 4
    chunks = words[at + before_chunks - 1 : at + size * most : size]
    other = np.flatnonzero(chunks != 1)
    return int(other[0]) if len(other) else len(chunks)
