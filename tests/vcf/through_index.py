"""The rows of regions as a large file gives them: through the index that stands beside it."""

from __future__ import annotations

from collections.abc import Iterator

from pm_annotate.vcf.header import VcfHeader
from pm_annotate.vcf.indexed import index_beside, queried_blocks
from pm_annotate.vcf.regions import Regions
from pm_annotate.vcf.tally import Passed


def blocks_through_index(header: VcfHeader, asked: Regions, passed: Passed) -> Iterator[bytes] | None:
    """None where the index cannot be used. Raises InputError for the index of another file."""
    index = index_beside(header)
    assert index is not None
    return queried_blocks(header, index, asked, passed)
