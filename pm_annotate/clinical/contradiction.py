"""Where a close statement speaks against a broad one: the closer one wins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pm_annotate.clinical.met_statement import MetStatement
from pm_annotate.model import MatchLevel

CLOSE = frozenset({MatchLevel.EXACT, MatchLevel.PROTEIN, MatchLevel.CODON})
STRONG = frozenset({"Level A", "Level B"})


def withhold_contradicted(met: Sequence[MetStatement]) -> list[MetStatement]:
    """A gene-wide statement of sensitivity gives no tier to a change that is itself known to resist the same therapy.

    "EGFR activating variants: erlotinib" speaks of T790M only until "EGFR T790M: resistance to erlotinib" does. Where
    close statements contradict each other (sensitivity of that very change, too), both are shown with their tiers.
    """
    resisted = _therapies_by_variant(met, "resistance")
    sensitive = _therapies_by_variant(met, "therapy")
    return [_withheld(one, resisted, sensitive) for one in met]


def _therapies_by_variant(met: Iterable[MetStatement], of_class: str) -> dict[tuple[int, str], list[str]]:
    """(variant, therapy in lower case) to the strong statements of the class on that very change or its kind."""
    found: dict[tuple[int, str], list[str]] = {}
    for one in met:
        if one.tier_class == of_class and one.tier and one.statement.strength in STRONG and not _is_broad(one):
            for variant, _ in one.met_by:
                for therapy in one.statement.therapies:
                    found.setdefault((variant.place, therapy.lower()), []).append(one.statement.statement_id)
    return found


def _is_broad(one: MetStatement) -> bool:
    """Met by a gene, a function, a region, or an exon without a type of change, rather than by this kind of change."""
    return not any(match.level in CLOSE or match.biomarker.mutation_types for _, match in one.met_by)


def _withheld(
    one: MetStatement, resisted: Mapping[tuple[int, str], list[str]], sensitive: Mapping[tuple[int, str], list[str]]
) -> MetStatement:
    if one.tier_class != "therapy" or not one.tier or not _is_broad(one):
        return one
    keys = [(variant.place, therapy.lower()) for variant, _ in one.met_by for therapy in one.statement.therapies]
    against = [key for key in keys if key in resisted and key not in sensitive]
    if not against:
        return one
    said = "; ".join(f"{therapy} ({', '.join(resisted[place, therapy])})" for place, therapy in dict.fromkeys(against))
    return replace(one, tier="", caveats=(*one.caveats, f"no tier: this very change predicts resistance to {said}"))
