"""A therapy that one alteration (or a wild type) offers, and another alteration of the same tumour, or other evidence, resists.

RAS wild type is what panitumumab is labelled for; BRAF V600E in the same tumour predicts that it fails. Both statements stand,
each with its tier: which counts is the reader's, who must see them together. So do statements that disagree on one alteration
(KIT exon 9 and imatinib, whose usual dose is too low).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pm_annotate.clinical.met_statement import MetStatement
from pm_annotate.knowledge.class_effects import base_name
from pm_annotate.knowledge.evaluation import ProfileStatus
from pm_annotate.knowledge.matching import LEVEL_RANK

RESISTANCE_BESIDE = "resistance in this sample: "
"""How the caveat begins; the terminal marks the line by it."""
EVIDENCE_DISAGREES = "evidence disagrees: the same alteration also predicts resistance: "


class _Resisting(NamedTuple):
    """A statement of resistance, the variants that it rests on, and the therapies (without salts) that it is about."""

    one: MetStatement
    places: frozenset[int]
    therapies: frozenset[str]


def with_resistance_beside(met: Sequence[MetStatement]) -> list[MetStatement]:
    """Tiered therapies with what resists them: Tier I statements, fully met, that rest on other variants alone.

    Resistance to one drug says little of a combination that is given for an alteration (encorafenib with cetuximab for BRAF
    V600E); of one that is given because nothing is altered (RAS wild type) it says enough.
    """
    strong = [
        one
        for one in met
        if one.tier_class == "resistance"
        and one.tier.startswith("Tier I-")
        and one.result.status == ProfileStatus.MET
        and one.met_by
        and one.statement.therapies
    ]
    if not strong:
        return list(met)
    strong.sort(key=lambda one: min(LEVEL_RANK[match.level] for _, match in one.met_by))
    resisting = [_Resisting(one, _places(one), _therapies(one)) for one in strong]
    known: _OfTherapies = {}
    return [_beside(one, resisting, known) for one in met]


_OfTherapies = dict[tuple[frozenset[str], bool], list[_Resisting]]
"""What resists these therapies, given for a variant or for none: worked out once, many statements are about the same."""


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
        known[key] = [other for other in resisting if _resists(other, *key)]
    elsewhere = [other for other in known[key] if places.isdisjoint(other.places)]
    here = [other for other in known[key] if other.places <= places] if one.tier.startswith("Tier I-") else []
    caveats = [
        f"{begin}{_said(found)}" for begin, found in ((RESISTANCE_BESIDE, elsewhere), (EVIDENCE_DISAGREES, here)) if found
    ]
    return one._replace(caveats=(*one.caveats, *caveats)) if caveats else one


def _said(against: Sequence[_Resisting]) -> str:
    """``BRAF V600E (civic:EID126, civic:EID1406); BRAF Mutation (civic:EID2117)``."""
    ids: dict[str, list[str]] = {}
    for other in against:
        ids.setdefault(other.one.statement.profile_text, []).append(other.one.statement.statement_id)
    return "; ".join(f"{profile} ({', '.join(dict.fromkeys(of_profile))})" for profile, of_profile in ids.items())


def _resists(other: _Resisting, therapies: frozenset[str], for_a_variant: bool) -> bool:
    """Whether it is about these therapies; where they are given for no variant, about any part of them."""
    resisted = other.therapies
    if other.one.statement.therapy_combination == "OR":
        return bool(resisted & therapies) and (len(therapies) == 1 or not for_a_variant)
    return resisted == therapies or (not for_a_variant and resisted <= therapies)
