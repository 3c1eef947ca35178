"""The rows of a text VCF in blocks of many: whole lines, whatever the file is packed in."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Iterator

from pm_annotate.errors import InputError
from pm_annotate.vcf.header import VcfHeader
from pm_annotate.vcf.opening import FileKind

_PIECE = 1 << 18  # bytes read at a time, and of a block at least: larger ones leave the caches of the processor
_LONGEST_ROW = 1 << 27  # bytes; a row without end is damage, or an attack

DAMAGE = (OSError, EOFError, zlib.error)
"""What reading a damaged file raises."""


def row_blocks(header: VcfHeader) -> Iterator[bytes]:
    """The data rows as blocks of whole lines; only the last block may lack its line end.

    Raises OSError, EOFError or zlib.error where the file is damaged, InputError for a row longer than 128 MB.
    """
    return in_blocks(header, _rows_only(header))


def in_blocks(header: VcfHeader, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Rows in pieces of any length as blocks of whole lines. Raises InputError for a row longer than 128 MB."""
    parts: list[bytes] = []
    waiting = 0
    for piece in pieces:
        waiting += len(piece)
        cut = piece.rfind(b"\n") + 1 if waiting >= _PIECE else 0
        if cut:
            yield b"".join((*parts, memoryview(piece)[:cut]))
            parts = [piece[cut:]]
            waiting = len(parts[0])
            continue
        if waiting > _LONGEST_ROW:
            raise InputError(f"{header.name}: a row is longer than {_LONGEST_ROW >> 20} MB. The file is damaged.")
        parts.append(piece)
    rest = b"".join(parts)
    cut = rest.rfind(b"\n") + 1
    yield from (block for block in (rest[:cut], rest[cut:]) if block)


def _rows_only(header: VcfHeader) -> Iterator[bytes]:
    """The file's content in pieces of any length, without the lines of the header."""
    left = header.line_count
    for piece in _content(header):
        start = 0
        while left and start < len(piece):
            end = piece.find(b"\n", start)
            if end < 0:
                start = len(piece)
            else:
                start = end + 1
                left -= 1
        if start < len(piece):
            yield piece[start:] if start else piece


def _content(header: VcfHeader) -> Iterator[bytes]:
    if header.kind is FileKind.BGZIP:
        from pm_annotate.vcf.bgzf import unpacked

        yield from unpacked(header.path)
        return
    with open(header.path, "rb") if header.kind is FileKind.TEXT else gzip.open(header.path, "rb") as stream:
        while piece := stream.read(_PIECE):
            yield piece
