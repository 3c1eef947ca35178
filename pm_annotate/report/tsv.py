"""Rows become the bytes of a TSV file: UTF-8, ``\\n`` line ends, the header row first and nothing before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice

from pm_annotate.report.cells import Columns

LINES_PER_CHUNK = 100


def table_chunks(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> Iterator[bytes]:
    """The file piece by piece, so that a long table is never held whole. A column that a row lacks is an empty cell."""
    return line_chunks(columns, map(Columns(columns).line, rows))


def line_chunks(columns: Sequence[str], rows: Iterable[str]) -> Iterator[bytes]:
    """The same of rows whose cells are joined already."""
    lines = chain(["\t".join(columns)], rows)
    while some := list(islice(lines, LINES_PER_CHUNK)):
        yield "\n".join((*some, "")).encode("utf-8")
