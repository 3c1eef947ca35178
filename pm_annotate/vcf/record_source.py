"""What a stream of records comes from: this process, which reads the file itself, or a process of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pm_annotate.vcf.header import VcfHeader
from pm_annotate.vcf.record import Record, SiteTap
from pm_annotate.vcf.regions import Regions
from pm_annotate.vcf.tally import Passed

RecordSource = Callable[[VcfHeader, Regions, Passed, SiteTap | None], Iterator[Record]]
"""What reads a file, here (``records_of_interest``) or in a process of its own (``ReadingProcess.records``)."""


def records_here(header: VcfHeader, regions: Regions, passed: Passed, tap: SiteTap | None) -> Iterator[Record]:
    """The file as this process reads it; what that needs (numpy, cyvcf2) is loaded now, for many a process need not."""
    from pm_annotate.vcf.records import records_of_interest

    return records_of_interest(header, regions, passed, tap)
