"""A therapy that one alteration (or a wild type) offers, and another alteration of the same tumour resists.

RAS wild type is what panitumumab is labelled for; BRAF V600E in the same tumour predicts that it fails. Both statements stand,
each with its tier: which counts is the reader's, who must see them together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pm_annotate.clinical.met_statement import MetStatement
from pm_annotate.knowledge.evaluation import ProfileStatus
from pm_annotate.knowledge.matching import LEVEL_RANK

RESISTANCE_BESIDE = "resistance in this sample: "
"""How the caveat begins; the terminal marks the line by it."""


def with_resistance_beside(met: Sequence[MetStatement]) -> list[MetStatement]:
    """Tiered therapies with what resists them: Tier I statements, fully met, that rest on other variants alone.

    Resistance to one drug says little of a combination that is given for an alteration (encorafenib with cetuximab for BRAF
    V600E); of one that is given because nothing is altered (RAS wild type) it says enough.
    """
    resisting = sorted(
        (
            one
            for one in met
            if one.tier_class == "resistance"
            and one.tier.startswith("Tier I-")
            and one.result.status == ProfileStatus.MET
            and one.met_by
            and one.statement.therapies
        ),
        key=lambda one: min(LEVEL_RANK[match.level] for _, match in one.met_by),
    )
    return [_beside(one, resisting) for one in met] if resisting else list(met)


def _beside(one: MetStatement, resisting: Sequence[MetStatement]) -> MetStatement:
    if one.tier_class != "therapy" or not one.tier:
        return one
    places = {variant.place for variant, _ in one.met_by}
    therapies = {therapy.lower() for therapy in one.statement.therapies}
    against: dict[str, list[str]] = {}
    for other in resisting:
        if places.isdisjoint(variant.place for variant, _ in other.met_by) and _resists(other, therapies, bool(places)):
            against.setdefault(other.statement.profile_text, []).append(other.statement.statement_id)
    if not against:
        return one
    said = "; ".join(f"{profile} ({', '.join(dict.fromkeys(ids))})" for profile, ids in against.items())
    return replace(one, caveats=(*one.caveats, f"{RESISTANCE_BESIDE}{said}"))


def _resists(other: MetStatement, therapies: set[str], for_a_variant: bool) -> bool:
    """Whether it is about these therapies; where they are given for no variant, about any part of them."""
    resisted = {therapy.lower() for therapy in other.statement.therapies}
    if other.statement.therapy_combination == "OR":
        return bool(resisted & therapies) and (len(therapies) == 1 or not for_a_variant)
    return resisted == therapies or (not for_a_variant and resisted <= therapies)
