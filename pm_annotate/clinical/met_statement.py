"""A statement that the sample meets, before its variants have their tiers."""

from typing import NamedTuple

from pm_annotate.clinical.sample_variants import ReadVariant
from pm_annotate.knowledge.evaluation import ProfileResult
from pm_annotate.model import Match, Statement, TumorRelation


class MetStatement(NamedTuple):
    """A statement that the sample meets, before its variants have their tiers. ``met_by``: closest first.

    ``wild_type``: the wild-type biomarkers of the profile that are met by what no variant shows.
    """

    statement: Statement
    met_by: tuple[tuple[ReadVariant, Match], ...]
    result: ProfileResult
    relation: TumorRelation
    tier_class: str
    tier: str
    caveats: tuple[str, ...]
    wild_type: tuple[Match, ...] = ()
