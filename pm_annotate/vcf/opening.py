"""Opening a VCF: which kind of file it is, a stream of its lines, and standard input as a file."""

from __future__ import annotations

import atexit
import gzip
import io
import os
import stat
import sys
import zlib
from contextlib import suppress
from enum import Enum
from typing import IO, cast

from pm_annotate.errors import InputError

STANDARD_INPUT = "-"

_BGZF_END_OF_FILE = bytes.fromhex("1f8b08040000000000ff0600424302001b0003000000000000000000")
"""The empty block that ends every bgzip file (SAM specification, section 4.1.2)."""

_COPIED = 1 << 20  # bytes at a time
_BUFFER = 1 << 16  # bytes: what is read here, a header and a first row, is rarely more

_FOREIGN = (
    (b"\xfd7zXZ\x00", "is compressed with xz; decompress it first (xz -d)"),
    (b"BZh", "is compressed with bzip2; decompress it first (bunzip2)"),
    (b"\x28\xb5\x2f\xfd", "is compressed with zstd; decompress it first (zstd -d)"),
    (b"PK\x03\x04", "is a zip archive; unpack it first"),
    (b"CRAM", "is a CRAM file of reads, not a VCF"),
    (b"BAM\x01", "is a BAM file of reads, not a VCF"),
    (b"\xff\xfe", "is UTF-16 text; save it as UTF-8"),
    (b"\xfe\xff", "is UTF-16 text; save it as UTF-8"),
)


class FileKind(Enum):
    """How the records of a file are stored."""

    TEXT = "text"
    GZIP = "gzip"
    BGZIP = "bgzip"
    BCF = "BCF"


def local_file(path: str) -> str:
    """Path of a regular file with the content of ``path``.

    Standard input (``-``), pipes and process substitutions are copied to a private temporary file (mode 0600) that goes
    when the program ends, because a VCF is read more than once: header, assembly, records. Raises InputError.
    """
    if path == STANDARD_INPUT:
        return _spooled(sys.stdin.buffer, "standard input")
    try:
        mode = os.stat(path).st_mode
        if stat.S_ISDIR(mode):
            raise InputError(
                f"{path} is a folder, not a VCF file. Give the path of one file, such as {path.rstrip('/')}/*.vcf.gz."
            )
        if stat.S_ISREG(mode):
            return path
        with open(path, "rb") as stream:
            return _spooled(stream, path)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}.") from error


def _spooled(stream: IO[bytes], name: str) -> str:
    import shutil
    import tempfile

    try:
        handle, copy = tempfile.mkstemp(prefix="pm-annotate-", suffix=".vcf")
        atexit.register(_remove, copy)
        with os.fdopen(handle, "wb") as target:
            shutil.copyfileobj(stream, target, _COPIED)
    except OSError as error:
        raise InputError(
            f"{name} cannot be copied to a temporary file: {error.strerror or error}. Free space or set TMPDIR."
        ) from error
    return copy


def _remove(path: str) -> None:
    with suppress(OSError):
        os.unlink(path)


def file_kind(path: str, name: str) -> FileKind:
    """Kind of a regular file, from its first bytes. Raises InputError for an empty, unreadable or foreign file."""
    try:
        with open(path, "rb") as stream:
            start = stream.read(18)
        if not start:
            raise InputError(f"{name} is empty: not even a VCF header is there.")
        if start[:2] == b"\x1f\x8b":
            return _compressed_kind(path, name, start)
    except (OSError, EOFError) as error:
        raise InputError(f"{name} cannot be read: {_words(error)}.") from error
    if start[:3] == b"BCF":
        return FileKind.BCF
    _refuse_foreign(start, name)
    return FileKind.TEXT


def _compressed_kind(path: str, name: str, start: bytes) -> FileKind:
    blocked = len(start) >= 14 and bool(start[3] & 4) and start[12:14] == b"BC"
    try:
        with gzip.open(path, "rb") as stream:
            inside = stream.read(18)
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise InputError(f"{name} is cut off or damaged: {_words(error)}. Copy or download it again.") from error
    _refuse_foreign(inside, name)
    if inside[:3] == b"BCF":
        return FileKind.BCF
    return FileKind.BGZIP if blocked else FileKind.GZIP


def _refuse_foreign(start: bytes, name: str) -> None:
    for magic, reason in _FOREIGN:
        if start.startswith(magic):
            raise InputError(f"{name} {reason}.")


def _words(error: BaseException) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error)[:1].lower() + str(error)[1:] or type(error).__name__


def require_end_block(path: str, name: str) -> None:
    """Check the empty block at the end of a bgzip or BCF file. Raises InputError where it is missing: the file is cut off."""
    with open(path, "rb") as stream:
        if stream.read(2) != b"\x1f\x8b":
            return  # uncompressed BCF has no end mark
        stream.seek(0, os.SEEK_END)
        stream.seek(max(0, stream.tell() - len(_BGZF_END_OF_FILE)))
        if stream.read() != _BGZF_END_OF_FILE:
            raise InputError(
                f"{name} is cut off: the block that ends every bgzip file is missing. Copy or download the file again."
            )


def open_lines(path: str, kind: FileKind) -> io.BufferedReader:
    """Binary stream of the lines of a text, gzip or bgzip file. Damage shows as OSError, EOFError or zlib.error."""
    if kind is FileKind.TEXT:
        return io.BufferedReader(io.FileIO(path), _BUFFER)
    unpacked = cast("io.RawIOBase", gzip.GzipFile(path, "rb"))
    return io.BufferedReader(unpacked, _BUFFER)  # GzipFile gives lines through Python code, one by one
