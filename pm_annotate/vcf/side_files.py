"""Small text files beside a VCF (BED, segments, fusions): plain or gzip, of a bounded size."""

from __future__ import annotations

import gzip
import io
import zlib
from pathlib import Path

from pm_annotate.errors import InputError

LARGEST = 1 << 28  # bytes of text; whoever gives more gave another file, or a few bytes that unpack to a disk full of zeros


def read_text(path: Path, what: str) -> str:
    """The text of a file. ``what`` it should be (``a BED file``) is for messages. Raises InputError."""
    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST + 1)
        if content[:2] == b"\x1f\x8b":
            with gzip.open(io.BytesIO(content), "rb") as unpacked:
                content = unpacked.read(LARGEST + 1)
        if content[:4] == b"PK\x03\x04":
            raise InputError(f"{path} cannot be read as {what}: it is a workbook or a zip file. Save it as text with tabs.")
        if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise InputError(f"{path} cannot be read as {what}: it is UTF-16. Save it as UTF-8.")
        text = content.decode("utf-8-sig")
    except (OSError, EOFError, UnicodeDecodeError, zlib.error) as error:
        raise InputError(f"{path} cannot be read as {what}: {getattr(error, 'strerror', None) or error}.") from error
    if len(content) > LARGEST:
        raise InputError(f"{path} cannot be read as {what}: it is larger than {LARGEST >> 20} MB.")
    return text
