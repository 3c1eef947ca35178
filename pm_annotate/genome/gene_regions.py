"""Where the genes of a chromosome are looked at: coding exons with flanks, and promoters, merged.

The packaged genome has 16,000 exons, and every run over a file needs their regions before it reads a record. They are read from
the text of the table and merged a chromosome at a time.
"""

from __future__ import annotations

from collections.abc import Sequence

from pm_annotate.intervals import Interval


def gene_regions(exons: Sequence[str], forward: Sequence[bool], upstream: int, flank: int) -> tuple[Interval, ...]:
    """``exons`` of each transcript as the table writes them (``10-20,30-40``); ``forward``: whether it is on the plus strand.

    ``flank`` is added on both sides of each exon, ``upstream`` before the first. The same as ``intervals.merged`` gives.
    """
    import numpy as np  # only here: whoever asks for regions reads a file, which needs numpy too

    ends = np.fromstring(",".join(exons).replace("-", ","), dtype=np.int64, sep=",").reshape(-1, 2)
    numbers = np.array([text.count("-") for text in exons])
    last = np.cumsum(numbers) - 1
    low, high = ends[last - numbers + 1, 0], ends[last, 1]
    promoters = np.where(forward, (low - upstream, low), (high, high + upstream)).T
    intervals = np.concatenate((np.add(ends, (-flank, flank)), promoters))
    intervals = intervals[np.argsort(intervals[:, 0], kind="stable")]
    reach = np.maximum.accumulate(intervals[:, 1])
    gaps = np.flatnonzero(intervals[1:, 0] > reach[:-1] + 1)  # behind these intervals nothing touches what follows
    starts = intervals[np.append(0, gaps + 1), 0]
    return tuple(zip(starts.tolist(), reach[np.append(gaps, -1)].tolist(), strict=True))
