"""Grouped rows as lines of text in columns that fit a given width."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from itertools import zip_longest

GAP = "  "
MIN_COLUMN = 6

Groups = Sequence[tuple[str, Sequence[tuple[str, ...]]]]


def table_lines(header: Sequence[str], groups: Groups, width: int) -> list[str]:
    """The header, then each group's heading and its rows. Cells that are too long are wrapped in their column.

    Columns without any value are left out.
    """
    rows = [row for _, group in groups for row in group]
    kept = [i for i in range(len(header)) if any(row[i] for row in rows)]
    widths = column_widths([[header[i], *(row[i] for row in rows)] for i in kept], width)
    lines = list(_row_lines([header[i] for i in kept], widths))
    for heading, group in groups:
        lines += ["", heading]
        for row in group:
            lines += _row_lines([row[i] for i in kept], widths)
    return lines


def column_widths(columns: Sequence[Sequence[str]], width: int) -> list[int]:
    """As wide as the longest cell; while that is more than ``width`` in all, the widest column gives way."""
    widths = [max(map(len, column)) for column in columns]
    available = width - len(GAP) * (len(columns) - 1)
    while sum(widths) > available and max(widths) > MIN_COLUMN:
        widths[widths.index(max(widths))] -= 1
    return widths


def _row_lines(cells: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    wrapped = [textwrap.wrap(text, column) or [""] for text, column in zip(cells, widths, strict=True)]
    for parts in zip_longest(*wrapped, fillvalue=""):
        yield GAP.join(part.ljust(column) for part, column in zip(parts, widths, strict=True)).rstrip()
