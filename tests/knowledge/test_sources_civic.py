"""The importer of CIViC: what its words become."""

from __future__ import annotations

import pytest

from pm_annotate.knowledge.profiles import slug
from pm_annotate.knowledge.sources import civic

EVIDENCE = {
    "molecular_profile": "BRAF V600E",
    "molecular_profile_id": "12",
    "disease": "Skin Melanoma",
    "doid": "8923",
    "phenotypes": "",
    "therapies": "Dabrafenib,Trametinib",
    "therapy_interaction_type": "Combination",
    "evidence_type": "Predictive",
    "evidence_direction": "Supports",
    "evidence_level": "A",
    "significance": "Sensitivity/Response",
    "citation_id": "25399551",
    "source_type": "PubMed",
    "asco_abstract_id": "",
    "nct_ids": "NCT01584648, NCT01597908",
    "rating": "5",
    "evidence_id": "3758",
    "variant_origin": "Somatic",
    "last_review_date": "2023-01-09 21:46:26 UTC",
    "evidence_civic_url": "https://civicdb.org/links/evidence_items/3758",
    "is_flagged": "false",
}


def biomarker_id(name: str, source_id: str) -> str:
    return f"civic:MP{source_id}" if source_id else slug("civic", name)


def imported(**changes: str) -> dict[str, str]:
    (row,) = civic.import_evidence([EVIDENCE | changes], biomarker_id).rows
    return row


def test_evidence_becomes_a_statement_in_our_columns() -> None:
    row = imported()
    assert row["statement_id"] == "civic:EID3758"
    assert row["profile"] == "civic:MP12"
    assert (row["statement_type"], row["predicate"]) == ("TherapeuticResponse", "predictsSensitivityTo")
    assert (row["strength"], row["kb_native_level"]) == ("Level A", "A")
    assert row["condition_ids"] == "DOID:8923"
    assert row["citations"] == "PMID:25399551"
    assert row["nct_ids"] == "NCT01584648;NCT01597908"


def test_flagged_rows_are_kept_out_and_counted() -> None:
    result = civic.import_evidence([EVIDENCE, EVIDENCE | {"evidence_id": "9", "is_flagged": "true"}], biomarker_id)
    assert (len(result.rows), result.read, result.flagged) == (1, 2, 1)


def test_does_not_support_disputes() -> None:
    assert imported(evidence_direction="Does Not Support")["direction"] == "disputes"
    assert imported(evidence_direction="N/A")["direction"] == "neutral"


@pytest.mark.parametrize(
    ("interaction", "combination"), [("Combination", "AND"), ("Substitutes", "OR"), ("Sequential", "SEQUENTIAL")]
)
def test_therapies_are_joined_by_their_interaction_type(interaction: str, combination: str) -> None:
    row = imported(therapy_interaction_type=interaction)
    assert (row["therapies"], row["therapy_combination"]) == ("Dabrafenib;Trametinib", combination)


def test_a_comma_inside_the_name_of_a_chemical_does_not_split_it() -> None:
    row = imported(therapies="2,4-pyrimidinediamine", therapy_interaction_type="")
    assert (row["therapies"], row["therapy_combination"]) == ("2,4-pyrimidinediamine", "")


@pytest.mark.parametrize(
    ("kind", "significance", "predicate"),
    [
        ("Predictive", "Resistance", "predictsResistanceTo"),
        ("Predictive", "Reduced Sensitivity", "predictsReducedSensitivityTo"),
        ("Diagnostic", "Negative", "isDiagnosticExclusionCriterionFor"),
        ("Prognostic", "Poor Outcome", "associatedWithWorseOutcomeFor"),
        ("Predisposing", "Protectiveness", "isProtectiveFor"),
        ("Oncogenic", "Oncogenicity", "isOncogenicFor"),
        ("Functional", "Dominant Negative", "hasFunction:DominantNegative"),
    ],
)
def test_significance_becomes_a_predicate(kind: str, significance: str, predicate: str) -> None:
    assert imported(evidence_type=kind, significance=significance)["predicate"] == predicate


def test_a_word_that_civic_never_used_stops_the_build() -> None:
    with pytest.raises(KeyError):
        imported(significance="Cures")


def test_conference_abstracts_keep_their_own_ids() -> None:
    assert imported(source_type="ASCO", asco_abstract_id="102")["citations"] == "ASCO:102"


def test_a_combined_profile_names_each_biomarker() -> None:
    row = imported(molecular_profile="MET Amplification AND NOT KRAS Mutation", molecular_profile_id="4242")
    assert row["profile"] == "civic:MET_Amplification AND NOT civic:KRAS_Mutation"


def test_two_changes_in_one_name_are_both_demanded() -> None:
    row = imported(molecular_profile="VHL P81S (c.241C>T) and L188V (c.562C>G)", molecular_profile_id="1")
    assert row["profile"] == "civic:VHL_P81S_[c.241C>T] AND civic:VHL_L188V_[c.562C>G]"
