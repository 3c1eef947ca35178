"""AMP/ASCO/CAP 2017 tiers per class."""

from __future__ import annotations

import math

import pytest

from pm_annotate.clinical.tiers import amp_tier, best_tiers, is_common, population_frequency, tier_class, variant_tiers
from pm_annotate.model import TumorRelation
from tests.knowledge.constructed_table import allele, statement

R = TumorRelation


@pytest.mark.parametrize(
    ("strength", "relation", "tier"),
    [
        ("Level A", R.SAME, "Tier I-A"),
        ("Level A", R.ANCESTOR, "Tier I-A"),
        ("Level A", R.ANY, "Tier I-A"),
        ("Level B", R.SAME, "Tier I-B"),
        ("Level A", R.OTHER, "Tier II-C"),
        ("Level B", R.DESCENDANT, "Tier II-C"),
        ("Level A", R.UNKNOWN, "Tier II-C"),
        ("Level C", R.SAME, "Tier II-C"),
        ("Level C", R.OTHER, "Tier II-C"),
        ("Level D", R.SAME, "Tier II-D"),
        ("Level E", R.ANY, "Tier II-D"),
    ],
)
def test_tier_by_level_and_tumour_type(strength: str, relation: TumorRelation, tier: str) -> None:
    assert amp_tier(statement("S", "X", strength=strength), relation, tier_eligible=True)[0] == tier


@pytest.mark.parametrize(
    ("fields", "eligible"),
    [
        ({"direction": "disputes"}, True),
        ({"direction": "neutral"}, True),
        ({}, False),
        ({"statement_type": "Predisposition", "predicate": "isCausalFor"}, True),
        ({"statement_type": "Oncogenicity", "predicate": "isOncogenicFor"}, True),
        ({"statement_type": "Functional", "predicate": ""}, True),
        ({"predicate": "predictsAdverseResponseTo"}, True),
    ],
)
def test_no_tier(fields: dict[str, str], eligible: bool) -> None:
    assert amp_tier(statement("S", "X", **fields), R.SAME, eligible) == ("", ())


def test_a_statement_for_a_subtype_says_so() -> None:
    subtype = statement("S", "X", condition="Uveal Melanoma")
    assert amp_tier(subtype, R.DESCENDANT, True) == ("Tier II-C", ("statement is for a subtype: Uveal Melanoma",))


def test_an_unknown_tumour_type_says_so() -> None:
    _, caveats = amp_tier(statement("S", "X"), R.UNKNOWN, True)
    assert "tumour type not given" in caveats[0]


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({}, "therapy"),
        ({"predicate": "predictsResistanceTo"}, "resistance"),
        ({"predicate": "predictsReducedSensitivityTo"}, "resistance"),
        ({"predicate": "predictsAdverseResponseTo"}, "toxicity"),
        ({"statement_type": "Diagnostic", "predicate": "isDiagnosticExclusionCriterionFor"}, "diagnosis"),
        ({"statement_type": "Prognostic", "predicate": "associatedWithWorseOutcomeFor"}, "prognosis"),
        ({"statement_type": "Prognostic", "predicate": ""}, "prognosis"),
        ({"statement_type": "Predisposition", "predicate": "x"}, "predisposition"),
        ({"statement_type": "Pathogenicity", "predicate": "x"}, "predisposition"),
        ({"statement_type": "Oncogenicity", "predicate": "x"}, "oncogenicity"),
        ({"statement_type": "of a lab", "predicate": "x"}, "other"),
        ({"statement_type": "Functional", "predicate": "x"}, "function"),
    ],
)
def test_class_of_a_statement(fields: dict[str, str], name: str) -> None:
    assert tier_class(statement("S", "X", **fields)) == name


def test_the_best_tier_of_each_class_counts() -> None:
    pairs = [("resistance", "Tier I-B"), ("therapy", "Tier II-D"), ("therapy", "Tier II-C"), ("prognosis", "")]
    assert best_tiers(pairs) == {"therapy": "Tier II-C", "resistance": "Tier I-B"}
    assert best_tiers([("diagnosis", "Tier II-D")]) == {"diagnosis": "Tier II-D"}


def test_overall_tier() -> None:
    assert variant_tiers({"therapy": "Tier II-C", "prognosis": "Tier I-B"}, True, False)["overall"] == "Tier I-B"
    assert variant_tiers({}, of_unknown_significance=True, common=False) == {"overall": "Tier III"}
    assert variant_tiers({}, of_unknown_significance=True, common=True) == {"overall": "Tier IV"}
    assert variant_tiers({}, of_unknown_significance=False, common=False) == {"overall": ""}


def test_population_frequency_is_read_from_the_file() -> None:
    assert population_frequency(allele("1:1:A:T")) is None
    mutect = allele("1:1:A:T", retained_info={"POPAF": "1.30"})
    assert math.isclose(population_frequency(mutect) or 0, 0.0501, rel_tol=0.01)
    assert is_common(mutect)
    assert not is_common(allele("1:1:A:T", retained_info={"POPAF": "7.30"}))
    assert is_common(allele("1:1:A:T", retained_info={"gnomAD_AF": "0.02"}))
    assert not is_common(allele("1:1:A:T", retained_info={"POPAF": "0.5,7.3"}))  # which allele each is for is not said


def test_a_level_that_no_tier_is_for_is_said() -> None:
    assert amp_tier(statement("S", "X", strength="Guideline"), R.SAME, True) == (
        "",
        ("evidence level 'Guideline' is not tiered",),
    )
