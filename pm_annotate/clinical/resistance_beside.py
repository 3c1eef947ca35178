"""A therapy that one alteration (or a wild type) offers, and another alteration of the same tumour resists.

RAS wild type is what panitumumab is labelled for; BRAF V600E in the same tumour predicts that it fails. Both statements stand,
each with its tier: which counts is the reader's, who must see them together.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pm_annotate.clinical.met_statement import MetStatement
from pm_annotate.knowledge.evaluation import ProfileStatus
from pm_annotate.knowledge.matching import LEVEL_RANK

RESISTANCE_BESIDE = "resistance in this sample: "
"""How the caveat begins; the terminal marks the line by it."""


class _Resisting(NamedTuple):
    """A statement of resistance, the variants that it rests on, and the therapies (lower case) that it is about."""

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
    return frozenset([therapy.lower() for therapy in one.statement.therapies])


def _beside(one: MetStatement, resisting: Sequence[_Resisting], known: _OfTherapies) -> MetStatement:
    if one.tier_class != "therapy" or not one.tier:
        return one
    places, therapies = _places(one), _therapies(one)
    key = (therapies, bool(places))
    if key not in known:
        known[key] = [other for other in resisting if _resists(other, *key)]
    against: dict[str, list[str]] = {}
    for other in known[key]:
        if places.isdisjoint(other.places):
            statement = other.one.statement
            against.setdefault(statement.profile_text, []).append(statement.statement_id)
    if not against:
        return one
    said = "; ".join(f"{profile} ({', '.join(dict.fromkeys(ids))})" for profile, ids in against.items())
    return one._replace(caveats=(*one.caveats, f"{RESISTANCE_BESIDE}{said}"))


def _resists(other: _Resisting, therapies: frozenset[str], for_a_variant: bool) -> bool:
    """Whether it is about these therapies; where they are given for no variant, about any part of them."""
    resisted = other.therapies
    if other.one.statement.therapy_combination == "OR":
        return bool(resisted & therapies) and (len(therapies) == 1 or not for_a_variant)
    return resisted == therapies or (not for_a_variant and resisted <= therapies)
