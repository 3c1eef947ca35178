"""A therapy that one alteration (or a wild type) offers, and another alteration of the same tumour, or other evidence, resists.

RAS wild type is what panitumumab is labelled for; BRAF V600E in the same tumour predicts that it fails. Both statements stand,
each with its tier: which counts is the reader's, who must see them together. So do statements that disagree on one alteration
(KIT exon 9 and imatinib, whose usual dose is too low).

How strong the evidence has to be depends on how near it is. A second change of the very gene that the therapy is given for
(EML4::ALK with ALK L1196M, exon 19 of EGFR with T790M) is known from cases and from the laboratory: any level counts, and
it counts for combinations with the drug, too. A change of another gene counts from cases of the patient's tumour type on.
"""

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
    small: tuple[tuple[int, str], ...]  # its small variants with their genes
    strong: bool  # Tier I
    beside_any_gene: bool

    def about(self, therapies: frozenset[str]) -> bool:
        """Whether it is about these therapies, or about a part of them."""
        if self.one.statement.therapy_combination == "OR":
            return bool(self.therapies & therapies)
        return self.therapies <= therapies

    def on_second_change(self, places: frozenset[int], genes: frozenset[str]) -> bool:
        """Whether it rests on a small variant of these genes that is none of ``places``."""
        for place, gene in self.small:  # noqa: SIM110 - asked more often than anything else here
            if gene in genes and place not in places:
                return True
        return False


class _About(NamedTuple):
    """A statement of resistance that is about some therapies or a part of them."""

    other: _Resisting
    wholly: bool  # enough of them, where another gene than that of the therapies has changed


def with_resistance_beside(met: Sequence[MetStatement]) -> list[MetStatement]:
    """Tiered therapies with what resists them: tiered statements, fully met, that rest on other variants.

    Resistance to one drug says little of a combination that is given for an alteration (encorafenib with cetuximab for BRAF
    V600E), unless the gene itself has changed further; of one that is given because nothing is altered (RAS wild type) it says
    enough.
    """
    resisting = [_resisting(one) for one in met if _is_met(one, "resistance")]
    if not resisting:
        return list(met)
    resisting.sort(key=lambda other: min(LEVEL_RANK[match.level] for _, match in other.one.met_by))
    asked = {other.therapies for other in resisting if not other.strong}
    sensitive: dict[frozenset[str], list[tuple[str, frozenset[int]]]] = {}
    for one in met if asked else ():
        if _is_met(one, "therapy") and (therapies := _therapies(one)) in asked:
            sensitive.setdefault(therapies, []).append((one.statement.strength, _places(one)))
    resisting = [other for other in resisting if other.strong or not _outdone(other, sensitive.get(other.therapies, ()))]
    known: _OfTherapies = {}
    return [_beside(one, resisting, known) for one in met]


_OfTherapies = dict[tuple[frozenset[str], bool], list[_About]]
"""What is about these therapies, given for a variant or for none: worked out once, many statements are about the same."""


def _resisting(one: MetStatement) -> _Resisting:
    small = ((variant.place, match.biomarker.gene) for variant, match in one.met_by if variant.event is None)
    strong = one.tier.startswith("Tier I-")
    cases = one.statement.strength == CASES and one.relation in IN_THIS_TUMOUR
    return _Resisting(one, _places(one), _therapies(one), tuple(dict.fromkeys(small)), strong, strong or cases)


def _is_met(one: MetStatement, of_class: str) -> bool:
    met = one.tier_class == of_class and bool(one.tier) and one.result.status == ProfileStatus.MET
    return met and bool(one.met_by and one.statement.therapies)


def _outdone(other: _Resisting, sensitive: Iterable[tuple[str, frozenset[int]]]) -> bool:
    """Whether stronger evidence says that these very changes respond to these therapies."""
    own = other.one.statement.strength
    return any(strength < own and places >= other.places for strength, places in sensitive)


def _places(one: MetStatement) -> frozenset[int]:
    return frozenset([variant.place for variant, _ in one.met_by])


def _therapies(one: MetStatement) -> frozenset[str]:
    return frozenset(map(base_name, one.statement.therapies))


def _beside(one: MetStatement, resisting: Sequence[_Resisting], known: _OfTherapies) -> MetStatement:
    if one.tier_class != "therapy" or not one.tier:
        return one
    places, therapies = _places(one), _therapies(one)
    key = (therapies, bool(places))
    if key not in known:
        known[key] = [_About(other, _resists(other, *key)) for other in resisting if other.about(therapies)]
    if not known[key]:
        return one
    genes = frozenset([match.biomarker.gene for _, match in one.met_by])
    tier_one = one.tier.startswith("Tier I-")
    elsewhere, here = [], []
    for other, wholly in known[key]:
        if other.places <= places:
            if tier_one and wholly and other.strong:
                here.append(other)
        elif (wholly and other.beside_any_gene) or other.on_second_change(places, genes):
            elsewhere.append(other)
    caveats = [
        f"{begin}{_said(found, therapies)}"
        for begin, found in ((RESISTANCE_BESIDE, elsewhere), (EVIDENCE_DISAGREES, here))
        if found
    ]
    return one._replace(caveats=(*one.caveats, *caveats)) if caveats else one


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
