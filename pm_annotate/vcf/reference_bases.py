"""The REF bases of a file, to tell which assembly it uses."""

from __future__ import annotations

from collections.abc import Iterator

from pm_annotate.vcf.header import VcfHeader
from pm_annotate.vcf.record import Record
from pm_annotate.vcf.record_source import RecordSource, records_here
from pm_annotate.vcf.regions import Regions
from pm_annotate.vcf.tally import Passed

ReferenceBases = tuple[str, int, str]
"""Chromosome, POS and REF in capitals."""


def reference_bases(header: VcfHeader, regions: Regions, records: RecordSource = records_here) -> Iterator[ReferenceBases]:
    """REF of the records inside the regions whose REF is plain bases, in file order.

    Raises InputError where the file is malformed or cut off before what is taken of them.
    """
    found = (plain_reference(record) for record in records(header, regions, Passed(), None))
    return (bases for bases in found if bases is not None)


def plain_reference(record: Record) -> ReferenceBases | None:
    """REF of one record; None where it is not inside the regions, or not plain bases."""
    ref = record.ref.upper()
    return (record.chrom, record.pos, ref) if record.near_regions and set(ref) <= set("ACGT") else None
