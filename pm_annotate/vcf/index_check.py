"""Whether a tabix or CSI index is of the file that it stands beside: does the file end where the index says?

An index of another file sends every query to the wrong place: records would be missing in silence. The index holds for each
contig where its records end; after the last of these places the file must be empty.
"""

from __future__ import annotations

import os
import struct
import zlib

from pm_annotate.errors import InputError
from pm_annotate.vcf.bgzf import unpack, whole_blocks
from pm_annotate.vcf.header import VcfHeader
from pm_annotate.vcf.index_tables import IndexTables, read_index

_LARGEST_END = 1 << 20  # compressed bytes after the last record: a block that began before it, and empty ones


def tables_of_index(header: VcfHeader, index: str) -> IndexTables:
    """What the index says. Raises InputError for that of another file, or a damaged one."""
    try:
        tables = read_index(index)
        belongs = is_index_of(tables, header.path)
    except (OSError, EOFError, ValueError, zlib.error, struct.error) as error:
        raise wrong_index(header, index, str(error)) from error
    if belongs is False:
        raise wrong_index(header, index, "the file does not end where the index says")
    return tables


def wrong_index(header: VcfHeader, index: str, why: str) -> InputError:
    return InputError(
        f"{header.name}: its index {index} is not of this file, or damaged ({why}). Index it again, or remove it."
    )


def is_index_of(tables: IndexTables, path: str) -> bool | None:
    """Whether ``path`` (bgzip) ends where its index says; None where the index does not tell: it has no records, or does not
    count them. Raises OSError where the file cannot be read."""
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
        return False
    return len(content) >= inside and not content[inside:].strip()
