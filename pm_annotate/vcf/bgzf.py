"""Unpacking a bgzip file block by block on all processors. Every block is checked by its own CRC (SAM specification, 4.1).

A bgzip file is a row of small gzip members that each say how long they are, so that many can be unpacked at once. isal and zlib
let go of Python's lock while they work: threads are enough.
"""

from __future__ import annotations

import gzip
import os
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from types import ModuleType
from typing import IO, TypeVar

from pm_annotate.processes import usable_processors

fast: ModuleType
try:
    from isal import isal_zlib as fast  # a third of the time of zlib
except ImportError:  # a platform that it is not made for
    fast = zlib

_BATCH = 1 << 17  # compressed bytes that one thread unpacks at a time
_HEADER = 18  # bytes of a block before its deflated content
_FOOTER = 8  # CRC-32 and length of the content, little-endian
_LARGEST_CONTENT = 1 << 16  # bytes
_MOST_THREADS = 4  # reading the rows cannot keep up with more

Block = tuple[int, int]
"""Where a block begins in a piece of the file, and its length in bytes."""

Result = TypeVar("Result")


def unpacked(path: str) -> Iterator[bytes]:
    """The content of a bgzip file, block by block (at most 64 KB each), in order.

    Gzip members that are no bgzip blocks are read as gzip. Raises OSError, EOFError or zlib.error where the file is damaged
    or cut off.
    """
    with open(path, "rb") as stream:
        if os.path.getsize(path) <= 2 * _BATCH:
            for piece, blocks in _pieces(stream):
                yield from unpack(piece, blocks)
        else:
            yield from _many_blocks(stream)
        yield from _plain_gzip(stream)


def _many_blocks(stream: IO[bytes]) -> Iterator[bytes]:
    for contents in in_threads(partial(unpack, piece, blocks) for piece, blocks in _pieces(stream)):
        yield from contents


def in_threads(tasks: Iterable[Callable[[], Result]]) -> Iterator[Result]:
    """What the tasks return, in their order. At any time only a few are waiting or done: memory does not grow with the file."""
    from concurrent.futures import Future, ThreadPoolExecutor

    threads = min(_MOST_THREADS, usable_processors())
    waiting: deque[Future[Result]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        for task in tasks:
            waiting.append(pool.submit(task))
            if len(waiting) > threads + 1:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _pieces(stream: IO[bytes]) -> Iterator[tuple[bytes, list[Block]]]:
    """Pieces of the file with the whole blocks in each. Stops, with the stream there, where a member is no bgzip block."""
    piece = b""
    while more := stream.read(_BATCH):
        piece += more
        blocks, end = whole_blocks(piece)
        yield piece, blocks
        piece = piece[end:]
        if len(piece) >= _HEADER and not _is_block(piece, 0):
            stream.seek(-len(piece), os.SEEK_CUR)
            return
    if piece:
        raise EOFError("the last compressed block is not whole")


def _is_block(piece: bytes, start: int) -> bool:
    """Whether a gzip member carries the extra field ``BC`` as its first and only one, as htslib writes it."""
    return piece[start : start + 4] == b"\x1f\x8b\x08\x04" and piece[start + 10 : start + 16] == b"\x06\x00BC\x02\x00"


def whole_blocks(piece: bytes) -> tuple[list[Block], int]:
    """The blocks that lie whole in a piece, and where the next one begins."""
    blocks: list[Block] = []
    start = 0
    while start + _HEADER <= len(piece) and _is_block(piece, start):
        length = int.from_bytes(piece[start + 16 : start + 18], "little") + 1
        if start + length > len(piece):
            break
        blocks.append((start, length))
        start += length
    return blocks, start


def unpack(piece: bytes, blocks: list[Block]) -> list[bytes]:
    """The content of each block. Raises OSError or zlib.error where one is damaged."""
    contents = []
    view = memoryview(piece)
    for start, length in blocks:
        footer = start + length - _FOOTER
        size = int.from_bytes(view[footer + 4 : footer + 8], "little")
        if size > _LARGEST_CONTENT:
            raise OSError("incorrect length of a block")
        content = _inflated(view[start + _HEADER : footer], size)
        if fast.crc32(content) != int.from_bytes(view[footer : footer + 4], "little"):
            raise OSError("CRC check failed")
        if len(content) != size:
            raise OSError("incorrect length of a block")
        contents.append(content)
    return contents


def _inflated(packed: memoryview, size: int) -> bytes:
    """The content, given its size. What isal refuses zlib is asked for: it names what is wrong."""
    with suppress(fast.error):
        content: bytes = fast.decompress(packed, -zlib.MAX_WBITS, max(1, size))
        return content
    return zlib.decompress(packed, -zlib.MAX_WBITS, max(1, size))


def _plain_gzip(stream: IO[bytes]) -> Iterator[bytes]:
    if not stream.read(1):
        return
    stream.seek(-1, os.SEEK_CUR)
    with gzip.GzipFile(fileobj=stream, mode="rb") as members:
        while content := members.read(4 * _BATCH):
            yield content
