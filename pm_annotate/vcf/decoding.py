"""Rows that matter, decoded by cyvcf2, whatever the file is packed in: text from any source takes the same way.

The rows found go to cyvcf2 as a VCF of their own, with the file's header, a batch at a time. What htslib reads is held against
what is written: numbers may be rounded (htslib keeps 32-bit floats), nothing else may change. A row that htslib cannot parse
(``DP=1.5`` in an Integer field, a sample with too many values) or reads otherwise than written is taken as written.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Any

from pm_annotate.errors import PmAnnotateError
from pm_annotate.vcf.header import FIXED_COLUMNS, VcfHeader
from pm_annotate.vcf.row_scan import FoundRow

_FIRST_ROWS = 100  # whoever needs a few records only need not wait for many
_MOST_ROWS = 1000
_MOST_BYTES = 4 << 20
_VALUES = re.compile(r"([:,=|/])")  # what stands between them must be the same too
_CONTIG = re.compile(rb"[0-9A-Za-z!#$%&+./:;?@^_|~-][0-9A-Za-z!#$%&*+./:;=?@^_|~-]*\t")  # VCF 4.5, section 1.4.7
_PRECISION = 1e-5  # relative; htslib writes six significant digits


def decoded(header: VcfHeader, found: Iterable[FoundRow]) -> Iterator[tuple[FoundRow, str]]:
    """Each row with its text as cyvcf2 reads it (no line end), or as written where cyvcf2 would change it."""
    head, columns = _header_texts(header)
    for batch in _batches(found):
        for row, text in zip(batch, _texts(head, columns, batch), strict=True):
            written = row.row.rstrip(b"\r\n").decode("utf-8", "replace")
            yield row, text if text is not None and says_the_same(text, written) else written


def _header_texts(header: VcfHeader) -> tuple[bytes, bytes]:
    """The meta-information lines, and the line of the columns."""
    columns = [*FIXED_COLUMNS, *(("FORMAT", *header.samples) if header.samples else ())]
    head, column_line = "\n".join((*header.lines, "")), "\t".join(columns) + "\n"
    return head.encode("utf-8", "replace"), column_line.encode("utf-8", "replace")


def _batches(found: Iterable[FoundRow]) -> Iterator[list[FoundRow]]:
    batch: list[FoundRow] = []
    size, most = 0, _FIRST_ROWS
    for row in found:
        batch.append(row)
        size += len(row.row)
        if len(batch) == most or size > _MOST_BYTES:
            yield batch
            batch, size, most = [], 0, min(2 * most, _MOST_ROWS)
    if batch:
        yield batch


def _texts(head: bytes, columns: bytes, batch: list[FoundRow]) -> list[str | None]:
    """The rows as cyvcf2 writes them back; None where it cannot read one.

    Every contig is declared, also where the file does not: a row that htslib cannot parse on a contig that it does not know
    makes cyvcf2 0.31-0.35 read memory that is not there. A contig whose name cannot be declared is not given to it.
    """
    sure = [row for row in batch if _CONTIG.match(row.row)]
    try:
        texts = iter(_texts_of(head, columns, sure))
    except OSError as error:  # no room for the rows: no fault of the file
        raise PmAnnotateError(
            f"Rows cannot be decoded: {error.strerror or error}. Free memory and space, or set TMPDIR."
        ) from error
    return [next(texts) if _CONTIG.match(row.row) else None for row in batch]


def _texts_of(head: bytes, columns: bytes, batch: list[FoundRow]) -> list[str | None]:
    import cyvcf2

    cyvcf2.cyvcf2.set_htslib_log_level(0)
    contigs = dict.fromkeys(row.row[: row.row.find(b"\t")] for row in batch)
    with _unnamed_file() as stream:
        stream.write(head)
        stream.writelines(b"##contig=<ID=%b>\n" % contig for contig in contigs)
        stream.write(columns)
        stream.writelines(row.row.rstrip(b"\r\n") + b"\n" for row in batch)
        stream.flush()
        stream.seek(0)
        try:
            reader = cyvcf2.VCF(stream)
        except Exception:  # a header that htslib does not read
            return [None] * len(batch)
        texts = [_next_text(reader) for _ in batch]
        reader.close()
    return texts


def _next_text(reader: Any) -> str | None:
    try:
        return str(next(reader)).rstrip("\n")
    except Exception:  # cyvcf2 raises bare Exception; the row after it is read by the next call
        return None


def _unnamed_file() -> IO[bytes]:
    """A file in memory where the system has such, else a temporary one without a name."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("pm-annotate"), "w+b")
    import tempfile

    return tempfile.TemporaryFile()


def says_the_same(read: str, written: str) -> bool:
    """Whether two texts of a row differ in nothing but how exactly their numbers are given. A whole number is exact: END of a
    header that declares it Float is no longer a position when six of its digits are left."""
    if read == written:
        return True
    columns, columns_written = read.split("\t"), written.split("\t")
    if columns[:5] != columns_written[:5]:
        return False
    return _all_same(columns, columns_written, lambda one, other: _all_same(one.split(";"), other.split(";"), _same_values))


def _all_same(ones: list[str], others: list[str], same: Callable[[str, str], bool]) -> bool:
    """Most parts are the same text: only of those that are not more is asked."""
    return len(ones) == len(others) and all(one == other or same(one, other) for one, other in zip(ones, others, strict=True))


def _same_values(one: str, other: str) -> bool:
    return _all_same(_VALUES.split(one), _VALUES.split(other), _same_number)


def _same_number(read: str, written: str) -> bool:
    try:
        left, right = float(read), float(written)
    except ValueError:
        return False
    if written.lstrip("+-").isdigit():
        return left == right and "e" not in read
    both_none = left != left and right != right  # NaN
    return both_none or left == right or abs(left - right) <= _PRECISION * max(abs(left), abs(right))
