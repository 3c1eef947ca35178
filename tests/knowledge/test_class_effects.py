"""Known class effects beside the therapies of a report."""

from __future__ import annotations

import pytest

from pm_annotate.knowledge.class_effects import base_name, class_effects_of, read_class_effects
from pm_annotate.knowledge.table import load_knowledge
from pm_annotate.resources import resources_folder

TABLE = read_class_effects(resources_folder() / "knowledge" / "class_effects.tsv")


def effects_of(*therapies: str) -> dict[str, str]:
    return {one.drug_class: "; ".join(one.effects) for one in class_effects_of(therapies, TABLE)}


@pytest.mark.parametrize(
    ("therapy", "effect"),
    [
        ("Osimertinib", "interstitial lung disease"),
        ("Dabrafenib", "pyrexia"),
        ("Trametinib", "cardiomyopathy"),
        ("Pembrolizumab", "immune-related"),
        ("Olaparib", "myelodysplastic syndrome"),
        ("Bevacizumab", "hypertension"),
        ("Pemigatinib", "hyperphosphataemia"),
        ("Alpelisib", "hyperglycaemia"),
        ("Trastuzumab deruxtecan", "interstitial lung disease"),
        ("Alectinib", "bradycardia"),
    ],
)
def test_the_effects_that_oncologists_manage_are_named(therapy: str, effect: str) -> None:
    (text,) = effects_of(therapy).values()
    assert effect in text


def test_a_combination_has_the_effects_of_each_class() -> None:
    assert list(effects_of("Encorafenib", "Cetuximab")) == ["BRAF inhibitors", "EGFR antibodies"]


def test_drugs_of_one_class_share_a_row_spelt_as_they_came() -> None:
    (one,) = class_effects_of(["Gefitinib", "Erlotinib"], TABLE)
    assert one.drugs == ("Erlotinib", "Gefitinib")


def test_the_classes_stand_in_the_order_of_the_therapies() -> None:
    assert list(effects_of("Cetuximab", "Encorafenib", "Panitumumab")) == ["EGFR antibodies", "BRAF inhibitors"]


def test_a_conjugate_is_not_its_antibody() -> None:
    assert list(effects_of("Trastuzumab")) == ["HER2 antibodies"]
    assert list(effects_of("Trastuzumab Emtansine")) == ["HER2 antibody-drug conjugates with emtansine"]


def test_salts_do_not_matter_and_unknown_drugs_have_none() -> None:
    assert base_name("Imatinib Mesylate") == "imatinib"
    assert effects_of("Imatinib Mesylate") == effects_of("Imatinib") != {}
    assert effects_of("Water") == {}


def test_every_class_names_its_reference_and_no_drug_stands_in_two_classes() -> None:
    assert all(one.effects and one.reference and one.url.startswith("https://") for one in TABLE)
    drugs = [drug for one in TABLE for drug in one.drugs]
    assert len(drugs) == len(set(drugs))
    assert all(drug == base_name(drug) for drug in drugs)


def test_every_targeted_therapy_of_the_approvals_has_a_class() -> None:
    """What is left over is chemotherapy, steroids and hormones without a class of their own."""
    knowledge = load_knowledge(resources_folder() / "knowledge")
    approved = {therapy for one in knowledge.statements() if one.regulatory_approval for therapy in one.therapies}
    known = {drug for one in TABLE for drug in one.drugs}
    without = {therapy for therapy in approved if base_name(therapy) not in known}
    assert {therapy for therapy in without if therapy.casefold().endswith(("nib", "mab", "lisib", "parib", "ciclib"))} <= {
        "Defactinib"
    }
