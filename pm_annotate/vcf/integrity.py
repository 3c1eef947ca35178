"""Rows that are not whole: wrong number of columns, positions that are no numbers, a last line that was cut."""

from __future__ import annotations

from typing import NoReturn

from pm_annotate.errors import InputError
from pm_annotate.vcf.header import FIXED_COLUMNS, VcfHeader

LARGEST_POSITION = 2**31 - 1  # VCF positions are 32-bit integers


def column_count(header: VcfHeader) -> int:
    """Columns that every data row must have."""
    return len(FIXED_COLUMNS) + (1 + len(header.samples) if header.samples else 0)


def place(header: VcfHeader, number: int) -> str:
    """``file.vcf, record 12 (line 40)``: where a record stands. Line numbers count the header; blank lines are not counted.

    Records that were found through an index have the number 0.
    """
    if not number:
        return f"{header.name}, a record found through its index"
    return f"{header.name}, record {number} (line {header.line_count + number})"


def check_row(header: VcfHeader, line: bytes, number: int) -> None:
    """Raise InputError for a header line among the records and for NUL bytes, where htslib would end the row in silence."""
    if line.startswith(b"#"):
        raise InputError(
            f"{place(header, number)}: a header line stands among the records. Several VCFs were joined: give them one by one."
        )
    if b"\0" in line:
        raise InputError(f"{place(header, number)}: there are NUL bytes in this line. The file is damaged: copy it again.")


def mended_row(header: VcfHeader, line: bytes, number: int) -> bytes | None:
    """A row whose number of columns is not that of the header, made whole where nothing is lost.

    A blank line gives None. Empty columns at the end are dropped, and a FORMAT column without samples is as well. Anything
    else raises InputError: the row is cut off, misses columns or has too many.
    """
    if not line.strip():
        return None
    expected = column_count(header)
    columns = line.rstrip(b"\r\n").split(b"\t")
    while len(columns) > expected and not columns[-1].strip():
        columns.pop()
    if len(columns) == expected + 1 and not header.samples:
        columns.pop()  # FORMAT without a sample column says nothing
    if len(columns) != expected:
        _refuse_row(header, line, number, len(columns))
    return b"\t".join(columns) + b"\n"


def _refuse_row(header: VcfHeader, line: bytes, number: int, found: int) -> NoReturn:
    expected = column_count(header)
    where = place(header, number)
    if found < expected and not line.endswith(b"\n"):
        raise InputError(f"{where}: the file ends in the middle of this line. It is cut off: copy or download it again.")
    if found == 1 and len(line.split()) >= expected:
        raise InputError(f"{where}: the columns are separated by spaces, and a VCF needs tabs.")
    raise InputError(
        f"{where}: the row has {found} columns, and the header names {expected}. The file is malformed or cut off."
    )


def position(header: VcfHeader, text: bytes, number: int) -> int:
    """POS as a number, 0 (before the first base) or more. Raises InputError for anything else."""
    if text.isdigit() and len(text) <= 10 and int(text) <= LARGEST_POSITION:
        return int(text)
    shown = text[:30].decode("utf-8", "replace")
    raise InputError(f"{place(header, number)}: POS '{shown}' is not a position. The file is malformed.")


def check_last_line(header: VcfHeader, line: bytes, number: int) -> None:
    """Check a last row that has all its columns but no line end: is its last value whole?

    A row that stops in its INFO shows it by a key without its value or one that the header does not know; one that stops in
    its last sample shows it by a sample that is empty or ends with a separator. Raises InputError where the row is cut.
    """
    if line.endswith(b"\n") or not line.strip():
        return
    columns = line.decode("utf-8", "replace").split("\t")
    last = columns[-1]
    cut = _cut_sample(last, columns[8]) if header.samples else _cut_info(last, header.info_ids)
    if cut:
        raise InputError(
            f"{place(header, number)}: the file ends in the middle of this line ('...{last[-20:]}'). "
            "It is cut off: copy or download it again."
        )


def _cut_sample(text: str, format_text: str) -> bool:
    keys = format_text.split(":")
    values = text.split(":")
    if not text or text.endswith((":", ",", "/", "|")):
        return True
    return len(values) < len(keys) and text not in (".", "./.", ".|.")


def _cut_info(text: str, info_ids: frozenset[str]) -> bool:
    if not text or text.endswith(("=", ",")):
        return True
    key, equals, _ = text.rsplit(";", 1)[-1].partition("=")
    return bool(info_ids) and not equals and key not in info_ids and key not in ("", ".")
