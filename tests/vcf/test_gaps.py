"""The stretch between intervals in which records of a BCF lie, one after the other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pm_annotate.vcf.records import Gaps
from pm_annotate.vcf.regions import ContigIntervals, merged_regions, touches

SPANS = st.lists(st.tuples(st.integers(1, 60), st.integers(0, 6)).map(lambda one: (one[0], one[0] + one[1])), max_size=5)


@given(SPANS, SPANS, st.lists(st.tuples(st.sampled_from(["chr1", "2", "odd"]), st.integers(1, 70), st.integers(0, 5))))
def test_a_span_lies_in_a_gap_where_it_touches_no_interval(
    first: list[tuple[int, int]], second: list[tuple[int, int]], records: list[tuple[str, int, int]]
) -> None:
    """In any order of the records: nothing is taken from the one before that does not hold."""
    regions = merged_regions({"1": tuple(sorted(first)), "2": tuple(sorted(second))})
    gaps, intervals = Gaps(regions), ContigIntervals(regions)
    for contig, start, more in records:
        assert gaps.hold(contig, start, start + more) != touches(intervals[contig.encode()], start, start + more)
