"""Known class effects beside the therapies of a report."""

from __future__ import annotations

import re

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


@pytest.mark.parametrize(
    ("therapy", "effects"),
    [
        ("Lapatinib", ("hepatotoxicity", "QT prolongation")),
        ("Pazopanib", ("hepatotoxicity (fatal in some",)),
        ("Sunitinib", ("hepatotoxicity (fatal in some",)),
        ("Regorafenib", ("hepatotoxicity (fatal in some", "perforation")),
        ("Vandetanib", ("torsades and sudden death",)),
        ("Nilotinib", ("QT prolongation and sudden death",)),
        ("Ponatinib", ("arterial occlusion", "venous thromboembolism", "heart failure", "hepatotoxicity")),
        ("Quizartinib", ("cardiac arrest",)),
        ("Gilteritinib", ("differentiation syndrome",)),
        ("Ivosidenib", ("differentiation syndrome",)),
        ("Enasidenib", ("differentiation syndrome",)),
        ("Olutasidenib", ("differentiation syndrome",)),
        ("Revumenib", ("differentiation syndrome", "QT prolongation")),
        ("Ziftomenib", ("differentiation syndrome",)),
        ("Tretinoin", ("differentiation syndrome", "embryo-fetal")),
        ("Arsenic trioxide", ("differentiation syndrome", "QT prolongation")),
        ("Idelalisib", ("hepatotoxicity", "colitis", "pneumonitis", "infections", "perforation")),
        ("Duvelisib", ("treatment-related deaths", "infections", "colitis", "severe skin", "pneumonitis")),
        ("Trastuzumab", ("cardiomyopathy", "infusion", "embryo-fetal", "pulmonary")),
        ("Trastuzumab deruxtecan", ("interstitial lung disease", "embryo-fetal")),
        ("Trastuzumab emtansine", ("hepatotoxicity", "ventricular", "embryo-fetal")),
        ("Zanidatamab", ("embryo-fetal",)),
        ("Zenocutuzumab", ("embryo-fetal",)),
        ("Belzutifan", ("embryo-fetal",)),
        ("Vismodegib", ("embryo-fetal",)),
        ("Sacituzumab govitecan", ("neutropenia", "diarrhoea")),
        ("Mirvetuximab soravtansine", ("ocular",)),
        ("Belantamab mafodotin", ("ocular",)),
        ("Tisotumab vedotin", ("ocular",)),
        ("Enfortumab vedotin", ("Stevens-Johnson",)),
        ("Brentuximab vedotin", ("multifocal leukoencephalopathy",)),
        ("Gemtuzumab ozogamicin", ("veno-occlusive",)),
        ("Inotuzumab ozogamicin", ("veno-occlusive", "after stem-cell transplant")),
        ("Blinatumomab", ("cytokine release", "neurological")),
        ("Teclistamab", ("cytokine release", "ICANS")),
        ("Talquetamab", ("cytokine release", "ICANS")),
        ("Epcoritamab", ("cytokine release", "ICANS")),
        ("Tarlatamab", ("cytokine release", "ICANS")),
        ("Ciltacabtagene autoleucel", ("cytokine release", "ICANS", "secondary T-cell", "macrophage")),
        ("Letetresgene autoleucel", ("cytokine release",)),
        ("Rituximab", ("infusion", "severe skin", "hepatitis B", "leukoencephalopathy")),
        ("Necitumumab", ("cardiopulmonary arrest", "hypomagnesaemia")),
        ("Panitumumab", ("rash",)),
        ("Lenalidomide", ("embryo-fetal", "thromboembolism", "cytopenias")),
        ("Pomalidomide", ("embryo-fetal", "thromboembolism")),
        ("Docetaxel", ("deaths from toxicity", "neutropenia", "hypersensitivity", "fluid retention")),
        ("Doxorubicin", ("cardiomyopathy", "secondary leukaemia", "extravasation", "myelosuppression")),
        ("Tamoxifen", ("uterine cancers", "stroke", "embolism")),
        ("Capecitabine", ("death with DPD deficiency", "warfarin")),
        ("Irinotecan", ("diarrhoea", "neutropenia")),
        ("Fedratinib", ("encephalopathy",)),
        ("Panobinostat", ("severe diarrhoea and cardiac",)),
        ("Flutamide", ("hepatotoxicity",)),
        ("Nilutamide", ("interstitial pneumonitis",)),
        ("Alemtuzumab", ("cytopenias", "infusion", "infections")),
    ],
)
def test_what_the_label_puts_into_a_box_is_named(therapy: str, effects: tuple[str, ...]) -> None:
    (text,) = effects_of(therapy).values()
    assert [effect for effect in effects if effect not in text] == []


@pytest.mark.parametrize(
    ("therapy", "effect"),
    [
        ("Erlotinib", "hepatotoxicity (erlotinib"),
        ("Vemurafenib", "new primary cancers"),
        ("Lorlatinib", "interstitial lung disease"),
        ("Ensartinib", "visual disorders (crizotinib, brigatinib, ensartinib)"),
        ("Binimetinib", "venous thromboembolism (trametinib, binimetinib)"),
        ("Dabrafenib", "haemolytic anaemia in G6PD deficiency (dabrafenib, see G6PD)"),
        ("Cabozantinib", "gastrointestinal perforation and fistula"),
        ("Apalutamide", "seizures"),
    ],
)
def test_a_warning_of_the_label_is_named(therapy: str, effect: str) -> None:
    (text,) = effects_of(therapy).values()
    assert effect in text


def test_an_effect_is_whole_and_speaks_of_drugs_of_its_class() -> None:
    """A semicolon inside brackets once cut an effect in two."""
    for one in TABLE:
        for effect in one.effects:
            assert effect.count("(") == effect.count(")") <= 1, effect
            assert effect == effect.strip() != ""
            inner = effect.partition("(")[2].rstrip(")").partition(" with amivantamab")[0]
            named = {word for word in re.findall(r"[a-z]+", inner) if word.endswith(("nib", "mab", "lisib", "parib", "ciclib"))}
            known = {word for drug in one.drugs for word in drug.split()}
            assert named <= known | {"lazertinib"}, (one.drug_class, effect)


def test_a_regimen_has_the_effects_of_each_of_its_drugs() -> None:
    found = class_effects_of(["Dabrafenib/Trametinib Regimen", "Trametinib"], TABLE)
    assert [(one.drug_class, one.drugs) for one in found] == [
        ("BRAF inhibitors", ("Dabrafenib/Trametinib Regimen",)),
        ("MEK inhibitors", ("Trametinib",)),
    ]
    assert list(effects_of("Ipilimumab/Nivolumab Regimen")) == ["immune checkpoint inhibitors"]


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
