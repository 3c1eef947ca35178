"""What comparing a structural event with a criterion can give: a match, something close to it, or nothing."""

from typing import NamedTuple

from pm_annotate.model import Biomarker, GeneEvent, Match, MatchLevel


class Near(NamedTuple):
    """Not met, but so close that the reader should know: the same gene, another form of the event."""

    detail: str


Verdict = Match | Near | None


def met(marker: Biomarker, event: GeneEvent, level: MatchLevel, *doubts: str, caveats: tuple[str, ...] = ()) -> Match:
    """The criterion is met by the event. With ``doubts``, each said as a caveat, the match gives no tier."""
    said = tuple(dict.fromkeys((*event.caveats, *caveats, *doubts)))
    eligible = event.tier_eligible and not doubts
    return Match(marker, level, matched_by=event.name, tier_eligible=eligible, caveats=said)
