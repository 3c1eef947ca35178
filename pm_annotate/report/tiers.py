"""The order of AMP/ASCO/CAP 2017 tiers (Li et al. 2017, doi:10.1016/j.jmoldx.2016.10.002) and of the classes they stand in."""

from __future__ import annotations

from collections.abc import Iterable

TIERS = ("Tier I-A", "Tier I-B", "Tier II-C", "Tier II-D", "Tier III", "Tier IV")  # best first
TIER_CLASSES = (
    "therapy",
    "resistance",
    "diagnosis",
    "prognosis",
    "predisposition",
    "toxicity",
    "oncogenicity",
    "function",
    "other",
)  # the order in which people read them


def tier_rank(tier: str) -> int:
    """0 for the best; no tier comes after all tiers."""
    return TIERS.index(tier) if tier in TIERS else len(TIERS)


def best_tier(tiers: Iterable[str]) -> str:
    """The best of ``tiers``; "" where there is none."""
    given = [tier for tier in tiers if tier]
    return min(given, key=tier_rank) if given else ""
