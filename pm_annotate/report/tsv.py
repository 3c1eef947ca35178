"""Rows become the bytes of a TSV file: UTF-8, ``\\n`` line ends, the header row first and nothing before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pm_annotate.report.cells import cell

LINES_PER_CHUNK = 2000


def table_chunks(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> Iterator[bytes]:
    """The file piece by piece, so that a long table is never held whole. A column that a row lacks is an empty cell."""
    lines = ["\t".join(columns)]
    for row in rows:
        if len(lines) == LINES_PER_CHUNK:
            yield _encoded(lines)
            lines = []
        lines.append("\t".join(cell(column, row.get(column)) for column in columns))
    if lines:
        yield _encoded(lines)


def _encoded(lines: Sequence[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode("utf-8")
