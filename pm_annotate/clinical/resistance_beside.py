"""A therapy that one alteration (or a wild type) offers, and another alteration of the same tumour, or other evidence, resists.

RAS wild type is what panitumumab is labelled for; BRAF V600E in the same tumour predicts that it fails. Both statements stand,
each with its tier: which counts is the reader's, who must see them together. So do statements that disagree on one alteration
(KIT exon 9 and imatinib, whose usual dose is too low).

How strong the evidence has to be depends on how near it is. A second change of the very gene that the therapy is given for
(EML4::ALK with ALK L1196M, exon 19 of EGFR with T790M) is known from cases and from the laboratory: any level counts, and
it counts for combinations with the drug, too. A change of another gene counts from cases of the patient's tumour type on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from pm_annotate.clinical.met_statement import MetStatement
from pm_annotate.clinical.tiers import IN_THIS_TUMOUR
from pm_annotate.knowledge.class_effects import base_name
from pm_annotate.knowledge.evaluation import ProfileStatus
from pm_annotate.knowledge.matching import LEVEL_RANK

RESISTANCE_BESIDE = "resistance in this sample: "
"""How the caveat begins; the terminal marks the line by it."""
EVIDENCE_DISAGREES = "evidence disagrees: the same alteration also predicts resistance: "
CASES = "Level C"


class _Resisting(NamedTuple):
    """A statement of resistance, the variants that it rests on, and the therapies (without salts) that it is about."""

    one: MetStatement
    places: frozenset[int]
    therapies: frozenset[str]
    small: frozenset[tuple[int, str]]  # its small variants with their genes

    @property
    def strong(self) -> bool:
        return self.one.tier.startswith("Tier I-")

    @property
    def beside_any_gene(self) -> bool:
        cases = self.one.statement.strength == CASES and self.one.relation in IN_THIS_TUMOUR
        return self.strong or cases

    def about(self, therapies: frozenset[str]) -> bool:
        """Whether it is about these therapies, or about a part of them."""
        if self.one.statement.therapy_combination == "OR":
            return bool(self.therapies & therapies)
        return self.therapies <= therapies

    def on_second_change(self, places: frozenset[int], genes: frozenset[str]) -> bool:
        """Whether it rests on a small variant of these genes that is none of ``places``."""
        return any(gene in genes and place not in places for place, gene in self.small)


def with_resistance_beside(met: Sequence[MetStatement]) -> list[MetStatement]:
    """Tiered therapies with what resists them: tiered statements, fully met, that rest on other variants.

    Resistance to one drug says little of a combination that is given for an alteration (encorafenib with cetuximab for BRAF
    V600E), unless the gene itself has changed further; of one that is given because nothing is altered (RAS wild type) it says
    enough.
    """
    resisting = [_Resisting(one, _places(one), _therapies(one), _small(one)) for one in met if _is_met(one, "resistance")]
    if not resisting:
        return list(met)
    resisting.sort(key=lambda other: min(LEVEL_RANK[match.level] for _, match in other.one.met_by))
    sensitive = [(one, _places(one), _therapies(one)) for one in met if _is_met(one, "therapy")]
    resisting = [other for other in resisting if other.strong or not _outdone(other, sensitive)]
    known: _OfTherapies = {}
    return [_beside(one, resisting, known) for one in met]


_OfTherapies = dict[frozenset[str], list[_Resisting]]
"""What is about these therapies or a part of them: worked out once, many statements are about the same."""


def _is_met(one: MetStatement, of_class: str) -> bool:
    met = one.tier_class == of_class and bool(one.tier) and one.result.status == ProfileStatus.MET
    return met and bool(one.met_by and one.statement.therapies)


def _outdone(other: _Resisting, sensitive: Iterable[tuple[MetStatement, frozenset[int], frozenset[str]]]) -> bool:
    """Whether stronger evidence says that these very changes respond."""
    return any(
        one.statement.strength < other.one.statement.strength and places >= other.places and therapies == other.therapies
        for one, places, therapies in sensitive
    )


def _places(one: MetStatement) -> frozenset[int]:
    return frozenset([variant.place for variant, _ in one.met_by])


def _therapies(one: MetStatement) -> frozenset[str]:
    return frozenset(map(base_name, one.statement.therapies))


def _small(one: MetStatement) -> frozenset[tuple[int, str]]:
    return frozenset((variant.place, match.biomarker.gene) for variant, match in one.met_by if variant.event is None)


def _beside(one: MetStatement, resisting: Sequence[_Resisting], known: _OfTherapies) -> MetStatement:
    if one.tier_class != "therapy" or not one.tier:
        return one
    places, therapies = _places(one), _therapies(one)
    if therapies not in known:
        known[therapies] = [other for other in resisting if other.about(therapies)]
    if not known[therapies]:
        return one
    genes = frozenset([match.biomarker.gene for _, match in one.met_by])
    elsewhere = [other for other in known[therapies] if _is_elsewhere(other, places, genes, therapies)]
    tier_one = one.tier.startswith("Tier I-")
    here = [other for other in known[therapies] if tier_one and _disagrees(other, places, therapies)]
    caveats = [
        f"{begin}{_said(found, therapies)}"
        for begin, found in ((RESISTANCE_BESIDE, elsewhere), (EVIDENCE_DISAGREES, here))
        if found
    ]
    return one._replace(caveats=(*one.caveats, *caveats)) if caveats else one


def _is_elsewhere(other: _Resisting, places: frozenset[int], genes: frozenset[str], therapies: frozenset[str]) -> bool:
    if other.places <= places:
        return False
    if other.on_second_change(places, genes):
        return True
    return other.beside_any_gene and _resists(other, therapies, bool(places))


def _disagrees(other: _Resisting, places: frozenset[int], therapies: frozenset[str]) -> bool:
    return other.strong and other.places <= places and _resists(other, therapies, bool(places))


def _said(against: Sequence[_Resisting], therapies: frozenset[str]) -> str:
    """``BRAF V600E (civic:EID126, civic:EID1406); BRAF Mutation (civic:EID2117)``.

    Of evidence that is no Tier I the best level is named, of a combination the drugs that are resisted.
    """
    groups: dict[tuple[str, str], list[_Resisting]] = {}
    for other in against:
        of_these = "" if other.therapies >= therapies else " + ".join(sorted(other.therapies & therapies)) + ": "
        groups.setdefault((other.one.statement.profile_text, of_these), []).append(other)
    return "; ".join(f"{profile} ({drugs}{_ids(group)})" for (profile, drugs), group in groups.items())


def _ids(group: Collection[_Resisting]) -> str:
    best = min(other.one.statement.strength for other in group)
    strong = [other for other in group if other.strong]
    named = strong or [other for other in group if other.one.statement.strength == best]
    ids = ", ".join(dict.fromkeys(other.one.statement.statement_id for other in named))
    return ids if strong else f"{ids}, level {best[-1]}"


def _resists(other: _Resisting, therapies: frozenset[str], for_a_variant: bool) -> bool:
    """Whether it is about these therapies; where they are given for no variant, about any part of them."""
    resisted = other.therapies
    if other.one.statement.therapy_combination == "OR":
        return bool(resisted & therapies) and (len(therapies) == 1 or not for_a_variant)
    return resisted == therapies or (not for_a_variant and resisted <= therapies)
