"""Where a close statement speaks against a broad one: the closer one wins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pm_annotate.clinical.label_scope import is_broad, responding_members, within_labels
from pm_annotate.clinical.met_statement import MetStatement
from pm_annotate.knowledge.class_effects import base_name
from pm_annotate.knowledge.evaluation import ProfileStatus
from pm_annotate.knowledge.label_limitations import LabelLimitation

STRONG = frozenset({"Level A", "Level B"})


def withhold_contradicted(met: Sequence[MetStatement], limitations: Sequence[LabelLimitation] = ()) -> list[MetStatement]:
    """A gene-wide statement of sensitivity gives no tier to a change that is itself known to resist the same therapy.

    "EGFR activating variants: erlotinib" speaks of T790M only until "EGFR T790M: resistance to erlotinib" does. Evidence
    from another tumour type does not take away a Tier I. Where close statements contradict each other (sensitivity of
    that very change, too), both are shown with their tiers. ``limitations``: classes of variants that broad statements on a
    therapy do not mean (``label_scope``).
    """
    met = list(responding_members(met, limitations))
    resisting = _close_and_strong(met, "resistance")
    sensitive = _close_and_strong(met, "therapy")
    met = within_labels((_withheld(one, resisting, sensitive) for one in met), limitations)
    narrower = _on_one_target(met)
    return [_beside_resistance(one, narrower) for one in met] if narrower else met


def _on_one_target(met: Iterable[MetStatement]) -> list[MetStatement]:
    """Strong statements, fully met, on several changes of one gene or its fusion: ``BCR::ABL1 AND ABL1 T315I``."""
    return [
        one
        for one in met
        if one.tier
        and one.tier_class in ("resistance", "therapy")
        and one.statement.strength in STRONG
        and one.statement.profile.operator == "AND"
        and one.result.status == ProfileStatus.MET
        and len({match.biomarker.gene for _, match in one.met_by}) == 1
        and len(_places(one)) > 1
    ]


def _beside_resistance(one: MetStatement, narrower: Sequence[MetStatement]) -> MetStatement:
    """Without tier where a narrower profile on the same target, met by this variant and a further one, resists the therapy.

    "BCR::ABL1: imatinib" stops where "BCR::ABL1 AND ABL1 T315I: resistance to imatinib" is met, unless a statement on just
    that combination says that it is sensitive. Evidence from another tumour type does not take away a Tier I.
    """
    if one.tier_class != "therapy" or not one.tier or not one.met_by:
        return one
    places, therapies = _places(one), _therapies(one)
    about = [other for other in narrower if places < _places(other) and _therapies(other) == therapies]
    against = [other for other in about if other.tier_class == "resistance" and (_is_tier_one(other) or not _is_tier_one(one))]
    if not against or any(other.tier_class == "therapy" for other in about):
        return one
    said = "; ".join(f"{other.statement.profile_text} ({other.statement.statement_id})" for other in against)
    why = f"no tier: the sample also meets a narrower profile that predicts resistance: {said}"
    return one._replace(tier="", caveats=(*one.caveats, why))


def _places(one: MetStatement) -> frozenset[int]:
    return frozenset(variant.place for variant, _ in one.met_by)


def _therapies(one: MetStatement) -> frozenset[str]:
    return frozenset(map(base_name, one.statement.therapies))


VariantAndTherapy = tuple[int, str]


def _close_and_strong(met: Iterable[MetStatement], of_class: str) -> dict[VariantAndTherapy, list[MetStatement]]:
    """The level A and B statements of a class on that very change or its kind, by variant and therapy (without its salt)."""
    found: dict[VariantAndTherapy, list[MetStatement]] = {}
    for one in met:
        if one.tier_class == of_class and one.tier and one.statement.strength in STRONG and not is_broad(one):
            for key in _keys(one):
                found.setdefault(key, []).append(one)
    return found


def _keys(one: MetStatement) -> list[VariantAndTherapy]:
    return [(variant.place, base_name(therapy)) for variant, _ in one.met_by for therapy in one.statement.therapies]


def _withheld(
    one: MetStatement,
    resisting: Mapping[VariantAndTherapy, list[MetStatement]],
    sensitive: Mapping[VariantAndTherapy, list[MetStatement]],
) -> MetStatement:
    if one.tier_class != "therapy" or not one.tier or not is_broad(one):
        return one
    said = []
    for key in dict.fromkeys(_keys(one)):
        against = [other for other in resisting.get(key, ()) if _is_tier_one(other) or not _is_tier_one(one)]
        if against and key not in sensitive:
            said.append(f"{key[1]} ({', '.join(other.statement.statement_id for other in against)})")
    if not said:
        return one
    return one._replace(tier="", caveats=(*one.caveats, f"no tier: this very change predicts resistance to {'; '.join(said)}"))


def _is_tier_one(one: MetStatement) -> bool:
    """Evidence for the patient's own tumour type."""
    return one.tier.startswith("Tier I-")
