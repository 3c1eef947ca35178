"""A file's pieces become those of a gzip file: the same bytes give the same file, whatever its name and time."""

from __future__ import annotations

from collections.abc import Iterator

from pm_annotate.report.files import Content

_GZIP = 16 + 15  # zlib's window bits: a gzip header and trailer. That header has no name, and 0 for the time (RFC 1952)


def gzipped(content: Content) -> Iterator[bytes]:
    """The gzip file of ``content``, piece by piece."""
    import zlib  # only who asks for compressed files pays for it

    compressor = zlib.compressobj(wbits=_GZIP)
    for piece in (content,) if isinstance(content, bytes) else content:
        yield compressor.compress(piece)
    yield compressor.flush()
