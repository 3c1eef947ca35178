"""AMP/ASCO/CAP 2017 tiers (Li et al., J Mol Diagn 2017; PMID:27993330), one per class of evidence.

Level A or B evidence for the patient's tumour type, for a broader disease that contains it, or for any tumour: Tier I. Level
A or B for another tumour type, and level C: Tier II-C. Levels D and E: Tier II-D. Only supporting statements count. Resistance,
diagnosis and prognosis are classes of their own and never raise the tier for therapy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pm_annotate.clinical.population_frequency import COMMON_FREQUENCY as COMMON_FREQUENCY
from pm_annotate.clinical.population_frequency import is_common as is_common
from pm_annotate.clinical.population_frequency import population_frequency as population_frequency
from pm_annotate.model import Statement, TumorRelation

TIERS = ("Tier I-A", "Tier I-B", "Tier II-C", "Tier II-D", "Tier III", "Tier IV")
UNKNOWN_SIGNIFICANCE = "Tier III"
COMMON_POLYMORPHISM = "Tier IV"
TIERED_CLASSES = ("therapy", "resistance", "diagnosis", "prognosis")
CLASSES = (*TIERED_CLASSES, "predisposition", "toxicity", "oncogenicity", "function", "other")
OVERALL = "overall"

_CLASS_OF_PREDICATE = {
    "predictsSensitivityTo": "therapy",
    "predictsResistanceTo": "resistance",
    "predictsReducedSensitivityTo": "resistance",
    "predictsAdverseResponseTo": "toxicity",
    "isDiagnosticInclusionCriterionFor": "diagnosis",
    "isDiagnosticExclusionCriterionFor": "diagnosis",
    "associatedWithBetterOutcomeFor": "prognosis",
    "associatedWithWorseOutcomeFor": "prognosis",
}
_CLASS_OF_TYPE = {
    "Diagnostic": "diagnosis",
    "Prognostic": "prognosis",
    "Predisposition": "predisposition",
    "Pathogenicity": "predisposition",
    "Oncogenicity": "oncogenicity",
    "Functional": "function",
}
IN_THIS_TUMOUR = frozenset({TumorRelation.SAME, TumorRelation.ANCESTOR, TumorRelation.ANY})


def tier_class(statement: Statement) -> str:
    """One of CLASSES: by the predicate, and by the type of the statement where the predicate belongs to no class."""
    by_type = _CLASS_OF_TYPE.get(statement.statement_type, "other")
    return _CLASS_OF_PREDICATE.get(statement.predicate, by_type)


def amp_tier(statement: Statement, relation: TumorRelation, tier_eligible: bool) -> tuple[str, tuple[str, ...]]:
    """The tier of one met statement ("" for none), and what must be said beside it."""
    if not tier_eligible or statement.direction != "supports" or tier_class(statement) not in TIERED_CLASSES:
        return "", ()
    level = statement.strength.removeprefix("Level ")
    if level in ("A", "B"):
        if relation in IN_THIS_TUMOUR:
            return f"Tier I-{level}", ()
        return "Tier II-C", _why_not_tier_one(statement, relation)
    if level == "C":
        return "Tier II-C", ()
    return ("Tier II-D", ()) if level in ("D", "E") else ("", (f"evidence level {statement.strength!r} is not tiered",))


def _why_not_tier_one(statement: Statement, relation: TumorRelation) -> tuple[str, ...]:
    match relation:
        case TumorRelation.DESCENDANT:
            return (f"statement is for a subtype: {statement.condition}",)
        case TumorRelation.UNKNOWN:
            return ("tumour type not given or statement without condition: tiered as for another tumour type",)
    return ()


def tier_rank(tier: str) -> int:
    """0 for the best tier; statements without a tier rank last."""
    return TIERS.index(tier) if tier in TIERS else len(TIERS)


def best_tiers(tiered: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The best tier per class from (class, tier) pairs, in the order of CLASSES; classes without a tier are left out."""
    best: dict[str, str] = {}
    for tier_class_name, tier in tiered:
        if tier and tier_rank(tier) < tier_rank(best.get(tier_class_name, "")):
            best[tier_class_name] = tier
    return {name: best[name] for name in CLASSES if name in best}


_OF_COMMON = {OVERALL: COMMON_POLYMORPHISM}  # one for all alleles without a finding, which are nearly all
_OF_UNKNOWN_SIGNIFICANCE = {OVERALL: UNKNOWN_SIGNIFICANCE}
_OF_OTHERS = {OVERALL: ""}


def variant_tiers(best: Mapping[str, str], of_unknown_significance: bool, common: bool) -> Mapping[str, str]:
    """The tiers of one variant: ``best`` per class, and ``overall``: the best of them; else Tier IV for a common
    polymorphism, Tier III for a protein-altering or splice-site allele of a cancer gene, "" for any other allele."""
    if best:
        return {**best, OVERALL: min(best.values(), key=tier_rank)}
    if common:
        return _OF_COMMON
    return _OF_UNKNOWN_SIGNIFICANCE if of_unknown_significance else _OF_OTHERS
