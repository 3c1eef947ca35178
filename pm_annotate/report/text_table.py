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
    """As wide as the longest cell; while that is more than ``width`` in all, the column gives way whose cells are then
    wrapped to the fewest lines more, the widest of several. Words are broken only where nothing else helps.
    """
    lengths = [[len(cell) for cell in column] for column in columns]
    widths = [max(column) for column in lengths]
    words = [max((len(word) for cell in column for word in cell.split()), default=0) for column in columns]
    available = width - len(GAP) * (len(columns) - 1)
    while sum(widths) > available and max(widths) > MIN_COLUMN:
        narrower = [i for i, one in enumerate(widths) if one > max(MIN_COLUMN, words[i])]
        broken = [i for i, one in enumerate(widths) if one > MIN_COLUMN]
        widths[min(narrower or broken, key=lambda i: (_lines(lengths, widths, i), -widths[i]))] -= 1
    return widths


def _lines(lengths: Sequence[Sequence[int]], widths: Sequence[int], narrower: int) -> int:
    """About how many lines all rows take when the column ``narrower`` is one character narrower."""
    tried = [width - (i == narrower) for i, width in enumerate(widths)]
    return sum(max(-(-length // width) for length, width in zip(row, tried, strict=True)) for row in zip(*lengths, strict=True))


def _row_lines(cells: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    wrapped = [textwrap.wrap(text, column) or [""] for text, column in zip(cells, widths, strict=True)]
    for parts in zip_longest(*wrapped, fillvalue=""):
        yield GAP.join(part.ljust(column) for part, column in zip(parts, widths, strict=True)).rstrip()
