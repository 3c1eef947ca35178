"""A table whose rows are joined from pieces: each piece is what one source (sample, effect, statement...) says in the row.

The columns that one source fills and that stand side by side are one run, written as one text. What many rows share (the
statement, the effect) is so written once for all of them.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import accumulate, chain, groupby
from operator import itemgetter
from typing import NamedTuple

from pm_annotate.report.cells import Columns


class RowLayout(NamedTuple):
    """Which source fills which runs of columns."""

    name: str
    runs: Mapping[str, tuple[Columns, tuple[slice, ...]]]  # by source: its columns, and which of them stand side by side
    in_order: Callable[[Sequence[str]], tuple[str, ...]]

    def texts(self, source: str, values: Mapping[str, object]) -> tuple[str, ...]:
        """The runs of a source. A value that is lacking is an empty cell."""
        columns, runs = self.runs[source]
        cells = columns.cells(values)
        return tuple(["\t".join(cells[run]) for run in runs])

    def line(self, texts: Sequence[str]) -> str:
        """The row, without line end. ``texts``: the runs of all sources, one source after the other."""
        return "\t".join(self.in_order(texts))


def row_layout(name: str, columns: Sequence[str], sources: Mapping[str, Collection[str]]) -> RowLayout:
    """The layout of ``columns``. Each is filled by one of ``sources`` (name -> the columns that it knows).

    Raises ValueError for a column that none or several of them know.
    """
    source_of: dict[str, str] = {}
    for column in columns:
        knowing = [source for source, known in sources.items() if column in known]
        if len(knowing) != 1:
            raise ValueError(f"{name}: column {column} is known to {knowing or 'no source'}")
        source_of[column] = knowing[0]
    in_order = [(source, tuple(run)) for source, run in groupby(columns, key=source_of.__getitem__)]
    by_source = {source: [run for of_source, run in in_order if of_source == source] for source in sources}
    flat = [run for runs in by_source.values() for run in runs]
    return RowLayout(
        name,
        {source: (Columns(tuple(chain(*runs))), _slices(runs)) for source, runs in by_source.items()},
        itemgetter(*(flat.index(run) for _, run in in_order)),
    )


def _slices(runs: Sequence[tuple[str, ...]]) -> tuple[slice, ...]:
    """Where each run stands when all are written one after the other."""
    ends = tuple(accumulate(map(len, runs)))
    return tuple(slice(end - len(run), end) for run, end in zip(runs, ends, strict=True))
