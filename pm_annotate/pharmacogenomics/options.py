"""What the user says for pharmacogenomics, beside the file."""

from typing import NamedTuple

from pm_annotate.intervals import NO_REGIONS, Regions
from pm_annotate.pharmacogenomics.outside_calls import OutsideCall


class PgxOptions(NamedTuple):
    """What the user said beside the file. ``callable_regions``: chromosome -> sorted 1-based closed intervals.

    ``inherited_listed``: whether the file lists inherited alleles (``--germline``, its caller); None where it is not known.
    Where it does not, a callable position without a record says nothing of the patient's own genome.
    """

    sex: str | None = None  # male, female
    assume_reference: bool = False
    callable_regions: Regions = NO_REGIONS
    inherited_listed: bool | None = True
    outside_calls: tuple[OutsideCall, ...] = ()
