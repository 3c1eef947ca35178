"""Whether a tabix or CSI index is of the file that it stands beside: does the file end where the index says?

An index of another file sends every query to the wrong place: records would be missing in silence. The index holds for each
contig where its records begin and end: after the last of these places the file must be empty, and between them, from the
header on, no row may stand that no contig of the index has.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Iterator

from pm_annotate.errors import InputError
from pm_annotate.vcf.bgzf import unpack, whole_blocks
from pm_annotate.vcf.header import VcfHeader
from pm_annotate.vcf.index_tables import IndexTables, read_index
from pm_annotate.vcf.opening import FileKind

_LARGEST_BLOCK = 1 << 16  # compressed bytes
_LAST_BLOCKS = 3 * _LARGEST_BLOCK  # bytes: the last block with rows, and the empty one behind it, lie whole in them
_GZIP_MEMBER = b"\x1f\x8b\x08\x04"
_BEFORE_TEXT_OF_BCF = 9  # bytes: the magic, and how long the text of the header is
_LARGEST_END = 1 << 20  # compressed bytes after the last record: a block that began before it, and empty ones


def tables_of_index(header: VcfHeader, index: str) -> IndexTables:
    """What the index says. Raises InputError for that of another file, or a damaged one."""
    try:
        tables = read_index(index)
        belongs = is_index_of(tables, header.path)
        if belongs is False:
            shorter = (tables.end or 0) >> 16 >= os.path.getsize(header.path)
            why = "the file is shorter than what was indexed" if shorter else "the file does not end where the index says"
            raise wrong_index(header, index, why)
        if belongs and leaves_rows_out(tables, header):
            raise wrong_index(header, index, "there are rows that no contig of the index has")
    except PermissionError as error:
        raise InputError(f"{header.name}: its index {index} may not be read. Ask for the right to read it.") from error
    except (OSError, EOFError, ValueError, zlib.error, struct.error) as error:
        raise wrong_index(header, index, str(error)) from error
    return tables


def wrong_index(header: VcfHeader, index: str, why: str) -> InputError:
    again = "bcftools index -f" if header.kind is FileKind.BCF else "tabix -f -p vcf"
    return InputError(
        f"{header.name}: its index {index} is not of this file, or damaged ({why}). If the file is the right one and whole, "
        f"index it again ({again} {header.name}) or remove the index."
    )


def is_index_of(tables: IndexTables, path: str) -> bool | None:
    """Whether ``path`` (bgzip) ends where its index says; None where nobody can tell: the index has no records, or does not
    count them, or the file is damaged there, which whoever reads it will say. Raises OSError where it cannot be read."""
    end = tables.end
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
        return None
    return len(content) >= inside and not content[inside:].strip()


def ends_in_a_line(header: VcfHeader) -> bool:
    """Whether the last row of a bgzip file has a line end. Without one it may be cut off, which is told where it is read.

    Raises InputError where the file is damaged there.
    """
    with open(header.path, "rb") as stream:
        stream.seek(max(0, os.path.getsize(header.path) - _LAST_BLOCKS))
        tail = stream.read()
    start = tail.find(_GZIP_MEMBER)
    while start >= 0:
        blocks, stop = whole_blocks(tail[start:])
        if stop == len(tail) - start:
            try:
                contents = [unpack(tail[start:], [block])[0] for block in blocks[-2:]]
            except (OSError, zlib.error) as error:
                raise InputError(f"{header.name} is cut off or damaged: {error}. Copy or download it again.") from error
            return b"".join(contents).endswith(b"\n")
        start = tail.find(_GZIP_MEMBER, start + 1)
    return False


def leaves_rows_out(tables: IndexTables, header: VcfHeader) -> bool:
    """Whether rows stand between the header and the first contig of the index, or between two of its contigs.

    Raises OSError or zlib.error where the file is damaged there.
    """
    place = _end_of_header(header)
    for first, end in sorted((table.first, table.end) for table in tables.contigs if table.records):
        if first != place and (first < place or not _is_blank(header.path, place, first)):
            return True
        place = end
    return False


def _end_of_header(header: VcfHeader) -> int:
    """Virtual offset behind the header: behind its last line; of a BCF, behind as much text as it states."""
    lines, length = header.line_count, -1
    for address, content in _blocks_from(header.path, 0):
        if header.kind is FileKind.BCF:
            if length < 0:
                length = _BEFORE_TEXT_OF_BCF + int.from_bytes(content[5:_BEFORE_TEXT_OF_BCF], "little")
            if length < len(content):
                return address << 16 | length
            length -= len(content)
            continue
        found = content.count(b"\n")
        if found >= lines:
            inside = 0
            for _ in range(lines):
                inside = content.index(b"\n", inside) + 1
            return address << 16 | inside
        lines -= found
    return os.path.getsize(header.path) << 16


def _is_blank(path: str, start: int, end: int) -> bool:
    """Whether nothing but white space stands between two virtual offsets."""
    for address, content in _blocks_from(path, start >> 16):
        inside = start & 0xFFFF if address == start >> 16 else 0
        if address >= end >> 16:
            return not content[inside : end & 0xFFFF].strip()
        if content[inside:].strip():
            return False
    return False


def _blocks_from(path: str, address: int) -> Iterator[tuple[int, bytes]]:
    """The blocks of a bgzip file from an address on, each with its own. Raises OSError or zlib.error for a damaged one."""
    with open(path, "rb") as stream:
        stream.seek(address)
        piece = b""
        while more := stream.read(_LARGEST_BLOCK):
            piece += more
            blocks, following = whole_blocks(piece)
            for block in blocks:
                yield address + block[0], unpack(piece, [block])[0]
            piece, address = piece[following:], address + following
