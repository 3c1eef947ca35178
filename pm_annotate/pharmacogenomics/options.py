"""What the user says for pharmacogenomics, beside the file."""

from __future__ import annotations

from dataclasses import dataclass, field

from pm_annotate.intervals import Regions
from pm_annotate.pharmacogenomics.outside_calls import OutsideCall


@dataclass(frozen=True, slots=True)
class PgxOptions:
    """What the user said beside the file. ``callable_regions``: chromosome -> sorted 1-based closed intervals."""

    sex: str | None = None  # male, female
    assume_reference: bool = False
    callable_regions: Regions = field(default_factory=dict)
    outside_calls: tuple[OutsideCall, ...] = ()
