"""Regions: unions and lookups."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from pm_annotate.vcf.regions import ContigIntervals, merged_regions, touches

PAIRS = st.tuples(st.integers(-20, 60), st.integers(0, 8))
INTERVALS = st.lists(PAIRS.map(lambda pair: (pair[0], pair[0] + pair[1])), max_size=8)


@given(one=INTERVALS, other=INTERVALS)
def test_a_union_holds_every_position_of_its_parts_in_sorted_intervals_that_do_not_touch(
    one: list[tuple[int, int]], other: list[tuple[int, int]]
) -> None:
    merged = merged_regions({"7": tuple(one)}, {"7": tuple(other)})["7"]
    positions = {position for start, end in (*one, *other) for position in range(start, end + 1)}
    assert {position for start, end in merged for position in range(start, end + 1)} == positions
    assert all(left[1] + 1 < right[0] for left, right in itertools.pairwise(merged))


def test_a_contig_is_looked_up_by_any_of_its_names() -> None:
    intervals = ContigIntervals({"7": ((10, 20),)})
    for name in (b"7", b"chr7", b"NC_000007.14"):
        assert touches(intervals[name], 20, 25)
        assert not touches(intervals[name], 21, 25)
        starts, ends = intervals.arrays(name)
        assert (starts.tolist(), ends.tolist()) == ([10], [20])
    assert not touches(intervals[b"8"], 10, 20)
