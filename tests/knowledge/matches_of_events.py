"""What an event meets in a table made for the test, and biomarkers of fusions."""

from __future__ import annotations

from pm_annotate.knowledge.matching import MatchingTable
from pm_annotate.knowledge.matching_event import read_event
from pm_annotate.model import Biomarker, BiomarkerKind, GeneEvent, Match
from tests.knowledge.constructed_table import biomarker

B = BiomarkerKind


def fused(five: str, three: str, e5: int | None = None, e3: int | None = None) -> Biomarker:
    name = f"{five}::{three}" + (f" e{e5}::e{e3}" if e5 else "")
    gene = five if three == "v" else three
    return biomarker(
        name, B.FUSION, gene=gene, five_prime=five, three_prime=three, five_prime_exon=e5, three_prime_exon=e3
    )  # fmt: skip


def match_event(table: MatchingTable, event: GeneEvent) -> tuple[Match, ...]:
    """The biomarkers that the event meets, best level first, then by biomarker id."""
    return read_event(table, event).matches


def names(table: object, event: GeneEvent) -> dict[str, tuple[str, bool]]:
    """What the event meets: name to level and tier eligibility."""
    return {one.biomarker.name: (one.level.value, one.tier_eligible) for one in match_event(table, event)}  # type: ignore[arg-type]


def near(table: object, event: GeneEvent) -> set[str]:
    return {marker.name for marker, _ in read_event(table, event).related}  # type: ignore[arg-type]
