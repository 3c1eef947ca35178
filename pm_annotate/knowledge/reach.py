"""How much of the knowledge a sample could meet: of the statements whose markers a VCF can show, those that can be matched.

A statement counts as met in principle only where every marker that its profile needs has a matcher, and a gene whose place in
the genome is known (of a fusion both named genes). What no VCF shows (expression, methylation, phosphorylation, karyotypes,
genome-wide scores) is not asked of a VCF; a name that could not be typed, and a named allele whose place is not known, are.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import NamedTuple

from pm_annotate.knowledge.gene_criteria import WHOLE_GENE
from pm_annotate.knowledge.matching import MATCHERS, NAMED_BY_ALLELE
from pm_annotate.knowledge.matching_event import MATCHERS as EVENT_MATCHERS
from pm_annotate.knowledge.profiles import biomarker_ids
from pm_annotate.model import NOT_SEEN_IN_A_VCF, Biomarker, BiomarkerKind, Profile, Statement

ASKED_OF_NO_VCF = (NOT_SEEN_IN_A_VCF | {BiomarkerKind.SIGNATURE}) - {BiomarkerKind.OTHER}
MATCHED = frozenset({*MATCHERS, *EVENT_MATCHERS, *NAMED_BY_ALLELE, *WHOLE_GENE, BiomarkerKind.WILD_TYPE})
BY_PLACE_ONLY = frozenset({BiomarkerKind.ALLELE, BiomarkerKind.POLYMORPHISM, BiomarkerKind.HAPLOTYPE})

NOT_TYPED = "the name could not be typed"
NO_MATCHER = "no matcher for {kind}"
NO_PLACE = "no allele, coding change or rs number is known for the name"
NO_COORDINATES = "a gene without packaged coordinates"


JOINING = frozenset({BiomarkerKind.FUSION, BiomarkerKind.REARRANGEMENT})


class Coordinates(NamedTuple):
    """The genes whose place is packaged for both assemblies: ``genes`` with transcripts, ``partners`` by their span alone,
    which is enough to name them in a fusion."""

    genes: Collection[str]
    partners: Collection[str] = ()

    def hold(self, marker: Biomarker) -> bool:
        """Whether the genes that the biomarker names are all there; of a fusion both partners."""
        named = {name for name in (marker.gene, marker.five_prime, marker.three_prime) if name and name != "v"}
        return all(gene in self.genes or (marker.kind in JOINING and gene in self.partners) for gene in named)


class Reach(NamedTuple):
    """Statements of one knowledge base: ``shown``: a VCF can show what the profile needs; ``reached``: a sample could meet
    them; ``reasons``: why the others cannot be met, each statement under its first reason."""

    shown: int
    reached: int
    reasons: Mapping[str, int]

    @property
    def share(self) -> float:
        """0-1; 1 where there is nothing to show."""
        return self.reached / self.shown if self.shown else 1.0


def why_not_reached(marker: Biomarker, coordinates: Coordinates | None) -> str:
    """Why no sample can meet the biomarker; "" where one can. ``coordinates``: None where genes are not asked for."""
    placed = bool(marker.alleles)
    if marker.kind == BiomarkerKind.OTHER:
        return "" if placed else NOT_TYPED
    if marker.kind not in MATCHED:
        return NO_MATCHER.format(kind=marker.kind.value)
    if placed and marker.kind in NAMED_BY_ALLELE:
        return ""
    if marker.kind in BY_PLACE_ONLY:
        if marker.rsid:
            return ""  # by the identifier in the ID column
        if not marker.hgvsc:
            return NO_PLACE
    return "" if coordinates is None or coordinates.hold(marker) else NO_COORDINATES


def reach(statements: Iterable[Statement], biomarkers: Mapping[str, Biomarker], coordinates: Coordinates | None) -> Reach:
    """Count the statements that a sample could meet, of those whose markers a VCF can show."""
    shown = reached = 0
    reasons: Counter[str] = Counter()
    for statement in statements:
        if not can_be(statement.profile, lambda one: biomarkers[one].kind not in ASKED_OF_NO_VCF):
            continue
        shown += 1
        if can_be(statement.profile, lambda one: not why_not_reached(biomarkers[one], coordinates)):
            reached += 1
        else:
            found = (why_not_reached(biomarkers[one], coordinates) for one in biomarker_ids(statement.profile))
            reasons[next(filter(None, found))] += 1
    return Reach(shown, reached, dict(sorted(reasons.items(), key=lambda item: (-item[1], item[0]))))


def can_be(profile: Profile, decidable: Callable[[str], bool], value: bool = True) -> bool:
    """Whether some VCF gives the profile this truth value, in Kleene's logic; what cannot be decided stays unknown."""
    if profile.operator == "MARKER":
        return decidable(profile.biomarker_id)
    if profile.operator == "NOT":
        return can_be(profile.parts[0], decidable, not value)
    every = (profile.operator == "AND") == value
    return (all if every else any)(can_be(part, decidable, value) for part in profile.parts)
