"""Where a close statement speaks against a broad one: the closer one wins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pm_annotate.clinical.met_statement import MetStatement
from pm_annotate.knowledge.label_limitations import LabelLimitation
from pm_annotate.model import MatchLevel

CLOSE = frozenset({MatchLevel.EXACT, MatchLevel.PROTEIN, MatchLevel.CODON})
STRONG = frozenset({"Level A", "Level B"})


def withhold_contradicted(met: Sequence[MetStatement], limitations: Sequence[LabelLimitation] = ()) -> list[MetStatement]:
    """A gene-wide statement of sensitivity gives no tier to a change that is itself known to resist the same therapy.

    "EGFR activating variants: erlotinib" speaks of T790M only until "EGFR T790M: resistance to erlotinib" does. Evidence
    from another tumour type does not take away a Tier I. Where close statements contradict each other (sensitivity of
    that very change, too), both are shown with their tiers. ``limitations``: classes of variants that broad statements on a
    therapy do not mean.
    """
    resisting = _close_and_strong(met, "resistance")
    sensitive = _close_and_strong(met, "therapy")
    return [_not_meant(_withheld(one, resisting, sensitive), limitations) for one in met]


VariantAndTherapy = tuple[int, str]


def _close_and_strong(met: Iterable[MetStatement], of_class: str) -> dict[VariantAndTherapy, list[MetStatement]]:
    """The level A and B statements of a class on that very change or its kind, by variant and therapy (lower case)."""
    found: dict[VariantAndTherapy, list[MetStatement]] = {}
    for one in met:
        if one.tier_class == of_class and one.tier and one.statement.strength in STRONG and not _is_broad(one):
            for key in _keys(one):
                found.setdefault(key, []).append(one)
    return found


def _keys(one: MetStatement) -> list[VariantAndTherapy]:
    return [(variant.place, therapy.lower()) for variant, _ in one.met_by for therapy in one.statement.therapies]


def _is_broad(one: MetStatement) -> bool:
    """Met by a gene, a function, a region, or an exon without a type of change, rather than by this kind of change."""
    return not any(match.level in CLOSE or match.biomarker.mutation_types for _, match in one.met_by)


def _withheld(
    one: MetStatement,
    resisting: Mapping[VariantAndTherapy, list[MetStatement]],
    sensitive: Mapping[VariantAndTherapy, list[MetStatement]],
) -> MetStatement:
    if one.tier_class != "therapy" or not one.tier or not _is_broad(one):
        return one
    said = []
    for key in dict.fromkeys(_keys(one)):
        against = [other for other in resisting.get(key, ()) if _is_tier_one(other) or not _is_tier_one(one)]
        if against and key not in sensitive:
            said.append(f"{key[1]} ({', '.join(other.statement.statement_id for other in against)})")
    if not said:
        return one
    return replace(one, tier="", caveats=(*one.caveats, f"no tier: this very change predicts resistance to {'; '.join(said)}"))


def _is_tier_one(one: MetStatement) -> bool:
    """Evidence for the patient's own tumour type."""
    return one.tier.startswith("Tier I-")


def _not_meant(one: MetStatement, limitations: Sequence[LabelLimitation]) -> MetStatement:
    """Without tier where a broad statement of sensitivity is met by a class of variants that it does not mean."""
    if one.tier_class != "therapy" or not one.tier or not _is_broad(one):
        return one
    for limitation in limitations:
        for variant, match in one.met_by:
            met = {other.biomarker.name for other in variant.knowledge.matches}
            therapy = limitation.concerns_change(one.statement.therapies, match.biomarker.gene, met)
            if therapy:
                why = f"no tier: {limitation.not_for_change} does not respond to {therapy.lower()} ({limitation.basis})"
                return replace(one, tier="", caveats=(*one.caveats, why))
    return one
